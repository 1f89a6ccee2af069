/* `return [E for line in F.readlines() if P]` as a generator, when every caller can take one. */
#ifndef BLUETICK_RULES_MEMORY_GENERATOR_FIX_H
#define BLUETICK_RULES_MEMORY_GENERATOR_FIX_H

#include "rules/fix_builder.h"
#include "rules/memory/reading.h"

/* Unsafe: the result is no list any more, errors move to the first step, and the file stays open
 * meanwhile. Says nothing when the shape or a caller does not allow it. */
void generator_fix(FixContext *context, const Reading *reading);

#endif
