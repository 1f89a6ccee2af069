/* query/exists-via-bool: all rows are fetched, only to see whether there is one. */
#include "rules/query/size_fix.h"

/* By its place alone: before kinds are asked. */
static bool is_in_test(const Ast *ast, NodeId node) {
    NodeId parent = ast_node(ast, node)->parent;
    switch (ast_kind(ast, parent)) {
    case NODE_IF:
    case NODE_IF_EXP:
    case NODE_WHILE:
    case NODE_ASSERT:
        return ast_node(ast, node)->field == FIELD_TEST;
    case NODE_UNARY_OP:
        return ast_node(ast, parent)->detail == OPERATOR_NOT;
    case NODE_BOOL_OP:
        return true;
    case NODE_CALL:
        return ast_node(ast, node)->field == FIELD_ARGS;
    default:
        return false;
    }
}

static bool may_be_tested(const Ast *ast, NodeId node) {
    NodeKind kind = ast_kind(ast, node);
    return (kind == NODE_NAME || kind == NODE_CALL || kind == NODE_ATTRIBUTE ||
            kind == NODE_SUBSCRIPT) &&
           !(ast_node(ast, node)->flags & (NODE_STORE | NODE_DEL)) && is_in_test(ast, node);
}

static bool is_tested(RuleContext *context, NodeId node) {
    NodeId evaluating;
    return query_evaluation(context->file, context->unit, node, KIND_NEVER, &evaluating) ==
           QUERY_EVALUATION_TESTED;
}

/* What is tested: the node itself, or what `len(rows)` counts where only its truth is asked. */
static NodeId tested_value(RuleContext *context, NodeId node) {
    NodeId counted = query_builtin_argument(context, node, STR("len"));
    if (counted != NODE_NONE) {
        return size_is_only_tested(&context->facts->ast, node) ? counted : NODE_NONE;
    }
    return is_tested(context, node) ? node : NODE_NONE;
}

static void check_node(RuleContext *context, NodeId node) {
    QueryValue value;
    NodeId tested = tested_value(context, node);
    if (tested == NODE_NONE || !query_value_of(context, tested, &value) ||
        !query_value_is_unread(context, &value) || query_is_repeated(context, node)) {
        return;
    }
    Report report = query_value_report(context, RULE_query_exists_via_bool, node, &value);
    report.severity = query_severity(context->file, VARIANT_query_exists_via_bool_test);
    report.message = arena_format(context->mem,
                                  "the test of `%.*s` fetches every row to see whether there is "
                                  "one; ask the database",
                                  STR_ARG(report.subject));
    report.cost = STR("every row is fetched");
    rule_report(context, &report);
}

static void check_unit(RuleContext *context) {
    const Ast *ast = &context->facts->ast;
    for (NodeId node = 0; node < ast->node_count; node++) {
        if (may_be_tested(ast, node)) {
            check_node(context, node);
        }
    }
}

static void fix(FixContext *context, const Finding *finding) {
    QueryValue value;
    NodeId counted = query_builtin_argument(&context->rule, finding->anchor, STR("len"));
    NodeId tested = counted == NODE_NONE ? finding->anchor : counted;
    if (query_value_of(&context->rule, tested, &value)) {
        size_fix_truth(context, tested, &value);
    }
}

const RuleImplementation rule_query_exists_via_bool = {
    .rule = RULE_query_exists_via_bool,
    .visits = 1 << UNIT_MODULE | 1 << UNIT_FUNCTION,
    .any_trigger = TRIGGER_BIT(QUERY_NAME),
    .check_unit = check_unit,
    .fix = fix,
};
