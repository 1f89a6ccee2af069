/* Knows which calls only give a value; knows nothing about loops. */
#include "rules/io/request_calls.h"

#include "catalog/context_bound.h"
#include "catalog/extension.h"
#include "catalog/mutators.h"
#include "catalog/storing.h"
#include "semantics/kinds.h"
#include "semantics/qualified_name.h"
#include "semantics/scope.h"

enum { FUNCTIONS_MAX = 64, METHOD_BYTES_MAX = 64 };

NodeId request_base_name(const Ast *ast, NodeId node) {
    while (node != NODE_NONE &&
           (ast_kind(ast, node) == NODE_ATTRIBUTE || ast_kind(ast, node) == NODE_SUBSCRIPT)) {
        node = ast_child(ast, node, FIELD_VALUE);
    }
    return node != NODE_NONE && ast_kind(ast, node) == NODE_NAME ? node : NODE_NONE;
}

/* ---- values ------------------------------------------------------------------------------------
 */

/* `x = y`, `x = self.rows`, `x = rows[0]`: another name of something older. */
static bool is_alias(const Ast *ast, NodeId value) {
    if (value == NODE_NONE) {
        return true;
    }
    NodeKind kind = ast_kind(ast, value);
    return kind == NODE_NAME || kind == NODE_ATTRIBUTE || kind == NODE_SUBSCRIPT;
}

bool request_is_own_value(const UnitFacts *facts, NodeId name) {
    const ScopeTree *tree = facts->scopes;
    UseId use = scope_use(tree, name);
    SymbolId home = use == USE_NONE ? SYMBOL_NONE : scope_use_home(tree, use);
    if (home == SYMBOL_NONE) {
        return false;
    }
    const Symbol *symbol = &tree->symbols[home];
    ScopeKind scope = (ScopeKind)tree->scopes[symbol->scope].kind;
    if (scope != SCOPE_FUNCTION && scope != SCOPE_COMPREHENSION) {
        return false;
    }
    for (uint32_t i = 0; i < symbol->binding_count; i++) {
        const Binding *binding = &tree->bindings[symbol->first_binding + i];
        bool assigned = binding->kind == BINDING_ASSIGN || binding->kind == BINDING_ANNOTATED;
        bool made = binding->kind == BINDING_WITH || binding->kind == BINDING_AUGMENTED ||
                    (assigned &&
                     !is_alias(&facts->ast, ast_child(&facts->ast, binding->source, FIELD_VALUE)));
        if (!made) {
            return false;
        }
    }
    return symbol->binding_count > 0;
}

/* ---- hidden writes
 * -------------------------------------------------------------------------------- */

static bool is_outside(const UnitFacts *facts, NodeId place) {
    NodeId base = request_base_name(&facts->ast, place);
    return base != NODE_NONE && !request_is_own_value(facts, base);
}

static bool is_request(const FileModel *file, UnitId unit, NodeId call, Arena *mem) {
    const CatalogCallable *row =
        extended_callable(file->extension, kinds_callee(file, unit, call, mem));
    return row && !(row->effects & CATALOG_MUTATES);
}

/* `cache.set(key, value)` */
static bool fills_cache(const Ast *ast, NodeId call, Str method) {
    bool setter = str_equal(method, STR("set")) || str_equal(method, STR("setex")) ||
                  str_equal(method, STR("set_many"));
    return setter && ast_count_in_field(ast, call, FIELD_ARGS) >= 2;
}

static bool call_writes(const FunctionPlace *function, NodeId call, Arena *mem) {
    const UnitFacts *facts = file_model_unit(function->file, function->unit);
    NodeId callee = ast_child(&facts->ast, call, FIELD_FUNC);
    if (callee == NODE_NONE || ast_kind(&facts->ast, callee) != NODE_ATTRIBUTE) {
        return false;
    }
    Str method = ast_name(&facts->ast, callee);
    bool named = catalog_is_mutator(method) || fills_cache(&facts->ast, call, method);
    return named && is_outside(facts, callee) &&
           !is_request(function->file, function->unit, call, mem);
}

static bool node_writes(const FunctionPlace *function, NodeId node, bool is_init, Arena *mem) {
    const UnitFacts *facts = file_model_unit(function->file, function->unit);
    const Ast *ast = &facts->ast;
    switch (ast_kind(ast, node)) {
    case NODE_GLOBAL:
    case NODE_NONLOCAL:
        return true;
    case NODE_ATTRIBUTE:
    case NODE_SUBSCRIPT:
        return !is_init && (ast_node(ast, node)->flags & (NODE_STORE | NODE_DEL)) &&
               is_outside(facts, node);
    case NODE_CALL:
        return call_writes(function, node, mem);
    default:
        return false;
    }
}

/* The place in a function that writes; NODE_NONE. */
static NodeId write_in(const FunctionPlace *function, Arena *mem) {
    const Ast *ast = &file_model_unit(function->file, function->unit)->ast;
    NodeId body = ast_child(ast, function->node, FIELD_BODY);
    NodeId end = ast_node(ast, function->node)->subtree_end;
    bool is_init = ast_kind(ast, function->node) == NODE_FUNCTION_DEF &&
                   str_equal(ast_name(ast, function->node), STR("__init__"));
    for (NodeId node = body == NODE_NONE ? end : body; node < end; node++) {
        if (node_writes(function, node, is_init, mem)) {
            return node;
        }
    }
    return NODE_NONE;
}

bool request_hidden_write(const RuleContext *context, NodeId call, HiddenWrite *out) {
    FunctionList functions = called_functions((CallPlace){context->file, context->unit, call},
                                              FUNCTIONS_MAX, context->scratch);
    for (uint32_t i = 0; i < functions.count; i++) {
        NodeId node = write_in(&functions.items[i], context->scratch);
        if (node != NODE_NONE) {
            *out = (HiddenWrite){functions.items[i], node};
            return true;
        }
    }
    return false;
}

/* ---- effects
 * ------------------------------------------------------------------------------------- */

/* `Row.objects.create(...)`, `row.save()`, `cursor.execute(...)`: stores something, or asks a
 * database through a connection that belongs to one thread. */
static bool stores(const FunctionPlace *function, NodeId call, Arena *mem) {
    const UnitFacts *facts = file_model_unit(function->file, function->unit);
    CallPlace place = {function->file, function->unit, call};
    const CatalogCallable *row =
        extended_callable(place.file->extension, kinds_callee(place.file, place.unit, call, mem));
    FunctionPlace target;
    if (row) {
        return row->effects & (CATALOG_DB | CATALOG_QUERY | CATALOG_SUBPROCESS | CATALOG_INPUT);
    }
    NodeId callee = ast_child(&facts->ast, call, FIELD_FUNC);
    if (callee == NODE_NONE || ast_kind(&facts->ast, callee) != NODE_ATTRIBUTE ||
        called_function(place, &target)) {
        return false;
    }
    NodeId receiver = ast_child(&facts->ast, callee, FIELD_VALUE);
    bool manager = receiver != NODE_NONE && ast_kind(&facts->ast, receiver) == NODE_ATTRIBUTE &&
                   str_equal(ast_name(&facts->ast, receiver), STR("objects"));
    return manager || catalog_is_storing(ast_name(&facts->ast, callee));
}

static NodeId storing_call_in(const FunctionPlace *function, Arena *mem) {
    const Ast *ast = &file_model_unit(function->file, function->unit)->ast;
    NodeId body = ast_child(ast, function->node, FIELD_BODY);
    NodeId end = ast_node(ast, function->node)->subtree_end;
    for (NodeId node = body == NODE_NONE ? end : body; node < end; node++) {
        if (ast_kind(ast, node) == NODE_CALL && stores(function, node, mem)) {
            return node;
        }
    }
    return NODE_NONE;
}

bool request_hidden_effect(const RuleContext *context, NodeId call, HiddenWrite *out) {
    FunctionList functions = called_functions((CallPlace){context->file, context->unit, call},
                                              FUNCTIONS_MAX, context->scratch);
    for (uint32_t i = 0; i < functions.count; i++) {
        NodeId node = storing_call_in(&functions.items[i], context->scratch);
        if (node != NODE_NONE) {
            *out = (HiddenWrite){functions.items[i], node};
            return true;
        }
    }
    return false;
}

/* ---- context
 * ------------------------------------------------------------------------------------- */

static bool reads_context(const FunctionPlace *function, Arena *mem) {
    const Ast *ast = &file_model_unit(function->file, function->unit)->ast;
    NodeId end = ast_node(ast, function->node)->subtree_end;
    for (NodeId node = function->node; node < end; node++) {
        NodeKind kind = ast_kind(ast, node);
        bool asked = kind == NODE_NAME || kind == NODE_ATTRIBUTE;
        if (asked &&
            catalog_is_context_bound(qualified_name(function->file, function->unit, node, mem))) {
            return true;
        }
    }
    return false;
}

bool request_reads_context(const RuleContext *context, NodeId call) {
    FunctionList functions = called_functions((CallPlace){context->file, context->unit, call},
                                              FUNCTIONS_MAX, context->scratch);
    for (uint32_t i = 0; i < functions.count; i++) {
        if (reads_context(&functions.items[i], context->scratch)) {
            return true;
        }
    }
    return false;
}

/* ---- quiet calls
 * ---------------------------------------------------------------------------------- */

/* `x.strip()` where x is not known: as strings, dicts and their like have it, without an effect. */
static bool is_quiet_method(const Ast *ast, NodeId call) {
    static const char *const classes[] = {"str", "dict", "list", "tuple", "bytes", "set"};
    NodeId callee = ast_child(ast, call, FIELD_FUNC);
    if (callee == NODE_NONE || ast_kind(ast, callee) != NODE_ATTRIBUTE) {
        return false;
    }
    Str method = ast_name(ast, callee);
    char path[METHOD_BYTES_MAX];
    for (size_t i = 0; i < sizeof classes / sizeof classes[0]; i++) {
        size_t length = strlen(classes[i]);
        if (length + 1 + method.len > sizeof path) {
            continue;
        }
        memcpy(path, classes[i], length);
        path[length] = '.';
        memcpy(path + length + 1, method.ptr, method.len);
        const CatalogCallable *row =
            catalog_callable((Str){path, (uint32_t)(length + 1 + method.len)});
        if (row && (row->effects & CATALOG_PURE)) {
            return true;
        }
    }
    return false;
}

typedef enum Loudness {
    LOUDNESS_QUIET,
    LOUDNESS_LOUD,
    LOUDNESS_ASK, /* it runs a function of the project */
} Loudness;

static Loudness loudness(CallPlace place, Arena *mem) {
    const Ast *ast = &file_model_unit(place.file, place.unit)->ast;
    Str path = kinds_callee(place.file, place.unit, place.call, mem);
    const CatalogCallable *row = extended_callable(place.file->extension, path);
    if (row) {
        return row->effects & CATALOG_PURE ? LOUDNESS_QUIET : LOUDNESS_LOUD;
    }
    FunctionPlace function;
    if (called_function(place, &function)) {
        return LOUDNESS_ASK;
    }
    return !path.len && is_quiet_method(ast, place.call) ? LOUDNESS_QUIET : LOUDNESS_LOUD;
}

static bool function_is_quiet(const FunctionPlace *function, Arena *mem) {
    const Ast *ast = &file_model_unit(function->file, function->unit)->ast;
    NodeId end = ast_node(ast, function->node)->subtree_end;
    for (NodeId node = function->node; node < end; node++) {
        NodeKind kind = ast_kind(ast, node);
        if (kind == NODE_AWAIT || kind == NODE_YIELD || kind == NODE_YIELD_FROM) {
            return false;
        }
        if (kind == NODE_CALL &&
            loudness((CallPlace){function->file, function->unit, node}, mem) == LOUDNESS_LOUD) {
            return false;
        }
    }
    return write_in(function, mem) == NODE_NONE;
}

bool request_call_is_quiet(const RuleContext *context, NodeId call) {
    CallPlace place = {context->file, context->unit, call};
    Loudness own = loudness(place, context->scratch);
    if (own != LOUDNESS_ASK) {
        return own == LOUDNESS_QUIET;
    }
    FunctionList functions = called_functions(place, FUNCTIONS_MAX, context->scratch);
    for (uint32_t i = 0; i < functions.count; i++) {
        if (i >= FUNCTIONS_MAX || !function_is_quiet(&functions.items[i], context->scratch)) {
            return false;
        }
    }
    return true;
}

NodeId request_loud_call(const RuleContext *context, NodeId expression, NodeId except) {
    const Ast *ast = &context->facts->ast;
    NodeId end = ast_node(ast, expression)->subtree_end;
    for (NodeId node = expression; node < end; node++) {
        if (node == except || ast_kind(ast, node) == NODE_LAMBDA) {
            node = ast_node(ast, node)->subtree_end - 1;
            continue;
        }
        if (ast_kind(ast, node) == NODE_CALL && !request_call_is_quiet(context, node)) {
            return node;
        }
    }
    return NODE_NONE;
}
