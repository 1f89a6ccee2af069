/* The rewrites of memory/eager-readlines (spec/io.md C): iterate the file itself. */
#ifndef BLUETICK_RULES_MEMORY_READLINES_FIX_H
#define BLUETICK_RULES_MEMORY_READLINES_FIX_H

#include "rules/fix_builder.h"
#include "rules/memory/reading.h"

void readlines_fix(FixContext *context, const Reading *reading);

#endif
