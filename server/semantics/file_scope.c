/* Knows in which body a name is looked up next, across units; what a body binds is in
 * file_body.c, what a unit binds in scope.c. */
#include "semantics/file_scope.h"

#include "catalog/catalog.h"
#include "semantics/file_body.h"

/* A question under way. */
typedef struct Lookup {
    const FileModel *file;
    UnitId unit; /* where the name stands */
    NodeId node;
    Str name;
    bool flow; /* narrow to what may reach the node */
    Arena *mem;
} Lookup;

/* ---- meanings ------------------------------------------------------------------------------- */

static NameMeaning meaning_of(const Lookup *lookup, NameHome home, UnitId unit, ScopeId scope) {
    return (NameMeaning){.home = home, .unit = unit, .scope = scope, .name = lookup->name};
}

/* The places whose bits are set; all of them for an empty set. */
static void take_places(const Lookup *lookup, NameMeaning *meaning, const BindingPlace *places,
                        uint32_t count, ReachingSet set) {
    meaning->maybe_unbound = (set & REACHING_ENTRY) != 0;
    BindingPlace *kept = ARENA_ARRAY(lookup->mem, BindingPlace, count);
    uint32_t next = 0;
    for (uint32_t i = 0; i < count; i++) {
        if (set == 0 || (i < REACHING_BINDINGS_MAX && (set >> i & 1))) {
            kept[next++] = places[i];
        }
    }
    meaning->places = kept;
    meaning->place_count = next;
}

static NameMeaning from_body(const Lookup *lookup, NameHome home, FileBody *body,
                             const BodyName *name, ReachingSet set) {
    const ScopeTree *tree = file_model_unit(lookup->file, body->unit)->scopes;
    NameMeaning meaning =
        meaning_of(lookup, home, body->unit, tree ? tree->body_scope : SCOPE_ROOT);
    meaning.maybe_star = body->has_star_import;
    if (name) {
        /* before the name is bound, what the star import gave it still stands */
        meaning.maybe_star =
            body->has_star_import &&
            ((set & REACHING_ENTRY) || file_body_star_may_stand(lookup->file, body, name));
        take_places(lookup, &meaning, &body->places[name->first_place], name->place_count, set);
    }
    return meaning;
}

/* Names that every module has. */
static bool is_module_attribute(Str name) {
    static const char *const names[] = {
        "__annotations__", "__builtins__", "__cached__", "__debug__",   "__dict__", "__doc__",
        "__file__",        "__loader__",   "__name__",   "__package__", "__path__", "__spec__",
    };
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        if (str_equal(name, str_from_c(names[i]))) {
            return true;
        }
    }
    return false;
}

/* ---- private names -------------------------------------------------------------------------- */

static bool is_private(Str name) {
    return str_starts_with(name, STR("__")) && !str_ends_with(name, STR("__"));
}

/* The name of the innermost class around a node, or an empty text. */
static Str class_around(const Lookup *lookup, ScopeId scope) {
    const UnitFacts *facts = file_model_unit(lookup->file, lookup->unit);
    ScopeId inner = facts->scopes->scopes[scope].class_scope;
    if (inner != SCOPE_NONE) {
        return ast_name(&facts->ast, facts->scopes->scopes[inner].node);
    }
    const Outline *outline = lookup->file->outline;
    UnitId parent = outline->units[lookup->unit].parent;
    if (parent == UNIT_NONE || outline->units[parent].kind != UNIT_CLASS) {
        return STR("");
    }
    return str_span(outline->text, outline->units[parent].name);
}

/* `__x` in a class means `_Class__x` outside of it. */
static Str mangled(const Lookup *lookup, ScopeId scope) {
    if (!is_private(lookup->name)) {
        return lookup->name;
    }
    Str owner = class_around(lookup, scope);
    while (owner.len && owner.ptr[0] == '_') {
        owner = str_slice(owner, 1, owner.len);
    }
    if (owner.len == 0) {
        return lookup->name;
    }
    return arena_format(lookup->mem, "_%.*s%.*s", STR_ARG(owner), STR_ARG(lookup->name));
}

/* ---- from the inside out -------------------------------------------------------------------- */

static NameMeaning in_builtins(const Lookup *lookup, bool maybe_star) {
    bool is_builtin = catalog_is_builtin(lookup->name) || is_module_attribute(lookup->name);
    NameHome home = is_builtin   ? NAME_HOME_BUILTIN
                    : maybe_star ? NAME_HOME_UNKNOWN
                                 : NAME_HOME_UNBOUND;
    NameMeaning meaning = meaning_of(lookup, home, lookup->unit, SCOPE_NONE);
    meaning.maybe_star = maybe_star;
    return meaning;
}

/* `point` is empty for code that runs later. */
static NameMeaning in_module(const Lookup *lookup, ScopeId scope, BodyPoint point) {
    FileBody *body = file_body(lookup->file, UNIT_MODULE_ID);
    const BodyName *name = file_body_name(body, mangled(lookup, scope));
    if (!name) {
        return in_builtins(lookup, body->has_star_import);
    }
    ReachingSet set = 0;
    if (lookup->flow && (name->place_count > 1 || body->has_star_import) &&
        (point.use != NODE_NONE || point.header != UNIT_NONE)) {
        set = file_body_reaching(lookup->file, body, name, point);
    }
    return from_body(lookup, NAME_HOME_MODULE, body, name, set);
}

static const BodyPoint later = {NODE_NONE, UNIT_NONE};

/* Type parameters of the class units around, which inner functions see. */
static bool in_type_parameters(const Lookup *lookup, UnitId class_unit, NameMeaning *meaning) {
    const Outline *outline = lookup->file->outline;
    const Unit *unit = &outline->units[class_unit];
    uint32_t at = unit->name.end;
    while (at < outline->text.len &&
           (outline->text.ptr[at] == ' ' || outline->text.ptr[at] == '\t')) {
        at++;
    }
    if (at >= outline->text.len || outline->text.ptr[at] != '[') {
        return false;
    }
    const UnitFacts *facts = file_model_unit(lookup->file, class_unit);
    const ScopeTree *tree = facts->scopes;
    if (!tree || tree->body_scope == SCOPE_NONE) {
        return false;
    }
    ScopeId scope = tree->scopes[tree->body_scope].parent;
    if (tree->scopes[scope].kind != SCOPE_TYPE_PARAMETERS) {
        return false;
    }
    SymbolId symbol = scope_symbol_by_text(tree, &facts->ast, scope, lookup->name);
    if (symbol == SYMBOL_NONE || tree->symbols[symbol].home != symbol) {
        return false;
    }
    *meaning = meaning_of(lookup, NAME_HOME_TYPE_PARAMETER, class_unit, scope);
    BindingPlace place = {class_unit, tree->symbols[symbol].first_binding};
    take_places(lookup, meaning, &place, tree->symbols[symbol].binding_count ? 1 : 0, 0);
    return true;
}

static bool is_in_class(const Lookup *lookup, ScopeId scope) {
    const ScopeTree *tree = file_model_unit(lookup->file, lookup->unit)->scopes;
    if (tree->scopes[scope].class_scope != SCOPE_NONE) {
        return true;
    }
    UnitId parent = lookup->file->outline->units[lookup->unit].parent;
    return parent != UNIT_NONE && lookup->file->outline->units[parent].kind == UNIT_CLASS;
}

/* A free name of code inside a function: class bodies are not looked at. */
static NameMeaning from_function(const Lookup *lookup, ScopeId scope, BodyPoint point) {
    if (str_equal(lookup->name, STR("__class__")) && is_in_class(lookup, scope)) {
        return meaning_of(lookup, NAME_HOME_CLASS_CELL, lookup->unit, scope);
    }
    const Outline *outline = lookup->file->outline;
    NameMeaning meaning;
    UnitId parent = outline->units[lookup->unit].parent;
    while (parent != UNIT_NONE && outline->units[parent].kind == UNIT_CLASS) {
        if (in_type_parameters(lookup, parent, &meaning)) {
            return meaning;
        }
        parent = outline->units[parent].parent;
    }
    return in_module(lookup, scope, point);
}

/* A name of a unit's header: evaluated in the body around it. */
static NameMeaning from_header(const Lookup *lookup) {
    const Outline *outline = lookup->file->outline;
    UnitId parent = outline->units[lookup->unit].parent;
    BodyPoint point = {NODE_NONE, lookup->unit};
    if (parent == UNIT_NONE || outline->units[parent].kind != UNIT_CLASS) {
        return in_module(lookup, SCOPE_ROOT, parent == UNIT_NONE ? later : point);
    }
    FileBody *body = file_body(lookup->file, parent);
    const BodyName *name = file_body_name(body, lookup->name);
    if (name) {
        ReachingSet set = lookup->flow ? file_body_reaching(lookup->file, body, name, point) : 0;
        if (set != REACHING_ENTRY) {
            return from_body(lookup, NAME_HOME_CLASS, body, name, set);
        }
    }
    return from_function(lookup, SCOPE_ROOT, later);
}

/* ---- within a unit -------------------------------------------------------------------------- */

static NameHome home_of_scope(ScopeKind kind) {
    switch (kind) {
    case SCOPE_MODULE:
        return NAME_HOME_MODULE;
    case SCOPE_CLASS:
        return NAME_HOME_CLASS;
    case SCOPE_TYPE_PARAMETERS:
    case SCOPE_TYPE_ALIAS:
        return NAME_HOME_TYPE_PARAMETER;
    default:
        return NAME_HOME_FUNCTION;
    }
}

static bool runs_in_place(const ScopeTree *tree, ScopeId scope, ScopeId outer) {
    while (scope != outer && scope != SCOPE_NONE) {
        ScopeKind kind = (ScopeKind)tree->scopes[scope].kind;
        if (kind != SCOPE_COMPREHENSION && kind != SCOPE_CLASS && kind != SCOPE_TYPE_PARAMETERS) {
            return false;
        }
        scope = tree->scopes[scope].parent;
    }
    return scope == outer;
}

/* A variable of the unit that no other unit can bind. */
static NameMeaning own_variable(const Lookup *lookup, SymbolId home, UseId use) {
    const ScopeTree *tree = file_model_unit(lookup->file, lookup->unit)->scopes;
    const Symbol *symbol = &tree->symbols[home];
    NameHome kind = home_of_scope((ScopeKind)tree->scopes[symbol->scope].kind);
    NameMeaning meaning = meaning_of(lookup, kind, lookup->unit, symbol->scope);
    BindingPlace *places = ARENA_ARRAY(lookup->mem, BindingPlace, symbol->binding_count);
    for (uint32_t i = 0; i < symbol->binding_count; i++) {
        places[i] = (BindingPlace){lookup->unit, symbol->first_binding + i};
    }
    ReachingSet set = use == USE_NONE || !lookup->flow ? 0 : scope_reaching(tree, use);
    take_places(lookup, &meaning, places, symbol->binding_count, set);
    return meaning;
}

/* A variable of the unit's own body, which child units may bind too. */
static NameMeaning body_variable(const Lookup *lookup, ScopeId scope, UseId use) {
    const ScopeTree *tree = file_model_unit(lookup->file, lookup->unit)->scopes;
    bool in_place = use != USE_NONE && runs_in_place(tree, scope, tree->body_scope);
    BodyPoint point = {in_place ? lookup->node : NODE_NONE, UNIT_NONE};
    if (lookup->unit == UNIT_MODULE_ID) {
        return in_module(lookup, scope, point);
    }
    FileBody *body = file_body(lookup->file, lookup->unit);
    const BodyName *name = file_body_name(body, lookup->name);
    if (!name) {
        return from_function(lookup, scope, later);
    }
    ReachingSet set = 0;
    if (in_place && lookup->flow) {
        set = file_body_reaching(lookup->file, body, name, point);
    }
    if (set == REACHING_ENTRY) { /* not bound yet: the name from outside is meant */
        return from_function(lookup, scope, later);
    }
    return from_body(lookup, NAME_HOME_CLASS, body, name, set);
}

/* A class body in a function, before the name is bound in it. */
static bool is_outer_name(const ScopeTree *tree, SymbolId home, UseId use) {
    return use != USE_NONE && tree->scopes[tree->symbols[home].scope].kind == SCOPE_CLASS &&
           scope_reaching(tree, use) == REACHING_ENTRY;
}

static NameMeaning free_name(const Lookup *lookup, SymbolId symbol, ScopeId scope, UseId use) {
    const ScopeTree *tree = file_model_unit(lookup->file, lookup->unit)->scopes;
    if (tree->symbols[symbol].flags & SYMBOL_GLOBAL) {
        return in_module(lookup, scope, later);
    }
    bool is_header = tree->scopes[SCOPE_ROOT].kind == SCOPE_OUTER;
    if (is_header && scope == SCOPE_ROOT) {
        return from_header(lookup);
    }
    if (!is_header && runs_in_place(tree, scope, tree->body_scope)) {
        return body_variable(lookup, scope, use);
    }
    if (scope == tree->body_scope) { /* of a class unit */
        return body_variable(lookup, scope, use);
    }
    return from_function(lookup, scope, later);
}

static NameMeaning resolve_symbol(const Lookup *lookup, SymbolId symbol, ScopeId scope, UseId use) {
    const ScopeTree *tree = file_model_unit(lookup->file, lookup->unit)->scopes;
    SymbolId home = tree->symbols[symbol].home;
    if (home == SYMBOL_NONE || is_outer_name(tree, home, use)) {
        return free_name(lookup, symbol, scope, use);
    }
    ScopeId owner = tree->symbols[home].scope;
    if (tree->scopes[owner].kind == SCOPE_OUTER) {
        return from_header(lookup);
    }
    if (owner == tree->body_scope) {
        return body_variable(lookup, scope, use);
    }
    return own_variable(lookup, home, use);
}

/* ---- questions ------------------------------------------------------------------------------ */

NameMeaning file_scope_resolve(const FileModel *file, UnitId unit, NodeId node, Arena *mem) {
    const UnitFacts *facts = file_model_unit(file, unit);
    const ScopeTree *tree = facts->scopes;
    Lookup lookup = {.file = file, .unit = unit, .node = node, .mem = mem};
    UseId use = tree ? scope_use(tree, node) : USE_NONE;
    BindingId binding = tree && use == USE_NONE ? scope_binding(tree, node) : BINDING_NONE;
    if (use == USE_NONE && binding == BINDING_NONE) {
        return meaning_of(&lookup, NAME_HOME_UNBOUND, unit, SCOPE_NONE);
    }
    SymbolId symbol = use != USE_NONE ? tree->uses[use].symbol : tree->bindings[binding].symbol;
    ScopeId scope = use != USE_NONE ? tree->uses[use].scope : tree->bindings[binding].scope;
    lookup.flow = use != USE_NONE;
    lookup.name = scope_name(tree, &facts->ast, tree->symbols[symbol].name);
    return resolve_symbol(&lookup, symbol, scope, use);
}

/* The nearest scope of the unit that has the name, as code at `scope` sees it. */
static SymbolId visible_symbol(const UnitFacts *facts, ScopeId scope, Str name) {
    const ScopeTree *tree = facts->scopes;
    bool is_first = true;
    while (scope != SCOPE_NONE) {
        ScopeKind kind = (ScopeKind)tree->scopes[scope].kind;
        bool is_hidden = kind == SCOPE_CLASS && !is_first;
        SymbolId found =
            is_hidden ? SYMBOL_NONE : scope_symbol_by_text(tree, &facts->ast, scope, name);
        if (found != SYMBOL_NONE) {
            return found;
        }
        is_first = false;
        scope = tree->scopes[scope].parent;
    }
    return SYMBOL_NONE;
}

NameMeaning file_scope_lookup(const FileModel *file, UnitId unit, NodeId node, Str name,
                              Arena *mem) {
    const UnitFacts *facts = file_model_unit(file, unit);
    Lookup lookup = {.file = file, .unit = unit, .node = node, .name = name, .mem = mem};
    if (!facts->scopes) {
        return meaning_of(&lookup, NAME_HOME_UNBOUND, unit, SCOPE_NONE);
    }
    ScopeId scope = scope_of_node(facts->scopes, node);
    SymbolId symbol = visible_symbol(facts, scope, name);
    if (symbol != SYMBOL_NONE) {
        return resolve_symbol(&lookup, symbol, scope, USE_NONE);
    }
    if (facts->scopes->scopes[SCOPE_ROOT].kind == SCOPE_OUTER && scope == SCOPE_ROOT) {
        return from_header(&lookup);
    }
    if (scope == facts->scopes->body_scope) {
        return body_variable(&lookup, scope, USE_NONE);
    }
    return from_function(&lookup, scope, later);
}

NameMeaning file_scope_module_name(const FileModel *file, Str name, Arena *mem) {
    Lookup lookup = {.file = file, .node = NODE_NONE, .name = name, .mem = mem};
    FileBody *body = file_body(file, UNIT_MODULE_ID);
    const BodyName *found = file_body_name(body, name);
    return from_body(&lookup, found ? NAME_HOME_MODULE : NAME_HOME_UNBOUND, body, found, 0);
}

NameMeaning file_scope_class_name(const FileModel *file, UnitId class_unit, Str name, Arena *mem) {
    Lookup lookup = {.file = file, .unit = class_unit, .node = NODE_NONE, .name = name, .mem = mem};
    FileBody *body = file_body(file, class_unit);
    const BodyName *found = file_body_name(body, name);
    return from_body(&lookup, found ? NAME_HOME_CLASS : NAME_HOME_UNBOUND, body, found, 0);
}

const Binding *file_scope_binding(const FileModel *file, BindingPlace place) {
    if (place.binding == BINDING_DEFINITION) {
        return NULL;
    }
    const ScopeTree *tree = file_model_unit(file, place.unit)->scopes;
    return &tree->bindings[place.binding];
}

/* ---- imports at module level ------------------------------------------------------------------
 */

static bool begins_path(Str path, Str module) {
    return str_starts_with(path, module) && (path.len == module.len || path.ptr[module.len] == '.');
}

/* At module level, conditional or not. */
bool file_scope_imports(const FileModel *file, Str module) {
    const Ast *ast = &file_model_unit(file, UNIT_MODULE_ID)->ast;
    for (NodeId node = 0; node < ast->node_count; node++) {
        NodeKind kind = ast_kind(ast, node);
        bool plain =
            kind == NODE_ALIAS && ast_kind(ast, ast_node(ast, node)->parent) == NODE_IMPORT;
        bool from = kind == NODE_IMPORT_FROM && ast_node(ast, node)->detail == 0;
        if ((plain || from) && begins_path(ast_name(ast, node), module)) {
            return true;
        }
    }
    return false;
}
