/* Rules of a project's own: query files in which each pattern is a rule.
 *
 *     ((call function: (_) @fn) @call
 *      (#resolves? @fn "requests.get")
 *      (#set! id "acme/bare-get")
 *      (#set! message "requests.get is called without our client"))
 *
 * `id` (name/name, no built-in rule) and `message` must be set; `severity` (warning), `category`
 * (own) and `report` (the name of the capture that is reported; else the first one) may be. */
#ifndef BLUETICK_ENGINE_OWN_RULES_H
#define BLUETICK_ENGINE_OWN_RULES_H

#include "engine/rule_queries.h"

/* Adds a file's rules and its query's bit to `queries_added`: for RuleSelection.own_queries. Texts
 * are copied. STATUS_INVALID, with "file:line:column: why" in `err`: nothing of it will run. Not
 * while other threads use the queries. */
Status own_rules_add(RuleQueries *queries, Str file, Str text, uint64_t *queries_added,
                     Buf *err) MUST_CHECK;

/* The rule of a candidate; NULL when its query is none of the project's. */
const OwnRule *own_rule_of(const RuleQueries *queries, const Candidate *candidate);

#endif
