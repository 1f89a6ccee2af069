/* What the rules said about one unit, in bytes of its text: kept as long as nothing changes that
 * they were told. Engine-internal; immutable, counted. */
#ifndef BLUETICK_ENGINE_UNIT_RESULT_H
#define BLUETICK_ENGINE_UNIT_RESULT_H

#include "rules/rule.h"

#include <stdatomic.h>

/* A result that depends on more units than this depends on all texts of the file: a question about
 * every unit may not make each later look at it O(units). */
enum { UNIT_DEPENDENCIES_MAX = 64 };

typedef struct UnitDependency {
    UnitId unit;
    Hash hash;
} UnitDependency;

typedef struct UnitResult {
    atomic_uint holders;
    /* Digest of what the outline tells of the file's units when an answer depends on it (then the
     * UnitIds below and in related places mean the same units), else 0. */
    uint64_t names_key;
    uint64_t texts_key;   /* likewise of all texts: in place of too many dependencies */
    uint64_t project_key; /* the snapshot's, when other files were asked; else 0 */
    const UnitDependency *dependencies;
    uint32_t dependency_count;
    const Report *reports;
    uint32_t report_count;
    const Note *notes; /* spans count bytes of the unit's text */
    uint32_t note_count;
    Arena mem; /* holds this too */
} UnitResult;

/* A deep copy of `parts`, held by the caller. */
UnitResult *unit_result_new(const UnitResult *parts);
UnitResult *unit_result_retain(UnitResult *result);
void unit_result_release(UnitResult *result); /* NULL is fine */

/* Copies a report's texts and places to `mem`. */
Report report_copy(const Report *report, Arena *mem);

#endif
