/* cpu/nested-loop-join: two nested loops that compare a key of each with a key of each: what a
 * dictionary of the inner collection by its key does in one pass over both. */
#include "rules/cpu/join_fix.h"

/* `next(x for x in xs if ...)` is cpu/linear-search-in-loop's. */
static bool is_first_match(const RuleContext *context, NodeId loop) {
    const Ast *ast = &context->facts->ast;
    NodeId generator = ast_node(ast, loop)->parent;
    NodeId call = ast_node(ast, generator)->parent;
    return loop_is_comprehension(ast, loop) && ast_kind(ast, generator) == NODE_GENERATOR_EXP &&
           ast_kind(ast, call) == NODE_CALL &&
           str_equal(kinds_callee(context->file, context->unit, call, context->scratch),
                     STR("next"));
}

static void report(RuleContext *context, const Lookup *lookup) {
    const Ast *ast = &context->facts->ast;
    Str collection = cost_text(context, lookup->collection);
    Span span = {ast_node(ast, lookup->loop)->start, ast_node(ast, lookup->collection)->end};
    Report found = report_new(RULE_cpu_nested_loop_join, span);
    found.subject = collection;
    found.message = arena_format(
        context->mem,
        "every turn of the loop around goes through all of `%.*s` to find equal `%.*s`; a "
        "dictionary by that key finds them in one step",
        STR_ARG(collection), STR_ARG(cost_text(context, lookup->key)));
    found.cost = arena_format(context->mem, "turns x len(%.*s) comparisons", STR_ARG(collection));
    found.anchor = lookup->loop;
    rule_report(context, &found);
}

static void check_unit(RuleContext *context) {
    const Ast *ast = &context->facts->ast;
    LoopContext loops = cost_context(context);
    for (NodeId node = 0; node < ast->node_count; node++) {
        NodeKind kind = ast_kind(ast, node);
        Lookup lookup;
        if ((kind == NODE_FOR || kind == NODE_COMPREHENSION) && lookup_of(&loops, node, &lookup) &&
            !is_first_match(context, node) &&
            ast_kind(ast, ast_statement(ast, node)) != NODE_ASSERT) {
            report(context, &lookup);
        }
    }
}

static void fix(FixContext *context, const Finding *finding) {
    LoopContext loops = cost_context(&context->rule);
    Lookup lookup;
    if (!BUG_ON(!lookup_of(&loops, finding->anchor, &lookup))) {
        join_fix(context, &lookup);
    }
}

const RuleImplementation rule_cpu_nested_loop_join = {
    .rule = RULE_cpu_nested_loop_join,
    .visits = 1 << UNIT_MODULE | 1 << UNIT_FUNCTION | 1 << UNIT_CLASS,
    .any_trigger = TRIGGER_BIT(FOR),
    .check_unit = check_unit,
    .fix = fix,
};
