/* Inside of queries: what query*.c and parser.c share. Nobody else includes it. */
#ifndef BLUETICK_SYNTAX_QUERY_STATE_H
#define BLUETICK_SYNTAX_QUERY_STATE_H

#include "base/array.h"
#include "syntax/lower.h"
#include "syntax/query.h"

#include <regex.h>

/* A predicate on text: captures are by tree-sitter's ids. */
typedef struct TextArgument {
    bool is_capture;
    uint32_t capture;
    Str text;
} TextArgument;

typedef struct TextPredicate {
    PredicateKind kind;
    bool negated;
    const TextArgument *arguments;
    uint32_t argument_count;
    regex_t regex; /* of MATCH */
    bool has_regex;
} TextPredicate;

typedef struct CompiledPattern {
    QueryPattern open; /* what other rooms see */
    TextPredicate *texts;
    uint32_t text_count;
} CompiledPattern;

typedef struct CompiledQuery {
    TSQuery *query; /* NULL: broken, `error` says why */
    CompiledPattern *patterns;
    uint32_t pattern_count;
    Str slot_names[CANDIDATE_CAPTURES_MAX];
    uint32_t slot_count;
    uint8_t *slots; /* by tree-sitter's capture id; SLOT_NONE for private ones */
    Str error;      /* "file:line:column: reason" */
    Str reason;
    uint32_t error_at;
    Arena mem;
} CompiledQuery;

/* ---- query.c ---------------------------------------------------------------------------- */

/* Compiled on first use, also when it is broken. Never NULL for a query of the set. */
const CompiledQuery *query_get_compiled(QuerySet *set, uint16_t query);

/* ---- query_compile.c -------------------------------------------------------------------- */

CompiledQuery *compiled_query_new(Str file, Str text);
void compiled_query_free(CompiledQuery *query);

/* ---- query_check.c ---------------------------------------------------------------------- */

/* Finds a field that the language does not have. Asked before the text goes to ts_query_new, which
 * forgets to free what it holds when it meets one. */
bool query_find_unknown_field(Str text, const TSLanguage *language, Span *name);

/* Of a text that ts_query_new took. Finds a capture that can never be an ast node: one on a token
 * in quotes or on a comment. */
bool query_find_unresolvable(Str text, Span *name, Arena *mem);

/* ---- query_run.c ------------------------------------------------------------------------ */

typedef struct QueryRun {
    const LowerTables *tables;
    TSQueryCursor *cursor;
    const TSQueryCursorOptions *options; /* stops it */
    const Ast *ast;
    Str text;
    TSNode root;
} QueryRun;

typedef struct CandidateList ARRAY_OF(Candidate) CandidateList;

/* Appends the matches of one query. False when there were more than a query may have. */
bool query_run(const QueryRun *run, const CompiledQuery *compiled, uint16_t query,
               CandidateList *out);

/* The ast node that a tree node is: the smallest that holds its span; for a statement the statement
 * itself, though the tree lets it reach over comments that follow. O(log nodes) but for nodes that
 * begin in the middle of their ast node. */
NodeId query_resolve(const Ast *ast, const LowerTables *tables, TSNode node);

#endif
