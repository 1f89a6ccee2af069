/* Knows which calls a function has over the project, and whether each can await it or run it
 * (spec/io.md B, Template N): what cannot be known, and what would start a loop inside of one, is a
 * reason. How the calls are written stands in async_call_fix.c. */
#include "rules/io/async_callers.h"

#include "catalog/stand_ins.h"
#include "semantics/kinds.h"
#include "semantics/loops.h"
#include "semantics/project.h"
#include "semantics/qualified_name.h"

static const Ast *ast_at(const FileModel *file, UnitId unit) {
    return &file_model_unit(file, unit)->ast;
}

/* "line 3", "shop/main.py line 3" */
static Str place_text(const AsyncCallers *callers, const FileModel *file, UnitId unit,
                      NodeId node) {
    uint32_t at = outline_to_file(file->outline, unit, ast_node(ast_at(file, unit), node)->start);
    uint32_t row = line_index_row(file->lines, at) + 1;
    return file->id == callers->file->id
               ? arena_format(callers->mem, "line %u", row)
               : arena_format(callers->mem, "%.*s line %u", STR_ARG(file->path), row);
}

static Str name_of(const FunctionPlace *place) {
    const Ast *ast = ast_at(place->file, place->unit);
    return ast_kind(ast, place->node) == NODE_LAMBDA ? STR("a lambda") : ast_name(ast, place->node);
}

/* ---- where a call stands ----------------------------------------------------------------------
 */

/* The innermost node around that is of the kind, below `top`. */
static NodeId around_of_kind(const Ast *ast, NodeId node, NodeId top, NodeKind kind) {
    for (node = ast_node(ast, node)->parent; node != top && node != NODE_NONE;
         node = ast_node(ast, node)->parent) {
        if (ast_kind(ast, node) == kind) {
            return node;
        }
    }
    return NODE_NONE;
}

/* In a default, an annotation or a decorator of the definition: evaluated outside of it. */
static NodeId header_around(const Ast *ast, NodeId node) {
    for (NodeId parent = ast_node(ast, node)->parent; parent != NODE_NONE;
         node = parent, parent = ast_node(ast, node)->parent) {
        NodeKind kind = ast_kind(ast, parent);
        if (ast_kind_is_function(kind) || kind == NODE_CLASS_DEF || kind == NODE_LAMBDA) {
            return ast_node(ast, node)->field == FIELD_BODY ? NODE_NONE : parent;
        }
    }
    return NODE_NONE;
}

/* A path of an exception that requests raises and httpx does not. */
static bool is_of_requests(Str path) {
    static const char *const builtins[] = {"ConnectionError", "EnvironmentError", "IOError",
                                           "OSError", "socket.error"};
    for (size_t i = 0; i < sizeof builtins / sizeof *builtins; i++) {
        if (str_equal(path, str_from_c(builtins[i]))) {
            return true;
        }
    }
    return str_starts_with(path, STR("requests."));
}

static bool names_error(const AsyncCallers *callers, const AsyncSite *site, NodeId root) {
    const Ast *ast = ast_at(site->file, site->unit);
    NodeId end = root == NODE_NONE ? 0 : ast_node(ast, root)->subtree_end;
    for (NodeId node = root; node < end; node++) {
        Str path = ast_kind_is_expression(ast_kind(ast, node))
                       ? qualified_name(site->file, site->unit, node, callers->mem)
                       : STR("");
        if (is_of_requests(path)) {
            return true;
        }
    }
    return false;
}

/* An `except`, `suppress(...)` or `raises(...)` around the call that names what requests raises. */
static bool is_caught(const AsyncCallers *callers, const AsyncSite *site) {
    const Ast *ast = ast_at(site->file, site->unit);
    for (NodeId around = enclosing_try(ast, site->call, NODE_NONE); around != NODE_NONE;
         around = enclosing_try(ast, around, NODE_NONE)) {
        NodeId handler = ast_child(ast, around, FIELD_HANDLERS);
        for (; handler != NODE_NONE; handler = ast_next_in_field(ast, handler)) {
            if (names_error(callers, site, ast_child(ast, handler, FIELD_TYPE))) {
                return true;
            }
        }
    }
    for (NodeId around = enclosing_with(ast, site->call, NODE_NONE); around != NODE_NONE;
         around = enclosing_with(ast, around, NODE_NONE)) {
        NodeId item = ast_child(ast, around, FIELD_ITEMS);
        for (; item != NODE_NONE; item = ast_next_in_field(ast, item)) {
            if (names_error(callers, site, item)) {
                return true;
            }
        }
    }
    return false;
}

/* What forbids `await` at a place in a coroutine. */
static Str await_obstacle(const AsyncCallers *callers, const AsyncSite *site, NodeId function) {
    const Ast *ast = ast_at(site->file, site->unit);
    Str place = place_text(callers, site->file, site->unit, site->call);
    NodeId generator = around_of_kind(ast, site->call, function, NODE_GENERATOR_EXP);
    if (generator != NODE_NONE) {
        return arena_format(callers->mem, "a generator expression calls it at %.*s",
                            STR_ARG(place));
    }
    if (around_of_kind(ast, site->call, function, NODE_CLASS_DEF) != NODE_NONE) {
        return arena_format(callers->mem, "the body of a class calls it at %.*s", STR_ARG(place));
    }
    return STR("");
}

/* ---- collecting -------------------------------------------------------------------------------
 */

static uint32_t find_function(AsyncCallers *callers, const FileModel *file, UnitId unit,
                              NodeId node) {
    for (uint32_t i = 0; i < callers->functions.count; i++) {
        const FunctionPlace *place = &callers->functions.items[i].place;
        if (place->file->id == file->id && place->unit == unit && place->node == node) {
            return i;
        }
    }
    AsyncCaller caller = {
        .place = {file, unit, node},
        .unknown = STR(""),
        .in_loop = NODE_NONE,
        .is_async = ast_kind(ast_at(file, unit), node) == NODE_ASYNC_FUNCTION_DEF
    };
    ARENA_PUSH(callers->mem, &callers->functions, caller);
    return callers->functions.count - 1;
}

/* Calls that Python makes by itself, and reads that are none to look at. */
static Str hidden_callers(const AsyncCallers *callers, const FunctionPlace *place) {
    const Ast *ast = ast_at(place->file, place->unit);
    Str name = name_of(place);
    if (ast_kind(ast, place->node) == NODE_LAMBDA) {
        return arena_format(callers->mem, "a lambda calls it at %.*s",
                            STR_ARG(place_text(callers, place->file, place->unit, place->node)));
    }
    if (str_starts_with(name, STR("__")) && str_ends_with(name, STR("__"))) {
        return arena_format(callers->mem, "`%.*s` calls it, which Python itself calls",
                            STR_ARG(name));
    }
    NodeId decorator = ast_child(ast, place->node, FIELD_DECORATOR_LIST);
    if (decorator != NODE_NONE) {
        return arena_format(callers->mem, "its caller `%.*s` is decorated at %.*s", STR_ARG(name),
                            STR_ARG(place_text(callers, place->file, place->unit, decorator)));
    }
    return STR("");
}

static Str mention_reason(const AsyncCallers *callers, uint32_t function,
                          const FunctionMention *mention) {
    static const char *const says[] = {
        [MENTION_CALL] = "is called",
        [MENTION_VALUE] = "is handed on",
        [MENTION_REPLACED] = "is replaced",
        [MENTION_UNSURE] = "may be what is called",
        [MENTION_TEXT] = "is named in a string",
        [MENTION_EXPORTED] = "is exported",
    };
    Str place = place_text(callers, mention->file, mention->unit, mention->node);
    Str name = name_of(&callers->functions.items[function].place);
    return function == 0
               ? arena_format(callers->mem, "it %s at %.*s, and its callers are not known",
                              says[mention->kind], STR_ARG(place))
               : arena_format(callers->mem,
                              "its caller `%.*s` %s at %.*s, and may run inside an event loop",
                              STR_ARG(name), says[mention->kind], STR_ARG(place));
}

static void collect(AsyncCallers *callers, uint32_t function) {
    FunctionPlace place = callers->functions.items[function].place;
    Str unknown = function == 0 ? STR("") : hidden_callers(callers, &place);
    bool named = ast_kind(ast_at(place.file, place.unit), place.node) != NODE_LAMBDA;
    FunctionMentions mentions =
        named ? function_mentions(place, callers->mem) : (FunctionMentions){NULL, 0};
    for (uint32_t i = 0; i < mentions.count; i++) {
        const FunctionMention *mention = &mentions.items[i];
        if (mention->kind != MENTION_CALL) {
            unknown = unknown.len ? unknown : mention_reason(callers, function, mention);
            continue;
        }
        const Ast *ast = ast_at(mention->file, mention->unit);
        NodeId around = enclosing_function(ast, mention->call);
        AsyncSite site = {mention->file, mention->unit, mention->call, NODE_NONE, false};
        if (around != NODE_NONE) {
            site.caller = find_function(callers, mention->file, mention->unit, around);
        }
        ARENA_PUSH(callers->mem, &callers->functions.items[function].sites, site);
    }
    callers->functions.items[function].unknown = unknown;
}

/* ---- event loops ------------------------------------------------------------------------------
 */

/* Without a coroutine of the project nothing of it runs inside an event loop. */
static bool has_coroutines(const FileModel *file) {
    uint32_t files = file->project ? file->project->file_count : 1;
    for (FileId id = 0; id < files; id++) {
        const Outline *outline = file->project && id != file->id
                                     ? file->project->outline(file->project->context, id)
                                     : file->outline;
        for (UnitId unit = 0; unit < outline->unit_count; unit++) {
            if (outline->units[unit].triggers & TRIGGER_BIT(ASYNC)) {
                return true;
            }
        }
    }
    return false;
}

/* What one caller says of a function; true when that is new. */
static bool take_from(AsyncCaller *function, const AsyncCaller *caller, uint32_t from) {
    uint32_t loop = caller->is_async ? from : caller->in_loop;
    bool sets_loop = function->in_loop == NODE_NONE && loop != NODE_NONE;
    if (sets_loop) {
        function->in_loop = loop;
    }
    bool sets_unknown = function->unknown.len == 0 && !caller->is_async && caller->unknown.len;
    if (sets_unknown) {
        function->unknown = caller->unknown;
    }
    return sets_loop || sets_unknown;
}

/* From callers to what they call, until nothing changes: each function is set at most once. */
static void spread(AsyncCallers *callers) {
    bool changed = true;
    while (changed) {
        changed = false;
        for (uint32_t i = 0; i < callers->functions.count; i++) {
            AsyncCaller *function = &callers->functions.items[i];
            for (uint32_t k = 0; k < function->sites.count; k++) {
                uint32_t from = function->sites.items[k].caller;
                changed = (from != NODE_NONE &&
                           take_from(function, &callers->functions.items[from], from)) ||
                          changed;
            }
        }
    }
}

/* ---- what becomes of each ---------------------------------------------------------------------
 */

static bool yields(const Ast *ast, NodeId function) {
    NodeId end = ast_node(ast, function)->subtree_end;
    for (NodeId node = function + 1; node < end; node++) {
        NodeKind kind = ast_kind(ast, node);
        if ((kind == NODE_YIELD || kind == NODE_YIELD_FROM) &&
            enclosing_function(ast, node) == function) {
            return true;
        }
    }
    return false;
}

/* Why a plain function that runs inside a loop cannot become a coroutine too. */
static Str caller_obstacle(const AsyncCallers *callers, const AsyncCaller *caller) {
    const FunctionPlace *place = &caller->place;
    const Ast *ast = ast_at(place->file, place->unit);
    const char *what = NULL;
    if (place->node != ast_definition(ast)) {
        what = "stands in another function";
    } else if (place->file->outline->units[place->unit].parent != UNIT_MODULE_ID) {
        what = "is a method";
    } else if (yields(ast, place->node)) {
        what = "is a generator";
    }
    if (!what) {
        return STR("");
    }
    const FunctionPlace *loop = &callers->functions.items[caller->in_loop].place;
    Str where = place_text(callers, place->file, place->unit, place->node);
    return arena_format(callers->mem,
                        "its caller `%.*s` at %.*s runs inside the coroutine `%.*s` and %s",
                        STR_ARG(name_of(place)), STR_ARG(where), STR_ARG(name_of(loop)), what);
}

/* The import of a package that answers in the place of requests; NODE_NONE. */
static NodeId import_of_stand_in(const FileModel *file) {
    const Ast *ast = ast_at(file, UNIT_MODULE_ID);
    for (NodeId node = 0; node < ast->node_count; node++) {
        NodeKind kind = ast_kind(ast, node);
        bool imports =
            kind == NODE_IMPORT_FROM ||
            (kind == NODE_ALIAS && ast_kind(ast, ast_node(ast, node)->parent) == NODE_IMPORT);
        if (imports && catalog_is_stand_in(ast_name(ast, node))) {
            return node;
        }
    }
    return NODE_NONE;
}

static Str site_obstacle(const AsyncCallers *callers, const AsyncSite *site) {
    const Ast *ast = ast_at(site->file, site->unit);
    Str place = place_text(callers, site->file, site->unit, site->call);
    if (site->caller == 0) {
        return arena_format(callers->mem, "it calls itself at %.*s", STR_ARG(place));
    }
    if (header_around(ast, site->call) != NODE_NONE) {
        return arena_format(callers->mem, "a default, a base or a decorator calls it at %.*s",
                            STR_ARG(place));
    }
    NodeId stand_in = import_of_stand_in(site->file);
    if (stand_in != NODE_NONE) {
        return arena_format(callers->mem, "%.*s puts something in the place of requests",
                            STR_ARG(place_text(callers, site->file, UNIT_MODULE_ID, stand_in)));
    }
    return STR("");
}

/* The sites of one function that becomes a coroutine; more functions may have to become one. */
static Str settle(AsyncCallers *callers, uint32_t index, bool loops) {
    for (uint32_t k = 0; k < callers->functions.items[index].sites.count; k++) {
        AsyncSite *site = &callers->functions.items[index].sites.items[k];
        Str reason = site_obstacle(callers, site);
        if (reason.len) {
            return reason;
        }
        if (site->caller == NODE_NONE) {
            continue;
        }
        AsyncCaller *caller = &callers->functions.items[site->caller];
        if (caller->place.node != NODE_NONE &&
            ast_kind(ast_at(caller->place.file, caller->place.unit), caller->place.node) ==
                NODE_LAMBDA) {
            return hidden_callers(callers, &caller->place);
        }
        if (!caller->is_async && loops) {
            if (caller->unknown.len) {
                return caller->unknown;
            }
            if (caller->in_loop != NODE_NONE) {
                reason = caller_obstacle(callers, caller);
                caller->is_async = caller->becomes_async = reason.len == 0;
            }
        }
        site->awaits = caller->is_async;
        if (!reason.len && site->awaits) {
            reason = await_obstacle(callers, site, caller->place.node);
        }
        if (reason.len) {
            return reason;
        }
    }
    return STR("");
}

static Str settle_all(AsyncCallers *callers, bool loops) {
    bool *done = ARENA_ARRAY(callers->mem, bool, callers->functions.count);
    callers->functions.items[0].becomes_async = callers->functions.items[0].is_async = true;
    bool changed = true;
    while (changed) {
        changed = false;
        for (uint32_t i = 0; i < callers->functions.count; i++) {
            if (done[i] || !callers->functions.items[i].becomes_async) {
                continue;
            }
            done[i] = changed = true;
            Str reason = settle(callers, i, loops);
            if (reason.len) {
                return reason;
            }
        }
    }
    return STR("");
}

/* Whoever is above may expect an error of requests. */
static Str caught_reason(const AsyncCallers *callers) {
    for (uint32_t i = 0; i < callers->functions.count; i++) {
        const AsyncCaller *function = &callers->functions.items[i];
        for (uint32_t k = 0; k < function->sites.count; k++) {
            const AsyncSite *site = &function->sites.items[k];
            if (is_caught(callers, site)) {
                Str place = place_text(callers, site->file, site->unit, site->call);
                return arena_format(callers->mem, "the caller at %.*s catches what requests raises",
                                    STR_ARG(place));
            }
        }
    }
    return STR("");
}

/* `patch("shop.pages.requests.get")` in a test would find nothing to replace. */
static Str patched_reason(const AsyncCallers *callers) {
    const FileModel *file = callers->file;
    Str module = project_module_name(file, file->id);
    Str needle = arena_format(callers->mem, "%.*s.requests", STR_ARG(module));
    uint32_t files = file->project ? file->project->file_count : 0;
    for (FileId id = 0; id < files; id++) {
        if (id == file->id) {
            continue;
        }
        Str text = file->project->outline(file->project->context, id)->text;
        uint32_t at = str_find(text, needle);
        if (at < text.len) {
            const FileModel *other = project_file(file, id);
            return arena_format(callers->mem, "%.*s line %u names `%.*s`", STR_ARG(other->path),
                                line_index_row(other->lines, at) + 1, STR_ARG(needle));
        }
    }
    return STR("");
}

/* Each function on the way up costs a search of the project's text. */
enum { FUNCTIONS_MAX = 256 };

bool async_callers_find(FunctionPlace function, Arena *mem, AsyncCallers *out, Str *reason) {
    *out = (AsyncCallers){.file = function.file, .mem = mem};
    if (!function.file->project) {
        *reason = STR("the files around it are not known");
        return false;
    }
    find_function(out, function.file, function.unit, function.node);
    for (uint32_t i = 0; i < out->functions.count; i++) {
        collect(out, i);
        if (i == 0 && out->functions.items[0].unknown.len) {
            *reason = out->functions.items[0].unknown;
            return false;
        }
        if (out->functions.count > FUNCTIONS_MAX) {
            *reason = STR("too many functions lead to it to look at each");
            return false;
        }
    }
    bool loops = has_coroutines(function.file);
    spread(out);
    *reason = caught_reason(out);
    *reason = reason->len ? *reason : patched_reason(out);
    *reason = reason->len ? *reason : settle_all(out, loops);
    return reason->len == 0;
}
