/* How far a docstring describes parameters: of a function, or of a class's constructor where the
 * class documents it. Shared by missing-args, unknown-arg, arg-order and their fixes. */
#ifndef BLUETICK_RULES_DOCS_ARGUMENTS_H
#define BLUETICK_RULES_DOCS_ARGUMENTS_H

#include "rules/docs/needs.h"

typedef enum EntryState {
    ENTRY_ABSENT,
    ENTRY_EMPTY, /* listed without a description */
    ENTRY_DESCRIBED,
} EntryState;

typedef struct Arguments {
    bool are_judged; /* false: nothing can be said about this docstring's parameters */
    bool are_wanted; /* missing entries are reported (stale ones may be even if not) */
    const Signature *signature;
    const uint8_t *states;   /* EntryState by parameter */
    const uint32_t *missing; /* wanted parameters that are not described, in signature order */
    uint32_t missing_count;
    const bool *is_stale; /* by section: it has entries, and none names a parameter */
} Arguments;

/* `target` has a readable docstring and was read. Computed once. Lives in unit->mem. */
Arguments arguments_of(DocsUnit *unit, Target *target);

/* The entry stands in an Args section and names no parameter. */
bool arguments_is_unknown(const DocsUnit *unit, const Target *target, const Arguments *arguments,
                          const Entry *entry);

/* The only parameter without an entry whose name is near, when no earlier stale entry is nearer to
 * it already; else UINT32_MAX. */
uint32_t arguments_rename(const DocsUnit *unit, const Target *target, const Arguments *arguments,
                          const Entry *entry);

#endif
