/* Knows which places of a file bind the names of a module or a class body, and in which order they
 * run; knows nothing about whose body a name is looked up in. */
#include "semantics/file_body.h"

#include "base/hash.h"
#include "text/token.h"

struct FileScopes {
    FileBody **bodies; /* by unit; NULL until asked for */
};

/* One place, while they are collected. */
typedef struct Found {
    uint32_t name; /* index into names */
    BindingPlace place;
} Found;

typedef struct Collector {
    const FileModel *file;
    FileBody *body;
    struct ARRAY_OF(BodyName) names;
    struct ARRAY_OF(Found) found;
    uint32_t *slots;
    uint32_t slot_count;
} Collector;

/* ---- names ---------------------------------------------------------------------------------- */

static uint32_t find_slot(const uint32_t *slots, uint32_t slot_count, const BodyName *names,
                          Str name) {
    uint32_t at = (uint32_t)hash_short(name) & (slot_count - 1);
    while (slots[at] && !str_equal(names[slots[at] - 1].name, name)) {
        at = (at + 1) & (slot_count - 1);
    }
    return at;
}

static void grow_slots(Collector *collector) {
    uint32_t count = collector->slot_count ? collector->slot_count * 2 : 64;
    collector->slots = ARENA_ARRAY(collector->file->mem, uint32_t, count);
    collector->slot_count = count;
    for (uint32_t i = 0; i < collector->names.count; i++) {
        Str name = collector->names.items[i].name;
        collector->slots[find_slot(collector->slots, count, collector->names.items, name)] = i + 1;
    }
}

static uint32_t name_index(Collector *collector, Str name) {
    if ((collector->names.count + 1) * 2 > collector->slot_count) {
        grow_slots(collector);
    }
    uint32_t slot =
        find_slot(collector->slots, collector->slot_count, collector->names.items, name);
    if (!collector->slots[slot]) {
        ARRAY_PUSH(&collector->names, ((BodyName){.name = name, .symbol = SYMBOL_NONE}));
        collector->slots[slot] = collector->names.count;
    }
    return collector->slots[slot] - 1;
}

static void add_place(Collector *collector, uint32_t name, UnitId unit, BindingId binding) {
    Found found = {
        name, {unit, binding}
    };
    ARRAY_PUSH(&collector->found, found);
    collector->names.items[name].place_count++;
}

/* ---- where bindings come from --------------------------------------------------------------- */

static bool runs_in_body(const ScopeTree *tree, ScopeId scope, ScopeId body) {
    while (scope != body) {
        if (tree->scopes[scope].kind != SCOPE_COMPREHENSION) {
            return false;
        }
        scope = tree->scopes[scope].parent;
    }
    return true;
}

static void add_own_symbol(Collector *collector, const UnitFacts *facts, SymbolId id) {
    const ScopeTree *tree = facts->scopes;
    const Symbol *symbol = &tree->symbols[id];
    if (symbol->home != id || symbol->binding_count == 0) {
        return;
    }
    uint32_t name = name_index(collector, scope_name(tree, &facts->ast, symbol->name));
    collector->names.items[name].symbol = id;
    for (uint32_t i = 0; i < symbol->binding_count; i++) {
        BindingId binding = symbol->first_binding + i;
        add_place(collector, name, collector->body->unit, binding);
        if (!runs_in_body(tree, tree->bindings[binding].scope, symbol->scope)) {
            collector->names.items[name].is_deferred = true;
        }
    }
}

static NodeId last_star_import(const Ast *ast) {
    NodeId node = ast->node_count;
    while (node-- > 0) {
        bool is_star = ast_kind(ast, node) == NODE_IMPORT_FROM &&
                       (ast_node(ast, node)->flags & NODE_STAR_IMPORT);
        if (is_star) {
            return node;
        }
    }
    return NODE_NONE;
}

static void add_own_names(Collector *collector) {
    const UnitFacts *facts = file_model_unit(collector->file, collector->body->unit);
    const ScopeTree *tree = facts->scopes;
    if (!tree || tree->body_scope == SCOPE_NONE) {
        return;
    }
    const Scope *scope = &tree->scopes[tree->body_scope];
    collector->body->has_star_import = scope->has_star_import;
    if (scope->has_star_import) {
        collector->body->last_star = last_star_import(&facts->ast);
    }
    for (uint32_t i = 0; i < scope->symbol_count; i++) {
        add_own_symbol(collector, facts, scope->first_symbol + i);
    }
}

/* A walrus in a decorator, default or base binds in the body around the unit. */
static bool header_has_walrus(const Outline *outline, const Unit *unit) {
    Str text = str_span(outline->text, unit->extent);
    if (str_find(text, STR(":=")) == text.len) {
        return false;
    }
    TokenReader reader = token_reader_open(outline->text, unit->extent);
    uint32_t depth = 0;
    while (true) {
        Token token = token_next_significant(&reader);
        if (token.kind == TOKEN_END || token_is(&reader, token, ":=")) {
            return token.kind != TOKEN_END;
        }
        bool opens = token_is(&reader, token, "(") || token_is(&reader, token, "[") ||
                     token_is(&reader, token, "{");
        bool closes = token_is(&reader, token, ")") || token_is(&reader, token, "]") ||
                      token_is(&reader, token, "}");
        depth += opens;
        depth -= closes && depth > 0;
        if (depth == 0 && token.span.start > unit->header && token_is(&reader, token, ":")) {
            return false;
        }
    }
}

static void add_header_walruses(Collector *collector, UnitId unit) {
    const UnitFacts *facts = file_model_unit(collector->file, unit);
    const ScopeTree *tree = facts->scopes;
    if (!tree || tree->scopes[SCOPE_ROOT].kind != SCOPE_OUTER) {
        return;
    }
    for (BindingId i = 0; i < tree->binding_count; i++) {
        const Symbol *symbol = &tree->symbols[tree->bindings[i].symbol];
        bool is_outside = symbol->scope == SCOPE_ROOT || symbol->home == SYMBOL_NONE;
        if (is_outside && tree->bindings[i].kind == BINDING_WALRUS) {
            uint32_t name = name_index(collector, scope_name(tree, &facts->ast, symbol->name));
            collector->names.items[name].is_deferred = true; /* its turn is not followed */
            add_place(collector, name, unit, i);
        }
    }
}

static void add_children(Collector *collector) {
    const Outline *outline = collector->file->outline;
    UnitId child = outline->units[collector->body->unit].first_child;
    while (child != UNIT_NONE) {
        const Unit *unit = &outline->units[child];
        if (!span_is_empty(unit->name)) {
            uint32_t name = name_index(collector, str_span(outline->text, unit->name));
            collector->names.items[name].definition_count++;
            add_place(collector, name, child, BINDING_DEFINITION);
        }
        if (header_has_walrus(outline, unit)) {
            add_header_walruses(collector, child);
        }
        child = unit->next_sibling;
    }
}

/* `global x` in a function of another unit makes what it binds a name of the module. */
static void add_global_bindings(Collector *collector, UnitId unit) {
    const UnitFacts *facts = file_model_unit(collector->file, unit);
    const ScopeTree *tree = facts->scopes;
    if (!tree) {
        return;
    }
    for (SymbolId id = 0; id < tree->symbol_count; id++) {
        const Symbol *symbol = &tree->symbols[id];
        if (!(symbol->flags & SYMBOL_GLOBAL) || symbol->scope == SCOPE_ROOT) {
            continue;
        }
        if (symbol->home != SYMBOL_NONE || symbol->binding_count == 0) {
            continue;
        }
        uint32_t name = name_index(collector, scope_name(tree, &facts->ast, symbol->name));
        collector->names.items[name].is_deferred = true;
        for (uint32_t i = 0; i < symbol->binding_count; i++) {
            add_place(collector, name, unit, symbol->first_binding + i);
        }
    }
}

static void add_globals(Collector *collector) {
    const Outline *outline = collector->file->outline;
    for (UnitId unit = 1; unit < outline->unit_count; unit++) {
        if (outline->units[unit].triggers & TRIGGER_BIT(GLOBAL)) {
            add_global_bindings(collector, unit);
        }
    }
}

/* ---- the table ------------------------------------------------------------------------------ */

static void keep_places(Collector *collector) {
    Arena *mem = collector->file->mem;
    FileBody *body = collector->body;
    BodyName *names = ARENA_ARRAY(mem, BodyName, collector->names.count);
    BindingPlace *places = ARENA_ARRAY(mem, BindingPlace, collector->found.count);
    uint32_t next = 0;
    for (uint32_t i = 0; i < collector->names.count; i++) {
        names[i] = collector->names.items[i];
        names[i].first_place = next;
        next += names[i].place_count;
        names[i].place_count = 0;
    }
    for (uint32_t i = 0; i < collector->found.count; i++) {
        BodyName *name = &names[collector->found.items[i].name];
        places[name->first_place + name->place_count++] = collector->found.items[i].place;
    }
    body->names = names;
    body->name_count = collector->names.count;
    body->places = places;
    body->slots = collector->slots;
    body->slot_count = collector->slot_count;
}

static FileBody *build_body(const FileModel *file, UnitId unit) {
    FileBody *body = ARENA_NEW(file->mem, FileBody);
    body->unit = unit;
    Collector collector = {.file = file, .body = body};
    UnitWatch watch;
    file_model_watch(file, &watch);
    watch.names = true;
    add_own_names(&collector);
    add_children(&collector);
    if (unit == UNIT_MODULE_ID) {
        add_globals(&collector);
    }
    keep_places(&collector);
    body->notes = file_model_unwatch(file, &watch, file->mem);
    ARRAY_RELEASE(&collector.names);
    ARRAY_RELEASE(&collector.found);
    return body;
}

FileBody *file_body(const FileModel *file, UnitId unit) {
    struct FileScopes *scopes = file->layers->scopes;
    if (!scopes) {
        scopes = ARENA_NEW(file->mem, struct FileScopes);
        scopes->bodies = ARENA_ARRAY(file->mem, FileBody *, file->outline->unit_count);
        file->layers->scopes = scopes;
    }
    if (!scopes->bodies[unit]) {
        scopes->bodies[unit] = build_body(file, unit);
    } else {
        file_model_renote(file, &scopes->bodies[unit]->notes);
    }
    return scopes->bodies[unit];
}

const BodyName *file_body_name(const FileBody *body, Str name) {
    if (body->slot_count == 0) {
        return NULL;
    }
    uint32_t slot = find_slot(body->slots, body->slot_count, body->names, name);
    return body->slots[slot] ? &body->names[body->slots[slot] - 1] : NULL;
}

/* ---- order of evaluation -------------------------------------------------------------------- */

/* An event of a body, in the order of its unit's statements; children of one hole by number. */
typedef struct BodyEvent {
    FlowEvent event;
    NodeId node;
    UnitId child; /* UNIT_NONE: the unit's own */
} BodyEvent;

/* The hole's Pass in the unit's ast. O(statements), once a body. */
static const NodeId *hole_nodes(const FileModel *file, FileBody *body) {
    if (body->hole_nodes) {
        return body->hole_nodes;
    }
    const Unit *unit = &file->outline->units[body->unit];
    NodeId *nodes = ARENA_ARRAY(file->mem, NodeId, unit->hole_count + 1);
    for (uint32_t i = 0; i < unit->hole_count; i++) {
        nodes[i] = NODE_NONE;
    }
    body->hole_nodes = nodes;
    const Ast *ast = &file_model_unit(file, body->unit)->ast;
    NodeId owner = body->unit == UNIT_MODULE_ID ? NODE_ROOT : ast_definition(ast);
    if (owner == NODE_NONE || ast->node_count == 0) {
        return nodes;
    }
    NodeId child = ast_first_child(ast, owner);
    for (; child != NODE_NONE; child = ast_next_sibling(ast, child)) {
        const Hole *hole = ast_kind(ast, child) == NODE_PASS
                               ? outline_hole_at(file->outline, body->unit, ast->nodes[child].start)
                               : NULL;
        if (hole) {
            nodes[hole - &file->outline->holes[unit->first_hole]] = child;
        }
    }
    return nodes;
}

/* The Pass that stands for a child unit, or NODE_NONE. O(log holes). */
static NodeId child_node(const FileModel *file, FileBody *body, UnitId child) {
    const Outline *outline = file->outline;
    const Unit *unit = &outline->units[body->unit];
    const NodeId *nodes = hole_nodes(file, body);
    uint32_t start = outline->units[child].extent.start;
    uint32_t low = 0;
    uint32_t high = unit->hole_count;
    while (low + 1 < high) {
        uint32_t middle = low + (high - low) / 2;
        if (outline->holes[unit->first_hole + middle].extent.start <= start) {
            low = middle;
        } else {
            high = middle;
        }
    }
    return unit->hole_count ? nodes[low] : NODE_NONE;
}

/* Is the node part of a statement of the body itself that runs whenever the body does? */
static bool runs_always(const Ast *ast, NodeId node) {
    NodeKind kind = ast_kind(ast, node);
    while (node != NODE_ROOT && ast_node(ast, node)->parent != NODE_ROOT) {
        node = ast_node(ast, node)->parent;
        kind = ast_kind(ast, node);
    }
    return kind == NODE_IMPORT || kind == NODE_IMPORT_FROM || kind == NODE_ASSIGN ||
           kind == NODE_ANN_ASSIGN || kind == NODE_CLASS_DEF || kind == NODE_FUNCTION_DEF ||
           kind == NODE_ASYNC_FUNCTION_DEF;
}

bool file_body_star_may_stand(const FileModel *file, FileBody *body, const BodyName *name) {
    if (!body->has_star_import || body->unit != UNIT_MODULE_ID || body->last_star == NODE_NONE) {
        return body->has_star_import;
    }
    const UnitFacts *facts = file_model_unit(file, body->unit);
    for (uint32_t i = 0; i < name->place_count; i++) {
        BindingPlace place = body->places[name->first_place + i];
        NodeId node = NODE_NONE;
        if (place.binding == BINDING_DEFINITION) {
            node = child_node(file, body, place.unit);
        } else if (place.unit == body->unit &&
                   facts->scopes->bindings[place.binding].kind != BINDING_DECLARED &&
                   runs_always(&facts->ast, facts->scopes->bindings[place.binding].node)) {
            node = facts->scopes->bindings[place.binding].node;
        }
        if (node != NODE_NONE && node > body->last_star) {
            return false;
        }
    }
    return true;
}

static bool is_before(const BodyEvent *a, const BodyEvent *b) {
    if (a->child != UNIT_NONE && b->child != UNIT_NONE) {
        return a->child < b->child;
    }
    return a->node < b->node;
}

/* Puts a child's event where its Pass stands among the others. */
static void insert_event(BodyEvent *events, uint32_t *count, BodyEvent event) {
    uint32_t at = *count;
    while (at > 0 && is_before(&event, &events[at - 1])) {
        events[at] = events[at - 1];
        at--;
    }
    events[at] = event;
    (*count)++;
}

static uint32_t use_order(const ScopeTree *tree, NodeId node) {
    UseId use = scope_use(tree, node);
    return use == USE_NONE ? UINT32_MAX : tree->uses[use].order;
}

/* The unit's own bindings and the asking use are merged by order of evaluation. */
static uint32_t own_events(const FileModel *file, const FileBody *body, const BodyName *name,
                           BodyPoint point, BodyEvent *events) {
    const UnitFacts *facts = file_model_unit(file, body->unit);
    const ScopeTree *tree = facts->scopes;
    uint32_t asked = point.use == NODE_NONE ? UINT32_MAX : use_order(tree, point.use);
    BodyEvent use = {
        {point.use, FLOW_USE, 0},
        point.use, UNIT_NONE
    };
    bool is_open = point.use != NODE_NONE;
    uint32_t count = 0;
    for (uint32_t i = 0; i < name->place_count; i++) {
        BindingPlace place = body->places[name->first_place + i];
        if (place.binding == BINDING_DEFINITION) {
            continue;
        }
        const Binding *binding = &tree->bindings[place.binding];
        if (is_open && asked <= binding->order) {
            events[count++] = use;
            is_open = false;
        }
        if (binding->kind != BINDING_DECLARED) {
            bool is_maybe =
                binding->kind == BINDING_WALRUS && flow_is_conditional(&facts->ast, binding->node);
            FlowEventKind kind = is_maybe ? FLOW_MAYBE_BIND : FLOW_BIND;
            FlowEvent event = {binding->node, (uint8_t)kind, (uint8_t)i};
            events[count++] = (BodyEvent){event, binding->node, UNIT_NONE};
        }
    }
    if (is_open) {
        events[count++] = use;
    }
    return count;
}

/* False when a child's Pass cannot be found. */
static bool child_events(const FileModel *file, FileBody *body, const BodyName *name,
                         BodyPoint point, BodyEvent *events, uint32_t *count) {
    for (uint32_t i = 0; i < name->place_count; i++) {
        BindingPlace place = body->places[name->first_place + i];
        if (place.binding == BINDING_DEFINITION) {
            NodeId node = child_node(file, body, place.unit);
            if (node == NODE_NONE) {
                return false;
            }
            BodyEvent event = {
                {node, FLOW_BIND, (uint8_t)i},
                node, place.unit
            };
            insert_event(events, count, event);
        }
    }
    if (point.header != UNIT_NONE) {
        NodeId node = child_node(file, body, point.header);
        if (node == NODE_NONE) {
            return false;
        }
        /* evaluated before the definition that it heads is bound */
        BodyEvent event = {
            {node, FLOW_USE, 0},
            node, point.header
        };
        uint32_t at = *count;
        while (at > 0 && !is_before(&events[at - 1], &event)) {
            events[at] = events[at - 1];
            at--;
        }
        events[at] = event;
        (*count)++;
    }
    return true;
}

static ReachingSet solve(const FileModel *file, FileBody *body, const BodyEvent *events,
                         uint32_t count) {
    const UnitFacts *facts = file_model_unit(file, body->unit);
    if (!body->plan.ast) {
        body->plan = flow_plan(&facts->ast, file->mem);
    }
    FlowPlan plan = body->plan; /* each question with the whole budget: order changes no answer */
    FlowEvent flow[REACHING_BINDINGS_MAX + 1];
    ReachingSet sets[REACHING_BINDINGS_MAX + 1] = {0};
    uint32_t asked = 0;
    for (uint32_t i = 0; i < count; i++) {
        flow[i] = events[i].event;
        asked = flow[i].kind == FLOW_USE ? i : asked;
    }
    NodeId region = facts->scopes->scopes[facts->scopes->body_scope].node;
    return flow_reach(&plan, region, flow, count, sets) ? sets[asked] : 0;
}

ReachingSet file_body_reaching(const FileModel *file, FileBody *body, const BodyName *name,
                               BodyPoint point) {
    if (name->is_deferred || name->place_count > REACHING_BINDINGS_MAX) {
        return 0;
    }
    const ScopeTree *tree = file_model_unit(file, body->unit)->scopes;
    if (!tree || tree->body_scope == SCOPE_NONE) {
        return 0;
    }
    BodyEvent events[REACHING_BINDINGS_MAX + 1];
    uint32_t count = own_events(file, body, name, point, events);
    if (!child_events(file, body, name, point, events, &count)) {
        return 0;
    }
    return solve(file, body, events, count);
}
