/* The rewrites of a loop that sends requests; each offers what fits, in order of preference. The
 * plan has no obstacle. */
#ifndef BLUETICK_RULES_IO_REQUEST_FIX_H
#define BLUETICK_RULES_IO_REQUEST_FIX_H

#include "rules/io/request_plan.h"

/* Template S: a pool of threads; the function stays as it is for its callers. */
void thread_fix(RequestPlan *plan);

/* Templates A1, A2 and TG: tasks in a coroutine. */
void gather_fix(RequestPlan *plan);

/* Template N: a plain function becomes a coroutine with httpx.AsyncClient, its callers too. */
void async_fix(RequestPlan *plan);

#endif
