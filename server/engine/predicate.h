/* Semantic predicates of a query's pattern, asked of a candidate. Engine-internal. */
#ifndef BLUETICK_ENGINE_PREDICATE_H
#define BLUETICK_ENGINE_PREDICATE_H

#include "rules/rule.h"
#include "syntax/query.h"

/* True when all predicates of the candidate's pattern hold where it stands. One about a capture
 * that took no part, or about what semantics cannot tell yet, does not hold: unknown is silent
 * (I2), also when it is negated. */
bool predicates_hold(const RuleContext *context, QuerySet *set, const Candidate *candidate);

#endif
