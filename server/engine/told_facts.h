/* Which facts about its project the results of one file were computed from, and whether these are
 * the same today.
 *
 * A fact can be looked up again without an analysis (engine/file_facts.h): the shape of a file, its
 * whole text, the code of a unit, where a name is called, the heads of all classes. They are
 * numbered for one snapshot. While a file is analysed its view of the project collects them
 * (semantics/asks.h, engine/project_view.h); at the end they are written down with one digest of
 * what was seen: a *record*. It holds as long as the project has the same files and each of its
 * facts is the same: so each file stands for itself, and a change is felt by those alone who were
 * told of it. */
#ifndef BLUETICK_ENGINE_TOLD_FACTS_H
#define BLUETICK_ENGINE_TOLD_FACTS_H

#include "base/array.h"
#include "engine/file_facts.h"

enum {
    CALLED_NAMES_BITS = 1 << 16,
    FACT_CLASSES = 0,                            /* the heads of all classes */
    FACT_CALLS = 1,                              /* who calls a name: one for some names together */
    FACT_FILES = FACT_CALLS + CALLED_NAMES_BITS, /* from here on by file */
};

/* What is numbered for a file: its shape, its whole text, then the code and the text of each unit.
 */
enum { FACT_SHAPE, FACT_WHOLE, FACT_UNITS };

typedef struct FactNumbers {
    const uint32_t *first; /* by file, and one past the last */
    uint32_t file_count;
} FactNumbers;

/* In `mem`. */
FactNumbers *fact_numbers_new(const uint32_t *unit_counts, uint32_t count, Arena *mem);

static inline uint32_t fact_count(const FactNumbers *numbers) {
    return numbers->first[numbers->file_count];
}
static inline uint32_t fact_of_file(const FactNumbers *numbers, uint32_t file, uint32_t which) {
    return numbers->first[file] + which;
}
static inline uint32_t fact_of_unit(const FactNumbers *numbers, uint32_t file, UnitId unit) {
    return numbers->first[file] + FACT_UNITS + 2 * unit;
}
/* Every byte of the unit's own text counts: comments too. */
static inline uint32_t fact_of_text(const FactNumbers *numbers, uint32_t file, UnitId unit) {
    return fact_of_unit(numbers, file, unit) + 1;
}
uint32_t fact_of_calls(Str name);

/* A set of facts of one snapshot. Zero is empty. */
typedef struct ToldFacts {
    struct ARRAY_OF(uint64_t) bits;
    struct ARRAY_OF(uint32_t) facts; /* in no order */
} ToldFacts;

void told_facts_clear(ToldFacts *told, uint32_t fact_count);
void told_facts_add(ToldFacts *told, uint32_t fact);
void told_facts_release(ToldFacts *told);

/* The project as it is: its files by their place. */
typedef struct FactsView {
    const FileFacts *const *files;
    uint32_t count;
    Hash paths;            /* of all paths */
    uint64_t heads;        /* of all classes */
    const uint64_t *calls; /* by fact_of_calls, less FACT_CALLS */
} FactsView;

/* O(calls of the project); in `mem`. */
FactsView facts_view_new(const FileFacts *const *files, uint32_t count, Hash paths, Arena *mem);

/* Sorts `told`. A unit's text stands for the shape of its file too. */
void told_facts_put(ToldFacts *told, const FactNumbers *numbers, const FactsView *now, Buf *out);

/* True when the record (of any bytes) holds now. O(record). */
bool told_facts_hold(Str record, const FactsView *now);

/* What a record that holds was written from is added to `told`. */
void told_facts_take(Str record, const FactNumbers *numbers, ToldFacts *told);

#endif
