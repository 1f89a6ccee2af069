/* The rewrite of cpu/nested-loop-join: a dictionary of the inner collection by its key. */
#ifndef BLUETICK_RULES_CPU_JOIN_FIX_H
#define BLUETICK_RULES_CPU_JOIN_FIX_H

#include "rules/cpu/lookup.h"
#include "rules/fix_builder.h"

/* Unsafe: keys must be hashable and compare as they hash, and the collection must not run dry. */
void join_fix(FixContext *context, const Lookup *lookup);

/* "users_by_id" for `user["id"]` of `users`; "rows_by_key" for `row.key`. */
Str join_index_name(const FixContext *context, const Lookup *lookup);

/* Why the two sides of the equality cannot be asked at other times than they are; empty: they can.
 */
Str join_key_obstacle(const FixContext *context, const Lookup *lookup);

/* The loop before which the dictionary is built; NODE_NONE with `obstacle` set. */
NodeId join_hoist_loop(const FixContext *context, const Lookup *lookup, Str *obstacle);

/* What to call the inner target where the dictionary is built: its own name when nothing else in
 * the function means it, else a fresh one. A fix must have been started. */
Str join_target_name(FixContext *context, const Lookup *lookup);

#endif
