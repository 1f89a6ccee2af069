/* query/fk-id-access: `loan.member.id` loads the member for a number that the loan has. */
#include "rules/query/key_access.h"
#include "rules/query/query_value.h"
#include "rules/shape.h"

/* The relation is in memory with the row, as far as its query tells. */
static bool is_loaded(const RuleContext *context, NodeId relation) {
    KindTable *table = kinds_table(context->file);
    NodeId value = ast_child(&context->facts->ast, relation, FIELD_VALUE);
    RowKind row;
    if (!row_kind_get(table, kinds_expression(context->file, context->unit, value), &row)) {
        return false;
    }
    RowRead read = query_row_read(context->file, context->unit, relation, KIND_NEVER);
    return read.access != ROW_ACCESS_TO_ONE;
}

static void check_node(RuleContext *context, NodeId node) {
    const Ast *ast = &context->facts->ast;
    KeyAccess access;
    if (!key_access_of(context, node, &access) || query_is_repeated(context, node) ||
        is_loaded(context, access.relation) ||
        key_access_is_mixed(context, &access, ast_name(ast, node), 0, ast->node_count)) {
        return;
    }
    const ModelField *field = access.field;
    QueryValue none = {.source = NODE_NONE, .variable = SYMBOL_NONE};
    Report report = query_value_report(context, RULE_query_fk_id_access, node, &none);
    report.owner = ast_name_span(ast, node).start;
    report.subject = shape_first_row(context->facts, node, context->mem);
    report.message =
        arena_format(context->mem, "`%.*s` loads the %.*s for a key that is here already: `%.*s`",
                     STR_ARG(report.subject), STR_ARG(field->name), STR_ARG(field->key_name));
    report.cost = STR("1 query");
    rule_report(context, &report);
}

static void check_unit(RuleContext *context) {
    const Ast *ast = &context->facts->ast;
    for (NodeId node = 0; node < ast->node_count; node++) {
        if (ast_kind(ast, node) == NODE_ATTRIBUTE) {
            check_node(context, node);
        }
    }
}

static void fix(FixContext *context, const Finding *finding) {
    KeyAccess access;
    if (key_access_of(&context->rule, finding->anchor, &access)) {
        key_access_fix(context, finding->anchor, &access, finding->anchor, finding->anchor + 1);
    }
}

const RuleImplementation rule_query_fk_id_access = {
    .rule = RULE_query_fk_id_access,
    .visits = 1 << UNIT_MODULE | 1 << UNIT_FUNCTION,
    .any_trigger = TRIGGER_BIT(ROW_KEY),
    .check_unit = check_unit,
    .fix = fix,
};
