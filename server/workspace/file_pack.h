/* The pack of one source file: what it holds and in which order. Pure: bytes in, values out. */
#ifndef BLUETICK_WORKSPACE_FILE_PACK_H
#define BLUETICK_WORKSPACE_FILE_PACK_H

#include "engine/file_facts.h"
#include "engine/result_pack.h"
#include "workspace/scan_fixes.h"

/* Another file that the results point into, as it was. */
typedef struct Mention {
    Str path; /* from the project's root */
    Hash content;
} Mention;

typedef struct FilePack {
    Hash program;   /* cache_program_key */
    Hash selection; /* which rules ran, and how */
    FileFacts facts;
    bool has_result;    /* what follows is set */
    ScanFixes fixes;    /* what was asked for; the same for all when the file is quiet */
    bool is_quiet;      /* nothing was found */
    bool asked_project; /* the record must hold */
    Str record;         /* engine/told_facts.h */
    const Mention *mentions;
    uint32_t mention_count;
    Str result; /* file_result_take */
    Str units;  /* unit_results_take */
} FilePack;

void file_pack_put(const FilePack *pack, Buf *out);
/* Of any bytes. False: nothing of it may be used. Texts point into `bytes`, the rest is in `mem`.
 */
bool file_pack_take(Str bytes, FilePack *out, Arena *mem);

#endif
