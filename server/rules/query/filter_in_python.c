/* query/filter-in-python: every row is fetched, those with another value in one column are thrown
 * away. */
#include "rules/query/rows_fix.h"
#include "rules/shape.h"

static bool compares(uint8_t op) {
    return op == OPERATOR_EQ || op == OPERATOR_NOT_EQ || op == OPERATOR_LT || op == OPERATOR_LT_E ||
           op == OPERATOR_GT || op == OPERATOR_GT_E;
}

/* `row.col == constant`, `row.col is None`, `row.flag`. */
static const ModelField *filtered_column(const RuleContext *context, const RowsInPython *rows) {
    const Ast *ast = &context->facts->ast;
    NodeId condition = rows->condition;
    if (ast_kind(ast, condition) == NODE_UNARY_OP) {
        condition = ast_child(ast, condition, FIELD_OPERAND);
    }
    if (ast_kind(ast, condition) == NODE_ATTRIBUTE) {
        const ModelField *flag = rows_column(context, rows, condition);
        return flag && catalog_is_boolean_field(flag->class_path) ? flag : NULL;
    }
    NodeId right = ast_child(ast, condition, FIELD_COMPARATORS);
    if (ast_kind(ast, condition) != NODE_COMPARE || ast_kind(ast, right) != NODE_CONSTANT ||
        ast_next_in_field(ast, right) != NODE_NONE) {
        return NULL;
    }
    uint8_t op = ast_node(ast, ast_child(ast, condition, FIELD_OPS))->detail;
    bool is_none = op == OPERATOR_IS && ast_node(ast, right)->detail == CONSTANT_NONE;
    return compares(op) || is_none
               ? rows_column(context, rows, ast_child(ast, condition, FIELD_LEFT))
               : NULL;
}

static void check_node(RuleContext *context, NodeId node) {
    const Ast *ast = &context->facts->ast;
    RowsInPython rows;
    if (!rows_in_python(context, node, &rows) || rows.condition == NODE_NONE ||
        ast_kind(ast, rows.element) != NODE_NAME ||
        !str_equal(ast_name(ast, rows.element), rows.target)) {
        return;
    }
    const ModelField *column = filtered_column(context, &rows);
    if (!column) {
        return;
    }
    Report report = query_value_report(context, RULE_query_filter_in_python, node, &rows.value);
    report.subject = column->name;
    report.message = arena_format(context->mem,
                                  "every %.*s is fetched and filtered by `%.*s` here; let the "
                                  "database filter",
                                  STR_ARG(rows.model->name), STR_ARG(column->name));
    report.cost = STR("every row is fetched");
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
    if (rows_in_python(&context->rule, finding->anchor, &rows) && rows.condition != NODE_NONE) {
        const ModelField *column = filtered_column(&context->rule, &rows);
        if (column) {
            rows_fix_filter(context, &rows, column);
        }
    }
}

const RuleImplementation rule_query_filter_in_python = {
    .rule = RULE_query_filter_in_python,
    .visits = 1 << UNIT_MODULE | 1 << UNIT_FUNCTION,
    .any_trigger = TRIGGER_BIT(QUERY_NAME),
    .check_unit = check_unit,
    .fix = fix,
};
