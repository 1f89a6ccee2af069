/* Branches of a helper that one call of it never enters: those for rows that are not stored yet,
 * when the row came from the database, and those that an argument (or the default in its place)
 * shuts. */
#ifndef BLUETICK_RULES_QUERY_SHUT_BRANCH_H
#define BLUETICK_RULES_QUERY_SHUT_BRANCH_H

#include "semantics/effects.h"
#include "semantics/query_use.h"

/* `node` stands in the function of `place`, evaluated in `context`, behind a test that a stored row
 * fails: `if not self.pk`, `if self.id: return` before it. O(depth of the node + its blocks). */
bool shut_for_stored_rows(FunctionPlace place, NodeId node, KindId context);

/* Likewise behind a test of a parameter that fails for what `call` gives: `with_lines=False`, a
 * name that is never None where the branch is for None. False when `call` is no plain call of it.
 */
bool shut_by_call(FunctionPlace place, NodeId node, CallPlace call);

/* Likewise behind a test that only the first call passes: `if self.known is None: self.known = ...`
 * when `is_same_object` says that all calls are of one object; of a module's variable always. */
bool shut_after_first(FunctionPlace place, NodeId node, bool is_same_object);

/* Likewise behind what a dict keeps for each argument: `if name in known: return known[name]`,
 * `known[name] = ...`. O(nodes of the function), a few dicts looked at. */
bool shut_by_key(FunctionPlace place, NodeId node, bool is_same_object);

/* The Call is of a method of the caller's own object: `self.find(name)`. */
bool is_call_of_own_object(CallPlace call);

#endif
