/* cpu/invariant-work-in-loop: a costly call that gives the same result in every turn. */
#include "rules/cpu/invariant_fix.h"

static bool asks_re_functions(const RuleContext *context) {
    return options_bool(context->options, OPTION_cpu_invariant_work_in_loop_re_functions);
}

static void report(RuleContext *context, const InvariantCall *found) {
    const UnitFacts *facts = context->facts;
    const Ast *ast = &facts->ast;
    Str call = cost_text(context, found->call);
    Report finding = report_new(RULE_cpu_invariant_work_in_loop, ast_span(ast, found->call));
    finding.subject = cost_text(context, ast_child(ast, found->call, FIELD_FUNC));
    if (found->row->form == COSTLY_COMPILES) {
        finding.message = arena_format(
            context->mem,
            "`%.*s` looks its pattern up in every turn of the loop; compile it once before",
            STR_ARG(finding.subject));
    } else {
        finding.message = arena_format(
            context->mem,
            "`%.*s` gives the same result in every turn of the loop; do it once before",
            STR_ARG(call));
    }
    finding.cost = arena_format(context->mem, "turns x %.*s", STR_ARG(finding.subject));
    finding.anchor = found->call;
    rule_report(context, &finding);
}

/* The outermost call of several is the one to tell. */
static void check_unit(RuleContext *context) {
    const Ast *ast = &context->facts->ast;
    LoopContext loops = cost_context(context);
    bool compiles = asks_re_functions(context);
    for (NodeId node = 0; node < ast->node_count;) {
        InvariantCall found;
        bool is_found =
            ast_kind(ast, node) == NODE_CALL && invariant_call_of(&loops, node, compiles, &found);
        if (is_found) {
            report(context, &found);
        }
        node = is_found ? ast_node(ast, node)->subtree_end : node + 1;
    }
}

static void fix(FixContext *context, const Finding *finding) {
    LoopContext loops = cost_context(&context->rule);
    InvariantCall found;
    if (!BUG_ON(!invariant_call_of(&loops, finding->anchor, true, &found))) {
        invariant_fix(context, &found);
    }
}

const RuleImplementation rule_cpu_invariant_work_in_loop = {
    .rule = RULE_cpu_invariant_work_in_loop,
    .visits = 1 << UNIT_MODULE | 1 << UNIT_FUNCTION | 1 << UNIT_CLASS,
    .any_trigger = TRIGGER_BIT(FOR) | TRIGGER_BIT(WHILE),
    .check_unit = check_unit,
    .fix = fix,
};
