/* The rewrites of cpu/list-front-operation: a deque, or append and one reversal. */
#ifndef BLUETICK_RULES_CPU_FRONT_FIX_H
#define BLUETICK_RULES_CPU_FRONT_FIX_H

#include "rules/cpu/front_operation.h"
#include "rules/fix_builder.h"

/* A deque is unsafe: whoever reads it by position or compares it with a list sees a difference.
 * append + reverse is safe for a list that begins empty and is not read before the loop ends. */
void front_fix(FixContext *context, const FrontOperation *operation);

#endif
