/* query/count-via-len: all rows are fetched and made objects, only to be counted. */
#include "rules/query/size_fix.h"
#include "rules/shape.h"

static void check_call(RuleContext *context, NodeId call) {
    NodeId argument = query_builtin_argument(context, call, STR("len"));
    QueryValue value;
    if (argument == NODE_NONE || !query_value_of(context, argument, &value) ||
        !query_value_is_unread(context, &value) || query_is_repeated(context, call)) {
        return;
    }
    Report report = query_value_report(context, RULE_query_count_via_len, call, &value);
    report.subject = statement_name(context->file, context->unit, argument, context->mem);
    report.severity = query_severity(context->file, VARIANT_query_count_via_len_test);
    report.message = arena_format(context->mem,
                                  "`len(%.*s)` fetches every row only to count them; let the "
                                  "database count",
                                  STR_ARG(report.subject));
    report.cost = STR("every row is fetched");
    rule_report(context, &report);
}

static void check_unit(RuleContext *context) {
    const Ast *ast = &context->facts->ast;
    for (NodeId node = 0; node < ast->node_count; node++) {
        if (ast_kind(ast, node) == NODE_CALL) {
            check_call(context, node);
        }
    }
}

static void fix(FixContext *context, const Finding *finding) {
    QueryValue value;
    NodeId argument = shape_only_argument(&context->rule.facts->ast, finding->anchor);
    if (query_value_of(&context->rule, argument, &value)) {
        size_fix_length(context, finding->anchor, &value);
    }
}

const RuleImplementation rule_query_count_via_len = {
    .rule = RULE_query_count_via_len,
    .visits = 1 << UNIT_MODULE | 1 << UNIT_FUNCTION,
    .any_trigger = TRIGGER_BIT(QUERY_NAME),
    .check_unit = check_unit,
    .fix = fix,
};
