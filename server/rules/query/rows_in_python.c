/* Knows comprehensions over queries; refuses to know what they are written for. */
#include "rules/query/rows_in_python.h"

static bool is_comprehension(NodeKind kind) {
    return kind == NODE_LIST_COMP || kind == NODE_SET_COMP || kind == NODE_GENERATOR_EXP;
}

/* The rows are objects of one class, and all of them. */
static const Model *model_of_rows(const RuleContext *context, const QueryValue *value) {
    KindTable *table = kinds_table(context->file);
    QueryKind query;
    uint32_t unfit = QUERY_IS_VALUES | QUERY_IS_LIMITED | QUERY_IS_RAW | QUERY_IS_UNION;
    if (!query_kind_get(table, value->query, &query) || (query.flags & unfit)) {
        return NULL;
    }
    return model_of_kind(context->file, kind_get(table, query.model));
}

bool rows_in_python(const RuleContext *context, NodeId node, RowsInPython *out) {
    const Ast *ast = &context->facts->ast;
    *out = (RowsInPython){.comprehension = node};
    NodeId generator =
        is_comprehension(ast_kind(ast, node)) ? ast_child(ast, node, FIELD_GENERATORS) : NODE_NONE;
    if (ast_kind(ast, generator) != NODE_COMPREHENSION ||
        ast_next_in_field(ast, generator) != NODE_NONE) {
        return false;
    }
    NodeId target = ast_child(ast, generator, FIELD_TARGET);
    out->element = ast_child(ast, node, FIELD_ELT);
    out->condition = ast_child(ast, generator, FIELD_IFS);
    if (ast_kind(ast, target) != NODE_NAME || out->element == NODE_NONE ||
        (out->condition != NODE_NONE && ast_next_in_field(ast, out->condition) != NODE_NONE)) {
        return false;
    }
    out->target = ast_name(ast, target);
    if (!query_value_of(context, ast_child(ast, generator, FIELD_ITER), &out->value) ||
        !query_value_is_used_once(context, &out->value) || query_is_repeated(context, node)) {
        return false;
    }
    out->model = model_of_rows(context, &out->value);
    return out->model != NULL;
}

const ModelField *rows_column(const RuleContext *context, const RowsInPython *rows,
                              NodeId expression) {
    const Ast *ast = &context->facts->ast;
    NodeId value = ast_child(ast, expression, FIELD_VALUE);
    if (ast_kind(ast, expression) != NODE_ATTRIBUTE || ast_kind(ast, value) != NODE_NAME ||
        !str_equal(ast_name(ast, value), rows->target)) {
        return NULL;
    }
    const ModelField *field = model_field(context->file, rows->model, ast_name(ast, expression));
    return field && field->kind == MODEL_COLUMN ? field : NULL;
}
