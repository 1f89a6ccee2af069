/* One worker's parser: a unit's text becomes an ast, and the tree is gone again.
 *
 * Not thread-safe: one parser belongs to one thread at a time. */
#ifndef BLUETICK_SYNTAX_PARSER_H
#define BLUETICK_SYNTAX_PARSER_H

#include "ast/candidate.h"
#include "base/status.h"

#include <stdatomic.h>

typedef struct UnitParser UnitParser;
typedef struct QuerySet QuerySet; /* syntax/query.h */

UnitParser *unit_parser_new(void);
void unit_parser_free(UnitParser *parser);

typedef struct ParseLimits {
    uint64_t deadline_microseconds; /* for one unit; 0 = none */
    const atomic_bool *cancelled;   /* NULL = never; looked at now and then */
} ParseLimits;

/* What was asked of the tree while it lived. */
typedef struct ParseQueries {
    QuerySet *set; /* NULL = none */
    uint64_t mask; /* bit i = query i of the set */
    QuerySet *own; /* the project's own; may be NULL */
    uint64_t own_mask;
} ParseQueries;

typedef struct ParsedUnit {
    Ast ast;
    CandidateArray candidates;
    uint64_t limited; /* bit i: query i had more matches than a query may have (I6: a note) */
    uint64_t
        limited_own; /* the same of the project's own; or it took too long (all are left out) */
    uint64_t broken; /* bit i: query i does not compile; query_compile says why (I6) */
} ParsedUnit;

/* Parses `text`; a lone CR counts as LF and a NUL as a blank, as the grammar would lose what
 * follows them; offsets stay. Everything in `out` lives in `mem` and borrows nothing from `text`.
 *
 * STATUS_DEADLINE or STATUS_CANCELLED: `out` holds an empty Module and no candidates.
 * Broken Python is not an error. */
MUST_CHECK Status unit_parser_parse(UnitParser *parser, Str text, ParseLimits limits,
                                    ParseQueries queries, Arena *mem, ParsedUnit *out);

#endif
