/* What all rows of a query share: knows which conditions leave one object at the end of a relation.
 * SQLAlchemy's session has it after the first row. */
#include "semantics/kinds_query.h"

/* All rows refer to one object by this column or relation: the session has it after the first. */
static void share(Evaluation *evaluation, QueryKind *query, Str name) {
    Arena *mem = evaluation_mem(evaluation);
    const Model *model = evaluation_model_of(evaluation, query->model);
    for (uint32_t i = 0; model && i < model->fields.count; i++) {
        const ModelField *field = &model->fields.items[i];
        bool is_it = field->kind == MODEL_TO_ONE && name.len &&
                     (str_equal(field->key_name, name) || str_equal(field->name, name));
        if (is_it) {
            query->loaded = path_set_add(query->loaded, field->name, mem);
            query->loaded =
                path_set_add(query->loaded, arena_format(mem, "^%.*s", STR_ARG(field->name)), mem);
        }
    }
}

/* `where(Leaf.hub_id == hub.id)`, `filter_by(hub=hub)`. */
void query_apply_equality(Evaluation *evaluation, QueryKind *query, NodeId call) {
    const Ast *ast = &evaluation->facts->ast;
    if (query->orm != ORM_SQLALCHEMY) {
        return;
    }
    for (NodeId node = ast_child(ast, call, FIELD_ARGS); node != NODE_NONE;
         node = ast_next_in_field(ast, node)) {
        NodeId column =
            ast_kind(ast, node) == NODE_COMPARE ? ast_child(ast, node, FIELD_LEFT) : NODE_NONE;
        NodeId op = column == NODE_NONE ? NODE_NONE : ast_child(ast, node, FIELD_OPS);
        bool is_equal = op != NODE_NONE && ast_next_in_field(ast, op) == NODE_NONE &&
                        ast_node(ast, op)->detail == OPERATOR_EQ &&
                        ast_kind(ast, column) == NODE_ATTRIBUTE;
        if (is_equal && evaluation_expression(evaluation, ast_child(ast, column, FIELD_VALUE)) ==
                            query->model) {
            share(evaluation, query, ast_name(ast, column));
        }
    }
    for (NodeId node = ast_child(ast, call, FIELD_KEYWORDS); node != NODE_NONE;
         node = ast_next_in_field(ast, node)) {
        share(evaluation, query, ast_name(ast, node));
    }
}
