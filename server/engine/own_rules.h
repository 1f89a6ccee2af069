/* Rules of a project's own: query files in which each pattern is a rule.
 *
 *     ; requests.get knows nothing of our proxies. (the rule's page)
 *     ((call function: (_) @fn) @call
 *      (#resolves? @fn "requests.get")
 *      (#set! id "acme/bare-get")
 *      (#set! message "requests.get is called without our client")
 *      (#set! fix "{import}")
 *      (#set! fix-target fn)
 *      (#set! fix-import "acme.http:get"))
 *
 * `id` (name/name, no built-in rule) and `message` must be set; the other settings stand in
 * own_setting.c. Immutable once all files are added: shared by all threads. */
#ifndef BLUETICK_ENGINE_OWN_RULES_H
#define BLUETICK_ENGINE_OWN_RULES_H

#include "ast/candidate.h"
#include "base/arena.h"
#include "registry/own_rule.h"
#include "syntax/query.h"
#include "text/outline.h"

enum { OWN_QUERIES_MAX = 32, OWN_WORDS_MAX = 64, OWN_CLAUSES_MAX = 6 };

/* The first word of all rules is `global`. */
#define OWN_WORD_GLOBAL ((uint64_t)1)

/* What must occur for a pattern to match: in each clause one word of the set (bits of
 * OwnRules.words). Words of `around` may stand in a unit around it, where imports are. */
typedef struct OwnGate {
    uint64_t inside[OWN_CLAUSES_MAX];
    uint64_t around[OWN_CLAUSES_MAX];
    uint32_t inside_count;
    uint32_t around_count;
} OwnGate;

/* A query file: a rule for each of its patterns. */
typedef struct OwnQuery {
    OwnRule *rules;
    OwnGate *gates;
    uint32_t rule_count;
} OwnQuery;

typedef struct OwnRules {
    QuerySet *set;
    OwnQuery queries[OWN_QUERIES_MAX]; /* as in the set */
    uint32_t query_count;
    const OwnRule *rules[OWN_RULES_MAX]; /* by index */
    uint32_t rule_count;
    Str words[OWN_WORDS_MAX];
    uint32_t word_count;
    uint64_t key; /* of all texts: equal for equal rules, whoever read them */
    Arena mem;    /* holds this too */
} OwnRules;

OwnRules *own_rules_new(void);
void own_rules_free(OwnRules *rules); /* NULL is fine */

/* Where a file is wrong, in bytes of its text, and why; lives in the rules' memory. */
typedef struct OwnProblem {
    uint32_t offset;
    Str why;
} OwnProblem;

/* Adds a file's rules. Texts are copied. STATUS_INVALID: nothing of it will run. Not while other
 * threads use the rules. */
Status own_rules_add(OwnRules *rules, Str file, Str text, OwnProblem *problem) MUST_CHECK;

static inline OwnRuleList own_rules_list(const OwnRules *rules) {
    return rules ? (OwnRuleList){rules->rules, rules->rule_count} : (OwnRuleList){NULL, 0};
}

/* The rule of a candidate; NULL when its query is none of the project's. */
const OwnRule *own_rule_of(const OwnRules *rules, const Candidate *candidate);

/* ---- own_gate.c --------------------------------------------------------------------------- */

/* Reads from a pattern what must occur in the units that it can match. */
OwnGate own_gate_read(OwnRules *rules, Str text, const QueryPattern *pattern);

/* For each unit the queries that have an enabled rule which may match in it. `names_are_canonical`:
 * a name's last word is that of the path it stands for, or of its import. O(text). */
const uint64_t *own_gate_units(const OwnRules *rules, const OwnRuleBits *enabled,
                               bool names_are_canonical, const Outline *outline, Arena *mem);

/* ---- own_setting.c ------------------------------------------------------------------------ */

typedef struct OwnReader {
    OwnRules *rules;
    Str file;
    Str text;
    uint16_t query;
    const QueryPattern *pattern;
    Str key; /* of the setting at hand; may be empty */
    OwnProblem *problem;
} OwnReader;

/* The place is that of `what` in the pattern, after the setting at hand. */
Status own_fail(const OwnReader *reader, const char *why, Str what);
Status own_setting_read_rule(const OwnReader *reader, OwnRule *rule);

#endif
