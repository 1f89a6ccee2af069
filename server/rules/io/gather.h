/* Tasks that are started all at once: what io/unbounded-gather reports, and what its fix wraps. */
#ifndef BLUETICK_RULES_IO_GATHER_H
#define BLUETICK_RULES_IO_GATHER_H

#include "rules/rule.h"
#include "semantics/tasks.h"

/* True when nothing bounds how many tasks the start makes, and they are started to be waited for
 * together: gather, wait, a task group. */
bool gather_is_unbounded(const RuleContext *context, const TaskStart *start);

/* What each task does on the network or in a database; `callable` is NULL when it does neither, as
 * far as is known. Lives in context->mem. */
EffectChain gather_effect(const RuleContext *context, const TaskStart *start);

/* The tasks wait for their turn somewhere: in the element, in a function on the way, in a client
 * that has as many connections as it is told. */
bool gather_has_gate(const RuleContext *context, const TaskStart *start, const EffectChain *chain);

/* What the tasks are made of, as written: "urls". */
Str gather_source(const RuleContext *context, const TaskStart *start);

/* The outermost of the loops that make the tasks of one start; NODE_NONE for `map`. */
NodeId gather_loop(const RuleContext *context, const TaskStart *start);

#endif
