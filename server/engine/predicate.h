/* Semantic predicates of a query's pattern, asked of a candidate. Engine-internal. */
#ifndef BLUETICK_ENGINE_PREDICATE_H
#define BLUETICK_ENGINE_PREDICATE_H

#include "rules/rule.h"
#include "syntax/query.h"

/* True when all predicates of `pattern`, the candidate's, hold where it stands (NULL: false). One
 * about a capture that took no part, or about what semantics cannot tell yet, does not hold:
 * unknown is silent (I2), also when it is negated.
 *
 * #catalog? @x effect...   x is a callable, or a call of one, that the catalog (or the project's
 *                          additions to it) knows to do one of these: predicate_words.def
 * #kind? @x word...        `queryset`, `row` (of an ORM), a trait of predicate_words.def, or the
 *                          path of a class that x is an instance of: `list`, `requests.Session`
 * #invariant? @x           the same in all iterations of the loop around it (spec/io.md R4)
 * #mutated? @x             a name that may be changed in the loop around it, or in the loop that
 *                          iterates over it (R5)
 * #escapes? @x             a name whose value may be held beyond its function (R6) */
bool predicates_hold(const RuleContext *context, const QueryPattern *pattern,
                     const Candidate *candidate);

/* The first word that `#catalog?` is asked about and that means nothing; empty when there is none.
 */
Str predicate_unknown_word(const Predicate *predicate);

#endif
