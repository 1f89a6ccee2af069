/* One variable of a unit with everything that binds and reads it: what a rewrite must look at
 * before it changes what the variable holds. */
#ifndef BLUETICK_RULES_CPU_VARIABLE_H
#define BLUETICK_RULES_CPU_VARIABLE_H

#include "semantics/loops.h"

typedef struct Variable {
    const UnitFacts *facts;
    const Symbol *symbol; /* NULL: the unit does not own it */
} Variable;

/* `name` is a Name node, read or bound. The symbol is NULL for a variable of another unit. */
Variable variable_of(const UnitFacts *facts, NodeId name);

uint32_t variable_use_count(const Variable *variable);
NodeId variable_use(const Variable *variable, uint32_t index); /* a Name node */
uint32_t variable_binding_count(const Variable *variable);
const Binding *variable_binding(const Variable *variable, uint32_t index);

/* A function's own, and no inner function, lambda or generator sees it. */
bool variable_is_local(const Variable *variable);

/* An inner function, lambda or generator expression reads or binds it: its value is in a cell. */
bool variable_is_shared(const Variable *variable);

/* `x = VALUE` when that is the variable's only binding: the Assign; NODE_NONE otherwise. */
NodeId variable_only_assignment(const Variable *variable);

/* True when the value is looked at and nobody keeps it: compared, measured, iterated, indexed,
 * added to another, given to a pure call. */
bool variable_use_only_reads(const LoopContext *loops, NodeId use);

#endif
