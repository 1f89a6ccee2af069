/* The rewrites of cpu/string-concat-in-loop: parts that are joined once, or a bytearray. */
#ifndef BLUETICK_RULES_CPU_CONCAT_FIX_H
#define BLUETICK_RULES_CPU_CONCAT_FIX_H

#include "rules/cpu/growth.h"
#include "rules/fix_builder.h"

/* Safe for a local text that is only read after the loop and to which only texts are added; unsafe
 * for anything else. */
void concat_fix(FixContext *context, const Growth *growth);

#endif
