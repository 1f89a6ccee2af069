/* Functions whose results could be kept: nothing but their arguments decides them. */
#ifndef BLUETICK_RULES_CPU_PURE_FUNCTION_H
#define BLUETICK_RULES_CPU_PURE_FUNCTION_H

#include "rules/cpu/loop_cost.h"

/* The function at `function`, at module level and undecorated: its parameters are numbers, texts or
 * tuples, its body computes with them alone, and its results cannot be changed by who gets them.
 * `loops` is of the function's unit. */
bool pure_function_is(const LoopContext *loops, NodeId function);

/* A call of the function by its own name. `unit` is the function's. */
bool pure_function_calls(const LoopContext *loops, NodeId call, UnitId unit);

/* It calls itself twice on one way through its body, or in a loop. */
bool pure_function_branches(const LoopContext *loops, NodeId function);

#endif
