/* The rewrites of cpu/list-membership-in-loop: a set instead of the list, or one beside it. */
#ifndef BLUETICK_RULES_CPU_MEMBERSHIP_FIX_H
#define BLUETICK_RULES_CPU_MEMBERSHIP_FIX_H

#include "rules/fix_builder.h"

/* `compare` is the Compare node reported on. All forms are unsafe: elements that cannot be hashed
 * raise, and NaN or objects with __eq__ alone compare differently in a set. */
void membership_fix(FixContext *context, NodeId compare);

#endif
