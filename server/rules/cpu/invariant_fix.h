/* The rewrites of cpu/invariant-work-in-loop: the call moves before the loop. */
#ifndef BLUETICK_RULES_CPU_INVARIANT_FIX_H
#define BLUETICK_RULES_CPU_INVARIANT_FIX_H

#include "rules/cpu/invariant_call.h"
#include "rules/fix_builder.h"

/* Safe for a pattern that is certainly valid and whose name is used in the loop alone; unsafe for
 * anything else: a loop that does not turn must not begin to raise. */
void invariant_fix(FixContext *context, const InvariantCall *found);

#endif
