/* Knows how rows are put before a loop; which rows those are is the templates' business. */
#include "rules/io/request_rows.h"

#include "rules/io/request_calls.h"

/* ---- rows --------------------------------------------------------------------------------------
 */

Rows rows_open(const RequestPlan *plan) {
    return (Rows){.plan = plan,
                  .indent = fix_indent_of(plan->fix, ast_node(plan->ast, plan->anchor)->start),
                  .step = fix_indent_unit(plan->fix),
                  .line_end = fix_line_end(plan->fix),
                  .text = STR("")};
}

Str rows_indent(const Rows *rows, uint32_t depth) {
    Str indent = rows->indent;
    for (uint32_t i = 0; i < depth; i++) {
        indent = arena_format(rows->plan->mem, "%.*s%.*s", STR_ARG(indent), STR_ARG(rows->step));
    }
    return indent;
}

void rows_add(Rows *rows, uint32_t depth, Str text) {
    Str indent = rows_indent(rows, depth);
    rows->text = arena_format(rows->plan->mem, "%.*s%.*s%.*s%.*s", STR_ARG(rows->text),
                              STR_ARG(indent), STR_ARG(text), STR_ARG(rows->line_end));
}

void rows_add_blank(Rows *rows) {
    rows->text =
        arena_format(rows->plan->mem, "%.*s%.*s", STR_ARG(rows->text), STR_ARG(rows->line_end));
}

static uint32_t anchor_row(const RequestPlan *plan) {
    return plan_row(plan, plan->anchor) - 1;
}

void rows_place(const Rows *rows) {
    const RequestPlan *plan = rows->plan;
    uint32_t at = plan->fix->rule.file->lines->starts[anchor_row(plan)];
    fix_replace_in_file(plan->fix, (Span){at, at}, rows->text);
}

static NodeId statement_before(const RequestPlan *plan, NodeId statement) {
    const Ast *ast = plan->ast;
    NodeId before = NODE_NONE;
    NodeId sibling =
        ast_child(ast, ast_node(ast, statement)->parent, (Field)ast_node(ast, statement)->field);
    for (; sibling != NODE_NONE && sibling != statement;
         sibling = ast_next_in_field(ast, sibling)) {
        before = sibling;
    }
    return before;
}

void rows_separate(Rows *rows, NodeId without) {
    const RequestPlan *plan = rows->plan;
    const LineIndex *lines = plan->fix->rule.file->lines;
    if (rows->text.len) {
        rows_add_blank(rows); /* it follows rows of its own */
        return;
    }
    NodeId before = statement_before(plan, plan->anchor);
    before = before != NODE_NONE && before == without ? statement_before(plan, before) : before;
    uint32_t row = anchor_row(plan);
    bool follows_blank =
        row > 0 && str_trim(str_span(lines->text, line_index_row_span(lines, row - 1))).len == 0;
    if (before != NODE_NONE && !follows_blank) {
        rows_add_blank(rows);
    }
}

/* ---- parts --------------------------------------------------------------------------------------
 */

Str rows_with_names(const RequestPlan *plan, const PlanNames *names, Str value) {
    Str joined = plan_join(plan, names);
    return arena_format(plan->mem, "%.*s%s%.*s", STR_ARG(joined), joined.len ? ", " : "",
                        STR_ARG(value));
}

Str rows_tuple(const RequestPlan *plan, const PlanNames *names, Str value) {
    return names->count == 0
               ? value
               : arena_format(plan->mem, "(%.*s)", STR_ARG(rows_with_names(plan, names, value)));
}

void rows_add_feeds(Rows *rows, uint32_t depth) {
    const RequestPlan *plan = rows->plan;
    for (uint32_t i = 0; i < plan->feeds.count; i++) {
        Span span = ast_span(plan->ast, plan->feeds.items[i]);
        rows_add(rows, depth, plan_indented(plan, span, rows_indent(rows, depth)));
    }
}

void rows_add_answer(Rows *rows, uint32_t depth, const PlanNames *names) {
    const RequestPlan *plan = rows->plan;
    if (plan->with == NODE_NONE) {
        Str value = rows_with_names(plan, names, plan_text(plan, plan->sent));
        rows_add(rows, depth, arena_format(plan->mem, "return %.*s", STR_ARG(value)));
        return;
    }
    Span head = {ast_node(plan->ast, plan->with)->start, ast_node(plan->ast, plan->last)->start};
    Str text = plan_indented(plan, head, rows_indent(rows, depth));
    Str value = plan_text(plan, plan->kept);
    if (names->count > 0 && ast_kind(plan->ast, plan->kept) == NODE_TUPLE) {
        value = arena_format(plan->mem, "(%.*s)", STR_ARG(value));
    }
    Str kept = rows_with_names(plan, names, value);
    rows_add(rows, depth, arena_format(plan->mem, "%.*sreturn %.*s", STR_ARG(text), STR_ARG(kept)));
}

void rows_drop(const RequestPlan *plan) {
    for (uint32_t i = 0; i < plan->dropped.count; i++) {
        fix_delete_rows(plan->fix, ast_span(plan->ast, plan->dropped.items[i]));
    }
    for (uint32_t i = 0; i < plan->guards.count; i++) {
        fix_delete_rows(plan->fix, ast_span(plan->ast, plan->guards.items[i]));
    }
}

void rows_replace_answer(const RequestPlan *plan, Str value) {
    const Ast *ast = plan->ast;
    if (plan->with != NODE_NONE) {
        fix_replace(plan->fix, ast_span(ast, plan->with),
                    plan_replaced(plan, plan->last, plan->kept, value));
        return;
    }
    bool is_await = ast_kind(ast, plan->sent) == NODE_AWAIT;
    Span span = is_await ? plan_outer_span(plan, plan->sent) : ast_span(ast, plan->sent);
    fix_replace(plan->fix, span, value);
}

/* ---- lists --------------------------------------------------------------------------------------
 */

/* `list.append(kept)` -> list. */
static NodeId appended_list(const RequestPlan *plan) {
    const Ast *ast = plan->ast;
    NodeId call =
        ast_kind(ast, plan->last) == NODE_EXPR ? ast_first_child(ast, plan->last) : NODE_NONE;
    NodeId callee = call != NODE_NONE && ast_kind(ast, call) == NODE_CALL
                        ? ast_child(ast, call, FIELD_FUNC)
                        : NODE_NONE;
    if (callee == NODE_NONE || ast_kind(ast, callee) != NODE_ATTRIBUTE ||
        !str_equal(ast_name(ast, callee), STR("append"))) {
        return NODE_NONE;
    }
    NodeId list = ast_child(ast, callee, FIELD_VALUE);
    return ast_kind(ast, list) == NODE_NAME ? list : NODE_NONE;
}

/* Nothing else is left in the turn. */
static bool is_alone(const RequestPlan *plan) {
    const Ast *ast = plan->ast;
    if (ast_node(ast, plan->with)->parent != plan->extent ||
        ast_child(ast, plan->extent, FIELD_ORELSE) != NODE_NONE || plan->rest.count > 0) {
        return false;
    }
    for (NodeId statement = ast_child(ast, plan->extent, FIELD_BODY); statement != NODE_NONE;
         statement = ast_next_in_field(ast, statement)) {
        if (statement != plan->with && !plan_has(&plan->dropped, statement) &&
            !plan_has(&plan->guards, statement)) {
            return false;
        }
    }
    return true;
}

static bool is_empty_list(const RequestPlan *plan, NodeId statement, Str name) {
    const Ast *ast = plan->ast;
    if (ast_kind(ast, statement) != NODE_ASSIGN) {
        return false;
    }
    NodeId target = ast_child(ast, statement, FIELD_TARGETS);
    NodeId value = ast_child(ast, statement, FIELD_VALUE);
    return ast_next_in_field(ast, target) == NODE_NONE && ast_kind(ast, target) == NODE_NAME &&
           str_equal(ast_name(ast, target), name) && ast_kind(ast, value) == NODE_LIST &&
           ast_first_child(ast, value) == NODE_NONE;
}

/* `list = []` in the loop's block before it, the only binding, and nobody looks at it between. */
static NodeId fresh_statement(const RequestPlan *plan, NodeId list) {
    const Ast *ast = plan->ast;
    const ScopeTree *tree = plan->facts->scopes;
    UseId use = scope_use(tree, list);
    SymbolId home = use == USE_NONE ? SYMBOL_NONE : scope_use_home(tree, use);
    if (home == SYMBOL_NONE || tree->symbols[home].binding_count != 1) {
        return NODE_NONE;
    }
    NodeId statement = tree->bindings[tree->symbols[home].first_binding].source;
    NodeId loop = plan->extent;
    bool same_block = ast_node(ast, statement)->parent == ast_node(ast, loop)->parent &&
                      ast_node(ast, statement)->field == ast_node(ast, loop)->field &&
                      statement < loop;
    if (!same_block || !is_empty_list(plan, statement, ast_name(ast, list)) ||
        !fix_owns_rows(plan->fix, ast_span(ast, statement))) {
        return NODE_NONE;
    }
    for (UseId other = 0; other < tree->use_count; other++) {
        NodeId node = tree->uses[other].node;
        if (scope_use_home(tree, other) == home && node > statement && node < loop) {
            return NODE_NONE;
        }
    }
    return statement;
}

Collected rows_collected(const RequestPlan *plan) {
    Collected found = {NODE_NONE, NODE_NONE};
    if (plan->with == NODE_NONE || plan->loop.form != REQUEST_LOOP_FOR || !is_alone(plan)) {
        return found;
    }
    found.list = appended_list(plan);
    if (found.list != NODE_NONE) {
        found.fresh = fresh_statement(plan, found.list);
    }
    return found;
}
