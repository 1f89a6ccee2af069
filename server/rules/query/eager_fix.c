/* Knows which rewrite a finding about rows calls for; how each library writes it, the files
 * eager_<library> know. */
#include "rules/query/eager_fix.h"

#include "rules/query/admin_fix.h"
#include "rules/query/annotate_fix.h"
#include "rules/query/column_fix.h"
#include "rules/query/eager_load.h"
#include "rules/query/key_access.h"
#include "rules/query/part_fix.h"
#include "rules/query/query_arms.h"
#include "rules/query/stale_rows.h"
#include "rules/shape.h"
#include "semantics/loops.h"

#define ASKED_AGAIN                                                                                \
    "what the loop asks of the relation is asked of the database again, prefetched or not"

/* " at line 12", " in managers.py"; empty when it is not known where the query is made. The row
 * in another file may change while nothing that was asked of that file does: it is not named. */
static Str place_of(const FixContext *context, const QuerySite *site) {
    Arena *mem = context->rule.mem;
    if (!site) {
        return STR("");
    }
    if (site->file->id != context->rule.file->id) {
        Str path = site->file->path;
        uint32_t name = path.len;
        while (name > 0 && path.ptr[name - 1] != '/') {
            name--;
        }
        return arena_format(mem, " in %.*s", STR_ARG(str_slice(path, name, path.len)));
    }
    uint32_t row = line_index_row(site->file->lines,
                                  outline_to_file(site->file->outline, site->unit,
                                                  ast_node(&site->facts->ast, site->place)->start));
    return arena_format(mem, " at line %u", row + 1);
}

static Str title_of(const FixContext *context, const QuerySite *site, const EagerPath *path) {
    Arena *mem = context->rule.mem;
    Str place = place_of(context, site);
    Str words = path->query.orm == ORM_DJANGO   ? eager_django_words(path, mem)
                : path->query.orm == ORM_PEEWEE ? eager_peewee_words(context->rule.file, path, mem)
                                                : eager_sqlalchemy_words(site, path, mem);
    return arena_format(mem, "Add %.*s to the query%.*s", STR_ARG(words), STR_ARG(place));
}

static const RowCost *cost_of(const Finding *finding, const RowCosts *costs) {
    for (uint32_t i = 0; i < costs->count; i++) {
        if (costs->items[i].rule == finding->rule && costs->items[i].node == finding->anchor &&
            costs->items[i].loop == finding->detail) {
            return &costs->items[i];
        }
    }
    return NULL;
}

static const char *obstacle_of(const FixContext *context, const QuerySite *site,
                               const EagerPath *path) {
    switch (path->query.orm) {
    case ORM_DJANGO:
        return eager_django_obstacle(context, site, path);
    case ORM_SQLALCHEMY:
        return eager_sqlalchemy_obstacle(site, path);
    default:
        return eager_peewee_obstacle(context, site, path);
    }
}

static bool add_load(FixContext *context, const QuerySite *site, const EagerPaths *paths) {
    switch (paths->items[0]->query.orm) {
    case ORM_DJANGO:
        eager_django_load(context, site, paths);
        return true;
    case ORM_SQLALCHEMY:
        return eager_sqlalchemy_load(context, site, paths);
    default:
        return eager_peewee_load(context, site, paths);
    }
}

/* `self.lines.all()`: whoever has the row may have loaded its relation, which another query than
 * this one would not use. */
static bool may_be_prefetched(const RuleContext *rule, const QueryKind *query) {
    uint32_t asks_anyway = QUERY_IS_NARROWED | QUERY_IS_ORDERED | QUERY_IS_LIMITED |
                           QUERY_IS_DISTINCT | QUERY_IS_ANNOTATED | QUERY_IS_BYPASS;
    const KindTable *table = kinds_table(rule->file);
    RowKind row;
    QueryKind origin;
    if (query->orm != ORM_DJANGO || query->parent == KIND_NEVER || (query->flags & asks_anyway)) {
        return false;
    }
    return !row_kind_get(table, query->parent, &row) ||
           !query_kind_get(table, row.query, &origin) || origin.place.file != rule->file->id ||
           origin.place.unit != rule->unit;
}

static void load_paths(FixContext *context, const QuerySite *site, const EagerPaths *paths,
                       Str title) {
    bool is_safe = !may_be_prefetched(&context->rule, &paths->items[0]->query);
    fix_start(context, is_safe ? SAFETY_SAFE : SAFETY_UNSAFE, title);
    if (!add_load(context, site, paths)) {
        fix_abandon(context);
        fix_refuse(context, title, STR("a class of the path has no name where the query is made"));
    } else if (fix_is_empty(context)) {
        fix_abandon(context);
        fix_refuse(context, title, STR("the query loads it, and the loop asks for another row"));
    }
}

static void load_at(FixContext *context, const QuerySite *site, const EagerPath *path) {
    const char *obstacle = obstacle_of(context, site, path);
    Str title = title_of(context, site, path);
    if (obstacle) {
        fix_refuse(context, title, str_from_c(obstacle));
        return;
    }
    EagerPaths paths = {.items = {path}, .count = 1};
    load_paths(context, site, &paths, title);
}

/* The arms of a union are joined alike, or their columns differ. */
static bool are_alike(const QueryArm *arms, uint32_t count) {
    for (uint32_t i = 1; i < count; i++) {
        if (!str_equal(arms[i].query.loaded, arms[0].query.loaded)) {
            return false;
        }
    }
    return count > 0;
}

/* Rows of several queries (zip, chain, union): each is given the same. */
static void load_everywhere(FixContext *context, const RowCost *cost, const EagerPath *path) {
    QueryArm arms[QUERY_ARMS_MAX];
    EagerPath one = *path;
    bool is_union = (path->query.flags & QUERY_IS_UNION) != 0;
    uint32_t count = path->query.orm == ORM_DJANGO && !cost->is_picked
                         ? query_arms_find(&context->rule, cost->loop, arms)
                         : 0;
    bool is_known = count > 1 && (!is_union || (path->is_to_one && are_alike(arms, count)));
    for (uint32_t i = 0; i < count; i++) {
        one.query = arms[i].query;
        is_known = is_known && eager_django_joins(&one) == eager_django_joins(path) &&
                   !eager_django_obstacle(context, &arms[i].site, &one);
    }
    Str title = title_of(context, NULL, path);
    if (!is_known) {
        fix_refuse(context, title,
                   is_union ? STR("a union takes no further relations: its arms do")
                            : STR("the query is made in more than one place"));
        return;
    }
    fix_start(context, SAFETY_SAFE, title);
    for (uint32_t i = 0; i < count; i++) {
        one.query = arms[i].query;
        EagerPaths paths = {.items = {&one}, .count = 1};
        eager_django_load(context, &arms[i].site, &paths);
    }
    fix_leaves(context, STR("")); /* each arm but that of a union is a query of its own */
}

/* Relations that an option of the query can bring along. */
static bool is_loadable(const RowCost *cost) {
    return cost->hit.kind == ROW_HIT_TO_ONE || cost->hit.kind == ROW_HIT_COLLECTION ||
           cost->hit.kind == ROW_HIT_RELATED;
}

/* Of a related query, prefetching answers what asks for all its rows, or their number. */
static bool is_served(const RuleContext *rule, const RowCost *cost) {
    QueryKind query;
    if (cost->hit.kind != ROW_HIT_RELATED) {
        return true;
    }
    uint32_t changed = QUERY_IS_NARROWED | QUERY_IS_ORDERED | QUERY_IS_LIMITED | QUERY_IS_DISTINCT |
                       QUERY_IS_VALUES | QUERY_IS_ANNOTATED;
    if (!query_kind_get(kinds_table(rule->file), cost->hit.value, &query) ||
        (query.flags & changed)) {
        return false;
    }
    const FileModel *file = row_scan_file(rule->file, cost->hit.file);
    const Ast *ast = &file_model_unit(file, cost->hit.unit)->ast;
    const CatalogQueryMethod *asked =
        catalog_query_method(query.orm, QUERY_ON_QUERY, shape_method(ast, cost->hit.node));
    if (asked && (asked->effects & QUERY_READS)) {
        return (asked->effects & QUERY_KEEPS_CACHE) != 0;
    }
    NodeId evaluating;
    QueryEvaluation how =
        query_evaluation(file, cost->hit.unit, cost->hit.node, KIND_NEVER, &evaluating);
    if (how != QUERY_EVALUATION_CALLED) {
        return true;
    }
    NodeId function = ast_child(ast, evaluating, FIELD_FUNC);
    const CatalogQueryMethod *method =
        catalog_query_method(query.orm, QUERY_ON_QUERY, ast_name(ast, function));
    return method && (method->effects & QUERY_KEEPS_CACHE);
}

/* Of the relation only the key is read, which the row has: nothing need be loaded. The Attribute
 * that reads it, and where. */
typedef struct KeyRead {
    KeyAccess access;
    NodeId node;
    NodeId begin;
    NodeId end;
} KeyRead;

static bool reads_key(const RuleContext *rule, const RowCost *cost, KeyRead *out) {
    const Ast *ast = &rule->facts->ast;
    bool is_here = cost->hit.kind == ROW_HIT_TO_ONE && cost->step_count == 0 &&
                   cost->hit.file == rule->file->id && cost->hit.unit == rule->unit;
    out->node = is_here ? ast_node(ast, cost->hit.node)->parent : NODE_NONE;
    if (cost->loop == NODE_NONE || out->node == NODE_NONE ||
        str_find_byte(cost->path, '.') < cost->path.len ||
        !key_access_of(rule, out->node, &out->access) || out->access.relation != cost->hit.node) {
        return false;
    }
    bool is_call = ast_kind(ast, cost->loop) == NODE_CALL;
    out->begin = is_call ? cost->loop : loop_extent(ast, cost->loop);
    out->end = ast_node(ast, out->begin)->subtree_end;
    return !key_access_is_mixed(rule, &out->access, ast_name(ast, out->node), out->begin, out->end);
}

/* The same of a method or helper that the loop calls: offered first, since it may be that the
 * relation is asked for more somewhere else. */
static void fix_key_there(FixContext *context, const RowCost *cost) {
    RuleContext there = context->rule;
    there.file = row_scan_file(context->rule.file, cost->hit.file);
    bool is_other_file = there.file->id != context->rule.file->id;
    if (cost->hit.kind != ROW_HIT_TO_ONE || cost->step_count == 0 || cost->loop == NODE_NONE ||
        str_find_byte(cost->path, '.') < cost->path.len ||
        (is_other_file && fix_is_likely(context))) {
        return;
    }
    there.unit = cost->hit.unit;
    there.facts = file_model_unit(there.file, there.unit);
    const Ast *ast = &there.facts->ast;
    NodeId node = ast_node(ast, cost->hit.node)->parent;
    KeyAccess access;
    if (!key_access_of(&there, node, &access) || access.relation != cost->hit.node ||
        key_access_is_mixed(&there, &access, ast_name(ast, node), NODE_ROOT, ast->node_count)) {
        return;
    }
    QuerySite site = {.file = there.file, .unit = there.unit, .facts = there.facts};
    key_access_fix_at(context, &site, node, &access, (KeyReach){NODE_ROOT, ast->node_count});
}

/* Nothing else in the loop asks the relation: its rows are not needed anyway. */
static bool is_asked_once(const RowCosts *costs, const RowCost *cost) {
    uint32_t count = 0;
    for (uint32_t i = 0; i < costs->count; i++) {
        count += costs->items[i].loop == cost->loop && str_equal(costs->items[i].path, cost->path);
    }
    return count == 1;
}

/* ---- all that a loop needs ------------------------------------------------------------------ */

static bool is_same_site(const QuerySite *a, const QuerySite *b) {
    return a->file == b->file && a->unit == b->unit && a->place == b->place;
}

/* The cost goes away when `path` is loaded where the query is made, and in no better way. */
static bool takes_load(FixContext *context, const RowCosts *costs, const RowCost *cost,
                       EagerPath *path, QuerySite *site) {
    const RuleContext *rule = &context->rule;
    KeyRead key;
    return rule->enabled[cost->rule] && is_loadable(cost) &&
           eager_path_of(rule->file, cost, path, rule->mem) &&
           !(path->query.flags & QUERY_IS_UNION) &&
           query_site_find(rule->file, &path->query, site) && !reads_key(rule, cost, &key) &&
           is_served(rule, cost) && !obstacle_of(context, site, path) &&
           !stale_rows_obstacle(rule, cost, path) &&
           !(is_asked_once(costs, cost) &&
             annotate_form(context, cost, path, site) == ANNOTATE_COUNT);
}

/* What is loaded through another path too is left out; Django prefetches through what it joins. */
static void add_path(EagerPaths *paths, const EagerPath *path, Arena *mem) {
    Str lookup = eager_path_lookup(path, mem);
    for (uint32_t i = 0; i < paths->count; i++) {
        Str other = eager_path_lookup(paths->items[i], mem);
        bool is_deeper = str_starts_with(lookup, arena_format(mem, "%.*s__", STR_ARG(other)));
        bool is_covered = str_equal(lookup, other) ||
                          str_starts_with(other, arena_format(mem, "%.*s__", STR_ARG(lookup)));
        bool is_alike = path->query.orm != ORM_DJANGO ||
                        eager_django_joins(path) == eager_django_joins(paths->items[i]);
        if (is_alike && is_deeper) {
            paths->items[i] = path;
        }
        if (is_alike && (is_deeper || is_covered)) {
            return;
        }
    }
    if (paths->count < EAGER_PATHS_MAX) {
        paths->items[paths->count++] = path;
    }
}

/* One edit for every relation that the unit reads of these rows, when it is more than one. */
static void load_all(FixContext *context, const RowCosts *costs, const QuerySite *site,
                     const EagerPath *own) {
    EagerPaths paths = {.count = 0};
    for (uint32_t i = 0; i < costs->count; i++) {
        EagerPath path;
        QuerySite other;
        if (takes_load(context, costs, &costs->items[i], &path, &other) &&
            is_same_site(site, &other)) {
            EagerPath *kept = ARENA_NEW(context->rule.mem, EagerPath);
            *kept = path;
            add_path(&paths, kept, context->rule.scratch);
        }
    }
    bool is_peewee = own->query.orm == ORM_PEEWEE;
    /* A join of peewee that stands there is not made longer afterwards. */
    bool is_longer = is_peewee && paths.count == 1 && paths.items[0]->count > own->count;
    if (paths.count > 1 || is_longer) {
        if (is_peewee && !eager_peewee_takes(&paths)) {
            return;
        }
        load_paths(context, site, &paths,
                   arena_format(context->rule.mem,
                                "Load everything this loop needs with the query%.*s",
                                STR_ARG(place_of(context, site))));
    }
}

/* ---- one finding ---------------------------------------------------------------------------- */

/* Where the query is made is known. */
static void fix_at(FixContext *context, const RowCosts *costs, const RowCost *cost,
                   const EagerPath *path, const QuerySite *site) {
    AnnotateForm form = is_asked_once(costs, cost) || cost->hit.kind == ROW_HIT_RELATED
                            ? annotate_form(context, cost, path, site)
                            : ANNOTATE_NONE;
    bool counts_first = form == ANNOTATE_COUNT && is_asked_once(costs, cost);
    if (counts_first) {
        annotate_fix(context, cost, path, site, form);
    }
    if (is_served(&context->rule, cost)) {
        if (!counts_first) {
            load_all(context, costs, site, path);
        }
        load_at(context, site, path);
    } else if (path->query.orm == ORM_DJANGO && form == ANNOTATE_NONE) {
        part_fix(context, cost, path, site);
    }
    if (form == ANNOTATE_EXISTS || form == ANNOTATE_FILTERED) {
        annotate_fix(context, cost, path, site, form);
    }
}

/* `def buyer(self, order)`, `def publish(self, request, queryset)`: the rows come from outside. */
static bool is_given(const RuleContext *rule, const KindPlace *place) {
    bool is_here = place->file == rule->file->id && place->node != NODE_NONE;
    const Ast *ast = is_here ? &file_model_unit(rule->file, place->unit)->ast : NULL;
    return is_here && ast_node(ast, place->node)->field == FIELD_ARGS &&
           ast_kind_is_function(ast_kind(ast, ast_node(ast, place->node)->parent));
}

/* `for book in queryset` of a parameter that holds a query: the loop asks for it there. */
static bool load_at_loop(FixContext *context, const RowCost *cost, const EagerPath *path) {
    const RuleContext *rule = &context->rule;
    const Ast *ast = &rule->facts->ast;
    bool is_loop = cost->loop != NODE_NONE && ast_kind(ast, cost->loop) != NODE_CALL;
    NodeId iterable = is_loop ? loop_iterable(ast, cost->loop) : NODE_NONE;
    SymbolId variable = iterable != NODE_NONE && ast_kind(ast, iterable) == NODE_NAME
                            ? shape_local(rule->facts, iterable)
                            : SYMBOL_NONE;
    QueryKind query;
    if (variable == SYMBOL_NONE || cost->caller || path->query.orm != ORM_DJANGO ||
        path->query.place.unit != rule->unit ||
        rule->facts->scopes->symbols[variable].binding_count != 1 ||
        !(rule->facts->scopes->symbols[variable].flags & SYMBOL_PARAMETER) ||
        !query_kind_get(kinds_table(rule->file), kinds_expression(rule->file, rule->unit, iterable),
                        &query)) {
        return false;
    }
    fix_start(context, SAFETY_SAFE, title_of(context, NULL, path));
    fix_insert(context, ast_span(ast, iterable).end,
               arena_format(rule->mem, ".%.*s", STR_ARG(eager_django_words(path, rule->mem))));
    return true;
}

static void fix_relation(FixContext *context, const RowCosts *costs, const RowCost *cost) {
    const RuleContext *rule = &context->rule;
    EagerPath path;
    QuerySite site;
    KeyRead key;
    bool is_bypass = cost->hit.kind == ROW_HIT_BYPASS;
    if ((!is_bypass && !is_loadable(cost)) || !eager_path_of(rule->file, cost, &path, rule->mem) ||
        (path.query.orm != ORM_DJANGO && path.query.orm != ORM_SQLALCHEMY &&
         path.query.orm != ORM_PEEWEE)) {
        return;
    }
    if (reads_key(rule, cost, &key)) {
        key_access_fix(context, key.node, &key.access, key.begin, key.end);
        return;
    }
    if (cost->hit.is_unserved) {
        fix_refuse(context, title_of(context, NULL, &path), STR(ASKED_AGAIN));
        return;
    }
    if (!is_bypass && cost->loop == NODE_NONE && is_served(rule, cost) &&
        admin_fix(context, &path)) {
        return;
    }
    fix_key_there(context, cost);
    if (is_given(rule, &path.query.place)) {
        if (!is_bypass && is_served(rule, cost) && load_at_loop(context, cost, &path)) {
            return;
        }
        fix_refuse(context, title_of(context, NULL, &path),
                   STR("the query is made by whoever calls"));
        return;
    }
    const char *stale = stale_rows_obstacle(rule, cost, &path);
    if (stale) {
        fix_refuse(context, title_of(context, NULL, &path), str_from_c(stale));
        return;
    }
    bool is_union = path.query.orm == ORM_DJANGO && (path.query.flags & QUERY_IS_UNION);
    if (!is_union && query_site_find(rule->file, &path.query, &site)) {
        if (site.file->id != rule->file->id && fix_is_likely(context)) {
            fix_refuse(context, title_of(context, &site, &path),
                       STR("the query is made in another file, and that it is this one is likely "
                           "only"));
        } else if (is_bypass) {
            part_fix(context, cost, &path, &site);
        } else {
            fix_at(context, costs, cost, &path, &site);
        }
    } else if (is_served(rule, cost)) {
        load_everywhere(context, cost, &path);
    } else {
        fix_refuse(context, title_of(context, NULL, &path), STR(ASKED_AGAIN));
    }
}

/* The loop stands in another one that is not over rows: how often the query is sent is not known.
 */
static bool is_repeated(const Ast *ast, const RowCost *cost) {
    return cost->loop != NODE_NONE && cost->depth <= 1 &&
           loop_enclosing(ast, cost->loop) != NODE_NONE;
}

void eager_fix(FixContext *context, const Finding *finding) {
    RowCosts costs = row_costs(&context->rule);
    const RowCost *cost = cost_of(finding, &costs);
    if (cost && cost->expired) {
        fix_refuse(context, STR("Keep the rows of the session"),
                   STR("the session forgets them when it commits: refresh the row, or make the "
                       "session with expire_on_commit=False"));
    } else if (cost && cost->hit.kind == ROW_HIT_COLUMN) {
        column_fix(context, cost);
    } else if (cost) {
        fix_relation(context, &costs, cost);
    }
    if (cost && is_repeated(&context->rule.facts->ast, cost)) {
        fix_leaves_unknown(context);
    }
}
