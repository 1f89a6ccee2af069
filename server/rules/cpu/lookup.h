/* A loop that goes through a whole collection to find what has a certain key, again for each turn
 * of a loop around it: what a dictionary would find in one step. */
#ifndef BLUETICK_RULES_CPU_LOOKUP_H
#define BLUETICK_RULES_CPU_LOOKUP_H

#include "rules/cpu/loop_cost.h"

typedef struct Lookup {
    NodeId loop;       /* the inner one: a For, or a generator of a comprehension */
    NodeId collection; /* what it goes through: a name or attribute chain */
    NodeId target;     /* what it binds */
    NodeId
        condition;  /* the whole test: of its only statement, an If; or one `if` of the generator */
    NodeId compare; /* the equality in it */
    NodeId key;     /* the side that the inner target decides */
    NodeId wanted;  /* the side that the loop around decides */
    NodeId around;  /* the innermost loop around that decides it */
} Lookup;

/* True when `loop` is such a search: its body is one `if` without else (further conditions may
 * follow with `and`), the collection stays as it is in the loop around, its size is not known to be
 * small, and the loop around turns often. */
bool lookup_of(const LoopContext *loops, NodeId loop, Lookup *out);

#endif
