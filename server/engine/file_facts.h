/* What other files can see of a file, as digests: enough to say, without reading its text again,
 * whether an answer that somebody got about it would be the same today. */
#ifndef BLUETICK_ENGINE_FILE_FACTS_H
#define BLUETICK_ENGINE_FILE_FACTS_H

#include "base/pack.h"
#include "text/outline.h"

typedef struct FileFacts {
    Hash content;   /* of the file's bytes */
    uint64_t shape; /* names, kinds, parents, trigger words and bases of its units */
    uint64_t heads; /* name, bases and trigger words of its classes, in order */
    const uint64_t
        *units; /* by UnitId: of the unit's code (code_key.h); of a class also the decorators of its
                   methods and the attributes that they may set: searched unread */
    const uint64_t *texts; /* by UnitId: of each byte of its own text */
    uint32_t unit_count;
    const uint32_t *calls;    /* index/index.h: the hash of each name that is called */
    const UnitId *call_units; /* and where */
    uint32_t call_count;
} FileFacts;

/* O(bytes); in `mem`. */
FileFacts file_facts_new(const Outline *outline, Hash content, Arena *mem);

void file_facts_put(const FileFacts *facts, Buf *out);
/* In `mem`; of any bytes: reader->failed tells. */
FileFacts file_facts_take(PackReader *reader, Arena *mem);

#endif
