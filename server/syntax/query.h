/* Queries: shapes of tree-sitter with predicates, from `queries/<category>/<name>.scm` or a
 * project's own files.
 *
 * A set numbers its queries. A query is compiled when it is first needed, once for all threads, and
 * is immutable from then on. Captures named `@_x` are for predicates on text only; all others have
 * a slot, resolve to ast nodes and may be asked about semantically. */
#ifndef BLUETICK_SYNTAX_QUERY_H
#define BLUETICK_SYNTAX_QUERY_H

#include "ast/candidate.h"
#include "base/status.h"

enum { QUERIES_MAX = 64, QUERY_NONE = UINT16_MAX, SLOT_NONE = UINT8_MAX };

typedef enum PredicateKind {
#define PREDICATE(name, text, family, least, most) PREDICATE_##name,
#include "syntax/predicates.def"
#undef PREDICATE
    PREDICATE_COUNT
} PredicateKind;

typedef struct PredicateArgument {
    uint8_t slot; /* of a capture; SLOT_NONE: `text` is a literal */
    Str text;
} PredicateArgument;

/* A semantic predicate, to be asked of a candidate of its pattern. */
typedef struct Predicate {
    PredicateKind kind;
    bool negated;
    const PredicateArgument *arguments;
    uint32_t argument_count;
} Predicate;

typedef struct QuerySetting {
    Str key; /* (#set! key value) */
    Str value;
} QuerySetting;

/* One of these texts stands in whatever the pattern matches. */
typedef struct QueryClause {
    const Str *texts;
    uint32_t count;
} QueryClause;

typedef struct QueryPattern {
    uint32_t start; /* its first byte in the query's text */
    uint32_t end;
    const QueryClause *clauses; /* of its predicates on text; all hold */
    uint32_t clause_count;
    const Predicate *predicates; /* all must hold */
    uint32_t predicate_count;
    const QuerySetting *settings;
    uint32_t setting_count;
} QueryPattern;

typedef struct QuerySet QuerySet;

QuerySet *query_set_new(void);
void query_set_free(QuerySet *set);

/* Registers a query; nothing is compiled. `file` and `text` are borrowed as long as the set lives.
 * QUERY_NONE when the set is full. Not while other threads use the set. */
uint16_t query_set_add(QuerySet *set, Str file, Str text);
uint32_t query_set_count(const QuerySet *set);

/* Compiles the query if that has not been done. STATUS_INVALID: "file:line:column: why" is appended
 * to `err` (which may be NULL), at every call. Thread-safe. */
MUST_CHECK Status query_compile(QuerySet *set, uint16_t query, Buf *err);

/* What keeps a query from compiling, and where in its text; false when it compiles. */
bool query_problem(QuerySet *set, uint16_t query, uint32_t *offset, Str *why);

/* Of a query that compiles; else NULL or empty. Borrowed from the set. */
uint32_t query_pattern_count(QuerySet *set, uint16_t query);
const QueryPattern *query_pattern(QuerySet *set, uint16_t query, uint16_t pattern);

/* The slot of a capture by its name without `@`; SLOT_NONE when the query has none. */
uint8_t query_capture_slot(QuerySet *set, uint16_t query, Str name);

/* "in-loop" */
Str predicate_name(PredicateKind kind);

#endif
