/* A list comprehension that something takes value by value: what takes it, and how to do without
 * the list.
 *
 * Limit: a loop over a comprehension is left alone when the nodes of its body times those of the
 * comprehension are more than four million (listcomp.c): each name of one is looked for in the
 * other. */
#ifndef BLUETICK_RULES_MEMORY_LISTCOMP_H
#define BLUETICK_RULES_MEMORY_LISTCOMP_H

#include "rules/fix_builder.h"

typedef enum ListcompUse {
    LISTCOMP_SHORT_CIRCUIT, /* any, all */
    LISTCOMP_REDUCER,       /* sum, min, max, tuple: only memory is saved */
    LISTCOMP_SET,           /* set(X) */
    LISTCOMP_DICT,          /* dict(X) */
    LISTCOMP_SORTED,        /* sorted, frozenset */
    LISTCOMP_ENUMERATE,     /* enumerate(X) */
    LISTCOMP_LOOP,          /* for ... in X: */
} ListcompUse;

typedef struct Consumption {
    ListcompUse use;
    NodeId comprehension;
    NodeId consumer; /* the Call, or the For */
    Str name;        /* of the builtin; "for" for a loop */
    bool is_likely;  /* a loop runs functions that are not seen, which might reach the source */
} Consumption;

/* False when the list is needed, or when it cannot be told. */
bool listcomp_consumption(RuleContext *context, NodeId comprehension, Consumption *out);

/* A value of the comprehension is made by code that is not seen here. */
bool listcomp_calls(const UnitFacts *facts, NodeId comprehension);

void listcomp_fix(FixContext *context, const Consumption *consumption);

#endif
