/* The rewrite of io/unbounded-gather. */
#ifndef BLUETICK_RULES_IO_BOUNDED_GATHER_FIX_H
#define BLUETICK_RULES_IO_BOUNDED_GATHER_FIX_H

#include "rules/fix_builder.h"
#include "rules/io/gather.h"

/* A semaphore and a coroutine `bounded` that awaits under it, before the first of the statements;
 * every element goes through it. `starts` are of one spawner, at least one. */
void bounded_gather_fix(FixContext *context, TaskStarts starts);

#endif
