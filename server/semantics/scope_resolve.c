/* Knows whose variable each name of a unit is: own, an enclosing function's, the module's or free;
 * knows nothing about other units. */
#include "semantics/scope_resolve.h"

typedef struct Resolver {
    const Ast *ast;
    ScopeWalk *walk;
    ScopeTree *tree;
    Arena *mem;
    Arena *scratch;
    SymbolId *visible;   /* by name: the innermost function-like scope's symbol in sight */
    uint32_t name_count; /* extra names included */
} Resolver;

/* ---- symbols grouped by scope --------------------------------------------------------------- */

static void copy_scopes(Resolver *resolver) {
    uint32_t count = resolver->walk->scopes.count;
    Scope *scopes = ARENA_ARRAY(resolver->mem, Scope, count);
    memcpy(scopes, resolver->walk->scopes.items, count * sizeof *scopes);
    resolver->tree->scopes = scopes;
    resolver->tree->scope_count = count;
}

/* Counting sort by scope; bindings and uses are renumbered. */
static Symbol *group_symbols(Resolver *resolver) {
    ScopeWalk *walk = resolver->walk;
    Scope *scopes = walk->scopes.items;
    uint32_t count = walk->symbols.count;
    for (uint32_t i = 0; i < count; i++) {
        scopes[walk->symbols.items[i].scope].symbol_count++;
    }
    uint32_t next = 0;
    for (uint32_t i = 0; i < walk->scopes.count; i++) {
        scopes[i].first_symbol = next;
        next += scopes[i].symbol_count;
        scopes[i].symbol_count = 0;
    }
    Symbol *symbols = ARENA_ARRAY(resolver->mem, Symbol, count);
    SymbolId *moved = ARENA_ARRAY(resolver->scratch, SymbolId, count);
    for (uint32_t i = 0; i < count; i++) {
        Scope *scope = &scopes[walk->symbols.items[i].scope];
        moved[i] = scope->first_symbol + scope->symbol_count++;
        symbols[moved[i]] = walk->symbols.items[i];
    }
    for (uint32_t i = 0; i < walk->bindings.count; i++) {
        walk->bindings.items[i].symbol = moved[walk->bindings.items[i].symbol];
    }
    for (uint32_t i = 0; i < walk->uses.count; i++) {
        walk->uses.items[i].symbol = moved[walk->uses.items[i].symbol];
    }
    resolver->tree->symbols = symbols;
    resolver->tree->symbol_count = count;
    return symbols;
}

/* ---- whose variable ------------------------------------------------------------------------- */

static bool is_private(Str name) {
    return str_starts_with(name, STR("__")) && !str_ends_with(name, STR("__"));
}

/* `__x` in two classes are two names. */
static bool is_same_name(const Resolver *resolver, const Symbol *a, const Symbol *b) {
    const Scope *scopes = resolver->tree->scopes;
    return scopes[a->scope].class_scope == scopes[b->scope].class_scope ||
           !is_private(scope_name(resolver->tree, resolver->ast, a->name));
}

static bool is_bound_here(const ScopeTree *tree, const Symbol *symbol) {
    bool is_module = tree->scopes[symbol->scope].kind == SCOPE_MODULE;
    return (symbol->flags & SYMBOL_BOUND) || (is_module && (symbol->flags & SYMBOL_GLOBAL));
}

/* The home of a symbol whose scope's ancestors are in `visible`. */
static SymbolId home_of(Resolver *resolver, Symbol *symbols, SymbolId id,
                        const SymbolId *module_symbols) {
    Symbol *symbol = &symbols[id];
    if (symbol->scope == SCOPE_ROOT) {
        return is_bound_here(resolver->tree, symbol) ? id : SYMBOL_NONE;
    }
    if (symbol->flags & SYMBOL_GLOBAL) {
        return module_symbols[symbol->name];
    }
    if ((symbol->flags & SYMBOL_BOUND) && !(symbol->flags & SYMBOL_NONLOCAL)) {
        return id;
    }
    SymbolId seen = resolver->visible[symbol->name];
    if (seen == SYMBOL_NONE || (symbols[seen].flags & SYMBOL_GLOBAL)) {
        return module_symbols[symbol->name];
    }
    SymbolId home = symbols[seen].home;
    if (home == SYMBOL_NONE || !is_same_name(resolver, symbol, &symbols[home])) {
        return module_symbols[symbol->name];
    }
    symbol->flags |= SYMBOL_FREE;
    symbols[home].flags |= SYMBOL_CELL;
    return home;
}

static bool hides_from_inner(ScopeKind kind) {
    return kind == SCOPE_CLASS || kind == SCOPE_MODULE || kind == SCOPE_OUTER;
}

/* What an inner scope sees of this symbol instead of an outer one. */
static bool is_seen_by_inner(const Symbol *symbol) {
    return (symbol->flags & (SYMBOL_BOUND | SYMBOL_GLOBAL | SYMBOL_NONLOCAL)) != 0;
}

typedef struct OpenScope {
    ScopeId scope;
    ScopeId next_child;
    uint32_t undo_count; /* what `visible` held before, above this mark */
} OpenScope;

typedef struct Undo {
    NameId name;
    SymbolId before;
} Undo;

typedef struct ScopeOrder {
    struct ARRAY_OF(OpenScope) open;
    struct ARRAY_OF(Undo) undo;
    ScopeId *first_child;
    ScopeId *next_sibling;
} ScopeOrder;

static void link_scopes(Resolver *resolver, ScopeOrder *order) {
    const ScopeTree *tree = resolver->tree;
    order->first_child = ARENA_ARRAY(resolver->scratch, ScopeId, tree->scope_count);
    order->next_sibling = ARENA_ARRAY(resolver->scratch, ScopeId, tree->scope_count);
    for (uint32_t i = 0; i < tree->scope_count; i++) {
        order->first_child[i] = SCOPE_NONE;
    }
    for (uint32_t i = tree->scope_count; i-- > 1;) {
        ScopeId parent = tree->scopes[i].parent;
        order->next_sibling[i] = order->first_child[parent];
        order->first_child[parent] = i;
    }
}

static void open_scope(Resolver *resolver, Symbol *symbols, ScopeOrder *order, ScopeId id,
                       const SymbolId *module_symbols) {
    const Scope *scope = &resolver->tree->scopes[id];
    OpenScope open = {id, order->first_child[id], order->undo.count};
    ARENA_PUSH(resolver->scratch, &order->open, open);
    SymbolId end = scope->first_symbol + scope->symbol_count;
    for (SymbolId i = scope->first_symbol; i < end; i++) {
        symbols[i].home = home_of(resolver, symbols, i, module_symbols);
    }
    for (SymbolId i = scope->first_symbol; i < end; i++) {
        if (!hides_from_inner((ScopeKind)scope->kind) && is_seen_by_inner(&symbols[i])) {
            Undo undo = {symbols[i].name, resolver->visible[symbols[i].name]};
            ARENA_PUSH(resolver->scratch, &order->undo, undo);
            resolver->visible[symbols[i].name] = i;
        }
    }
}

static void close_scope(Resolver *resolver, ScopeOrder *order) {
    OpenScope closed = order->open.items[--order->open.count];
    while (order->undo.count > closed.undo_count) {
        Undo undo = order->undo.items[--order->undo.count];
        resolver->visible[undo.name] = undo.before;
    }
}

/* By name: the module's symbol when the unit is the module and binds it. */
static SymbolId *find_module_symbols(Resolver *resolver, const Symbol *symbols) {
    SymbolId *found = ARENA_ARRAY(resolver->scratch, SymbolId, resolver->name_count);
    memset(found, 0xFF, resolver->name_count * sizeof *found);
    const ScopeTree *tree = resolver->tree;
    if (tree->scopes[SCOPE_ROOT].kind != SCOPE_MODULE) {
        return found;
    }
    for (SymbolId i = 0; i < tree->scopes[SCOPE_ROOT].symbol_count; i++) {
        if (is_bound_here(tree, &symbols[i])) {
            found[symbols[i].name] = i;
        }
    }
    return found;
}

static void find_homes(Resolver *resolver, Symbol *symbols) {
    resolver->visible = ARENA_ARRAY(resolver->scratch, SymbolId, resolver->name_count);
    memset(resolver->visible, 0xFF, resolver->name_count * sizeof *resolver->visible);
    SymbolId *module_symbols = find_module_symbols(resolver, symbols);
    ScopeOrder order = {0};
    link_scopes(resolver, &order);
    open_scope(resolver, symbols, &order, SCOPE_ROOT, module_symbols);
    while (order.open.count) {
        OpenScope *top = &order.open.items[order.open.count - 1];
        ScopeId child = top->next_child;
        if (child == SCOPE_NONE) {
            close_scope(resolver, &order);
            continue;
        }
        top->next_child = order.next_sibling[child];
        open_scope(resolver, symbols, &order, child, module_symbols);
    }
}

Symbol *scope_resolve(ScopeTree *tree, const Ast *ast, ScopeWalk *walk, Arena *mem,
                      Arena *scratch) {
    Resolver resolver = {.ast = ast, .walk = walk, .tree = tree, .mem = mem, .scratch = scratch};
    resolver.name_count = ast->name_count + walk->extra_name_count + 1;
    Symbol *symbols = group_symbols(&resolver);
    copy_scopes(&resolver);
    find_homes(&resolver, symbols);
    return symbols;
}
