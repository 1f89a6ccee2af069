/* How a rule shows the way from a call to what it does in the end. */
#ifndef BLUETICK_RULES_CALL_CHAIN_H
#define BLUETICK_RULES_CALL_CHAIN_H

#include "rules/rule.h"
#include "semantics/effects.h"

/* What the call calls, as written: "self.fetch"; its first row. Borrowed from the unit's text. */
Str call_chain_name(CallPlace place);

/* Related places for each step after the first: "which calls `x`", and for the last one the
 * callable's path and `verb` ("requests.get blocks here"). Nothing for a chain of one step. */
void call_chain_relate(const RuleContext *context, const EffectChain *chain, Str verb,
                       Report *report);

#endif
