/* query/over-fetch: whole rows are fetched and made objects for one plain column of each. */
#include "rules/query/rows_fix.h"

static void check_node(RuleContext *context, NodeId node) {
    RowsInPython rows;
    if (!rows_in_python(context, node, &rows) || rows.condition != NODE_NONE) {
        return;
    }
    QueryKind query;
    const ModelField *column = rows_column(context, &rows, rows.element);
    bool is_narrow = query_kind_get(kinds_table(context->file), rows.value.query, &query) &&
                     str_find_byte(query.loaded, '-') < query.loaded.len;
    if (!column || is_narrow) {
        return;
    }
    Report report = query_value_report(context, RULE_query_over_fetch, node, &rows.value);
    report.subject = column->name;
    report.message =
        arena_format(context->mem, "whole %.*s rows are fetched for their `%.*s` alone",
                     STR_ARG(rows.model->name), STR_ARG(column->name));
    report.cost = STR("every column is fetched");
    rule_report(context, &report);
}

static void check_unit(RuleContext *context) {
    const Ast *ast = &context->facts->ast;
    for (NodeId node = 0; node < ast->node_count; node++) {
        check_node(context, node);
    }
}

static void fix(FixContext *context, const Finding *finding) {
    RowsInPython rows;
    if (rows_in_python(&context->rule, finding->anchor, &rows)) {
        const ModelField *column = rows_column(&context->rule, &rows, rows.element);
        if (column) {
            rows_fix_values(context, &rows, column);
        }
    }
}

const RuleImplementation rule_query_over_fetch = {
    .rule = RULE_query_over_fetch,
    .visits = 1 << UNIT_MODULE | 1 << UNIT_FUNCTION,
    .any_trigger = TRIGGER_BIT(QUERY_NAME),
    .check_unit = check_unit,
    .fix = fix,
};
