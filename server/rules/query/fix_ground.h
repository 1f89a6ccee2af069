/* Code whose statements nobody should change, whatever they cost. */
#ifndef BLUETICK_RULES_QUERY_FIX_GROUND_H
#define BLUETICK_RULES_QUERY_FIX_GROUND_H

#include "rules/fix_builder.h"

/* True, and refused, in a migration, which has run already, and in a block whose number of
 * statements is asserted. `node` is of the context's unit. */
bool fix_ground_forbids(FixContext *context, NodeId node);

#endif
