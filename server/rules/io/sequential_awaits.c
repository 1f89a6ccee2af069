/* io/sequential-awaits: statements that await one request after another, where none of them needs
 * the answer of one before. */
#include "rules/fix_builder.h"
#include "rules/shape.h"
#include "semantics/network.h"
#include "text/rows.h"
#include "text/token.h"

/* Statements of one block, each `x = await C`, directly after each other. */
typedef struct Run {
    NodeId first;
    uint32_t count;
    bool writes;
} Run;

/* ---- one statement ----------------------------------------------------------------------------
 */

static NodeId target_of(const Ast *ast, NodeId statement) {
    NodeId target = ast_kind(ast, statement) == NODE_ASSIGN
                        ? ast_child(ast, statement, FIELD_TARGETS)
                        : NODE_NONE;
    return target != NODE_NONE && ast_next_in_field(ast, target) == NODE_NONE ? target : NODE_NONE;
}

/* The call that `x = await C` awaits, through `wait_for` too; NODE_NONE for another statement. */
static NodeId call_of(const Ast *ast, NodeId statement) {
    NodeId value =
        target_of(ast, statement) == NODE_NONE ? NODE_NONE : ast_child(ast, statement, FIELD_VALUE);
    NodeId call = value != NODE_NONE && ast_kind(ast, value) == NODE_AWAIT
                      ? ast_child(ast, value, FIELD_VALUE)
                      : NODE_NONE;
    return call != NODE_NONE && ast_kind(ast, call) == NODE_CALL ? call : NODE_NONE;
}

static bool is_request(const RuleContext *context, NodeId statement, bool *writes) {
    const Ast *ast = &context->facts->ast;
    NodeId call = call_of(ast, statement);
    if (call == NODE_NONE) {
        return false;
    }
    NetworkRequest request = network_request(context->file, context->unit, call, context->scratch);
    if (!request.chain.callable) {
        NodeId inner = ast_child(ast, call, FIELD_ARGS);
        if (inner == NODE_NONE || ast_kind(ast, inner) != NODE_CALL) {
            return false;
        }
        request = network_request(context->file, context->unit, inner, context->scratch);
    }
    *writes |= request.writes;
    return request.chain.callable && request.awaiter != NODE_NONE;
}

/* A name of the expression is one that the target binds, or the base of what it stores into. */
static bool uses_target(const UnitFacts *facts, NodeId expression, NodeId target) {
    const Ast *ast = &facts->ast;
    NodeId end = ast_node(ast, expression)->subtree_end;
    NodeId last = ast_node(ast, target)->subtree_end;
    for (NodeId node = expression; node < end; node++) {
        for (NodeId name = target; name < last && ast_kind(ast, node) == NODE_NAME; name++) {
            if (ast_kind(ast, name) == NODE_NAME &&
                str_equal(ast_name(ast, name), ast_name(ast, node))) {
                return true;
            }
        }
    }
    return false;
}

/* ---- runs --------------------------------------------------------------------------------------
 */

static bool needs_earlier(const UnitFacts *facts, const Run *run, NodeId statement) {
    const Ast *ast = &facts->ast;
    NodeId earlier = run->first;
    for (uint32_t i = 0; i < run->count; i++, earlier = ast_next_in_field(ast, earlier)) {
        if (uses_target(facts, statement, target_of(ast, earlier))) {
            return true;
        }
    }
    return false;
}

enum { RUN_MAX = 64 };

/* The run that begins with the statement, which is a request; count 1 when nothing follows. */
static Run run_from(const RuleContext *context, NodeId first) {
    const Ast *ast = &context->facts->ast;
    Run run = {.first = first, .count = 1};
    (void)is_request(context, first, &run.writes);
    for (NodeId next = ast_next_in_field(ast, first);
         next != NODE_NONE && run.count < RUN_MAX && !needs_earlier(context->facts, &run, next) &&
         is_request(context, next, &run.writes);
         next = ast_next_in_field(ast, next)) {
        run.count++;
    }
    return run;
}

static NodeId last_of(const Ast *ast, const Run *run) {
    NodeId last = run->first;
    for (uint32_t i = 1; i < run->count; i++) {
        last = ast_next_in_field(ast, last);
    }
    return last;
}

/* ---- the report -------------------------------------------------------------------------------
 */

static void report(RuleContext *context, const Run *run) {
    const UnitFacts *facts = context->facts;
    NodeId value = ast_child(&facts->ast, run->first, FIELD_VALUE);
    Report found = report_new(RULE_io_sequential_awaits, ast_span(&facts->ast, value));
    NodeId call = call_of(&facts->ast, run->first);
    found.subject = shape_first_row(facts, ast_child(&facts->ast, call, FIELD_FUNC), context->mem);
    found.message =
        arena_format(context->mem,
                     "`%.*s` and the %u after it wait for each other, though none needs "
                     "another's answer",
                     STR_ARG(found.subject), run->count - 1);
    found.cost = STR("the sum of the answers' times instead of the longest");
    found.anchor = run->first;
    rule_report(context, &found);
}

static void check_unit(RuleContext *context) {
    const Ast *ast = &context->facts->ast;
    NodeId done = 0; /* statements before this node belong to a run that was looked at */
    for (NodeId node = 0; node < ast->node_count; node++) {
        bool writes = false;
        if (ast_kind(ast, node) != NODE_ASSIGN || node < done ||
            !is_request(context, node, &writes)) {
            continue;
        }
        Run run = run_from(context, node);
        if (run.count > 1 && !run.writes) {
            report(context, &run);
        }
        done = ast_node(ast, last_of(ast, &run))->subtree_end;
    }
}

/* ---- the rewrite -------------------------------------------------------------------------------
 */

static const char title[] = "Send them together with asyncio.gather";

/* The comment beside a statement, with the blanks before it; empty when there is none. */
static Str comment_beside(const UnitFacts *facts, NodeId statement) {
    uint32_t end = ast_node(&facts->ast, statement)->end;
    return str_trim(str_slice(facts->text, end, row_end(facts->text, end))).len
               ? str_slice(facts->text, end, row_end(facts->text, end))
               : STR("");
}

/* A comment that stands neither beside a statement nor in a call. */
static bool has_lone_comment(const UnitFacts *facts, const Run *run) {
    const Ast *ast = &facts->ast;
    NodeId statement = run->first;
    for (uint32_t i = 1; i < run->count; i++) {
        uint32_t end = row_next(facts->text, ast_node(ast, statement)->end);
        statement = ast_next_in_field(ast, statement);
        Str between = str_slice(facts->text, end, ast_node(ast, statement)->start);
        if (str_find_byte(between, '#') < between.len) {
            return true;
        }
    }
    return false;
}

static const char *obstacle(const UnitFacts *facts, const Run *run, Span span) {
    const Ast *ast = &facts->ast;
    NodeId statement = run->first;
    for (uint32_t i = 0; i < run->count; i++, statement = ast_next_in_field(ast, statement)) {
        Span own = ast_span(ast, statement);
        if (!row_begins_at(facts->text, own.start) || !row_ends_at(facts->text, own.end)) {
            return "they share a row with other statements";
        }
    }
    if (has_lone_comment(facts, run)) {
        return "comments stand between them";
    }
    return rows_hold_long_string(facts->text, span) ? "a text goes over several rows" : NULL;
}

/* "user, orders", a bare tuple in its parentheses. */
static Str targets_text(const FixContext *context, const Run *run) {
    const UnitFacts *facts = context->rule.facts;
    const Ast *ast = &facts->ast;
    Str all = STR("");
    NodeId statement = run->first;
    for (uint32_t i = 0; i < run->count; i++, statement = ast_next_in_field(ast, statement)) {
        NodeId target = target_of(ast, statement);
        Str text = shape_text(facts, target);
        bool bare = ast_kind(ast, target) == NODE_TUPLE && text.len && text.ptr[0] != '(';
        all = arena_format(context->rule.mem, "%.*s%s%s%.*s%s", STR_ARG(all), i ? ", " : "",
                           bare ? "(" : "", STR_ARG(text), bare ? ")" : "");
    }
    return all;
}

/* A call's rows after the first go one step to the right. */
static void append_call(const FixContext *context, Buf *out, Str text) {
    Str step = fix_indent_unit(context);
    for (uint32_t at = 0; at < text.len; at = row_next(text, at)) {
        if (at > 0) {
            buf_append(out, step);
        }
        buf_append(out, str_slice(text, at, row_next(text, at)));
    }
}

enum { COLUMNS_MAX = 100 };

static Str gathered(FixContext *context, const Run *run, bool one_row) {
    const UnitFacts *facts = context->rule.facts;
    const Ast *ast = &facts->ast;
    Str module = fix_import_module(context, STR("asyncio"));
    Str indent = fix_indent_of(context, ast_node(ast, run->first)->start);
    Str step = fix_indent_unit(context);
    Str end = fix_line_end(context);
    Buf out;
    buf_init(&out, 0);
    buf_format(&out, "%.*s = await %.*s.gather(", STR_ARG(targets_text(context, run)),
               STR_ARG(module));
    NodeId statement = run->first;
    for (uint32_t i = 0; i < run->count; i++, statement = ast_next_in_field(ast, statement)) {
        Str call = shape_text(facts, call_of(ast, statement));
        if (one_row) {
            buf_format(&out, "%s%.*s", i ? ", " : "", STR_ARG(call));
            continue;
        }
        buf_format(&out, "%.*s%.*s%.*s", STR_ARG(end), STR_ARG(indent), STR_ARG(step));
        append_call(context, &out, call);
        buf_append_byte(&out, ',');
        bool last = i + 1 == run->count; /* the last one's stays where it is */
        buf_append(&out, last ? STR("") : comment_beside(facts, statement));
    }
    if (!one_row) {
        buf_format(&out, "%.*s%.*s", STR_ARG(end), STR_ARG(indent));
    }
    buf_append_byte(&out, ')');
    Str text = arena_copy(context->rule.mem, buf_str(&out));
    buf_release(&out);
    return text;
}

static bool has_comments(const UnitFacts *facts, const Run *run) {
    NodeId statement = run->first;
    for (uint32_t i = 1; i < run->count; i++) {
        if (comment_beside(facts, statement).len) {
            return true;
        }
        statement = ast_next_in_field(&facts->ast, statement);
    }
    return false;
}

static void fix(FixContext *context, const Finding *finding) {
    const UnitFacts *facts = context->rule.facts;
    Run run = run_from(&context->rule, finding->anchor);
    Span span = {ast_node(&facts->ast, run.first)->start,
                 ast_node(&facts->ast, last_of(&facts->ast, &run))->end};
    const char *reason = obstacle(facts, &run, span);
    if (reason) {
        fix_refuse(context, STR(title), str_from_c(reason));
        return;
    }
    fix_start(context, SAFETY_UNSAFE, STR(title));
    Str text = gathered(context, &run, true);
    uint32_t indent = fix_indent_of(context, span.start).len;
    if (has_comments(facts, &run) || str_find_byte(text, '\n') < text.len ||
        indent + text.len > COLUMNS_MAX) {
        text = gathered(context, &run, false);
    }
    fix_replace(context, span, text);
}

const RuleImplementation rule_io_sequential_awaits = {
    .rule = RULE_io_sequential_awaits,
    .visits = 1 << UNIT_MODULE | 1 << UNIT_FUNCTION,
    .any_trigger = TRIGGER_BIT(AWAIT),
    .check_unit = check_unit,
    .fix = fix,
};
