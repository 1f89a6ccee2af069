/* Results as bytes: the findings of a file, and what rules said about each of its units, written
 * down so that another process can go on from there.
 *
 * Reading takes any bytes. What comes out is well-formed: rules, severities and counts are in
 * range, texts are UTF-8, spans lie within the texts that they count in, other files exist. Whether
 * it is *true* still is for the caller to know (told_facts.h). Places in other files follow the
 * unit that they stand in as long as its text is the same, byte for byte. */
#ifndef BLUETICK_ENGINE_RESULT_PACK_H
#define BLUETICK_ENGINE_RESULT_PACK_H

#include "base/pack.h"
#include "engine/analyze.h"

/* What a reader is told of a file. */
typedef struct FileResult {
    const Finding *findings; /* places in other files by path from the root */
    uint32_t finding_count;
    const FixSet *fixes; /* one a finding; NULL: not built */
    const Note *notes;
    uint32_t note_count;
    uint32_t findings_suppressed;
    uint32_t units_total;
} FileResult;

/* The paths of other files that results point into. */
typedef struct MentionedPaths {
    struct ARRAY_OF(Str) paths; /* each once; borrowed */
} MentionedPaths;

void mentioned_paths_release(MentionedPaths *paths);

typedef struct PackContext {
    const OwnRules *own;    /* the project's; may be NULL */
    uint32_t text_length;   /* of the file's own text */
    const Outline *outline; /* of the file; NULL: its units are not known */
    /* Bytes of another file's text as it was when the result was written; false: it is another one
     * now, or there is none. */
    bool (*other_length)(void *data, Str path, uint32_t *length);
    /* Its units as they are now; NULL: there are none, or they are not known. */
    const Outline *(*other_outline)(void *data, Str path);
    void *data;
} PackContext;

void file_result_put(const FileResult *result, const PackContext *context,
                     MentionedPaths *mentioned, Buf *out);

/* False: nothing of it may be used. Texts point into the reader's bytes, the rest is in `mem`. */
bool file_result_take(PackReader *reader, const PackContext *context, FileResult *out, Arena *mem);

/* What analyze() has left with the document (keeps_results). */
void unit_results_put(const Document *document, const PackContext *context,
                      MentionedPaths *mentioned, Buf *out);

/* Gives a document that was never analysed what is still known of its units: those before and after
 * what has changed. Results that asked the project get `project_key`, or stay away when it is 0.
 * False: the bytes are damaged, and nothing was taken. */
bool unit_results_take(PackReader *reader, const PackContext *context, uint64_t project_key,
                       Document *document, Arena *scratch);

#endif
