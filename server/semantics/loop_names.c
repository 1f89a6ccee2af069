/* Knows what a loop does to names: binding, mutation, invariance, values carried over, escape; what
 * a call does is the catalog's answer. */
#include "catalog/mutators.h"
#include "semantics/flow.h"
#include "semantics/loops.h"

struct FileLoops {
    FlowPlan *plans; /* by unit; .ast is NULL until asked for */
};

/* One variable of the unit, as the loop questions see it. */
typedef struct Variable {
    const Ast *ast;
    const ScopeTree *tree;
    const Symbol *symbol; /* NULL: the name means nothing here */
    bool is_local;        /* a function's own, not the module's or a class's */
} Variable;

static Variable variable_of(const LoopContext *context, NodeId name) {
    const UnitFacts *facts = file_model_unit(context->file, context->unit);
    Variable variable = {.ast = &facts->ast, .tree = facts->scopes};
    if (!facts->scopes) {
        return variable;
    }
    UseId use = scope_use(facts->scopes, name);
    BindingId binding = use == USE_NONE ? scope_binding(facts->scopes, name) : BINDING_NONE;
    if (use == USE_NONE && binding == BINDING_NONE) {
        return variable;
    }
    SymbolId symbol =
        use != USE_NONE ? facts->scopes->uses[use].symbol : facts->scopes->bindings[binding].symbol;
    SymbolId home = facts->scopes->symbols[symbol].home;
    variable.symbol = &facts->scopes->symbols[home == SYMBOL_NONE ? symbol : home];
    ScopeKind kind = (ScopeKind)facts->scopes->scopes[variable.symbol->scope].kind;
    variable.is_local = home != SYMBOL_NONE && (kind == SCOPE_FUNCTION || kind == SCOPE_LAMBDA ||
                                                kind == SCOPE_COMPREHENSION);
    return variable;
}

/* In the loop's iterations, nested definitions included; not its iterable or `else`. */
static bool is_in_loop(const Ast *ast, NodeId loop, NodeId node) {
    NodeId extent = loop_extent(ast, loop);
    if (!ast_is_within(ast, node, extent) || node == extent) {
        return false;
    }
    NodeId child = node;
    while (ast_node(ast, child)->parent != extent) {
        child = ast_node(ast, child)->parent;
        if (child == loop) { /* a generator: its parts decide, not the whole comprehension */
            NodeId iterable = loop_iterable(ast, loop);
            return iterable == NODE_NONE || !ast_is_within(ast, node, iterable);
        }
    }
    return loop_runs(ast, loop, child);
}

static bool binds_something(const Binding *binding) {
    return binding->kind != BINDING_DECLARED;
}

static bool is_bound_in(Variable variable, NodeId loop) {
    if (!variable.symbol) {
        return false;
    }
    for (uint32_t i = 0; i < variable.symbol->binding_count; i++) {
        const Binding *binding = &variable.tree->bindings[variable.symbol->first_binding + i];
        if (binds_something(binding) && is_in_loop(variable.ast, loop, binding->node)) {
            return true;
        }
    }
    return false;
}

bool loop_binds(const LoopContext *context, NodeId loop, NodeId use) {
    return is_bound_in(variable_of(context, use), loop);
}

/* ---- mutation ------------------------------------------------------------------------------- */

static bool is_pure(const LoopContext *context, NodeId call) {
    return context->is_pure_call &&
           context->is_pure_call(context->answerer, context->file, context->unit, call);
}

/* The outermost attribute or subscript chain that begins with `name`. */
static NodeId chain_of(const Ast *ast, NodeId name) {
    NodeId top = name;
    while (true) {
        NodeId parent = ast_node(ast, top)->parent;
        if (parent == NODE_NONE || ast_node(ast, top)->field != FIELD_VALUE ||
            (ast_kind(ast, parent) != NODE_ATTRIBUTE && ast_kind(ast, parent) != NODE_SUBSCRIPT)) {
            return top;
        }
        top = parent;
    }
}

static bool is_stored(const Ast *ast, NodeId node) {
    return (ast_node(ast, node)->flags & (NODE_STORE | NODE_DEL)) != 0;
}

static bool keeps_arguments(const LoopContext *context, NodeId call) {
    return context->keeps_arguments
               ? context->keeps_arguments(context->answerer, context->file, context->unit, call)
               : is_pure(context, call);
}

/* The call whose argument this is, `*x` and `name=x` included; NODE_NONE when it is none. */
static NodeId call_of_argument(const Ast *ast, NodeId argument) {
    NodeId parent = ast_node(ast, argument)->parent;
    if (parent != NODE_NONE &&
        (ast_kind(ast, parent) == NODE_STARRED || ast_kind(ast, parent) == NODE_KEYWORD)) {
        argument = parent;
        parent = ast_node(ast, parent)->parent;
    }
    bool is_call = parent != NODE_NONE && ast_kind(ast, parent) == NODE_CALL;
    return is_call && ast_node(ast, argument)->field != FIELD_FUNC ? parent : NODE_NONE;
}

/* The call of a method at the end of the chain, or NODE_NONE. */
static NodeId method_call(const Ast *ast, NodeId chain) {
    NodeId parent = ast_node(ast, chain)->parent;
    bool is_call = parent != NODE_NONE && ast_kind(ast, parent) == NODE_CALL &&
                   ast_node(ast, chain)->field == FIELD_FUNC;
    return is_call && ast_kind(ast, chain) == NODE_ATTRIBUTE ? parent : NODE_NONE;
}

static bool use_mutates(const LoopContext *context, const Ast *ast, NodeId name) {
    NodeId chain = chain_of(ast, name);
    if (is_stored(ast, chain)) {
        return chain != name || ast_kind(ast, ast_node(ast, name)->parent) == NODE_AUG_ASSIGN;
    }
    NodeId method = method_call(ast, chain);
    if (method != NODE_NONE && catalog_is_mutator(ast_name(ast, chain))) {
        return !is_pure(context, method);
    }
    NodeId call = chain == name ? call_of_argument(ast, name) : NODE_NONE;
    return call != NODE_NONE && !keeps_arguments(context, call);
}

static bool is_mutated_in(const LoopContext *context, Variable variable, NodeId loop) {
    if (!variable.symbol) {
        return false;
    }
    for (uint32_t i = 0; i < variable.symbol->use_count; i++) {
        UseId use = variable.tree->symbol_uses[variable.symbol->first_use + i];
        NodeId node = variable.tree->uses[use].node;
        if (is_in_loop(variable.ast, loop, node) && use_mutates(context, variable.ast, node)) {
            return true;
        }
    }
    return false;
}

bool loop_mutates(const LoopContext *context, NodeId loop, NodeId use) {
    return is_mutated_in(context, variable_of(context, use), loop);
}

/* ---- invariance ----------------------------------------------------------------------------- */

static bool is_import(Variable variable) {
    if (!variable.symbol || variable.symbol->binding_count == 0) {
        return false;
    }
    for (uint32_t i = 0; i < variable.symbol->binding_count; i++) {
        uint8_t kind = variable.tree->bindings[variable.symbol->first_binding + i].kind;
        if (kind != BINDING_IMPORT && kind != BINDING_IMPORT_FROM) {
            return false;
        }
    }
    return true;
}

/* A method of unknown effect is called on it: its attributes and elements may differ afterwards. */
static bool is_touched_in(const LoopContext *context, Variable variable, NodeId loop) {
    if (!variable.symbol || variable.symbol->home == SYMBOL_NONE || is_import(variable)) {
        return false;
    }
    for (uint32_t i = 0; i < variable.symbol->use_count; i++) {
        UseId use = variable.tree->symbol_uses[variable.symbol->first_use + i];
        NodeId node = variable.tree->uses[use].node;
        NodeId method = method_call(variable.ast, chain_of(variable.ast, node));
        if (method != NODE_NONE && is_in_loop(variable.ast, loop, node) &&
            !is_pure(context, method)) {
            return true;
        }
    }
    return false;
}

/* The name belongs to a lambda or comprehension inside of the expression. */
static bool is_inside(Variable variable, NodeId expression) {
    return variable.symbol && variable.symbol->scope != SCOPE_ROOT &&
           ast_is_within(variable.ast, variable.tree->scopes[variable.symbol->scope].node,
                         expression);
}

static bool name_is_invariant(const LoopContext *context, NodeId loop, NodeId expression,
                              NodeId name) {
    Variable variable = variable_of(context, name);
    if (!variable.symbol) {
        return false;
    }
    if (is_inside(variable, expression)) {
        return true;
    }
    bool is_read_through = chain_of(variable.ast, name) != name;
    return !is_bound_in(variable, loop) && !is_mutated_in(context, variable, loop) &&
           !(is_read_through && is_touched_in(context, variable, loop));
}

bool loop_is_invariant(const LoopContext *context, NodeId loop, NodeId expression) {
    const Ast *ast = &file_model_unit(context->file, context->unit)->ast;
    NodeId end = ast_node(ast, expression)->subtree_end;
    for (NodeId node = expression; node < end; node++) {
        switch (ast_kind(ast, node)) {
        case NODE_CALL:
            if (!is_pure(context, node)) {
                return false;
            }
            break;
        case NODE_AWAIT:
        case NODE_YIELD:
        case NODE_YIELD_FROM:
        case NODE_NAMED_EXPR:
        case NODE_BROKEN:
            return false;
        case NODE_NAME:
            if (!is_stored(ast, node) && !name_is_invariant(context, loop, expression, node)) {
                return false;
            }
            break;
        default:
            break;
        }
    }
    return true;
}

/* ---- values carried over -------------------------------------------------------------------- */

static FlowPlan plan_of(const LoopContext *context) {
    const FileModel *file = context->file;
    if (!file->layers->loops) {
        file->layers->loops = ARENA_NEW(file->mem, struct FileLoops);
        file->layers->loops->plans = ARENA_ARRAY(file->mem, FlowPlan, file->outline->unit_count);
    }
    FlowPlan *plan = &file->layers->loops->plans[context->unit];
    if (!plan->ast) {
        *plan = flow_plan(&file_model_unit(file, context->unit)->ast, file->mem);
    }
    return *plan; /* a copy: each question has the whole budget */
}

/* The loop's bindings of the variable and the asking use, in order of evaluation; 0 when they are
 * too many or one of them runs at an unknown time. */
static uint32_t loop_events(Variable variable, NodeId loop, UseId asked, FlowEvent *events) {
    const ScopeTree *tree = variable.tree;
    NodeId asked_node = tree->uses[asked].node;
    if (!loop_runs(variable.ast, loop, asked_node)) {
        return 0;
    }
    FlowEvent use = {asked_node, FLOW_USE, 0};
    bool is_open = true;
    uint32_t count = 0;
    for (uint32_t i = 0; i < variable.symbol->binding_count; i++) {
        const Binding *binding = &tree->bindings[variable.symbol->first_binding + i];
        if (!binds_something(binding) || !is_in_loop(variable.ast, loop, binding->node)) {
            continue;
        }
        if (count + 1 > REACHING_BINDINGS_MAX || !loop_runs(variable.ast, loop, binding->node)) {
            return 0;
        }
        if (is_open && tree->uses[asked].order <= binding->order) {
            events[count++] = use;
            is_open = false;
        }
        bool is_maybe =
            binding->kind == BINDING_WALRUS && flow_is_conditional(variable.ast, binding->node);
        FlowEventKind kind = is_maybe ? FLOW_MAYBE_BIND : FLOW_BIND;
        events[count] = (FlowEvent){binding->node, (uint8_t)kind, (uint8_t)(count)};
        count++;
    }
    if (is_open) {
        events[count++] = use;
    }
    return count;
}

/* A comprehension binds its targets before anything else of an iteration; only a walrus can carry.
 */
static bool comprehension_carries(Variable variable, NodeId loop) {
    for (uint32_t i = 0; i < variable.symbol->binding_count; i++) {
        const Binding *binding = &variable.tree->bindings[variable.symbol->first_binding + i];
        if (binding->kind == BINDING_WALRUS && is_in_loop(variable.ast, loop, binding->node)) {
            return true;
        }
    }
    return false;
}

bool loop_carries(const LoopContext *context, NodeId loop, NodeId use) {
    Variable variable = variable_of(context, use);
    if (!variable.symbol) {
        return false;
    }
    bool is_bound = is_bound_in(variable, loop);
    if (!is_bound) {
        return is_mutated_in(context, variable, loop);
    }
    if (loop_is_comprehension(variable.ast, loop)) {
        return comprehension_carries(variable, loop);
    }
    UseId asked = scope_use(variable.tree, use);
    FlowEvent events[REACHING_BINDINGS_MAX + 2];
    ReachingSet sets[REACHING_BINDINGS_MAX + 2] = {0};
    uint32_t count = asked == USE_NONE ? 0 : loop_events(variable, loop, asked, events);
    FlowPlan plan = plan_of(context);
    if (count == 0 || !flow_reach(&plan, loop, events, count, sets)) {
        return true; /* not known: the cautious answer */
    }
    for (uint32_t i = 0; i < count; i++) {
        if (events[i].kind == FLOW_USE) {
            return (sets[i] & REACHING_ENTRY) != 0;
        }
    }
    return true;
}

/* ---- escape --------------------------------------------------------------------------------- */

/* The outermost expression that hands on what `node` is, or holds it. */
static NodeId handed_on(const Ast *ast, NodeId node) {
    while (true) {
        NodeId parent = ast_node(ast, node)->parent;
        if (parent == NODE_NONE) {
            return node;
        }
        switch (ast_kind(ast, parent)) {
        case NODE_TUPLE:
        case NODE_LIST:
        case NODE_SET:
        case NODE_DICT:
        case NODE_DICT_UNPACK:
        case NODE_BOOL_OP:
            break;
        case NODE_IF_EXP:
            if (ast_node(ast, node)->field == FIELD_TEST) {
                return node;
            }
            break;
        case NODE_NAMED_EXPR:
            if (ast_node(ast, node)->field != FIELD_VALUE) {
                return node;
            }
            break;
        default:
            return node;
        }
        node = parent;
    }
}

static bool use_escapes(const LoopContext *context, const Ast *ast, NodeId name) {
    NodeId value = handed_on(ast, name);
    NodeId call = call_of_argument(ast, value);
    if (call != NODE_NONE) {
        return !is_pure(context, call);
    }
    NodeId parent = ast_node(ast, value)->parent;
    if (parent == NODE_NONE) {
        return false;
    }
    switch (ast_kind(ast, parent)) {
    case NODE_RETURN:
    case NODE_YIELD:
    case NODE_YIELD_FROM:
    case NODE_RAISE:
        return true;
    case NODE_ASSIGN:
    case NODE_ANN_ASSIGN:
    case NODE_NAMED_EXPR:
        return ast_node(ast, value)->field == FIELD_VALUE; /* another name, or a place */
    case NODE_AUG_ASSIGN:
        return ast_node(ast, value)->field == FIELD_VALUE && value != name;
    case NODE_LIST_COMP:
    case NODE_SET_COMP:
    case NODE_DICT_COMP:
    case NODE_GENERATOR_EXP:
        return ast_node(ast, value)->field != FIELD_GENERATORS;
    case NODE_LAMBDA:
        return true;
    default:
        return false;
    }
}

bool name_escapes(const LoopContext *context, NodeId name) {
    Variable variable = variable_of(context, name);
    if (!variable.symbol || !variable.is_local) {
        return true;
    }
    ScopeId function = scope_function(variable.tree, variable.symbol->scope);
    for (uint32_t i = 0; i < variable.symbol->use_count; i++) {
        const Use *use =
            &variable.tree->uses[variable.tree->symbol_uses[variable.symbol->first_use + i]];
        if (scope_function(variable.tree, use->scope) != function ||
            use_escapes(context, variable.ast, use->node)) {
            return true;
        }
    }
    return false;
}
