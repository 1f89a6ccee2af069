/* Knows how a unit's scope tree is put together and read; knows nothing about other units. */
#include "semantics/scope.h"

#include "semantics/flow.h"
#include "semantics/scope_resolve.h"

#include <stdalign.h>

typedef struct Builder {
    const Ast *ast;
    ScopeWalk walk;
    ScopeTree *tree;
    Symbol *symbols;   /* tree->symbols, while they are filled in */
    Binding *bindings; /* tree->bindings */
    Use *uses;         /* tree->uses */
    UseId *symbol_uses;
    struct ARRAY_OF(ReachingSet) reaching;
    struct ARRAY_OF(FlowEvent) events;
    struct ARRAY_OF(UseId) event_uses; /* by event; USE_NONE for a binding */
    FlowPlan plan;                     /* made when the first variable needs it */
    Arena *mem;
    Arena *scratch;
} Builder;

/* ---- groups --------------------------------------------------------------------------------- */

/* The symbol in whose list an occurrence of `symbol` stands. */
static SymbolId owner_of(const Builder *builder, SymbolId symbol) {
    SymbolId home = builder->symbols[symbol].home;
    return home == SYMBOL_NONE ? symbol : home;
}

static void group_bindings(Builder *builder) {
    const ScopeWalk *walk = &builder->walk;
    ScopeTree *tree = builder->tree;
    builder->bindings = ARENA_ARRAY(builder->mem, Binding, walk->bindings.count);
    for (uint32_t i = 0; i < walk->bindings.count; i++) {
        builder->symbols[owner_of(builder, walk->bindings.items[i].symbol)].binding_count++;
    }
    uint32_t next = 0;
    for (SymbolId i = 0; i < tree->symbol_count; i++) {
        builder->symbols[i].first_binding = next;
        next += builder->symbols[i].binding_count;
        builder->symbols[i].binding_count = 0;
    }
    for (uint32_t i = 0; i < walk->bindings.count; i++) {
        Binding binding = walk->bindings.items[i];
        binding.symbol = owner_of(builder, binding.symbol);
        Symbol *owner = &builder->symbols[binding.symbol];
        builder->bindings[owner->first_binding + owner->binding_count++] = binding;
    }
    tree->bindings = builder->bindings;
    tree->binding_count = walk->bindings.count;
}

/* Uses stand by node: a node is used at most once, so its place is a counting sort away. */
static void sort_uses(Builder *builder, UseId *place_of) {
    const ScopeWalk *walk = &builder->walk;
    uint32_t *by_node = ARENA_ARRAY(builder->scratch, uint32_t, builder->ast->node_count + 1);
    for (uint32_t i = 0; i < walk->uses.count; i++) {
        by_node[walk->uses.items[i].node] = i + 1;
    }
    builder->uses = ARENA_ARRAY(builder->mem, Use, walk->uses.count);
    uint32_t next = 0;
    for (NodeId node = 0; node < builder->ast->node_count; node++) {
        if (by_node[node]) {
            place_of[by_node[node] - 1] = next;
            builder->uses[next++] = walk->uses.items[by_node[node] - 1];
        }
    }
    builder->tree->uses = builder->uses;
    builder->tree->use_count = next;
}

static void group_uses(Builder *builder) {
    const ScopeWalk *walk = &builder->walk;
    ScopeTree *tree = builder->tree;
    UseId *place_of = ARENA_ARRAY(builder->scratch, UseId, walk->uses.count + 1);
    sort_uses(builder, place_of);
    for (uint32_t i = 0; i < walk->uses.count; i++) {
        builder->symbols[owner_of(builder, walk->uses.items[i].symbol)].use_count++;
    }
    uint32_t next = 0;
    for (SymbolId i = 0; i < tree->symbol_count; i++) {
        builder->symbols[i].first_use = next;
        next += builder->symbols[i].use_count;
        builder->symbols[i].use_count = 0;
    }
    builder->symbol_uses = ARENA_ARRAY(builder->mem, UseId, walk->uses.count);
    for (uint32_t i = 0; i < walk->uses.count; i++) {
        Symbol *owner = &builder->symbols[owner_of(builder, walk->uses.items[i].symbol)];
        builder->symbol_uses[owner->first_use + owner->use_count++] = place_of[i];
    }
    tree->symbol_uses = builder->symbol_uses;
}

/* A node binds once, so its place is a counting sort away. */
static void sort_bindings(Builder *builder) {
    ScopeTree *tree = builder->tree;
    BindingId *by_node = ARENA_ARRAY(builder->scratch, BindingId, builder->ast->node_count + 1);
    for (BindingId i = 0; i < tree->binding_count; i++) {
        by_node[tree->bindings[i].node] = i + 1;
    }
    BindingId *sorted = ARENA_ARRAY(builder->mem, BindingId, tree->binding_count);
    uint32_t next = 0;
    for (NodeId node = 0; node < builder->ast->node_count; node++) {
        if (by_node[node]) {
            sorted[next++] = by_node[node] - 1;
        }
    }
    tree->bindings_by_node = sorted;
}

/* ---- runs of nodes -------------------------------------------------------------------------- */

static void find_runs(Builder *builder) {
    const ScopeId *scope_of = builder->walk.scope_of;
    struct ARRAY_OF(ScopeRun) runs = {0};
    for (NodeId node = 0; node < builder->ast->node_count; node++) {
        if (node == 0 || scope_of[node] != scope_of[node - 1]) {
            ARENA_PUSH(builder->scratch, &runs, ((ScopeRun){node, scope_of[node]}));
        }
    }
    ScopeRun *kept = ARENA_ARRAY(builder->mem, ScopeRun, runs.count);
    if (runs.count) {
        memcpy(kept, runs.items, runs.count * sizeof *kept);
    }
    builder->tree->runs = kept;
    builder->tree->run_count = runs.count;
}

/* ---- reaching bindings ---------------------------------------------------------------------- */

/* True when code in `scope` runs where it stands in `outer`'s body, not later. */
static bool runs_in_place(const ScopeTree *tree, ScopeId scope, ScopeId outer) {
    while (scope != outer) {
        ScopeKind kind = (ScopeKind)tree->scopes[scope].kind;
        if (kind != SCOPE_COMPREHENSION && kind != SCOPE_CLASS && kind != SCOPE_TYPE_PARAMETERS) {
            return false;
        }
        scope = tree->scopes[scope].parent;
    }
    return true;
}

static bool has_flow(const Builder *builder, const Symbol *symbol) {
    const ScopeTree *tree = builder->tree;
    ScopeKind kind = (ScopeKind)tree->scopes[symbol->scope].kind;
    /* in a class body a name not bound yet is one from outside */
    uint32_t fewest = kind == SCOPE_CLASS ? 1 : 2;
    if (symbol->home == SYMBOL_NONE || symbol->use_count == 0 || symbol->binding_count < fewest ||
        symbol->binding_count > REACHING_BINDINGS_MAX) {
        return false;
    }
    if (kind != SCOPE_MODULE && kind != SCOPE_CLASS && kind != SCOPE_FUNCTION) {
        return false;
    }
    for (uint32_t i = 0; i < symbol->binding_count; i++) {
        ScopeId scope = builder->bindings[symbol->first_binding + i].scope;
        if (!runs_in_place(tree, scope, symbol->scope)) {
            return false;
        }
    }
    return true;
}

static void add_use_event(Builder *builder, const Symbol *symbol, UseId use) {
    if (runs_in_place(builder->tree, builder->uses[use].scope, symbol->scope)) {
        ARENA_PUSH(builder->scratch, &builder->events,
                   ((FlowEvent){builder->uses[use].node, FLOW_USE, 0}));
        ARENA_PUSH(builder->scratch, &builder->event_uses, use);
    }
}

static void add_binding_event(Builder *builder, const Symbol *symbol, uint32_t bit) {
    const Binding *binding = &builder->bindings[symbol->first_binding + bit];
    if (binding->kind == BINDING_DECLARED) {
        return;
    }
    bool is_maybe =
        binding->kind == BINDING_WALRUS && flow_is_conditional(builder->ast, binding->node);
    FlowEvent event = {binding->node, is_maybe ? FLOW_MAYBE_BIND : FLOW_BIND, (uint8_t)bit};
    ARENA_PUSH(builder->scratch, &builder->events, event);
    ARENA_PUSH(builder->scratch, &builder->event_uses, USE_NONE);
}

/* The variable's uses and bindings merged by their order of evaluation. */
static void collect_events(Builder *builder, const Symbol *symbol) {
    builder->events.count = 0;
    builder->event_uses.count = 0;
    uint32_t next_use = 0;
    for (uint32_t bit = 0; bit < symbol->binding_count; bit++) {
        uint32_t order = builder->bindings[symbol->first_binding + bit].order;
        while (next_use < symbol->use_count &&
               builder->uses[builder->symbol_uses[symbol->first_use + next_use]].order < order) {
            add_use_event(builder, symbol, builder->symbol_uses[symbol->first_use + next_use++]);
        }
        add_binding_event(builder, symbol, bit);
    }
    while (next_use < symbol->use_count) {
        add_use_event(builder, symbol, builder->symbol_uses[symbol->first_use + next_use++]);
    }
}

static void solve_symbol(Builder *builder, const Symbol *symbol) {
    collect_events(builder, symbol);
    uint32_t count = builder->events.count;
    ReachingSet *sets = ARENA_ARRAY(builder->scratch, ReachingSet, count + 1);
    NodeId region = builder->tree->scopes[symbol->scope].node;
    if (!flow_reach(&builder->plan, region, builder->events.items, count, sets)) {
        return;
    }
    for (uint32_t i = 0; i < count; i++) {
        if (builder->event_uses.items[i] != USE_NONE) {
            builder->uses[builder->event_uses.items[i]].reaching = builder->reaching.count;
            ARENA_PUSH(builder->scratch, &builder->reaching, sets[i]);
        }
    }
}

static void solve_flow(Builder *builder) {
    ScopeTree *tree = builder->tree;
    for (SymbolId i = 0; i < tree->symbol_count; i++) {
        if (!has_flow(builder, &builder->symbols[i])) {
            continue;
        }
        if (!builder->plan.ast) {
            builder->plan = flow_plan(builder->ast, builder->scratch);
        }
        solve_symbol(builder, &builder->symbols[i]);
    }
    ReachingSet *kept = ARENA_ARRAY(builder->mem, ReachingSet, builder->reaching.count);
    if (builder->reaching.count) {
        memcpy(kept, builder->reaching.items, builder->reaching.count * sizeof *kept);
    }
    tree->reaching = kept;
    tree->reaching_count = builder->reaching.count;
}

/* ---- building ------------------------------------------------------------------------------- */

static void keep_names(Builder *builder) {
    uint32_t count = builder->walk.extra_name_count;
    Str *names = ARENA_ARRAY(builder->mem, Str, count);
    if (count) {
        memcpy(names, builder->walk.extra_names, count * sizeof *names);
    }
    builder->tree->extra_names = names;
    builder->tree->extra_name_count = count;
}

static ScopeId find_body_scope(const Builder *builder) {
    NodeId definition = scope_walk_definition(builder->ast);
    if (definition == NODE_NONE) {
        return SCOPE_ROOT;
    }
    const ScopeTree *tree = builder->tree;
    for (ScopeId i = 0; i < tree->scope_count; i++) {
        if (tree->scopes[i].kind == SCOPE_CLASS && tree->scopes[i].node == definition) {
            return i;
        }
    }
    return SCOPE_NONE;
}

/* Nine units of ten need no more while they are built. */
enum { SCRATCH_BYTES = 24 << 10 };

const ScopeTree *scope_tree_build(const Ast *ast, Arena *mem) {
    alignas(max_align_t) char bytes[SCRATCH_BYTES];
    Arena scratch;
    arena_init_with(&scratch, bytes, sizeof bytes);
    Builder builder = {.ast = ast, .mem = mem, .scratch = &scratch};
    builder.tree = ARENA_NEW(mem, ScopeTree);
    scope_walk(&builder.walk, ast, &scratch);
    keep_names(&builder);
    builder.symbols = scope_resolve(builder.tree, ast, &builder.walk, mem, &scratch);
    group_bindings(&builder);
    sort_bindings(&builder);
    group_uses(&builder);
    find_runs(&builder);
    solve_flow(&builder);
    builder.tree->body_scope = find_body_scope(&builder);
    arena_release(&scratch);
    return builder.tree;
}

/* ---- reading -------------------------------------------------------------------------------- */

ScopeId scope_of_node(const ScopeTree *tree, NodeId node) {
    uint32_t low = 0;
    uint32_t high = tree->run_count;
    while (low + 1 < high) {
        uint32_t middle = low + (high - low) / 2;
        if (tree->runs[middle].first_node <= node) {
            low = middle;
        } else {
            high = middle;
        }
    }
    return tree->run_count ? tree->runs[low].scope : SCOPE_ROOT;
}

SymbolId scope_symbol(const ScopeTree *tree, ScopeId scope, NameId name) {
    SymbolId end = tree->scopes[scope].first_symbol + tree->scopes[scope].symbol_count;
    for (SymbolId i = tree->scopes[scope].first_symbol; i < end; i++) {
        if (tree->symbols[i].name == name) {
            return i;
        }
    }
    return SYMBOL_NONE;
}

SymbolId scope_symbol_by_text(const ScopeTree *tree, const Ast *ast, ScopeId scope, Str name) {
    SymbolId end = tree->scopes[scope].first_symbol + tree->scopes[scope].symbol_count;
    for (SymbolId i = tree->scopes[scope].first_symbol; i < end; i++) {
        if (str_equal(scope_name(tree, ast, tree->symbols[i].name), name)) {
            return i;
        }
    }
    return SYMBOL_NONE;
}

UseId scope_use(const ScopeTree *tree, NodeId node) {
    uint32_t low = 0;
    uint32_t high = tree->use_count;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (tree->uses[middle].node < node) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low < tree->use_count && tree->uses[low].node == node ? low : USE_NONE;
}

BindingId scope_binding(const ScopeTree *tree, NodeId node) {
    uint32_t low = 0;
    uint32_t high = tree->binding_count;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (tree->bindings[tree->bindings_by_node[middle]].node < node) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    if (low == tree->binding_count) {
        return BINDING_NONE;
    }
    BindingId found = tree->bindings_by_node[low];
    return tree->bindings[found].node == node ? found : BINDING_NONE;
}

ReachingSet scope_reaching(const ScopeTree *tree, UseId use) {
    SymbolId home = scope_use_home(tree, use);
    if (home == SYMBOL_NONE || tree->symbols[home].binding_count > REACHING_BINDINGS_MAX) {
        return 0;
    }
    if (tree->uses[use].reaching == REACHING_ALL) {
        return ((ReachingSet)1 << tree->symbols[home].binding_count) - 1;
    }
    return tree->reaching[tree->uses[use].reaching];
}

ScopeId scope_function(const ScopeTree *tree, ScopeId scope) {
    while (scope != SCOPE_NONE && tree->scopes[scope].kind != SCOPE_FUNCTION &&
           tree->scopes[scope].kind != SCOPE_LAMBDA) {
        scope = tree->scopes[scope].parent;
    }
    return scope;
}

const char *scope_kind_name(ScopeKind kind) {
    static const char *const names[] = {
        [SCOPE_OUTER] = "outer",
        [SCOPE_MODULE] = "module",
        [SCOPE_CLASS] = "class",
        [SCOPE_FUNCTION] = "function",
        [SCOPE_LAMBDA] = "lambda",
        [SCOPE_COMPREHENSION] = "comprehension",
        [SCOPE_TYPE_PARAMETERS] = "type parameters",
        [SCOPE_TYPE_ALIAS] = "type alias",
    };
    _Static_assert(sizeof names / sizeof *names == SCOPE_KIND_COUNT, "a name for every scope kind");
    return names[kind];
}

const char *binding_kind_name(BindingKind kind) {
    static const char *const names[] = {
        [BINDING_ASSIGN] = "assignment",
        [BINDING_AUGMENTED] = "augmented assignment",
        [BINDING_ANNOTATED] = "annotated assignment",
        [BINDING_DECLARED] = "annotation",
        [BINDING_FOR] = "for target",
        [BINDING_WITH] = "with target",
        [BINDING_EXCEPT] = "except",
        [BINDING_IMPORT] = "import",
        [BINDING_IMPORT_FROM] = "from import",
        [BINDING_FUNCTION] = "function",
        [BINDING_CLASS] = "class",
        [BINDING_PARAMETER] = "parameter",
        [BINDING_WALRUS] = "walrus",
        [BINDING_COMPREHENSION] = "comprehension target",
        [BINDING_MATCH] = "match capture",
        [BINDING_DELETE] = "del",
        [BINDING_TYPE_PARAMETER] = "type parameter",
        [BINDING_TYPE_ALIAS] = "type alias",
    };
    _Static_assert(sizeof names / sizeof *names == BINDING_KIND_COUNT,
                   "a name for every binding kind");
    return names[kind];
}
