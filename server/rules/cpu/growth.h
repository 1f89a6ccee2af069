/* Statements that make a value longer by adding to it: `x += y`, `x = x + y`, `x = y + x`. */
#ifndef BLUETICK_RULES_CPU_GROWTH_H
#define BLUETICK_RULES_CPU_GROWTH_H

#include "rules/cpu/loop_cost.h"

typedef enum GrowthForm {
    GROWTH_NONE,
    GROWTH_IN_PLACE, /* x += y */
    GROWTH_BEHIND,   /* x = x + y, x = x + y + z */
    GROWTH_BEFORE,   /* x = y + x */
} GrowthForm;

typedef struct Growth {
    GrowthForm form;
    NodeId statement;
    NodeId target; /* x where it is stored */
    NodeId place;  /* x where it is read; the target itself for `x += y` */
    NodeId value;  /* the right side */
    Span added;    /* what is added, as written, without parentheses around the whole */
    uint32_t pluses;
} Growth;

/* By shape alone; x is a name, an attribute or a subscript and does not occur in what is added. */
Growth growth_of(const UnitFacts *facts, NodeId statement);

/* A SelfUpdate. */
bool growth_updates(const UnitFacts *facts, NodeId statement);

/* The innermost loop that turns often, comes back to the statement, and gives the place no other
 * value: there it gets longer and longer. NODE_NONE: there is none. */
NodeId growth_loop(const LoopContext *loops, const Growth *growth);

/* What the place holds before anything is added. */
KindId growth_start_kind(const LoopContext *loops, const Growth *growth);

/* Every piece that is added is of this builtin kind. */
bool growth_adds_only(const LoopContext *loops, const Growth *growth, Str path);

#endif
