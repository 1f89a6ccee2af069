/* What the analyses of one run have asked about the files of a project, and whether the answers
 * would be the same today.
 *
 * While a run goes on, any thread notes what is asked (engine/project_view.c). At its end the
 * questions are written down with digests of what was seen: a *record*. It holds as long as
 *  - the project has the same files,
 *  - of every file that was opened the shape is the same, and the text of every unit asked for,
 *  - the same names are called where callers of a name were asked for,
 *  - the heads of classes are the same, when classes were looked for. */
#ifndef BLUETICK_ENGINE_QUESTIONS_H
#define BLUETICK_ENGINE_QUESTIONS_H

#include "engine/file_facts.h"

#include <stdatomic.h>

enum { CALLED_NAMES_BITS = 1 << 16 };

typedef struct AskedFile {
    atomic_uchar is_opened;
    atomic_uchar is_whole; /* every byte of it counts */
    uint32_t unit_count;
    atomic_uchar *units; /* by UnitId */
} AskedFile;

typedef struct Questions {
    AskedFile *files; /* by file */
    uint32_t file_count;
    atomic_uchar classes;
    atomic_uint calls[CALLED_NAMES_BITS / 32]; /* of the names whose callers were asked for */
} Questions;

/* Nothing asked; unit_counts by file. In `mem`. */
Questions *questions_new(const uint32_t *unit_counts, uint32_t count, Arena *mem);

static inline void questions_mark(atomic_uchar *flag) {
    if (!atomic_load_explicit(flag, memory_order_relaxed)) {
        atomic_store_explicit(flag, 1, memory_order_relaxed);
    }
}
void questions_mark_unit(AskedFile *asked, const Outline *outline, UnitId unit);
void questions_mark_callers(Questions *questions, Str name);

/* The project of the questions: its files by their place. */
typedef struct FactsView {
    const FileFacts *const *files;
    uint32_t count;
    Hash paths; /* of all paths */
} FactsView;

/* Not while others note. */
void questions_put(const Questions *questions, const FactsView *now, Buf *out);

/* True when the record (of any bytes) holds now. O(record + calls of the project). */
bool questions_hold(Str record, const FactsView *now);

#endif
