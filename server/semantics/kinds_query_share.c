/* What all rows of a query share: knows which conditions leave one object at the end of a relation.
 * SQLAlchemy's session has it after the first row. */
#include "semantics/kinds_query.h"

/* All rows refer to one object by the relation: the session has it after the first. */
static void share_relation(Evaluation *evaluation, QueryKind *query, const ModelField *field) {
    Arena *mem = evaluation_mem(evaluation);
    query->loaded = path_set_add(query->loaded, field->name, mem);
    query->loaded =
        path_set_add(query->loaded, arena_format(mem, "^%.*s", STR_ARG(field->name)), mem);
}

/* ...by this column or relation. */
static void share(Evaluation *evaluation, QueryKind *query, Str name) {
    const Model *model = evaluation_model_of(evaluation, query->model);
    for (uint32_t i = 0; model && i < model->fields.count; i++) {
        const ModelField *field = &model->fields.items[i];
        bool is_it = field->kind == MODEL_TO_ONE && name.len &&
                     (str_equal(field->key_name, name) || str_equal(field->name, name));
        if (is_it) {
            share_relation(evaluation, query, field);
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

/* The parent's class; NULL when it is not known. */
static const Model *class_of_parent(Evaluation *evaluation, NodeId parent) {
    KindId kind = evaluation_expression(evaluation, parent);
    RowKind row;
    bool is_row = row_kind_get(evaluation->table, kind, &row);
    return evaluation_model_of(evaluation, is_row ? row.model : kind);
}

/* The relation of the parent that the argument names: "leaves", Hub.leaves; else empty. */
static Str named_collection(const UnitFacts *facts, NodeId node) {
    Str name = {"", 0};
    bool is_other = node != NODE_NONE && !literal_string(facts, node, &name);
    return is_other ? ast_name(&facts->ast, node) : name;
}

/* The first relation that `from` declares to `to` and that leads back; or NULL. */
static const ModelField *first_way(const Evaluation *evaluation, const Model *from,
                                   const Model *to) {
    for (uint32_t i = 0; i < from->fields.count; i++) {
        const ModelField *field = &from->fields.items[i];
        bool is_relation = field->kind == MODEL_TO_ONE || field->kind == MODEL_TO_MANY;
        if (is_relation && field->back_name.len && model_target(evaluation->file, field) == to) {
            return field;
        }
    }
    return NULL;
}

/* What the rows call the parent: SQLAlchemy takes the relation that is named, else the parent's
 * first to their class, and those that the parent itself declares come first. */
static Str way_back(Evaluation *evaluation, const Model *owner, const Model *model, Str named) {
    const ModelField *there = !owner      ? NULL
                              : named.len ? model_field(evaluation->file, owner, named)
                                          : first_way(evaluation, owner, model);
    if (there) {
        return there->back_name;
    }
    const ModelField *back = owner && !named.len ? first_way(evaluation, model, owner) : NULL;
    for (uint32_t i = 0; !back && named.len && i < model->fields.count; i++) {
        const ModelField *field = &model->fields.items[i];
        back = str_equal(field->back_name, named) ? field : NULL;
    }
    return back ? back->name : (Str){"", 0};
}

/* A parent of unknown class is told by what it is called. */
void query_apply_parent(Evaluation *evaluation, QueryKind *query, NodeId call) {
    const Ast *ast = &evaluation->facts->ast;
    NodeId parent = ast_child(ast, call, FIELD_ARGS);
    const Model *model = evaluation_model_of(evaluation, query->model);
    if (parent == NODE_NONE || !model) {
        return;
    }
    const Model *owner = class_of_parent(evaluation, parent);
    Str named = named_collection(evaluation->facts, ast_next_in_field(ast, parent));
    Str back =
        owner || named.len ? way_back(evaluation, owner, model, named) : ast_name(ast, parent);
    const ModelField *field = back.len ? model_field(evaluation->file, model, back) : NULL;
    if (field && field->kind == MODEL_TO_ONE) {
        share_relation(evaluation, query, field);
    }
}
