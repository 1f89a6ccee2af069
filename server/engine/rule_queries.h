/* Which query belongs to which rule: `queries/<category>/<name>.scm`, embedded in the binary.
 * Made once, shared by all analyzers. */
#ifndef BLUETICK_ENGINE_RULE_QUERIES_H
#define BLUETICK_ENGINE_RULE_QUERIES_H

#include "base/arena.h"
#include "findings/finding.h"
#include "syntax/query.h"

typedef struct RuleQueries {
    QuerySet *set;
    uint16_t of_rule[RULE_COUNT]; /* QUERY_NONE for a rule without one */
    Arena mem;                    /* holds this too */
} RuleQueries;

/* Registers the embedded queries; compiles none. */
RuleQueries *rule_queries_new(void);
void rule_queries_free(RuleQueries *queries); /* NULL is fine */

/* Gives a rule a query text of the caller's (a test's), in place of an embedded one. */
void rule_queries_set(RuleQueries *queries, RuleId rule, Str file, Str text);

#endif
