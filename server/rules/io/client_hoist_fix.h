/* The rewrites of io/client-per-iteration. */
#ifndef BLUETICK_RULES_IO_CLIENT_HOIST_FIX_H
#define BLUETICK_RULES_IO_CLIENT_HOIST_FIX_H

#include "rules/fix_builder.h"
#include "rules/io/client.h"

/* `x = C()` at the top of the loop's body, and the rows that set x up, go before the loop; of `with
 * C() as x` at the top of it, the loop goes inside. Refused with the reason where it may not. */
void client_hoist_fix(FixContext *context, const Client *client);

#endif
