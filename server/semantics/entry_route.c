/* Knows how frameworks' routes are written and put together; knows nothing about who calls whom. */
#include "semantics/entry_route.h"

#include "semantics/class_ref.h"

enum { ROUTES_LEVELS = 6, MOUNT_LEVELS = 8 };

static const FileModel *file_at(const FileModel *home, FileId id) {
    return id == home->id ? home : project_file(home, id);
}

/* ---- strings --------------------------------------------------------------------------------- */

static bool is_string(const Ast *ast, NodeId node) {
    return node != NODE_NONE && ast_kind(ast, node) == NODE_CONSTANT &&
           ast_node(ast, node)->detail == CONSTANT_STR;
}

/* What stands between the quotes; empty when it is no plain string. */
static Str string_content(const UnitFacts *facts, NodeId node) {
    if (!is_string(&facts->ast, node)) {
        return STR("");
    }
    Str text = str_span(facts->text, ast_span(&facts->ast, node));
    uint32_t start = 0;
    while (start < text.len && text.ptr[start] != '"' && text.ptr[start] != '\'') {
        start++;
    }
    uint32_t end = text.len;
    while (start < end && (text.ptr[start] == '"' || text.ptr[start] == '\'')) {
        start++;
    }
    while (end > start && (text.ptr[end - 1] == '"' || text.ptr[end - 1] == '\'')) {
        end--;
    }
    return str_slice(text, start, end);
}

/* `^orders/$` of a regular expression: the anchors say nothing to a reader. */
static Str without_anchors(Str part) {
    uint32_t start = part.len > 0 && part.ptr[0] == '^';
    uint32_t end = part.len - (part.len > start && part.ptr[part.len - 1] == '$');
    return str_slice(part, start, end);
}

static Str joined(Str prefix, Str path, Arena *mem) {
    prefix = without_anchors(prefix);
    path = without_anchors(path);
    bool doubles =
        prefix.len > 0 && path.len > 0 && prefix.ptr[prefix.len - 1] == '/' && path.ptr[0] == '/';
    return prefix.len == 0 ? path
                           : arena_format(mem, "%.*s%.*s", STR_ARG(prefix),
                                          STR_ARG(str_slice(path, doubles, path.len)));
}

/* ---- decorators ------------------------------------------------------------------------------ */

/* "/users", "", or a name of one; `@patch("shop.models.get")` has another thing there. */
static bool is_path(const UnitFacts *facts, NodeId node) {
    Str content = string_content(facts, node);
    return node != NODE_NONE &&
           (!is_string(&facts->ast, node) || content.len == 0 || content.ptr[0] == '/');
}

static NodeId decorator_name(const Ast *ast, NodeId decorator) {
    NodeId callee =
        ast_kind(ast, decorator) == NODE_CALL ? ast_child(ast, decorator, FIELD_FUNC) : decorator;
    bool is_name = ast_kind(ast, callee) == NODE_NAME || ast_kind(ast, callee) == NODE_ATTRIBUTE;
    return is_name ? callee : NODE_NONE;
}

static const EntryDecorator *decorator_row(const UnitFacts *facts, NodeId decorator, NodeId *path) {
    const Ast *ast = &facts->ast;
    NodeId name = decorator_name(ast, decorator);
    const EntryDecorator *row =
        name == NODE_NONE ? NULL : catalog_entry_decorator(ast_name(ast, name));
    *path = NODE_NONE;
    if (!row || !row->wants_path) {
        return row;
    }
    NodeId first =
        ast_kind(ast, decorator) == NODE_CALL ? ast_child(ast, decorator, FIELD_ARGS) : NODE_NONE;
    if (!is_path(facts, first)) {
        return NULL;
    }
    *path = first;
    return row;
}

const EntryDecorator *entry_decorator_of(const UnitFacts *facts, NodeId function, NodeId *path) {
    for (NodeId node = ast_child(&facts->ast, function, FIELD_DECORATOR_LIST); node != NODE_NONE;
         node = ast_next_in_field(&facts->ast, node)) {
        const EntryDecorator *row = decorator_row(facts, node, path);
        if (row) {
            return row;
        }
    }
    *path = NODE_NONE;
    return NULL;
}

/* ---- calls ----------------------------------------------------------------------------------- */

/* A call somewhere in the project. */
typedef struct Place {
    const FileModel *file;
    UnitId unit;
    NodeId call; /* NODE_NONE: there is none */
} Place;

static const UnitFacts *facts_of(Place place) {
    return file_model_unit(place.file, place.unit);
}

/* The value that a name is bound to: an instance of a router, wherever it was made. */
static ClassRef value_of(Place place, NodeId node, Arena *mem) {
    ClassRef none = {.tag = REF_NONE};
    const Ast *ast = &facts_of(place)->ast;
    bool is_name = node != NODE_NONE &&
                   (ast_kind(ast, node) == NODE_NAME || ast_kind(ast, node) == NODE_ATTRIBUTE);
    ClassRef ref = is_name ? class_ref_follow(place.file, place.unit, node, mem) : none;
    return ref.tag == REF_VALUE ? ref : none;
}

/* `x` of a call `x.method()`. */
static NodeId receiver_of(const Ast *ast, NodeId call) {
    NodeId callee = ast_child(ast, call, FIELD_FUNC);
    return ast_kind(ast, callee) == NODE_ATTRIBUTE ? ast_child(ast, callee, FIELD_VALUE)
                                                   : NODE_NONE;
}

static Str call_name(const Ast *ast, NodeId call) {
    NodeId callee = ast_child(ast, call, FIELD_FUNC);
    return callee == NODE_NONE ? STR("") : ast_name(ast, callee);
}

static NodeId keyword_value(const Ast *ast, NodeId call, Str keyword) {
    NodeId node = ast_keyword(ast, call, keyword);
    return node == NODE_NONE ? NODE_NONE : ast_child(ast, node, FIELD_VALUE);
}

/* The next argument's value after `*argument`, positional ones first; NODE_NONE at the end. */
static NodeId next_argument(const Ast *ast, NodeId call, NodeId *argument, bool *in_keywords) {
    NodeId next = *argument == NODE_NONE ? NODE_NONE : ast_next_in_field(ast, *argument);
    if (next == NODE_NONE && !*in_keywords) {
        *in_keywords = true;
        next = ast_child(ast, call, FIELD_KEYWORDS);
    }
    *argument = next;
    return next != NODE_NONE && *in_keywords ? ast_child(ast, next, FIELD_VALUE) : next;
}

/* ---- registered views ------------------------------------------------------------------------ */

/* `views.order_list`, `OrderList.as_view()`: the thing named. */
static ClassRef routed(Place place, NodeId view, Arena *mem) {
    const Ast *ast = &facts_of(place)->ast;
    if (ast_kind(ast, view) == NODE_CALL) {
        view = receiver_of(ast, view);
    }
    bool is_name = view != NODE_NONE &&
                   (ast_kind(ast, view) == NODE_NAME || ast_kind(ast, view) == NODE_ATTRIBUTE);
    return is_name ? class_ref_resolve(place.file, place.unit, view, mem)
                   : (ClassRef){.tag = REF_NONE};
}

static bool registers(Place place, FileId target, UnitId unit, Arena *mem) {
    const Ast *ast = &facts_of(place)->ast;
    NodeId argument = ast_child(ast, place.call, FIELD_ARGS);
    bool in_keywords = false;
    if (!is_string(ast, argument)) {
        return false;
    }
    for (NodeId view = next_argument(ast, place.call, &argument, &in_keywords); view != NODE_NONE;
         view = next_argument(ast, place.call, &argument, &in_keywords)) {
        ClassRef ref = routed(place, view, mem);
        if ((ref.tag == REF_FUNCTION || ref.tag == REF_CLASS) && ref.file == target &&
            ref.unit == unit) {
            return true;
        }
    }
    return false;
}

/* The call in the unit that registers the target; .call NODE_NONE. */
static Place registration_in(Place routes, FileId target, UnitId unit, Arena *mem) {
    const Ast *ast = &facts_of(routes)->ast;
    for (NodeId node = 0; node < ast->node_count; node++) {
        Place place = {routes.file, routes.unit, node};
        if (ast_kind(ast, node) == NODE_CALL && catalog_entry_registrar(call_name(ast, node)) &&
            registers(place, target, unit, mem)) {
            return place;
        }
    }
    return (Place){routes.file, routes.unit, NODE_NONE};
}

/* In the modules `urls` beside the file and in the packages around it. */
static Place registration_near(const FileModel *file, UnitId unit, Arena *mem) {
    static const Str levels = {"......urls", ROUTES_LEVELS + 4};
    Place found = {file, UNIT_MODULE_ID, NODE_NONE};
    for (uint32_t level = 1; level <= ROUTES_LEVELS && found.call == NODE_NONE; level++) {
        FileId id = project_module(file, str_slice(levels, ROUTES_LEVELS - level, levels.len));
        if (id != FILE_NONE) {
            Place routes = {file_at(file, id), UNIT_MODULE_ID, NODE_NONE};
            found = registration_in(routes, file->id, unit, mem);
        }
    }
    return found;
}

bool entry_is_routed(const FileModel *file, UnitId unit, Arena *mem) {
    return registration_near(file, unit, mem).call != NODE_NONE;
}

bool entry_registers_any(const FileModel *file) {
    const Ast *ast = &file_model_unit(file, UNIT_MODULE_ID)->ast;
    for (NodeId node = 0; node < ast->node_count; node++) {
        if (ast_kind(ast, node) == NODE_CALL && catalog_entry_registrar(call_name(ast, node)) &&
            is_string(ast, ast_child(ast, node, FIELD_ARGS))) {
            return true;
        }
    }
    return false;
}

bool entry_is_registered_here(const FileModel *file, UnitId unit, Arena *mem) {
    Place module = {file, UNIT_MODULE_ID, NODE_NONE};
    return registration_in(module, file->id, unit, mem).call != NODE_NONE;
}

static bool queues(Place unit, const EntryQueuer *row, FileId target, UnitId function, Arena *mem) {
    const Ast *ast = &facts_of(unit)->ast;
    for (NodeId node = ast_call_named(ast, 0, row->name); node != NODE_NONE;
         node = ast_call_named(ast, node + 1, row->name)) {
        NodeId argument = ast_child(ast, node, FIELD_ARGS);
        for (uint32_t i = 0; i < row->position && argument != NODE_NONE; i++) {
            argument = ast_next_in_field(ast, argument);
        }
        ClassRef ref = {.tag = REF_NONE};
        if (argument != NODE_NONE && ast_kind(ast, argument) != NODE_CALL) {
            ref = routed(unit, argument, mem);
        }
        if (ref.tag == REF_FUNCTION && ref.file == target && ref.unit == function) {
            return true;
        }
    }
    return false;
}

bool entry_is_queued(const FileModel *file, UnitId unit, Arena *mem) {
    for (uint32_t i = 0; i < catalog_entry_queuer_count; i++) {
        const EntryQueuer *row = &catalog_entry_queuers[i];
        ProjectUnits units = project_callers_named(file, row->name, mem);
        for (uint32_t k = 0; k < units.count; k++) {
            Place place = {file_at(file, units.items[k].file), units.items[k].unit, NODE_NONE};
            if (queues(place, row, file->id, unit, mem)) {
                return true;
            }
        }
    }
    return false;
}

static Place registration_anywhere(const FileModel *file, UnitId unit, Arena *mem) {
    Place found = registration_near(file, unit, mem);
    for (uint32_t i = 0; i < catalog_entry_registrar_count && found.call == NODE_NONE; i++) {
        ProjectUnits units = project_callers_named(file, catalog_entry_registrars[i], mem);
        for (uint32_t k = 0; k < units.count && found.call == NODE_NONE; k++) {
            Place routes = {file_at(file, units.items[k].file), units.items[k].unit, NODE_NONE};
            found = registration_in(routes, file->id, unit, mem);
        }
    }
    return found;
}

/* ---- mounts ---------------------------------------------------------------------------------- */

/* What is looked for among the mounts: a router or a list of routes, or the module around it. */
typedef struct Mounted {
    ClassRef value;
    const FileModel *module; /* NULL: the value alone */
} Mounted;

/* `include("shop.urls")`, `include(urls)`, `include(router.urls)`, `include_router(items.router)`.
 */
static bool mounts(Place place, NodeId argument, const Mounted *mounted, Arena *mem) {
    const UnitFacts *facts = facts_of(place);
    const Ast *ast = &facts->ast;
    if (ast_kind(ast, argument) == NODE_TUPLE) { /* `include(("shop.urls", "shop"))` */
        argument = ast_child(ast, argument, FIELD_ELTS);
    }
    const FileModel *module = mounted->module;
    if (is_string(ast, argument)) {
        return module && project_module(place.file, string_content(facts, argument)) == module->id;
    }
    if (ast_kind(ast, argument) != NODE_NAME && ast_kind(ast, argument) != NODE_ATTRIBUTE) {
        return false;
    }
    ClassRef ref = class_ref_resolve(place.file, place.unit, argument, mem);
    if (module && ref.tag == REF_MODULE && ref.file == module->id) {
        return true;
    }
    NodeId owner = ast_kind(ast, argument) == NODE_ATTRIBUTE ? ast_child(ast, argument, FIELD_VALUE)
                                                             : NODE_NONE;
    return mounted->value.tag != REF_NONE &&
           (class_ref_equal(value_of(place, argument, mem), mounted->value) ||
            class_ref_equal(value_of(place, owner, mem), mounted->value));
}

static Place mount_in(Place unit, const EntryMount *row, const Mounted *mounted, Arena *mem) {
    const Ast *ast = &facts_of(unit)->ast;
    for (NodeId node = ast_call_named(ast, 0, row->name); node != NODE_NONE;
         node = ast_call_named(ast, node + 1, row->name)) {
        NodeId first = ast_child(ast, node, FIELD_ARGS);
        Place place = {unit.file, unit.unit, node};
        if (first != NODE_NONE && mounts(place, first, mounted, mem)) {
            return place;
        }
    }
    return (Place){unit.file, unit.unit, NODE_NONE};
}

static Place mount_of(const FileModel *asker, const Mounted *mounted, const EntryMount **row,
                      Arena *mem) {
    Place found = {asker, UNIT_MODULE_ID, NODE_NONE};
    for (uint32_t i = 0; i < catalog_entry_mount_count; i++) {
        *row = &catalog_entry_mounts[i];
        ProjectUnits units = project_callers_named(asker, (*row)->name, mem);
        for (uint32_t k = 0; k < units.count; k++) {
            Place unit = {file_at(asker, units.items[k].file), units.items[k].unit, NODE_NONE};
            found = mount_in(unit, *row, mounted, mem);
            if (found.call != NODE_NONE) {
                return found;
            }
        }
    }
    return found;
}

/* The paths of the registrars that the call stands in: `path("api/", include([path(...)]))`. */
static Str with_enclosing(Place place, Str route, Arena *mem) {
    const UnitFacts *facts = facts_of(place);
    const Ast *ast = &facts->ast;
    for (NodeId node = ast_node(ast, place.call)->parent; node != NODE_NONE;
         node = ast_node(ast, node)->parent) {
        if (ast_kind(ast, node) == NODE_CALL && catalog_entry_registrar(call_name(ast, node))) {
            route = joined(string_content(facts, ast_child(ast, node, FIELD_ARGS)), route, mem);
        }
    }
    return route;
}

/* `APIRouter(prefix="/items")`. */
static Str own_prefix(const FileModel *file, ClassRef router) {
    const UnitFacts *facts = router.tag == REF_VALUE ? class_ref_facts(file, router) : NULL;
    if (!facts || ast_kind(&facts->ast, router.node) != NODE_CALL) {
        return STR("");
    }
    for (uint32_t i = 0; i < catalog_entry_mount_count; i++) {
        Str keyword = catalog_entry_mounts[i].prefix;
        NodeId value = keyword.len ? keyword_value(&facts->ast, router.node, keyword) : NODE_NONE;
        if (value != NODE_NONE) {
            return string_content(facts, value);
        }
    }
    return STR("");
}

/* The router that a call is made on; else the list that it stands in, which may be included by its
 * name, and its module. */
static Mounted mounted_at(Place place, Arena *mem) {
    const Ast *ast = &facts_of(place)->ast;
    ClassRef router = value_of(place, receiver_of(ast, place.call), mem);
    if (router.tag != REF_NONE) {
        return (Mounted){router, NULL};
    }
    NodeId list = NODE_NONE;
    for (NodeId node = place.call; node != NODE_NONE; node = ast_node(ast, node)->parent) {
        list = ast_kind(ast, node) == NODE_LIST ? node : list;
    }
    if (list != NODE_NONE) {
        router =
            (ClassRef){.tag = REF_VALUE, .file = place.file->id, .unit = place.unit, .node = list};
    }
    return (Mounted){router, place.file};
}

/* Puts before `route` what the router at hand and all around it add. */
static Str with_mounts(Place place, Str route, Arena *mem) {
    for (uint32_t level = 0; level < MOUNT_LEVELS; level++) {
        Mounted mounted = mounted_at(place, mem);
        route = joined(own_prefix(place.file, mounted.value), route, mem);
        const EntryMount *row = NULL;
        Place mount = mount_of(place.file, &mounted, &row, mem);
        if (mount.call == NODE_NONE) {
            break;
        }
        const UnitFacts *facts = facts_of(mount);
        if (row->prefix.len > 0) {
            NodeId value = keyword_value(&facts->ast, mount.call, row->prefix);
            route = joined(string_content(facts, value), route, mem);
        }
        route = with_enclosing(mount, route, mem);
        place = mount;
    }
    return route;
}

Str entry_route(const FileModel *file, UnitId unit, Arena *mem) {
    const UnitFacts *facts = file_model_unit(file, unit);
    NodeId path = NODE_NONE;
    const EntryDecorator *row = entry_decorator_of(facts, ast_definition(&facts->ast), &path);
    if (row && path != NODE_NONE) {
        Place place = {file, unit, ast_node(&facts->ast, path)->parent};
        return with_mounts(place, string_content(facts, path), mem);
    }
    const Unit *outline = &file->outline->units[unit];
    bool is_method =
        outline->parent != UNIT_NONE && file->outline->units[outline->parent].kind == UNIT_CLASS;
    Place place = registration_anywhere(file, is_method ? outline->parent : unit, mem);
    if (place.call == NODE_NONE) {
        return STR("");
    }
    const UnitFacts *routes = facts_of(place);
    Str route = string_content(routes, ast_child(&routes->ast, place.call, FIELD_ARGS));
    return with_mounts(place, with_enclosing(place, route, mem), mem);
}
