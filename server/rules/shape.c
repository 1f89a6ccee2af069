/* Knows how expressions, variables and rows lie in one unit; knows nothing about what they mean. */
#include "rules/shape.h"

#include "text/rows.h"

/* ---- expressions ---------------------------------------------------------------------------- */

bool shape_same_text(const UnitFacts *facts, NodeId a, NodeId b) {
    return str_equal(shape_text(facts, a), shape_text(facts, b));
}

Str shape_first_row(const UnitFacts *facts, NodeId node, Arena *mem) {
    Str text = shape_text(facts, node);
    uint32_t end = row_end(text, 0);
    return end == text.len ? arena_copy(mem, text)
                           : arena_format(mem, "%.*s...", STR_ARG(str_slice(text, 0, end)));
}

Str shape_method(const Ast *ast, NodeId call) {
    NodeId function =
        ast_kind(ast, call) == NODE_CALL ? ast_child(ast, call, FIELD_FUNC) : NODE_NONE;
    bool method = function != NODE_NONE && ast_kind(ast, function) == NODE_ATTRIBUTE;
    return method ? ast_name(ast, function) : STR("");
}

NodeId shape_receiver(const Ast *ast, NodeId call, Str name) {
    if (call == NODE_NONE || name.len == 0 || !str_equal(shape_method(ast, call), name)) {
        return NODE_NONE;
    }
    return ast_child(ast, ast_child(ast, call, FIELD_FUNC), FIELD_VALUE);
}

NodeId shape_only_argument(const Ast *ast, NodeId call) {
    NodeId argument = ast_child(ast, call, FIELD_ARGS);
    bool only = argument != NODE_NONE && ast_next_in_field(ast, argument) == NODE_NONE &&
                ast_child(ast, call, FIELD_KEYWORDS) == NODE_NONE &&
                ast_kind(ast, argument) != NODE_STARRED;
    return only ? argument : NODE_NONE;
}

bool shape_has_arguments(const Ast *ast, NodeId call) {
    return ast_child(ast, call, FIELD_ARGS) != NODE_NONE ||
           ast_child(ast, call, FIELD_KEYWORDS) != NODE_NONE;
}

bool shape_has_splat(const Ast *ast, NodeId call) {
    for (NodeId child = ast_first_child(ast, call); child != NODE_NONE;
         child = ast_next_sibling(ast, child)) {
        bool keyword = ast_node(ast, child)->field == FIELD_KEYWORDS;
        if (ast_kind(ast, child) == NODE_STARRED || (keyword && ast_name(ast, child).len == 0)) {
            return true;
        }
    }
    return false;
}

NodeId shape_base(const Ast *ast, NodeId expression) {
    while (expression != NODE_NONE && (ast_kind(ast, expression) == NODE_ATTRIBUTE ||
                                       ast_kind(ast, expression) == NODE_SUBSCRIPT)) {
        expression = ast_child(ast, expression, FIELD_VALUE);
    }
    return expression != NODE_NONE && ast_kind(ast, expression) == NODE_NAME ? expression
                                                                             : NODE_NONE;
}

/* ---- local variables ------------------------------------------------------------------------ */

SymbolId shape_local(const UnitFacts *facts, NodeId name) {
    const ScopeTree *tree = facts->scopes;
    if (!tree || name == NODE_NONE || ast_kind(&facts->ast, name) != NODE_NAME) {
        return SYMBOL_NONE;
    }
    UseId use = scope_use(tree, name);
    BindingId binding = use == USE_NONE ? scope_binding(tree, name) : BINDING_NONE;
    if (use == USE_NONE && binding == BINDING_NONE) {
        return SYMBOL_NONE;
    }
    SymbolId symbol = use != USE_NONE ? tree->uses[use].symbol : tree->bindings[binding].symbol;
    SymbolId home = tree->symbols[symbol].home;
    bool local =
        home != SYMBOL_NONE && tree->scopes[tree->symbols[home].scope].kind == SCOPE_FUNCTION;
    return local ? home : SYMBOL_NONE;
}

NodeId shape_only_value(const UnitFacts *facts, SymbolId variable) {
    const ScopeTree *tree = facts->scopes;
    if (variable == SYMBOL_NONE || tree->symbols[variable].binding_count != 1) {
        return NODE_NONE;
    }
    const Binding *binding = &tree->bindings[tree->symbols[variable].first_binding];
    bool plain = binding->kind == BINDING_ASSIGN && !binding->is_unpacked &&
                 ast_count_in_field(&facts->ast, binding->source, FIELD_TARGETS) == 1;
    return plain ? ast_child(&facts->ast, binding->source, FIELD_VALUE) : NODE_NONE;
}

/* The value that one binding gives; NODE_NONE for what is no plain value. */
static NodeId bound_value(const Ast *ast, const Binding *binding) {
    if (binding->is_unpacked) {
        return NODE_NONE;
    }
    switch ((BindingKind)binding->kind) {
    case BINDING_WITH:
        return ast_child(ast, binding->source, FIELD_CONTEXT_EXPR);
    case BINDING_ASSIGN:
    case BINDING_ANNOTATED:
    case BINDING_WALRUS:
        return ast_child(ast, binding->source, FIELD_VALUE);
    default:
        return NODE_NONE;
    }
}

NodeId shape_opening_call(const UnitFacts *facts, NodeId expression) {
    const Ast *ast = &facts->ast;
    if (ast_kind(ast, expression) == NODE_CALL) {
        return expression;
    }
    const ScopeTree *tree = facts->scopes;
    UseId use =
        tree && ast_kind(ast, expression) == NODE_NAME ? scope_use(tree, expression) : USE_NONE;
    SymbolId home = use == USE_NONE ? SYMBOL_NONE : scope_use_home(tree, use);
    if (home == SYMBOL_NONE) {
        return NODE_NONE;
    }
    const Symbol *symbol = &tree->symbols[home];
    ReachingSet reaching = scope_reaching(tree, use);
    NodeId found = NODE_NONE;
    for (uint32_t i = 0; i < symbol->binding_count && i < REACHING_BINDINGS_MAX; i++) {
        if (!(reaching >> i & 1)) {
            continue;
        }
        NodeId value = bound_value(ast, &tree->bindings[symbol->first_binding + i]);
        if (found != NODE_NONE || value == NODE_NONE || ast_kind(ast, value) != NODE_CALL) {
            return NODE_NONE;
        }
        found = value;
    }
    return found;
}

/* ---- rows ----------------------------------------------------------------------------------- */

Span shape_rows(Str text, Span statement) {
    return (Span){row_start(text, statement.start), row_next(text, statement.end)};
}

bool shape_stands_alone(Str text, Span statement) {
    Span rows = shape_rows(text, statement);
    return row_begins_at(text, statement.start) &&
           str_trim(str_slice(text, statement.end, rows.end)).len == 0;
}

NodeId shape_row_statement(const UnitFacts *facts, NodeId node) {
    const Ast *ast = &facts->ast;
    NodeId statement = ast_statement(ast, node);
    if (statement == NODE_NONE) {
        return NODE_NONE;
    }
    switch (ast_kind(ast, statement)) {
    case NODE_ASSIGN:
    case NODE_ANN_ASSIGN:
    case NODE_AUG_ASSIGN:
    case NODE_EXPR:
    case NODE_RETURN:
    case NODE_ASSERT:
    case NODE_RAISE:
        return row_begins_at(facts->text, ast_node(ast, statement)->start) ? statement : NODE_NONE;
    default:
        return NODE_NONE;
    }
}
