#include "rules/cpu/variable.h"

Variable variable_of(const UnitFacts *facts, NodeId name) {
    const ScopeTree *tree = facts->scopes;
    Variable variable = {.facts = facts};
    UseId use = scope_use(tree, name);
    BindingId binding = use == USE_NONE ? scope_binding(tree, name) : BINDING_NONE;
    if (use == USE_NONE && binding == BINDING_NONE) {
        return variable;
    }
    SymbolId symbol = use != USE_NONE ? tree->uses[use].symbol : tree->bindings[binding].symbol;
    SymbolId home = tree->symbols[symbol].home;
    variable.symbol = home == SYMBOL_NONE ? NULL : &tree->symbols[home];
    return variable;
}

uint32_t variable_use_count(const Variable *variable) {
    return variable->symbol ? variable->symbol->use_count : 0;
}

static const Use *use_at(const Variable *variable, uint32_t index) {
    const ScopeTree *tree = variable->facts->scopes;
    return &tree->uses[tree->symbol_uses[variable->symbol->first_use + index]];
}

NodeId variable_use(const Variable *variable, uint32_t index) {
    return use_at(variable, index)->node;
}

uint32_t variable_binding_count(const Variable *variable) {
    return variable->symbol ? variable->symbol->binding_count : 0;
}

const Binding *variable_binding(const Variable *variable, uint32_t index) {
    return &variable->facts->scopes->bindings[variable->symbol->first_binding + index];
}

/* A scope whose names live in cells of the function around it; the lists, sets and dicts of
 * comprehensions do not outlive their statement. */
static bool is_closure(const Variable *variable, ScopeId scope) {
    const ScopeTree *tree = variable->facts->scopes;
    const Ast *ast = &variable->facts->ast;
    for (; scope != SCOPE_NONE && &tree->scopes[scope] != &tree->scopes[variable->symbol->scope];
         scope = tree->scopes[scope].parent) {
        const Scope *at = &tree->scopes[scope];
        if (at->kind != SCOPE_COMPREHENSION || ast_kind(ast, at->node) == NODE_GENERATOR_EXP) {
            return true;
        }
    }
    return false;
}

bool variable_is_shared(const Variable *variable) {
    for (uint32_t i = 0; i < variable_use_count(variable); i++) {
        if (is_closure(variable, use_at(variable, i)->scope)) {
            return true;
        }
    }
    for (uint32_t i = 0; i < variable_binding_count(variable); i++) {
        if (is_closure(variable, variable_binding(variable, i)->scope)) {
            return true;
        }
    }
    return false;
}

bool variable_is_local(const Variable *variable) {
    return variable->symbol &&
           variable->facts->scopes->scopes[variable->symbol->scope].kind == SCOPE_FUNCTION &&
           !variable_is_shared(variable);
}

NodeId variable_only_assignment(const Variable *variable) {
    if (variable_binding_count(variable) != 1) {
        return NODE_NONE;
    }
    const Binding *binding = variable_binding(variable, 0);
    bool is_plain = binding->kind == BINDING_ASSIGN && !binding->is_unpacked &&
                    ast_count_in_field(&variable->facts->ast, binding->source, FIELD_TARGETS) == 1;
    return is_plain ? binding->source : NODE_NONE;
}

/* The call whose plain or keyword argument this is; NODE_NONE for anything else. */
static NodeId call_of_argument(const Ast *ast, NodeId node) {
    NodeId parent = ast_node(ast, node)->parent;
    if (ast_kind(ast, parent) == NODE_KEYWORD) {
        node = parent;
        parent = ast_node(ast, parent)->parent;
    }
    bool is_argument =
        ast_kind(ast, parent) == NODE_CALL && ast_node(ast, node)->field != FIELD_FUNC;
    return is_argument ? parent : NODE_NONE;
}

static bool is_pure(const LoopContext *loops, NodeId call) {
    return loops->is_pure_call(loops->answerer, loops->file, loops->unit, call);
}

static bool calls_pure_method(const LoopContext *loops, const Ast *ast, NodeId attribute) {
    NodeId call = ast_node(ast, attribute)->parent;
    return ast_kind(ast, call) == NODE_CALL && ast_node(ast, attribute)->field == FIELD_FUNC &&
           is_pure(loops, call);
}

bool variable_use_only_reads(const LoopContext *loops, NodeId use) {
    const Ast *ast = &file_model_unit(loops->file, loops->unit)->ast;
    NodeId node = use;
    NodeId parent = ast_node(ast, node)->parent;
    while (ast_kind(ast, parent) == NODE_BOOL_OP) {
        node = parent;
        parent = ast_node(ast, node)->parent;
    }
    const Node *at = ast_node(ast, node);
    if (at->flags & (NODE_STORE | NODE_DEL)) {
        return false;
    }
    NodeId call = call_of_argument(ast, node);
    switch (ast_kind(ast, parent)) {
    case NODE_COMPARE:
    case NODE_BIN_OP:
    case NODE_UNARY_OP:
    case NODE_FORMATTED_VALUE:
    case NODE_ASSERT:
    case NODE_EXPR:
        return true;
    case NODE_IF:
    case NODE_IF_EXP:
    case NODE_WHILE:
        return at->field == FIELD_TEST;
    case NODE_FOR:
    case NODE_ASYNC_FOR:
    case NODE_COMPREHENSION:
    case NODE_ASYNC_COMPREHENSION:
        return at->field == FIELD_ITER || at->field == FIELD_IFS;
    case NODE_SUBSCRIPT:
        return at->field == FIELD_SLICE ||
               !(ast_node(ast, parent)->flags & (NODE_STORE | NODE_DEL));
    case NODE_ATTRIBUTE:
        return calls_pure_method(loops, ast, parent);
    default:
        return call != NODE_NONE && is_pure(loops, call);
    }
}
