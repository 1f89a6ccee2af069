/* query/fk-id-access: `loan.member.id` loads the member for a number that the loan has. */
#include "rules/query/query_value.h"
#include "rules/shape.h"

/* The model that the expression is an instance of, whether a query gave it or not. */
static const Model *model_of_value(const RuleContext *context, NodeId value) {
    KindTable *table = kinds_table(context->file);
    KindId kind = kinds_expression(context->file, context->unit, value);
    RowKind row;
    if (row_kind_get(table, kind, &row)) {
        return model_of_kind(context->file, kind_get(table, row.model));
    }
    const Kind *object = kind_get(table, kind);
    return object->tag == KIND_TAG_OBJECT ? model_of_kind(context->file, object) : NULL;
}

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

static bool is_key_of(const RuleContext *context, const ModelField *relation, Str name) {
    const Model *target = model_target(context->file, relation);
    const ModelField *field = target ? model_field(context->file, target, name) : NULL;
    return field && field->is_primary_key && relation->to_field.len == 0;
}

static bool is_plain_relation(const ModelField *field) {
    return field && field->kind == MODEL_TO_ONE && !field->is_reverse && field->key_name.len > 0 &&
           field->loading == MODEL_LOADS_AT_ACCESS;
}

/* The relation is read or set elsewhere in the unit too: then it is loaded anyway. */
static bool is_used_otherwise(const RuleContext *context, NodeId relation, Str key) {
    const UnitFacts *facts = context->facts;
    const Ast *ast = &facts->ast;
    for (NodeId node = 0; node < ast->node_count; node++) {
        if (node == relation || ast_kind(ast, node) != NODE_ATTRIBUTE ||
            !shape_same_text(facts, node, relation)) {
            continue;
        }
        NodeId parent = ast_node(ast, node)->parent;
        if (ast_kind(ast, parent) != NODE_ATTRIBUTE || !str_equal(ast_name(ast, parent), key)) {
            return true;
        }
    }
    return false;
}

static void check_node(RuleContext *context, NodeId node) {
    const Ast *ast = &context->facts->ast;
    NodeId relation = ast_child(ast, node, FIELD_VALUE);
    NodeId value = ast_child(ast, relation, FIELD_VALUE);
    Str key = ast_name(ast, node);
    if (ast_kind(ast, relation) != NODE_ATTRIBUTE || value == NODE_NONE ||
        (ast_node(ast, node)->flags & (NODE_STORE | NODE_DEL)) || !catalog_is_key_name(key)) {
        return;
    }
    const Model *model = model_of_value(context, value);
    const ModelField *field =
        model ? model_field(context->file, model, ast_name(ast, relation)) : NULL;
    if (!is_plain_relation(field) || !is_key_of(context, field, key) ||
        query_is_repeated(context, node) || is_loaded(context, relation) ||
        is_used_otherwise(context, relation, key)) {
        return;
    }
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

const RuleImplementation rule_query_fk_id_access = {
    .rule = RULE_query_fk_id_access,
    .visits = 1 << UNIT_MODULE | 1 << UNIT_FUNCTION,
    .any_trigger = TRIGGER_BIT(ROW_KEY),
    .check_unit = check_unit,
};
