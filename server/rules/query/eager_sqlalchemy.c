/* Knows the loader options of SQLAlchemy and how they are chained; refuses to know what the loop
 * reads. */
#include "rules/query/eager_load.h"

#include "rules/query/call_words.h"
#include "rules/query/fix_cost.h"
#include "rules/query/site_names.h"
#include "rules/shape.h"

static bool turns_off(const QuerySite *site, NodeId option, Arena *mem) {
    return ast_kind(&site->facts->ast, option) == NODE_CALL &&
           catalog_loader(kinds_callee(site->file, site->unit, option, mem)) == LOADER_LAZY;
}

/* The option at the site that already loads the first steps of the path; how many. */
static NodeId option_to_chain(const QuerySite *site, NodeId options, const EagerPath *path,
                              uint32_t *done, Arena *mem) {
    const Ast *ast = &site->facts->ast;
    NodeId best = NODE_NONE;
    *done = 0;
    for (NodeId argument = options == NODE_NONE ? NODE_NONE : ast_child(ast, options, FIELD_ARGS);
         argument != NODE_NONE; argument = ast_next_in_field(ast, argument)) {
        LoaderKind loader;
        KindId kind = kinds_expression(site->file, site->unit, argument);
        Str prefix = STR("");
        if (!loader_kind_get(kinds_table(site->file), kind, &loader) ||
            turns_off(site, argument, mem)) {
            continue;
        }
        for (uint32_t i = 0; i + 1 < path->count; i++) {
            prefix = access_path_join(prefix, path->steps[i].field->name, mem);
            if (str_equal(prefix, loader.end) && i + 1 > *done) {
                *done = i + 1;
                best = argument;
            }
        }
    }
    return best;
}

/* `join(Player.team)` stands in the chain: the rows are there already. */
static bool is_joined(const QuerySite *site, const EagerPath *path, Arena *mem) {
    const Ast *ast = &site->facts->ast;
    Str wanted = arena_format(mem, "%.*s.%.*s", STR_ARG(path->steps[0].owner->name),
                              STR_ARG(path->steps[0].field->name));
    for (uint32_t i = 0; i < site->call_count; i++) {
        NodeId function = ast_child(ast, site->calls[i], FIELD_FUNC);
        NodeId first = ast_child(ast, site->calls[i], FIELD_ARGS);
        if (ast_kind(ast, function) == NODE_ATTRIBUTE && first != NODE_NONE &&
            catalog_query_joins(ast_name(ast, function)) &&
            str_equal(shape_text(site->facts, first), wanted)) {
            return true;
        }
    }
    return false;
}

/* The loader of one step: a join is no good where rows are locked or grouped. */
static LoadingWay way_of(const QuerySite *site, const EagerPath *path, uint32_t step, Arena *mem) {
    uint32_t flags = path->query.flags;
    if (path->steps[step].field->kind != MODEL_TO_ONE) {
        return LOADING_BATCHED;
    }
    if (step == 0 && site && (flags & QUERY_IS_JOINED) && is_joined(site, path, mem)) {
        return LOADING_FROM_JOIN;
    }
    return flags & (QUERY_IS_LOCKING | QUERY_IS_ANNOTATED) ? LOADING_BATCHED : LOADING_JOINED;
}

Str eager_sqlalchemy_words(const QuerySite *site, const EagerPath *path, Arena *mem) {
    Str text = STR("");
    for (uint32_t i = 0; i < path->count; i++) {
        Str loader = catalog_loading_call(ORM_SQLALCHEMY, way_of(site, path, i, mem));
        for (uint32_t dot = str_find_byte(loader, '.'); dot < loader.len;
             dot = str_find_byte(loader, '.')) {
            loader = str_slice(loader, dot + 1, loader.len);
        }
        text = arena_format(mem, "%.*s%s%.*s(%.*s.%.*s)", STR_ARG(text), i == 0 ? "" : ".",
                            STR_ARG(loader), STR_ARG(path->steps[i].owner->name),
                            STR_ARG(path->steps[i].field->name));
    }
    return text;
}

/* Relations beyond EAGER_JOINS_MAX are not joined. */
static LoadingWay way_among(const QuerySite *site, const EagerPath *path, uint32_t step,
                            bool is_crowded, Arena *mem) {
    LoadingWay way = way_of(site, path, step, mem);
    return is_crowded && step == 0 && way == LOADING_JOINED ? LOADING_BATCHED : way;
}

/* `joinedload(Order.user).joinedload(User.profile)` from step `from` on, `is_crowded`: without a
 * further join; false when a class or function has no name here. */
static bool option_text(FixContext *context, const QuerySite *site, const EagerPath *path,
                        uint32_t from, bool is_crowded, Str *out) {
    Arena *mem = context->rule.mem;
    *out = STR("");
    for (uint32_t i = from; i < path->count; i++) {
        LoadingWay way = way_among(site, path, i, is_crowded, context->rule.scratch);
        Str name = site_names_class(context, site, path->steps[i].owner);
        Str function =
            site_names_function(context, site, catalog_loading_call(ORM_SQLALCHEMY, way));
        uint32_t dot = str_find_byte(function, '.');
        if (!name.len || !function.len) {
            return false;
        }
        if (i > 0 && dot < function.len) {
            function = str_slice(function, dot + 1, function.len);
        }
        *out = arena_format(mem, "%.*s%s%.*s(%.*s.%.*s)", STR_ARG(*out), i == 0 ? "" : ".",
                            STR_ARG(function), STR_ARG(name), STR_ARG(path->steps[i].field->name));
    }
    return true;
}

/* `session.get(Hub, pk)` takes a list of loaders; false when it has one that is not a list. */
static bool add_to_get(FixContext *context, const QuerySite *site, Str options) {
    const Ast *ast = &site->facts->ast;
    NodeId last = ast_last_in_field(ast, site->place, FIELD_ARGS);
    for (NodeId keyword = ast_child(ast, site->place, FIELD_KEYWORDS); keyword != NODE_NONE;
         keyword = ast_next_in_field(ast, keyword)) {
        NodeId value = ast_child(ast, keyword, FIELD_VALUE);
        if (!str_equal(ast_name(ast, keyword),
                       catalog_loading_call(ORM_SQLALCHEMY, LOADING_OPTIONS))) {
            last = keyword;
            continue;
        }
        NodeId end = NODE_NONE;
        for (NodeId at = ast_child(ast, value, FIELD_ELTS); at != NODE_NONE;
             at = ast_next_in_field(ast, at)) {
            end = at;
        }
        if (ast_kind(ast, value) != NODE_LIST || end == NODE_NONE) {
            return false;
        }
        query_site_insert(context, site, ast_node(ast, end)->end,
                          arena_format(context->rule.mem, ", %.*s", STR_ARG(options)));
        return true;
    }
    query_site_insert(context, site, ast_node(ast, last)->end,
                      arena_format(context->rule.mem, "%.*soptions=[%.*s]",
                                   STR_ARG(call_words_separator(site, last, context->rule.mem)),
                                   STR_ARG(options)));
    return last != NODE_NONE;
}

/* `lazyload(Stop.street)` turns off what the path begins with: beside it another loader of the
 * relation is an error from 2.0 on. NODE_NONE when none stands there. */
static NodeId option_to_replace(const QuerySite *site, NodeId options, Str name,
                                const EagerPath *path, Arena *mem) {
    const Ast *ast = &site->facts->ast;
    Str relation =
        arena_format(mem, "%.*s.%.*s", STR_ARG(name), STR_ARG(path->steps[0].field->name));
    for (NodeId argument = options == NODE_NONE ? NODE_NONE : ast_child(ast, options, FIELD_ARGS);
         argument != NODE_NONE; argument = ast_next_in_field(ast, argument)) {
        bool is_off = turns_off(site, argument, mem);
        NodeId only = is_off ? shape_only_argument(ast, argument) : NODE_NONE;
        if (only != NODE_NONE && str_equal(shape_text(site->facts, only), relation)) {
            return argument;
        }
    }
    return NODE_NONE;
}

/* What one path adds: behind an option that begins it, in the place of one that turns it off, or as
 * an option of its own. */
typedef struct Option {
    NodeId chained; /* NODE_NONE: not so */
    NodeId replaced;
    Str text;
    uint32_t batches; /* statements that the steps of the path send */
} Option;

static uint32_t argument_count(const Ast *ast, NodeId call) {
    uint32_t count = 0;
    for (NodeId argument = call == NODE_NONE ? NODE_NONE : ast_child(ast, call, FIELD_ARGS);
         argument != NODE_NONE; argument = ast_next_in_field(ast, argument)) {
        count++;
    }
    return count;
}

static bool options_of(FixContext *context, const QuerySite *site, NodeId call,
                       const EagerPaths *paths, Option *out) {
    uint32_t standing = argument_count(&site->facts->ast, call);
    for (uint32_t i = 0; i < paths->count; i++) {
        const EagerPath *path = paths->items[i];
        uint32_t done;
        NodeId chained = option_to_chain(site, call, path, &done, context->rule.scratch);
        for (uint32_t k = 0; k < i && chained != NODE_NONE; k++) {
            bool is_taken = out[k].chained == chained;
            chained = is_taken ? NODE_NONE : chained;
            done = is_taken ? 0 : done;
        }
        out[i].chained = chained;
        Str name = site_names_class(context, site, path->steps[0].owner);
        out[i].replaced = option_to_replace(site, call, name, path, context->rule.scratch);
        bool is_crowded = standing + i >= EAGER_JOINS_MAX;
        if (!option_text(context, site, path, done, is_crowded, &out[i].text)) {
            return false;
        }
        out[i].batches = 0;
        for (uint32_t step = 0; step < path->count; step++) {
            out[i].batches +=
                way_among(site, path, step, is_crowded, context->rule.scratch) == LOADING_BATCHED;
        }
    }
    return true;
}

/* Options of their own, as further arguments. */
static Str own_options(const Option *options, uint32_t count, Str separator, Arena *mem) {
    Str text = STR("");
    for (uint32_t i = 0; i < count; i++) {
        if (options[i].chained == NODE_NONE && options[i].replaced == NODE_NONE) {
            text = arena_format(mem, "%.*s%.*s%.*s", STR_ARG(text),
                                STR_ARG(text.len ? separator : STR("")), STR_ARG(options[i].text));
        }
    }
    return text;
}

/* In an options() call that stands there: chained ones behind theirs, then the others. */
static void add_to_options(FixContext *context, const QuerySite *site, NodeId last,
                           const Option *options, uint32_t count) {
    const Ast *ast = &site->facts->ast;
    Arena *mem = context->rule.mem;
    Str separator = call_words_separator(site, last, mem);
    Str own = own_options(options, count, separator, mem);
    Str behind = STR("");
    uint32_t start = ast_node(ast, last)->end;
    for (uint32_t i = 0; i < count; i++) {
        if (options[i].chained == last || options[i].replaced == last) {
            behind = options[i].text;
            start = options[i].replaced == last ? ast_node(ast, last)->start : start;
        } else if (options[i].replaced != NODE_NONE) {
            query_site_replace(context, site, ast_span(ast, options[i].replaced), options[i].text);
        } else if (options[i].chained != NODE_NONE) {
            query_site_insert(context, site, ast_node(ast, options[i].chained)->end,
                              options[i].text);
        }
    }
    if (own.len) {
        behind =
            arena_format(mem, "%.*s%.*s%.*s", STR_ARG(behind), STR_ARG(separator), STR_ARG(own));
    }
    if (behind.len) {
        query_site_replace(context, site, (Span){start, ast_node(ast, last)->end}, behind);
    }
}

/* The query is one row by its key: `session.get(Hub, pk)`. */
static bool is_get(const QuerySite *site) {
    QueryCall call = query_call(site->file, site->unit, site->place, KIND_NEVER);
    return site->call_count == 0 && call.method && call.on == QUERY_ON_SESSION &&
           (call.effects & QUERY_BY_KEY) && !shape_has_splat(&site->facts->ast, site->place);
}

bool eager_sqlalchemy_load(FixContext *context, const QuerySite *site, const EagerPaths *paths) {
    Option options[EAGER_PATHS_MAX];
    NodeId call =
        is_get(site) ? NODE_NONE : query_site_loader(site, ORM_SQLALCHEMY, QUERY_LOADS_OPTIONS);
    if (!options_of(context, site, call, paths, options)) {
        return false;
    }
    uint32_t statements = 1;
    for (uint32_t i = 0; i < paths->count; i++) {
        statements += options[i].batches;
    }
    fix_cost_leaves_queries(context, site, statements);
    Arena *mem = context->rule.mem;
    if (is_get(site)) {
        return add_to_get(context, site, own_options(options, paths->count, STR(", "), mem));
    }
    NodeId last = ast_last_in_field(&site->facts->ast, call, FIELD_ARGS);
    if (last != NODE_NONE) {
        add_to_options(context, site, last, options, paths->count);
        return true;
    }
    Str name = catalog_loading_call(ORM_SQLALCHEMY, LOADING_OPTIONS);
    Str text = arena_format(mem, "%.*s(%.*s)", STR_ARG(name),
                            STR_ARG(own_options(options, paths->count, STR(", "), mem)));
    query_site_append(context, site, &text, 1, false);
    return true;
}

/* A local name for the class that is no import: `other = aliased(Book)`. */
static bool is_assigned(const QuerySite *site, NodeId name) {
    const ScopeTree *tree = site->facts->scopes;
    SymbolId variable = tree ? shape_local(site->facts, name) : SYMBOL_NONE;
    uint32_t count = variable == SYMBOL_NONE ? 0 : tree->symbols[variable].binding_count;
    for (uint32_t i = 0; i < count; i++) {
        uint8_t kind = tree->bindings[tree->symbols[variable].first_binding + i].kind;
        if (kind != BINDING_IMPORT && kind != BINDING_IMPORT_FROM) {
            return true;
        }
    }
    return false;
}

/* `aliased(Book)` is asked for: loaders would have to begin at the alias. */
static bool is_of_alias(const QuerySite *site) {
    const Ast *ast = &site->facts->ast;
    if (ast_kind(ast, site->place) != NODE_CALL || is_get(site)) {
        return false;
    }
    for (NodeId argument = ast_child(ast, site->place, FIELD_ARGS); argument != NODE_NONE;
         argument = ast_next_in_field(ast, argument)) {
        KindId kind = kinds_expression(site->file, site->unit, argument);
        NodeKind written = ast_kind(ast, argument);
        if (kind_get(kinds_table(site->file), kind)->tag == KIND_TAG_CLASS &&
            (written == NODE_CALL || (written == NODE_NAME && is_assigned(site, argument)))) {
            return true;
        }
    }
    return false;
}

const char *eager_sqlalchemy_obstacle(const QuerySite *site, const EagerPath *path) {
    if (path->query.flags & (QUERY_IS_VALUES | QUERY_IS_RAW)) {
        return "the query gives values, not objects";
    }
    for (uint32_t i = 0; i < path->count; i++) {
        if (path->steps[i].field->loading == MODEL_LOADS_EACH_TIME) {
            return "the relation is dynamic: no option loads it";
        }
    }
    if (is_of_alias(site)) {
        return "the query is of an alias, and the loader would have to begin there";
    }
    return site->call_count == 0 && !is_get(site)
               ? "the query is made by a call that takes no options"
               : NULL;
}
