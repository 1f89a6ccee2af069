/* What gather_fix.c and async_fix.c share. */
#ifndef BLUETICK_RULES_IO_GATHER_PARTS_H
#define BLUETICK_RULES_IO_GATHER_PARTS_H

#include "rules/io/request_plan.h"

/* Each turn must see its own error, and none before its time: template A2. */
bool gather_needs_tasks(const RequestPlan *plan);

/* Names of the target that the sending or the rest of a turn needs. */
PlanNames gather_names(const RequestPlan *plan);

/* The statement `reply = REQUEST` when that is all there is to the answer, and the loop's header
 * can bind the name instead; NODE_NONE. */
NodeId gather_answer_statement(const RequestPlan *plan);
void gather_drop_answer(const RequestPlan *plan, NodeId statement);

/* `*tasks`, or `*(task for _, task in tasks)`. */
Str gather_all_tasks(const RequestPlan *plan, Str list, Str task);

#endif
