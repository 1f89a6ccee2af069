/* Knows select_related and prefetch_related, and what only() does to them; refuses to know what the
 * loop reads. */
#include "rules/query/eager_load.h"

#include "rules/query/call_words.h"
#include "rules/query/fix_cost.h"
#include "rules/shape.h"
#include "semantics/qualified_name.h"

bool eager_django_joins(const EagerPath *path) {
    const QueryKind *query = &path->query;
    bool locks_empty = (query->flags & QUERY_IS_LOCKING) && path->is_nullable;
    bool may_shuffle = (query->flags & QUERY_IS_ANNOTATED) && !(query->flags & QUERY_IS_ORDERED);
    return path->is_to_one && !(query->flags & QUERY_IS_RAW) && !locks_empty && !may_shuffle;
}

/* only() or defer() leaves out the column that the join follows. */
static bool is_key_left_out(const EagerPath *path, Arena *mem) {
    const ModelField *first = path->steps[0].field;
    Str loaded = path->query.loaded;
    return path_set_has(loaded, arena_format(mem, "-%.*s", STR_ARG(first->name))) ||
           (first->key_name.len &&
            path_set_has(loaded, arena_format(mem, "-%.*s", STR_ARG(first->key_name))));
}

/* `only("title", "author__name")`: of the author too, some columns only. */
static bool is_narrowed_below(const QuerySite *site, NodeId only, const EagerPath *path) {
    const Ast *ast = &site->facts->ast;
    for (NodeId argument = only == NODE_NONE ? NODE_NONE : ast_child(ast, only, FIELD_ARGS);
         argument != NODE_NONE; argument = ast_next_in_field(ast, argument)) {
        if (call_words_begin(path->steps[0].field->name, call_words_literal(site, argument))) {
            return true;
        }
    }
    return false;
}

static const char *column_obstacle(const QuerySite *site, const EagerPath *path, Arena *mem) {
    NodeId only = query_site_loader(site, ORM_DJANGO, QUERY_LOADS_ONLY);
    if (is_narrowed_below(site, only, path)) {
        return "only() says which columns of the relation are loaded";
    }
    if (!is_key_left_out(path, mem) || call_words_are_literal(site, only)) {
        return NULL;
    }
    return "only() or defer() leaves out the column that the join needs";
}

/* A Prefetch of a relation on the path, anywhere in the unit: beside a plain lookup of the same
 * relation Django raises, whichever of them runs first. */
static bool is_prefetched_apart(const QuerySite *site, const EagerPath *path, Arena *mem) {
    const Ast *ast = &site->facts->ast;
    Str lookup = eager_path_lookup(path, mem);
    for (NodeId node = 0; node < ast->node_count; node++) {
        NodeId first =
            ast_kind(ast, node) == NODE_CALL ? ast_child(ast, node, FIELD_ARGS) : NODE_NONE;
        Str name = first == NODE_NONE ? STR("") : call_words_literal(site, first);
        if (name.len && (str_equal(name, lookup) || call_words_begin(name, lookup)) &&
            catalog_loader(qualified_name(site->file, site->unit, ast_child(ast, node, FIELD_FUNC),
                                          mem)) == LOADER_PREFETCH) {
            return true;
        }
    }
    return false;
}

/* `books = Book.objects` of a manager with methods of its own, which a query may not have. */
static bool is_kept_manager(const QuerySite *site, const EagerPath *path) {
    const Ast *ast = &site->facts->ast;
    return site->call_count == 0 && path->query.manager != KIND_NEVER &&
           ast_kind(ast, site->place) == NODE_ATTRIBUTE &&
           ast_kind(ast, ast_node(ast, site->place)->parent) != NODE_ATTRIBUTE;
}

/* A chain that begins with a manager or a call that gives a query, or a function that is given the
 * class. */
static bool is_query_made(const QuerySite *site) {
    const Ast *ast = &site->facts->ast;
    bool is_bare_call = site->call_count == 0 && ast_kind(ast, site->place) == NODE_CALL;
    KindId kind = kinds_expression(site->file, site->unit, site->place);
    return !is_bare_call || kind_is_query(kinds_table(site->file), kind) ||
           query_site_class(site) != NODE_NONE;
}

/* `async for author in authors.aiterator()`: in the code that goes through the rows. */
static bool is_async_stream(const Ast *ast, NodeId call) {
    return catalog_query_method(ORM_DJANGO, QUERY_ON_QUERY, shape_method(ast, call)) ==
           catalog_query_method(ORM_DJANGO, QUERY_ON_QUERY, STR("aiterator"));
}

static bool streams_async(const RuleContext *rule) {
    const Ast *ast = &rule->facts->ast;
    NodeId node = 0;
    while (node < ast->node_count &&
           (ast_kind(ast, node) != NODE_CALL || !is_async_stream(ast, node))) {
        node++;
    }
    return node < ast->node_count;
}

/* What a stream of rows does with prefetch_related() depends on the version; NULL: it prefetches.
 */
static const char *stream_obstacle(const RuleContext *rule, const QueryKind *query) {
    if (!(query->flags & QUERY_IS_ITERATOR)) {
        return NULL;
    }
    if (streams_async(rule)) {
        return options_library_is_before(rule->options, LIBRARY_django, 5, 0, 0)
                   ? "the project may run on Django before 5.0, where aiterator() does not prefetch"
                   : NULL;
    }
    return options_library_is_before(rule->options, LIBRARY_django, 4, 1, 0)
               ? "the project may run on Django before 4.1, where iterator() does not prefetch"
               : NULL;
}

/* The query names the whole of a longer path already: something on the way asks the database anew.
 * What is asked anew of a relation of the row itself has a rewrite of its own. */
static bool is_named_already(const QuerySite *site, const EagerPath *path, Arena *mem) {
    const Ast *ast = &site->facts->ast;
    Str lookup = eager_path_lookup(path, mem);
    QueryLoads ways[] = {QUERY_LOADS_JOINED, QUERY_LOADS_BATCHED};
    for (uint32_t i = 0; path->count > 1 && i < 2; i++) {
        NodeId call = query_site_loader(site, ORM_DJANGO, ways[i]);
        for (NodeId argument = call == NODE_NONE ? NODE_NONE : ast_child(ast, call, FIELD_ARGS);
             argument != NODE_NONE; argument = ast_next_in_field(ast, argument)) {
            Str given = call_words_literal(site, argument);
            if (str_equal(given, lookup) || call_words_begin(lookup, given)) {
                return true;
            }
        }
    }
    return false;
}

const char *eager_django_obstacle(const FixContext *context, const QuerySite *site,
                                  const EagerPath *path) {
    uint32_t flags = path->query.flags;
    bool joins = eager_django_joins(path);
    if (flags & QUERY_IS_VALUES) {
        return "the query gives values, not objects";
    }
    if (flags & QUERY_IS_UNION) {
        return "a union takes no further relations: its arms do";
    }
    if (is_named_already(site, path, context->rule.scratch)) {
        return "the query loads it already, and what leads to it asks the database anew";
    }
    if (!is_query_made(site)) {
        return "the query is made by a function that gives its rows";
    }
    if (is_kept_manager(site, path)) {
        return "the manager is kept, and has methods that a query has not";
    }
    const char *stream = joins ? NULL : stream_obstacle(&context->rule, &path->query);
    if (stream) {
        return stream;
    }
    if (joins) {
        return column_obstacle(site, path, context->rule.scratch);
    }
    return is_prefetched_apart(site, path, context->rule.scratch)
               ? "the function has a Prefetch of the relation, and Django takes one lookup of it"
               : NULL;
}

/* What is loaded one way; beginnings of others are loaded with them. */
typedef struct Lookups {
    Str items[EAGER_PATHS_MAX];
    uint32_t count;
} Lookups;

static Lookups lookups_of(const EagerPaths *paths, const bool *joined, bool joins, Arena *mem) {
    Lookups out = {.count = 0};
    for (uint32_t i = 0; i < paths->count; i++) {
        if (joined[i] != joins) {
            continue;
        }
        Str lookup = eager_path_lookup(paths->items[i], mem);
        bool is_new = true;
        for (uint32_t k = 0; k < out.count; k++) {
            bool is_deeper = call_words_begin(out.items[k], lookup);
            out.items[k] = is_deeper ? lookup : out.items[k];
            is_new = is_new && !is_deeper && !str_equal(out.items[k], lookup) &&
                     !call_words_begin(lookup, out.items[k]);
        }
        if (is_new) {
            out.items[out.count++] = lookup;
        }
    }
    return out;
}

/* An argument of the call names the beginning of the path: it is made longer. */
static bool widens(const QuerySite *site, NodeId call, Str lookup) {
    const Ast *ast = &site->facts->ast;
    for (NodeId argument = call == NODE_NONE ? NODE_NONE : ast_child(ast, call, FIELD_ARGS);
         argument != NODE_NONE; argument = ast_next_in_field(ast, argument)) {
        if (call_words_begin(call_words_literal(site, argument), lookup)) {
            return true;
        }
    }
    return false;
}

/* Which of the paths are joined: as many as a statement should have, `joined[i]` for paths[i]. */
static void choose_joined(const RuleContext *rule, const QuerySite *site, const EagerPaths *paths,
                          bool *joined) {
    const Ast *ast = &site->facts->ast;
    Arena *mem = rule->scratch;
    bool joins_all = stream_obstacle(rule, &paths->items[0]->query) != NULL;
    NodeId call = query_site_loader(site, ORM_DJANGO, QUERY_LOADS_JOINED);
    uint32_t count = 0;
    for (NodeId argument = call == NODE_NONE ? NODE_NONE : ast_child(ast, call, FIELD_ARGS);
         argument != NODE_NONE; argument = ast_next_in_field(ast, argument)) {
        count++;
    }
    for (uint32_t i = 0; i < paths->count; i++) {
        bool may_join = eager_django_joins(paths->items[i]);
        bool is_wider = may_join && widens(site, call, eager_path_lookup(paths->items[i], mem));
        joined[i] = may_join && (is_wider || joins_all || count < EAGER_JOINS_MAX);
        count += joined[i] && !is_wider;
    }
}

Str eager_django_words(const EagerPath *path, Arena *mem) {
    LoadingWay way = eager_django_joins(path) ? LOADING_JOINED : LOADING_BATCHED;
    Str lookup = eager_path_lookup(path, mem);
    return call_words_call(catalog_loading_call(ORM_DJANGO, way), &lookup, 1, mem);
}

/* `select_related("a")` takes them; or the text of a call of its own. */
static Str add_lookups(FixContext *context, const QuerySite *site, const EagerPaths *paths,
                       const bool *joined, bool joins) {
    Arena *mem = context->rule.mem;
    Lookups lookups = lookups_of(paths, joined, joins, mem);
    NodeId call =
        query_site_loader(site, ORM_DJANGO, joins ? QUERY_LOADS_JOINED : QUERY_LOADS_BATCHED);
    if (!lookups.count) {
        return STR("");
    }
    if (call_words_are_literal(site, call)) {
        call_words_widen(context, site, call, lookups.items, lookups.count);
        return STR("");
    }
    Str name = catalog_loading_call(ORM_DJANGO, joins ? LOADING_JOINED : LOADING_BATCHED);
    return call_words_call(name, lookups.items, lookups.count, mem);
}

/* `only("title")` lets the joined key be. */
static void keep_keys(FixContext *context, const QuerySite *site, const EagerPaths *paths) {
    NodeId only = query_site_loader(site, ORM_DJANGO, QUERY_LOADS_ONLY);
    Lookups keys = {.count = 0};
    for (uint32_t i = 0; i < paths->count; i++) {
        const EagerPath *path = paths->items[i];
        Str name = path->steps[0].field->name;
        bool is_new = eager_django_joins(path) && is_key_left_out(path, context->rule.scratch);
        for (uint32_t k = 0; k < keys.count; k++) {
            is_new = is_new && !str_equal(keys.items[k], name);
        }
        if (is_new) {
            keys.items[keys.count++] = name;
        }
    }
    if (keys.count) {
        call_words_widen(context, site, only, keys.items, keys.count);
    }
}

/* iterator() prefetches when it is told the size of its chunks. */
static void give_chunks(FixContext *context, const QuerySite *site) {
    const Ast *ast = &site->facts->ast;
    NodeId last = site->call_count ? site->calls[site->call_count - 1] : site->place;
    NodeId call = query_site_next_call(ast, last);
    const CatalogQueryMethod *method =
        call == NODE_NONE
            ? NULL
            : catalog_query_method(ORM_DJANGO, QUERY_ON_QUERY, shape_method(ast, call));
    if (method && method->gives == QUERY_GIVES_STREAM && !is_async_stream(ast, call) &&
        !shape_has_arguments(ast, call)) {
        query_site_insert(context, site, ast_node(ast, call)->end - 1, STR("chunk_size=2000"));
    }
}

static bool prefetches(const EagerPaths *paths, const bool *joined) {
    for (uint32_t i = 0; i < paths->count; i++) {
        if (!joined[i]) {
            return true;
        }
    }
    return false;
}

/* Lookups of one way that begin with `lookup`, or are it. */
static bool is_covered(const EagerPaths *paths, const bool *joined, Str lookup, Arena *mem) {
    for (uint32_t i = 0; i < paths->count; i++) {
        Str other = eager_path_lookup(paths->items[i], mem);
        if (joined[i] && (str_equal(other, lookup) || call_words_begin(lookup, other))) {
            return true;
        }
    }
    return false;
}

/* Beginnings of one batched path that are loaded by a statement of their own: neither joined (now,
 * or in the query as it stands), nor begun by a path that stands before it. */
static uint32_t batches_of(const EagerPaths *paths, const bool *joined, uint32_t at, Arena *mem) {
    const EagerPath *path = paths->items[at];
    uint32_t count = 0;
    Str dotted = STR("");
    for (uint32_t step = 0; step < path->count; step++) {
        EagerPath begin = *path;
        begin.count = step + 1;
        Str lookup = eager_path_lookup(&begin, mem);
        EagerPaths before = *paths;
        bool is_to_one = path->steps[step].field->kind == MODEL_TO_ONE;
        bool batched[EAGER_PATHS_MAX];
        before.count = at;
        for (uint32_t i = 0; i < at; i++) {
            batched[i] = !joined[i];
        }
        dotted = access_path_join(dotted, path->steps[step].field->name, mem);
        count += !is_covered(paths, joined, lookup, mem) &&
                 !(is_to_one && path_set_has(path->query.loaded, dotted)) &&
                 !is_covered(&before, batched, lookup, mem);
    }
    return count;
}

/* A batch for each type of object that a generic relation points at: how many is not known. */
static void tell_what_is_left(FixContext *context, const QuerySite *site, const EagerPaths *paths,
                              const bool *joined) {
    uint32_t count = 1;
    for (uint32_t i = 0; i < paths->count; i++) {
        for (uint32_t step = 0; step < paths->items[i]->count; step++) {
            if (paths->items[i]->steps[step].field->kind == MODEL_GENERIC) {
                return;
            }
        }
        count += joined[i] ? 0 : batches_of(paths, joined, i, context->rule.scratch);
    }
    fix_cost_leaves_queries(context, site, count);
}

void eager_django_load(FixContext *context, const QuerySite *site, const EagerPaths *paths) {
    Str calls[2];
    uint32_t count = 0;
    bool joined[EAGER_PATHS_MAX];
    choose_joined(&context->rule, site, paths, joined);
    keep_keys(context, site, paths);
    for (int joins = 1; joins >= 0; joins--) {
        Str call = add_lookups(context, site, paths, joined, joins != 0);
        if (call.len) {
            calls[count++] = call;
        }
    }
    if ((paths->items[0]->query.flags & QUERY_IS_ITERATOR) && prefetches(paths, joined)) {
        give_chunks(context, site);
    }
    if (count) {
        query_site_append(context, site, calls, count, true);
    }
    tell_what_is_left(context, site, paths, joined);
}
