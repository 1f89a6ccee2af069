/* query/aggregate-in-python: every row is fetched to add up, or to find the largest of, one column.
 */
#include "rules/query/rows_fix.h"

static NodeId aggregated(const RuleContext *context, NodeId call) {
    static const Str names[] = {
        {"sum", 3},
        {"max", 3},
        {"min", 3}
    };
    NodeId argument = NODE_NONE;
    for (size_t i = 0; i < sizeof names / sizeof names[0] && argument == NODE_NONE; i++) {
        argument = query_builtin_argument(context, call, names[i]);
    }
    return argument;
}

static void check_call(RuleContext *context, NodeId call) {
    NodeId argument = aggregated(context, call);
    RowsInPython rows;
    if (argument == NODE_NONE || !rows_in_python(context, argument, &rows) ||
        rows.condition != NODE_NONE) {
        return;
    }
    const ModelField *column = rows_column(context, &rows, rows.element);
    if (!column) {
        return;
    }
    Report report = query_value_report(context, RULE_query_aggregate_in_python, call, &rows.value);
    report.subject = column->name;
    report.severity = query_severity(context->file, VARIANT_query_aggregate_in_python_test);
    report.message = arena_format(
        context->mem, "every %.*s is fetched for its `%.*s` alone; let the database compute it",
        STR_ARG(rows.model->name), STR_ARG(column->name));
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
    const RuleContext *rule = &context->rule;
    NodeId argument = aggregated(rule, finding->anchor);
    RowsInPython rows;
    if (argument != NODE_NONE && rows_in_python(rule, argument, &rows)) {
        const ModelField *column = rows_column(rule, &rows, rows.element);
        if (column) {
            rows_fix_aggregate(context, finding->anchor, &rows, column);
        }
    }
}

const RuleImplementation rule_query_aggregate_in_python = {
    .rule = RULE_query_aggregate_in_python,
    .visits = 1 << UNIT_MODULE | 1 << UNIT_FUNCTION,
    .any_trigger = TRIGGER_BIT(QUERY_NAME),
    .check_unit = check_unit,
    .fix = fix,
};
