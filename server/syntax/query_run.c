/* Runs compiled queries over a living tree: applies predicates on text, turns captures into ast
 * nodes. Semantic predicates are not looked at. */
#include "syntax/query_state.h"

#include "syntax/lower_state.h"

enum {
    IN_PROGRESS_MAX = 4096,   /* states that tree-sitter keeps at once */
    CANDIDATES_MAX = 10000,   /* of one query in one unit */
    REGEX_SUBJECT_MAX = 1024, /* bytes; a longer subject is cut */
};

/* ---- text predicates -------------------------------------------------------------------- */

static Str node_text(Str text, TSNode node) {
    return str_span(text, lower_span(node));
}

static bool regex_holds(const TextPredicate *predicate, Str subject) {
    char bytes[REGEX_SUBJECT_MAX + 1];
    uint32_t length = subject.len < REGEX_SUBJECT_MAX ? subject.len : REGEX_SUBJECT_MAX;
    memcpy(bytes, subject.ptr, length);
    bytes[length] = '\0';
    return regexec(&predicate->regex, bytes, 0, NULL, 0) == 0;
}

/* The text of the first node that a capture took. */
static bool capture_text(const TSQueryMatch *match, uint32_t capture, Str text, Str *out) {
    for (uint16_t i = 0; i < match->capture_count; i++) {
        if (match->captures[i].index == capture) {
            *out = node_text(text, match->captures[i].node);
            return true;
        }
    }
    return false;
}

static bool argument_equals(const TSQueryMatch *match, const TextArgument *argument, Str text,
                            Str subject) {
    Str other = argument->text;
    if (argument->is_capture && !capture_text(match, argument->capture, text, &other)) {
        return true; /* nothing to compare with */
    }
    return str_equal(subject, other);
}

static bool subject_holds(const TSQueryMatch *match, const TextPredicate *predicate, Str text,
                          Str subject) {
    bool holds = false;
    if (predicate->kind == PREDICATE_MATCH) {
        holds = regex_holds(predicate, subject);
    } else {
        for (uint32_t i = 1; i < predicate->argument_count && !holds; i++) {
            holds = argument_equals(match, &predicate->arguments[i], text, subject);
        }
    }
    return holds != predicate->negated;
}

/* For every node that the capture took; true when it took none. */
static bool predicate_holds(const TSQueryMatch *match, const TextPredicate *predicate, Str text) {
    for (uint16_t i = 0; i < match->capture_count; i++) {
        const TSQueryCapture *capture = &match->captures[i];
        if (capture->index == predicate->arguments[0].capture &&
            !subject_holds(match, predicate, text, node_text(text, capture->node))) {
            return false;
        }
    }
    return true;
}

static bool match_holds(const TSQueryMatch *match, const CompiledPattern *pattern, Str text) {
    for (uint32_t i = 0; i < pattern->text_count; i++) {
        if (!predicate_holds(match, &pattern->texts[i], text)) {
            return false;
        }
    }
    return true;
}

/* ---- captures --------------------------------------------------------------------------- */

/* `(x)` is x. */
static TSNode inside_parentheses(const LowerTables *tables, TSNode node) {
    while (lower_shape_of(tables, ts_node_symbol(node)) == SHAPE_PARENTHESIZED_EXPRESSION) {
        uint32_t count = ts_node_named_child_count(node);
        TSNode inner = ts_node_named_child(node, 0);
        for (uint32_t i = 1; i < count && ts_node_is_extra(inner); i++) {
            inner = ts_node_named_child(node, i);
        }
        if (ts_node_is_null(inner)) {
            return node;
        }
        node = inner;
    }
    return node;
}

static bool is_suite_owner(const LowerTables *tables, TSNode node) {
    uint8_t kind = lower_shapes[lower_shape_of(tables, ts_node_symbol(node))].kind;
    return ast_kind_is_statement((NodeKind)kind) || kind == NODE_EXCEPT_HANDLER ||
           kind == NODE_MATCH_CASE;
}

/* An else_clause, a block: what they hold begins in the middle of their statement. */
NodeId query_resolve(const Ast *ast, const LowerTables *tables, TSNode node) {
    node = inside_parentheses(tables, node);
    if (lower_shape_of(tables, ts_node_symbol(node)) == SHAPE_DECORATED_DEFINITION) {
        node = ts_node_named_child(node, ts_node_named_child_count(node) - 1);
    }
    Span span = lower_span(node);
    if (is_suite_owner(tables, node)) {
        NodeId statement = ast_statement_at(ast, span.start);
        if (statement != NODE_NONE) {
            return statement;
        }
    }
    return ast_node_at(ast, span);
}

/* ---- running ---------------------------------------------------------------------------- */

static Candidate candidate_of(const QueryRun *run, const CompiledQuery *compiled, uint16_t query,
                              const TSQueryMatch *match) {
    Candidate candidate = {.query = query, .pattern = match->pattern_index};
    for (uint32_t slot = 0; slot < CANDIDATE_CAPTURES_MAX; slot++) {
        candidate.captures[slot] = NODE_NONE;
    }
    for (uint16_t i = 0; i < match->capture_count; i++) {
        uint8_t slot = compiled->slots[match->captures[i].index];
        if (slot != SLOT_NONE && candidate.captures[slot] == NODE_NONE) {
            candidate.captures[slot] =
                query_resolve(run->ast, run->tables, match->captures[i].node);
        }
    }
    return candidate;
}

bool query_run(const QueryRun *run, const CompiledQuery *compiled, uint16_t query,
               CandidateList *out) {
    TSQueryMatch match;
    uint32_t first = out->count;
    ts_query_cursor_set_match_limit(run->cursor, IN_PROGRESS_MAX);
    ts_query_cursor_exec_with_options(run->cursor, compiled->query, run->root, run->options);
    while (ts_query_cursor_next_match(run->cursor, &match)) {
        if (!match_holds(&match, &compiled->patterns[match.pattern_index], run->text)) {
            continue;
        }
        if (out->count - first == CANDIDATES_MAX) {
            return false;
        }
        ARRAY_PUSH(out, candidate_of(run, compiled, query, &match));
    }
    return !ts_query_cursor_did_exceed_match_limit(run->cursor);
}
