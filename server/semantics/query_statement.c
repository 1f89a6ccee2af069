/* Knows what the statement does that a session or connection is given, from how it is written. */
#include "semantics/query_statement.h"

#include "semantics/query_use.h"

enum { NAMES_MAX = 4, STEPS_MAX = 64 };

/* The value of a name that is bound once, by a plain assignment; any other expression again. */
static NodeId value_meant(const FileModel *file, UnitId unit, NodeId node) {
    const Ast *ast = &file_model_unit(file, unit)->ast;
    for (uint32_t i = 0; i < NAMES_MAX && node != NODE_NONE && ast_kind(ast, node) == NODE_NAME;
         i++) {
        NameMeaning meaning = file_scope_resolve(file, unit, node, file->mem);
        const Binding *binding =
            meaning.place_count == 1 && !meaning.maybe_star && meaning.places[0].unit == unit
                ? file_scope_binding(file, meaning.places[0])
                : NULL;
        if (!binding || binding->kind != BINDING_ASSIGN || binding->is_unpacked) {
            break;
        }
        node = ast_child(ast, binding->source, FIELD_VALUE);
    }
    return node;
}

/* One step down a chain: `update(M)` of `update(M).where`, what a name at its bottom holds. */
static NodeId step_down(const FileModel *file, UnitId unit, NodeId node) {
    const Ast *ast = &file_model_unit(file, unit)->ast;
    NodeKind kind = ast_kind(ast, node);
    NodeId next = kind == NODE_CALL        ? ast_child(ast, node, FIELD_FUNC)
                  : kind == NODE_ATTRIBUTE ? ast_child(ast, node, FIELD_VALUE)
                  : kind == NODE_NAME      ? value_meant(file, unit, node)
                                           : NODE_NONE;
    return next == node ? NODE_NONE : next;
}

/* The callee at the bottom of a chain: `delete` of `delete(M).where(..)`. */
static NodeId innermost_callee(const FileModel *file, UnitId unit, NodeId node) {
    for (uint32_t i = 0; i < STEPS_MAX; i++) {
        NodeId next = step_down(file, unit, node);
        if (next == NODE_NONE) {
            break;
        }
        node = next;
    }
    return node;
}

/* `books.update().where(..)`, `Book.__table__.delete()`: the method of a table that the function of
 * the same name stands for. */
static bool is_write_of_table(const FileModel *file, UnitId unit, NodeId node) {
    const Ast *ast = &file_model_unit(file, unit)->ast;
    for (uint32_t i = 0; i < STEPS_MAX && node != NODE_NONE; i++) {
        NodeId function =
            ast_kind(ast, node) == NODE_CALL ? ast_child(ast, node, FIELD_FUNC) : NODE_NONE;
        if (function != NODE_NONE && ast_kind(ast, function) == NODE_ATTRIBUTE) {
            const CatalogQueryMethod *named = catalog_query_path(
                arena_format(file->mem, "sqlalchemy.%.*s", STR_ARG(ast_name(ast, function))));
            if (named && (named->effects & QUERY_WRITES)) {
                return true;
            }
        }
        node = step_down(file, unit, node);
    }
    return false;
}

/* What the statement does that a session is given. */
uint32_t query_statement_effect(const FileModel *file, UnitId unit, NodeId node, KindId context,
                                bool is_core) {
    const UnitFacts *facts = file_model_unit(file, unit);
    const Ast *ast = &facts->ast;
    node = node == NODE_NONE ? node : value_meant(file, unit, node);
    if (node == NODE_NONE ||
        kind_is_query(kinds_table(file), kinds_expression_in(file, unit, node, context))) {
        return QUERY_READS;
    }
    NodeId bottom = innermost_callee(file, unit, node);
    const Kind *kind =
        kind_get(kinds_table(file), kinds_expression_in(file, unit, bottom, context));
    const CatalogQueryMethod *method =
        kind->tag == KIND_TAG_SYMBOL ? catalog_query_path(kind->path) : NULL;
    if ((method && (method->effects & QUERY_WRITES)) || is_write_of_table(file, unit, node)) {
        return QUERY_WRITES;
    }
    NodeId text = method && (method->effects & QUERY_SQL) ? ast_child(ast, node, FIELD_ARGS) : node;
    bool literal = text != NODE_NONE && ast_kind(ast, text) == NODE_CONSTANT &&
                   ast_node(ast, text)->detail == CONSTANT_STR;
    /* What a session is given is mostly a query; a connection is given anything. */
    uint32_t unread = is_core ? 0 : QUERY_READS;
    return literal ? catalog_sql_effect(str_span(facts->text, ast_span(ast, text))) : unread;
}
