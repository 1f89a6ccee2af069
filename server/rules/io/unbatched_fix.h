/* The rewrites of io/unbatched-calls. */
#ifndef BLUETICK_RULES_IO_UNBATCHED_FIX_H
#define BLUETICK_RULES_IO_UNBATCHED_FIX_H

#include "rules/fix_builder.h"
#include "rules/io/unbatched.h"

/* A pipeline around the loop, the keys asked for before it, or the documents inserted together;
 * refused with the reason where none of them says the same. Nothing for what is only advice. */
void unbatched_fix(FixContext *context, const Unbatched *found);

#endif
