/* Knows how the parts of a loop are written; decides nothing. */
#include "rules/io/request_plan.h"
#include "text/token.h"

Str plan_text(const RequestPlan *plan, NodeId node) {
    return str_span(plan->facts->text, ast_span(plan->ast, node));
}

uint32_t plan_row(const RequestPlan *plan, NodeId node) {
    const FileModel *file = plan->fix->rule.file;
    uint32_t at =
        outline_to_file(file->outline, plan->fix->rule.unit, ast_node(plan->ast, node)->start);
    return line_index_row(file->lines, at) + 1;
}

bool plan_has(const PlanNodes *nodes, NodeId node) {
    for (uint32_t i = 0; i < nodes->count; i++) {
        if (nodes->items[i] == node) {
            return true;
        }
    }
    return false;
}

Str plan_join(const RequestPlan *plan, const PlanNames *names) {
    Str text = STR("");
    for (uint32_t i = 0; i < names->count; i++) {
        text = arena_format(plan->mem, "%.*s%s%.*s", STR_ARG(text), i ? ", " : "",
                            STR_ARG(names->items[i]));
    }
    return text;
}

/* ---- spans ------------------------------------------------------------------------------------
 */

static bool is_blank(char byte) {
    return byte == ' ' || byte == '\t' || byte == '\n' || byte == '\r';
}

Span plan_outer_span(const RequestPlan *plan, NodeId node) {
    Span span = ast_span(plan->ast, node);
    if (!(ast_node(plan->ast, node)->flags & NODE_PARENTHESIZED)) {
        return span;
    }
    Str text = plan->facts->text;
    uint32_t start = span.start;
    uint32_t end = span.end;
    while (start > 0 && is_blank(text.ptr[start - 1])) {
        start--;
    }
    while (end < text.len && is_blank(text.ptr[end])) {
        end++;
    }
    bool enclosed =
        start > 0 && text.ptr[start - 1] == '(' && end < text.len && text.ptr[end] == ')';
    return enclosed ? (Span){start - 1, end + 1} : span;
}

Str plan_replaced(const RequestPlan *plan, NodeId outer, NodeId inner, Str replacement) {
    Str text = plan->facts->text;
    Span whole = ast_span(plan->ast, outer);
    Span hole = plan_outer_span(plan, inner);
    if (!span_contains(whole, hole)) {
        hole = ast_span(plan->ast, inner);
    }
    return arena_format(plan->mem, "%.*s%.*s%.*s",
                        STR_ARG(str_slice(text, whole.start, hole.start)), STR_ARG(replacement),
                        STR_ARG(str_slice(text, hole.end, whole.end)));
}

/* From the first to the last token of a span that says something; `*comma`: a last comma is left
 * out. */
static Span trimmed(Str text, Span span, bool drops_comma) {
    TokenReader reader = token_reader_open(text, span);
    Span found = {span.start, span.start};
    bool is_first = true;
    for (Token token = token_next_significant(&reader); token.kind != TOKEN_END;
         token = token_next_significant(&reader)) {
        bool is_comma = token_is(&reader, token, ",");
        if (is_first) {
            found = token.span;
            is_first = false;
        } else if (!is_comma || !drops_comma) {
            found.end = token.span.end;
        }
    }
    return found;
}

/* A comment stands in one of the two parts around `inner`. */
static bool has_comment_around(Str text, Span outer, Span inner) {
    TokenReader reader = token_reader_open(text, outer);
    for (Token token = token_next(&reader); token.kind != TOKEN_END; token = token_next(&reader)) {
        if (token.kind == TOKEN_COMMENT && !span_contains(inner, token.span)) {
            return true;
        }
    }
    return false;
}

Str plan_arguments(const RequestPlan *plan, NodeId call) {
    Str text = plan->facts->text;
    NodeId function = ast_child(plan->ast, call, FIELD_FUNC);
    uint32_t from = plan_outer_span(plan, function).end;
    uint32_t end = ast_node(plan->ast, call)->end;
    Token open = token_find(text, (Span){from, end}, "(");
    if (open.kind == TOKEN_END || open.span.end + 1 > end) {
        return STR("");
    }
    Span whole = {open.span.end, end - 1};
    Span inner = trimmed(text, whole, true);
    bool is_empty = span_is_empty(inner);
    if (!is_empty && has_comment_around(text, whole, inner)) {
        return str_span(text, whole);
    }
    Str arguments = str_span(text, inner);
    return is_empty ? arguments : arena_format(plan->mem, " %.*s", STR_ARG(arguments));
}

/* ---- clauses ----------------------------------------------------------------------------------
 */

static Span header_span(const RequestPlan *plan) {
    const Node *loop = ast_node(plan->ast, plan->extent);
    NodeId body = ast_child(plan->ast, plan->extent, FIELD_BODY);
    uint32_t end = body == NODE_NONE ? loop->end : ast_node(plan->ast, body)->start;
    Token colon = token_find(plan->facts->text, (Span){loop->start, end}, ":");
    return (Span){loop->start, colon.kind == TOKEN_END ? loop->start : colon.span.start};
}

/* The clause (`for`, `if`) that holds the request, else the comprehension's closing bracket: what
 * stands before it is decided before anything is sent. */
static uint32_t clauses_end(const RequestPlan *plan, uint32_t first) {
    const Ast *ast = plan->ast;
    uint32_t end = ast_node(ast, plan->extent)->end - 1;
    uint32_t sent = ast_node(ast, plan->sent)->start;
    if (sent < first) {
        return end;
    }
    TokenReader reader = token_reader_open(plan->facts->text, (Span){first, end});
    uint32_t depth = 0;
    uint32_t clause = first;
    for (Token token = token_next_significant(&reader);
         token.kind != TOKEN_END && token.span.start < sent;
         token = token_next_significant(&reader)) {
        char byte = plan->facts->text.ptr[token.span.start];
        bool is_operator = token.kind == TOKEN_OPERATOR;
        depth += is_operator && (byte == '(' || byte == '[' || byte == '{');
        depth -= is_operator && depth > 0 && (byte == ')' || byte == ']' || byte == '}');
        bool begins =
            depth == 0 && (token_is(&reader, token, "for") || token_is(&reader, token, "if"));
        clause = begins ? token.span.start : clause;
    }
    return clause;
}

Span plan_clauses_span(const RequestPlan *plan) {
    if (plan->loop.form != REQUEST_LOOP_COMPREHENSION) {
        Span header = header_span(plan);
        return trimmed(plan->facts->text, header, false);
    }
    NodeId first = ast_child(plan->ast, plan->extent, FIELD_GENERATORS);
    uint32_t start = ast_node(plan->ast, first)->start;
    return trimmed(plan->facts->text, (Span){start, clauses_end(plan, start)}, false);
}

/* `for x in 1, 2:` and `for x in a if b else c:` need parentheses in a comprehension. */
static bool needs_parentheses(const RequestPlan *plan, NodeId iterable) {
    const Ast *ast = plan->ast;
    switch (ast_kind(ast, iterable)) {
    case NODE_IF_EXP:
    case NODE_LAMBDA:
    case NODE_NAMED_EXPR:
    case NODE_YIELD:
        return !(ast_node(ast, iterable)->flags & NODE_PARENTHESIZED);
    case NODE_TUPLE: {
        NodeId first = ast_first_child(ast, iterable);
        return first != NODE_NONE && ast_node(ast, first)->start == ast_node(ast, iterable)->start;
    }
    default:
        return false;
    }
}

/* What `if TEST: continue` lets through. */
static Str negated(const RequestPlan *plan, NodeId test) {
    const Ast *ast = plan->ast;
    if (ast_kind(ast, test) == NODE_UNARY_OP && ast_node(ast, test)->detail == OPERATOR_NOT) {
        NodeId operand = ast_first_child(ast, test);
        return str_span(plan->facts->text, plan_outer_span(plan, operand));
    }
    bool is_plain = false;
    switch (ast_kind(ast, test)) {
    case NODE_NAME:
    case NODE_CALL:
    case NODE_ATTRIBUTE:
    case NODE_SUBSCRIPT:
        is_plain = true;
        break;
    case NODE_COMPARE: {
        NodeId op = ast_child(ast, test, FIELD_OPS);
        uint8_t kind = ast_node(ast, op)->detail;
        bool single = ast_next_in_field(ast, op) == NODE_NONE;
        const char *other = kind == OPERATOR_EQ       ? "!="
                            : kind == OPERATOR_NOT_EQ ? "=="
                            : kind == OPERATOR_IN     ? "not in"
                            : kind == OPERATOR_NOT_IN ? "in"
                            : kind == OPERATOR_IS     ? "is not"
                            : kind == OPERATOR_IS_NOT ? "is"
                                                      : NULL;
        if (single && other) {
            return plan_replaced(plan, test, op, str_from_c(other));
        }
        break;
    }
    default:
        break;
    }
    return arena_format(plan->mem, is_plain ? "not %.*s" : "not (%.*s)",
                        STR_ARG(plan_text(plan, test)));
}

static Str condition_text(const RequestPlan *plan, NodeId test) {
    NodeKind kind = ast_kind(plan->ast, test);
    bool wraps = kind == NODE_IF_EXP || kind == NODE_LAMBDA || kind == NODE_NAMED_EXPR;
    return arena_format(plan->mem, wraps ? "(%.*s)" : "%.*s", STR_ARG(plan_text(plan, test)));
}

Str plan_clauses(const RequestPlan *plan) {
    Str text = plan->facts->text;
    Span span = plan_clauses_span(plan);
    Str clauses = str_span(text, span);
    NodeId iterable = loop_iterable(plan->ast, plan->loop.loop);
    bool is_statement = plan->loop.form != REQUEST_LOOP_COMPREHENSION;
    if (is_statement && needs_parentheses(plan, iterable)) {
        uint32_t at = ast_node(plan->ast, iterable)->start;
        clauses = arena_format(plan->mem, "%.*s(%.*s)", STR_ARG(str_slice(text, span.start, at)),
                               STR_ARG(str_slice(text, at, span.end)));
    }
    for (uint32_t i = 0; i < plan->guards.count; i++) {
        NodeId test = ast_child(plan->ast, plan->guards.items[i], FIELD_TEST);
        Str condition = negated(plan, test);
        clauses = arena_format(plan->mem, "%.*s if %.*s", STR_ARG(clauses), STR_ARG(condition));
    }
    for (uint32_t i = plan->tests.count; i-- > 0;) { /* gathered from the inside out */
        Str condition = condition_text(plan, plan->tests.items[i]);
        clauses = arena_format(plan->mem, "%.*s if %.*s", STR_ARG(clauses), STR_ARG(condition));
    }
    return clauses;
}

/* ---- statements -------------------------------------------------------------------------------
 */

Str plan_indented(const RequestPlan *plan, Span span, Str indent) {
    Str text = str_span(plan->facts->text, span);
    Str own = fix_indent_of(plan->fix, span.start);
    if (str_equal(own, indent) || str_find_byte(text, '\n') == text.len) {
        return text;
    }
    Buf moved;
    buf_init(&moved, 0);
    for (uint32_t at = 0; at < text.len;) {
        uint32_t end = at + str_find_byte(str_slice(text, at, text.len), '\n');
        end = end < text.len ? end + 1 : text.len;
        Str row = str_slice(text, at, end);
        bool deeper = at > 0 && str_starts_with(row, own);
        buf_append(&moved, deeper ? indent : STR(""));
        buf_append(&moved, deeper ? str_slice(row, own.len, row.len) : row);
        at = end;
    }
    Str result = arena_copy(plan->mem, buf_str(&moved));
    buf_release(&moved);
    return result;
}
