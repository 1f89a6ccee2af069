/* Knows how to find the calls of a function. Callers are told by name first; which function a call
 * really runs, its kind says. */
#include "rules/query/row_callers.h"

#include "rules/query/row_scan.h"
#include "rules/shape.h"
#include "semantics/project.h"

enum { CALLERS_MAX = 24 };

/* ---- is it worth the search? -------------------------------------------------------------------
 */

/* The Name at the bottom, also through calls: `queryset` of `enumerate(queryset.filter())`. */
static NodeId bottom_name(const Ast *ast, NodeId node) {
    while (node != NODE_NONE && ast_kind(ast, node) != NODE_NAME) {
        NodeKind kind = ast_kind(ast, node);
        NodeId function = kind == NODE_CALL ? ast_child(ast, node, FIELD_FUNC) : NODE_NONE;
        bool plain = function != NODE_NONE && ast_kind(ast, function) == NODE_NAME;
        node = plain               ? ast_child(ast, node, FIELD_ARGS)
               : kind == NODE_CALL ? function
               : kind == NODE_ATTRIBUTE || kind == NODE_SUBSCRIPT
                   ? ast_child(ast, node, FIELD_VALUE)
                   : NODE_NONE;
    }
    return node;
}

static bool is_parameter(const UnitFacts *facts, NodeId name) {
    SymbolId variable = shape_local(facts, name);
    return variable != SYMBOL_NONE && (facts->scopes->symbols[variable].flags & SYMBOL_PARAMETER);
}

static bool loops_over_parameter(const UnitFacts *facts, NodeId function) {
    const Ast *ast = &facts->ast;
    NodeId end = ast_node(ast, function)->subtree_end;
    for (NodeId node = function; node < end; node++) {
        NodeId iterable = ast_child(ast, node, FIELD_ITER);
        NodeKind kind = ast_kind(ast, node);
        bool loops = kind == NODE_FOR || kind == NODE_ASYNC_FOR || kind == NODE_COMPREHENSION ||
                     kind == NODE_ASYNC_COMPREHENSION;
        NodeId name = loops && iterable != NODE_NONE ? bottom_name(ast, iterable) : NODE_NONE;
        if (name != NODE_NONE && is_parameter(facts, name)) {
            return true;
        }
    }
    return false;
}

static bool has_relations(const FileModel *file, Arena *mem) {
    return project_classes_mentioning(file, TRIGGER_BIT(ORM_RELATION), mem).count > 0;
}

/* ---- what they give ----------------------------------------------------------------------------
 */

typedef struct Agreeing {
    KindTable *table;
    KindPlace function;
    ContextKind context;
    uint32_t count;
} Agreeing;

static void agree(Agreeing *agreeing, KindId context) {
    ContextKind given;
    if (!context_kind_get(agreeing->table, context, &given) ||
        given.function.file != agreeing->function.file ||
        given.function.unit != agreeing->function.unit ||
        given.function.node != agreeing->function.node) {
        return;
    }
    for (uint32_t i = 0; i < CONTEXT_PARAMETERS_MAX; i++) {
        KindId *kind = &agreeing->context.parameters[i];
        *kind = agreeing->count ? kind_join(agreeing->table, *kind, given.parameters[i])
                                : given.parameters[i];
    }
    agreeing->count++;
}

static void look_at_caller(const FileModel *file, UnitId unit, Str name, Agreeing *agreeing) {
    const Ast *ast = &file_model_unit(file, unit)->ast;
    for (NodeId node = 0; node < ast->node_count; node++) {
        NodeId function =
            ast_kind(ast, node) == NODE_CALL ? ast_child(ast, node, FIELD_FUNC) : NODE_NONE;
        if (function != NODE_NONE && str_equal(ast_name(ast, function), name)) {
            agree(agreeing, kinds_called(file, unit, node, KIND_NEVER));
        }
    }
}

KindId row_callers_context(const FileModel *file, UnitId unit, Arena *mem) {
    const UnitFacts *facts = file_model_unit(file, unit);
    NodeId function = ast_definition(&facts->ast);
    if (function == NODE_NONE || !ast_kind_is_function(ast_kind(&facts->ast, function)) ||
        !loops_over_parameter(facts, function) || !has_relations(file, mem)) {
        return KIND_NEVER;
    }
    Agreeing agreeing = {
        .table = kinds_table(file), .function = {file->id, unit, function}
    };
    agreeing.context.function = agreeing.function;
    Str name = ast_name(&facts->ast, function);
    ProjectUnits callers = project_callers_named(file, name, mem);
    for (uint32_t i = 0; i < callers.count && i < CALLERS_MAX; i++) {
        const FileModel *home = row_scan_file(file, callers.items[i].file);
        look_at_caller(home, callers.items[i].unit, name, &agreeing);
    }
    for (uint32_t i = 0; i < CONTEXT_PARAMETERS_MAX; i++) {
        KindId *kind = &agreeing.context.parameters[i];
        *kind = *kind == KIND_UNKNOWN ? KIND_NEVER : *kind;
    }
    return agreeing.count ? context_kind_add(agreeing.table, &agreeing.context) : KIND_NEVER;
}
