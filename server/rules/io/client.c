/* Knows what code does with a client; which callables make one is the catalog's business. */
#include "rules/io/client.h"

#include "catalog/extension.h"
#include "catalog/mutators.h"
#include "catalog/starters.h"
#include "semantics/kinds.h"
#include "semantics/purity.h"
#include "semantics/scope.h"

static const CatalogCallable *callable_of(const RuleContext *context, NodeId call) {
    return extended_callable(context->file->extension,
                             kinds_callee(context->file, context->unit, call, context->scratch));
}

/* ---- the constructor ------------------------------------------------------------------------ */

/* A name that is no row's last part makes no client; a plain name may be an alias. */
static bool may_make_client(const RuleContext *context, NodeId call) {
    const Ast *ast = &context->facts->ast;
    NodeId function = ast_child(ast, call, FIELD_FUNC);
    if (function == NODE_NONE) {
        return false;
    }
    NodeKind kind = ast_kind(ast, function);
    return kind == NODE_NAME ||
           (kind == NODE_ATTRIBUTE &&
            (context->file->extension != NULL || catalog_ends_client(ast_name(ast, function))));
}

/* Each such call has a database of its own. */
static bool opens_private_database(const RuleContext *context, NodeId call) {
    const UnitFacts *facts = context->facts;
    NodeId first = ast_child(&facts->ast, call, FIELD_ARGS);
    if (first == NODE_NONE || ast_kind(&facts->ast, first) != NODE_CONSTANT) {
        return false;
    }
    Str text = str_span(facts->text, ast_span(&facts->ast, first));
    return str_find(text, STR(":memory:")) < text.len;
}

/* The target of the statement or `with` item that takes the value; NODE_NONE when it is no name. */
static NodeId name_of_value(const Ast *ast, NodeId value) {
    NodeId parent = ast_node(ast, value)->parent;
    NodeId target = NODE_NONE;
    switch (ast_kind(ast, parent)) {
    case NODE_ASSIGN:
        target = ast_child(ast, parent, FIELD_TARGETS);
        target =
            target != NODE_NONE && ast_next_in_field(ast, target) == NODE_NONE ? target : NODE_NONE;
        break;
    case NODE_ANN_ASSIGN:
    case NODE_NAMED_EXPR:
        target = ast_child(ast, parent, FIELD_TARGET);
        break;
    case NODE_WITHITEM:
        target = ast_child(ast, parent, FIELD_OPTIONAL_VARS);
        break;
    default:
        break;
    }
    return target != NODE_NONE && ast_kind(ast, target) == NODE_NAME ? target : NODE_NONE;
}

bool client_of_call(const RuleContext *context, NodeId call, Client *out) {
    const Ast *ast = &context->facts->ast;
    const CatalogCallable *row = may_make_client(context, call) ? callable_of(context, call) : NULL;
    if (!row || !(row->effects & CATALOG_CLIENT) ||
        ast_keyword(ast, call, STR("connection_pool")) != NODE_NONE ||
        opens_private_database(context, call)) {
        return false;
    }
    NodeId parent = ast_node(ast, call)->parent;
    NodeId value = ast_kind(ast, parent) == NODE_AWAIT ? parent : call;
    *out = (Client){row, call, value, name_of_value(ast, value)};
    return true;
}

/* ---- its variable ---------------------------------------------------------------------------- */

uint32_t client_symbol(const RuleContext *context, const Client *client) {
    const ScopeTree *tree = context->facts->scopes;
    BindingId binding =
        client->name == NODE_NONE ? BINDING_NONE : scope_binding(tree, client->name);
    if (binding == BINDING_NONE) {
        return SYMBOL_NONE;
    }
    SymbolId symbol = tree->bindings[binding].symbol;
    SymbolId home = tree->symbols[symbol].home;
    return home == SYMBOL_NONE ? symbol : home;
}

NodeId client_chain(const Ast *ast, NodeId name) {
    NodeId top = name;
    for (NodeId parent = ast_node(ast, top)->parent;
         ast_node(ast, top)->field == FIELD_VALUE &&
         (ast_kind(ast, parent) == NODE_ATTRIBUTE || ast_kind(ast, parent) == NODE_SUBSCRIPT);
         parent = ast_node(ast, top)->parent) {
        top = parent;
    }
    return top;
}

/* ---- what outlives the turn ------------------------------------------------------------------ */

/* `pool.submit(work, session)`, `create_task(work(session))`, `Thread(target=..)`: it runs on. */
static bool starts_something(const RuleContext *context, NodeId call) {
    const Ast *ast = &context->facts->ast;
    const CatalogCallable *row = callable_of(context, call);
    NodeId function = ast_child(ast, call, FIELD_FUNC);
    Str name = function == NODE_NONE ? STR("") : ast_name(ast, function);
    return (row && (row->effects & CATALOG_SPAWNS)) || catalog_is_starter(name);
}

/* An object made from it may live longer than the turn does. */
static bool makes_object(const RuleContext *context, NodeId call) {
    NodeId function = ast_child(&context->facts->ast, call, FIELD_FUNC);
    KindTable *table = kinds_table(context->file);
    KindId callee = function == NODE_NONE
                        ? KIND_UNKNOWN
                        : kinds_expression(context->file, context->unit, function);
    return kind_get(table, callee)->tag == KIND_TAG_CLASS;
}

static bool call_keeps(const RuleContext *context, NodeId call) {
    const Ast *ast = &context->facts->ast;
    NodeId function = ast_child(ast, call, FIELD_FUNC);
    bool adds = function != NODE_NONE && ast_kind(ast, function) == NODE_ATTRIBUTE &&
                catalog_is_mutator(ast_name(ast, function));
    if (adds || makes_object(context, call)) {
        return true;
    }
    NodeId statement = ast_statement(ast, call);
    for (NodeId node = call; node != statement; node = ast_node(ast, node)->parent) {
        if (ast_kind(ast, node) == NODE_CALL && starts_something(context, node)) {
            return true;
        }
    }
    return false;
}

/* What stands around `value` and holds on to it; `is_own` for the constructor itself, whose plain
 * name is the variable that is followed. */
static ClientKeeping keeping_here(const RuleContext *context, NodeId value, bool is_own) {
    const Ast *ast = &context->facts->ast;
    while (true) {
        NodeId parent = ast_node(ast, value)->parent;
        Field field = (Field)ast_node(ast, value)->field;
        switch (ast_kind(ast, parent)) {
        case NODE_KEYWORD:
        case NODE_IF_EXP:
        case NODE_BOOL_OP:
            value = parent;
            continue;
        case NODE_CALL:
            return field != FIELD_FUNC && call_keeps(context, parent) ? CLIENT_KEPT
                                                                      : CLIENT_DROPPED;
        case NODE_ASSIGN:
        case NODE_ANN_ASSIGN:
        case NODE_NAMED_EXPR:
            return field == FIELD_VALUE && !(is_own && name_of_value(ast, value) != NODE_NONE)
                       ? CLIENT_KEPT
                       : CLIENT_DROPPED;
        case NODE_RETURN:
            return CLIENT_RETURNED;
        case NODE_LIST_COMP:
        case NODE_SET_COMP:
        case NODE_DICT_COMP:
        case NODE_GENERATOR_EXP:
        case NODE_TUPLE:
        case NODE_LIST:
        case NODE_SET:
        case NODE_DICT:
        case NODE_DICT_UNPACK:
        case NODE_STARRED:
        case NODE_YIELD:
        case NODE_YIELD_FROM:
        case NODE_LAMBDA:
            return CLIENT_KEPT;
        default:
            return CLIENT_DROPPED;
        }
    }
}

ClientKeeping client_value_keeping(const RuleContext *context, NodeId value) {
    return keeping_here(context, value, true);
}

/* A variable of the module, or one that an inner function sees, outlives any function. */
static bool is_local(const RuleContext *context, SymbolId symbol, NodeId call) {
    const ScopeTree *tree = context->facts->scopes;
    ScopeId function = scope_function(tree, scope_of_node(tree, call));
    const Symbol *variable = &tree->symbols[symbol];
    bool global = variable->home == SYMBOL_NONE; /* declared so */
    return function == SCOPE_NONE || (!global && variable->scope == function);
}

ClientKeeping client_keeping(const RuleContext *context, NodeId region, const Client *client) {
    const Ast *ast = &context->facts->ast;
    const ScopeTree *tree = context->facts->scopes;
    ClientKeeping found = keeping_here(context, client->value, true);
    SymbolId symbol = client_symbol(context, client);
    if (symbol == SYMBOL_NONE || found == CLIENT_KEPT) {
        return client->name == NODE_NONE ? found : CLIENT_KEPT;
    }
    if (!is_local(context, symbol, client->call)) {
        return CLIENT_KEPT;
    }
    ScopeId function = scope_function(tree, scope_of_node(tree, client->call));
    for (uint32_t i = 0; i < tree->symbols[symbol].use_count && found != CLIENT_KEPT; i++) {
        const Use *use = &tree->uses[tree->symbol_uses[tree->symbols[symbol].first_use + i]];
        if (!ast_is_within(ast, use->node, region)) {
            continue;
        }
        bool captured = scope_function(tree, use->scope) != function;
        ClientKeeping here = captured ? CLIENT_KEPT : keeping_here(context, use->node, false);
        found = here > found ? here : found;
    }
    return found;
}

/* ---- configuration --------------------------------------------------------------------------- */

/* `HTTPAdapter(max_retries=3)`: an object like the one before. */
static bool makes_alike(const RuleContext *context, NodeId call) {
    NodeId function = ast_child(&context->facts->ast, call, FIELD_FUNC);
    Str name = function == NODE_NONE ? STR("") : ast_name(&context->facts->ast, function);
    bool is_class = name.len && name.ptr[0] >= 'A' && name.ptr[0] <= 'Z';
    return is_class || call_is_pure(context->file, context->unit, call);
}

/* No turn gives it another value: nothing in it is bound in the loop, or worked out anew. */
static bool is_alike(const RuleContext *context, const LoopContext *loops, NodeId loop,
                     NodeId expression) {
    const Ast *ast = &context->facts->ast;
    NodeId end = ast_node(ast, expression)->subtree_end;
    for (NodeId node = expression; node < end; node++) {
        NodeKind kind = ast_kind(ast, node);
        bool varies = (kind == NODE_NAME && loop_binds(loops, loop, node)) ||
                      (kind == NODE_CALL && !makes_alike(context, node)) || kind == NODE_AWAIT;
        if (varies) {
            return false;
        }
    }
    return true;
}

static bool arguments_vary(const RuleContext *context, const LoopContext *loops, NodeId loop,
                           NodeId call) {
    const Ast *ast = &context->facts->ast;
    for (NodeId child = ast_first_child(ast, call); child != NODE_NONE;
         child = ast_next_sibling(ast, child)) {
        if (ast_node(ast, child)->field != FIELD_FUNC && !is_alike(context, loops, loop, child)) {
            return true;
        }
    }
    return false;
}

/* The indices of the chain, and what is stored there. */
static bool store_varies(const RuleContext *context, const LoopContext *loops, NodeId loop,
                         NodeId name, NodeId chain) {
    const Ast *ast = &context->facts->ast;
    for (NodeId node = chain; node != name; node = ast_child(ast, node, FIELD_VALUE)) {
        NodeId slice = ast_child(ast, node, FIELD_SLICE);
        if (slice != NODE_NONE && !is_alike(context, loops, loop, slice)) {
            return true;
        }
    }
    NodeId value = ast_child(ast, ast_statement(ast, chain), FIELD_VALUE);
    return value != NODE_NONE && !is_alike(context, loops, loop, value);
}

typedef enum Configuration {
    CONFIGURES_NOTHING,
    CONFIGURES_ALIKE, /* the same in every turn */
    CONFIGURES_BY_TURN,
} Configuration;

/* `s.headers["A"] = x`, `s.trust_env = x`, `s.cookies.set("a", x)`, `s.mount(prefix, adapter)`. */
static Configuration configuration(const RuleContext *context, const LoopContext *loops,
                                   NodeId loop, NodeId name) {
    const Ast *ast = &context->facts->ast;
    NodeId chain = client_chain(ast, name);
    if (chain == name) {
        return CONFIGURES_NOTHING;
    }
    if (ast_node(ast, chain)->flags & (NODE_STORE | NODE_DEL)) {
        return store_varies(context, loops, loop, name, chain) ? CONFIGURES_BY_TURN
                                                               : CONFIGURES_ALIKE;
    }
    NodeId call = ast_node(ast, chain)->parent;
    if (ast_kind(ast, call) != NODE_CALL || ast_node(ast, chain)->field != FIELD_FUNC) {
        return CONFIGURES_NOTHING;
    }
    const CatalogCallable *row = callable_of(context, call);
    bool direct = ast_child(ast, chain, FIELD_VALUE) == name;
    bool configures = row ? (row->effects & CATALOG_CONFIGURES) != 0
                          : !direct && ast_kind(ast, ast_node(ast, call)->parent) == NODE_EXPR;
    if (!configures) {
        return CONFIGURES_NOTHING;
    }
    return arguments_vary(context, loops, loop, call) ? CONFIGURES_BY_TURN : CONFIGURES_ALIKE;
}

bool client_is_configured_by_turn(const RuleContext *context, const LoopContext *loops, NodeId loop,
                                  const Client *client) {
    const Ast *ast = &context->facts->ast;
    const ScopeTree *tree = context->facts->scopes;
    SymbolId symbol = client_symbol(context, client);
    for (uint32_t i = 0; symbol != SYMBOL_NONE && i < tree->symbols[symbol].use_count; i++) {
        const Use *use = &tree->uses[tree->symbol_uses[tree->symbols[symbol].first_use + i]];
        if (ast_is_within(ast, use->node, loop_extent(ast, loop)) &&
            configuration(context, loops, loop, use->node) == CONFIGURES_BY_TURN) {
            return true;
        }
    }
    return false;
}

bool client_is_configuration(const RuleContext *context, const LoopContext *loops, NodeId loop,
                             const Client *client, NodeId statement) {
    const Ast *ast = &context->facts->ast;
    const ScopeTree *tree = context->facts->scopes;
    SymbolId symbol = client_symbol(context, client);
    NodeKind kind = ast_kind(ast, statement);
    if (symbol == SYMBOL_NONE || (kind != NODE_ASSIGN && kind != NODE_EXPR)) {
        return false;
    }
    /* The first name of the statement is the client's, and nothing else is done there. */
    NodeId name = ast_first_child(ast, statement);
    name = name != NODE_NONE && ast_kind(ast, name) == NODE_CALL ? ast_child(ast, name, FIELD_FUNC)
                                                                 : name;
    while (name != NODE_NONE &&
           (ast_kind(ast, name) == NODE_ATTRIBUTE || ast_kind(ast, name) == NODE_SUBSCRIPT)) {
        name = ast_child(ast, name, FIELD_VALUE);
    }
    UseId use =
        name == NODE_NONE || ast_kind(ast, name) != NODE_NAME ? USE_NONE : scope_use(tree, name);
    if (use == USE_NONE || scope_use_home(tree, use) != symbol) {
        return false;
    }
    return configuration(context, loops, loop, name) == CONFIGURES_ALIKE;
}
