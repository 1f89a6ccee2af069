/* Knows which loading call a path of relations needs and whether it may be written; where it goes
 * in a chain, query_site knows. */
#include "rules/query/eager_fix.h"

#include "rules/query/annotate_fix.h"
#include "rules/query/bypass_fix.h"
#include "rules/query/eager_path.h"
#include "rules/query/key_access.h"
#include "rules/query/query_arms.h"
#include "rules/shape.h"
#include "semantics/loops.h"

static Str refusal_title(const FixContext *context, const EagerPath *path) {
    return arena_format(context->rule.mem, "Load %.*s with the query",
                        STR_ARG(eager_path_lookup(path, context->rule.mem)));
}

/* ---- Django --------------------------------------------------------------------------------- */

/* The quote that the call's first literal argument uses; a double one elsewhere. */
static char quote_of(const QuerySite *site, NodeId argument) {
    Str text = argument == NODE_NONE ? STR("") : shape_text(site->facts, argument);
    return text.len && text.ptr[0] == '\'' ? '\'' : '"';
}

static Str literal_text(const QuerySite *site, NodeId argument) {
    Str text = shape_text(site->facts, argument);
    bool is_literal = ast_kind(&site->facts->ast, argument) == NODE_CONSTANT && text.len > 2;
    return is_literal ? str_slice(text, 1, text.len - 1) : STR("");
}

static bool is_beginning(Str lookup, Str whole) {
    return lookup.len > 0 && lookup.len + 2 < whole.len && str_starts_with(whole, lookup) &&
           whole.ptr[lookup.len] == '_' && whole.ptr[lookup.len + 1] == '_';
}

/* `select_related("a")` -> `select_related("a__b")`, or another argument. */
static void widen(FixContext *context, const QuerySite *site, NodeId call, Str lookup) {
    const Ast *ast = &site->facts->ast;
    Arena *mem = context->rule.mem;
    NodeId last = NODE_NONE;
    for (NodeId argument = ast_child(ast, call, FIELD_ARGS); argument != NODE_NONE;
         argument = ast_next_in_field(ast, argument)) {
        char quote = quote_of(site, argument);
        if (is_beginning(literal_text(site, argument), lookup)) {
            query_site_replace(context, site, ast_span(ast, argument),
                               arena_format(mem, "%c%.*s%c", quote, STR_ARG(lookup), quote));
            return;
        }
        last = argument;
    }
    char quote = quote_of(site, last);
    query_site_insert(context, site, ast_node(ast, last)->end,
                      arena_format(mem, ", %c%.*s%c", quote, STR_ARG(lookup), quote));
}

/* Only calls with literal names can be added to. */
static bool can_widen(const QuerySite *site, NodeId call) {
    const Ast *ast = &site->facts->ast;
    NodeId argument = call == NODE_NONE ? NODE_NONE : ast_child(ast, call, FIELD_ARGS);
    if (argument == NODE_NONE || ast_child(ast, call, FIELD_KEYWORDS) != NODE_NONE) {
        return false;
    }
    for (; argument != NODE_NONE; argument = ast_next_in_field(ast, argument)) {
        if (ast_kind(ast, argument) != NODE_CONSTANT && ast_kind(ast, argument) != NODE_CALL) {
            return false;
        }
        if (ast_kind(ast, argument) == NODE_CONSTANT &&
            ast_node(ast, argument)->detail != CONSTANT_STR) {
            return false;
        }
    }
    return true;
}

/* A join would be wrong or change what is seen: then the relation is prefetched. */
static bool may_join(const EagerPath *path) {
    const QueryKind *query = &path->query;
    bool locks_empty = (query->flags & QUERY_IS_LOCKING) && path->is_nullable;
    bool may_shuffle = (query->flags & QUERY_IS_ANNOTATED) && !(query->flags & QUERY_IS_ORDERED);
    return path->is_to_one && !(query->flags & QUERY_IS_RAW) && !locks_empty && !may_shuffle;
}

static const char *django_obstacle(const EagerPath *path) {
    uint32_t flags = path->query.flags;
    if (flags & QUERY_IS_VALUES) {
        return "the query gives values, not objects";
    }
    if (flags & QUERY_IS_UNION) {
        return "a union takes no further relations: its arms do";
    }
    if ((flags & QUERY_IS_ITERATOR) && !may_join(path)) {
        return "iterator() ignores prefetched relations unless it is given a chunk_size";
    }
    return may_join(path) && str_find_byte(path->query.loaded, '-') < path->query.loaded.len
               ? "only() or defer() leaves out columns that the join may need"
               : NULL;
}

static void add_django_load(FixContext *context, const QuerySite *site, const EagerPath *path) {
    Str lookup = eager_path_lookup(path, context->rule.mem);
    bool joins = may_join(path);
    NodeId call =
        query_site_loader(site, ORM_DJANGO, joins ? QUERY_LOADS_JOINED : QUERY_LOADS_BATCHED);
    if (can_widen(site, call)) {
        widen(context, site, call, lookup);
        return;
    }
    query_site_append(context, site,
                      arena_format(context->rule.mem, "%s(\"%.*s\")",
                                   joins ? "select_related" : "prefetch_related", STR_ARG(lookup)),
                      true);
}

/* ---- SQLAlchemy -------------------------------------------------------------------------------
 */

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
        if (!loader_kind_get(kinds_table(site->file), kind, &loader)) {
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

static const char *loader_of(const QuerySite *site, const EagerPath *path, uint32_t step,
                             Arena *mem) {
    if (path->steps[step].field->kind != MODEL_TO_ONE) {
        return "selectinload";
    }
    if (step == 0 && (path->query.flags & QUERY_IS_JOINED) && is_joined(site, path, mem)) {
        return "contains_eager";
    }
    return path->query.flags & QUERY_IS_LOCKING ? "selectinload" : "joinedload";
}

/* The class as the site can name it; empty when it is not known there. */
static Str class_name_at(FixContext *context, const QuerySite *site, const Model *model) {
    NameMeaning meaning =
        file_scope_lookup(site->file, site->unit, site->place, model->name, context->rule.mem);
    if (meaning.place_count > 0) {
        return model->name;
    }
    bool can_import = site->file->id == context->rule.file->id && model->module.len > 0;
    return can_import ? fix_import(context, model->module, model->name) : STR("");
}

/* `joinedload(Order.user).joinedload(User.profile)` from step `from` on; false when a class has no
 * name here. */
static bool option_text(FixContext *context, const QuerySite *site, const EagerPath *path,
                        uint32_t from, Buf *out) {
    for (uint32_t i = from; i < path->count; i++) {
        const char *loader = loader_of(site, path, i, context->rule.mem);
        Str name = class_name_at(context, site, path->steps[i].owner);
        Str function = str_from_c(loader);
        if (i == 0) {
            function = fix_import(context, STR("sqlalchemy.orm"), function);
        }
        if (!name.len) {
            return false;
        }
        buf_format(out, "%s%.*s(%.*s.%.*s)", i == 0 ? "" : ".", STR_ARG(function), STR_ARG(name),
                   STR_ARG(path->steps[i].field->name));
    }
    return true;
}

static bool add_sqlalchemy_load(FixContext *context, const QuerySite *site, const EagerPath *path) {
    const Ast *ast = &site->facts->ast;
    Arena *mem = context->rule.mem;
    uint32_t done;
    NodeId options = query_site_loader(site, ORM_SQLALCHEMY, QUERY_LOADS_OPTIONS);
    NodeId chained = option_to_chain(site, options, path, &done, mem);
    Buf text;
    buf_init(&text, 0);
    bool is_named = option_text(context, site, path, done, &text);
    Str option = arena_copy(mem, buf_str(&text));
    buf_release(&text);
    if (!is_named) {
        return false;
    }
    NodeId last = NODE_NONE;
    for (NodeId argument = options == NODE_NONE ? NODE_NONE : ast_child(ast, options, FIELD_ARGS);
         argument != NODE_NONE; argument = ast_next_in_field(ast, argument)) {
        last = argument;
    }
    if (chained != NODE_NONE) {
        query_site_insert(context, site, ast_node(ast, chained)->end, option);
    } else if (last != NODE_NONE) {
        query_site_insert(context, site, ast_node(ast, last)->end,
                          arena_format(mem, ", %.*s", STR_ARG(option)));
    } else {
        query_site_append(context, site, arena_format(mem, "options(%.*s)", STR_ARG(option)),
                          false);
    }
    return true;
}

static const char *sqlalchemy_obstacle(const FixContext *context, const QuerySite *site,
                                       const EagerPath *path) {
    if (path->query.flags & (QUERY_IS_VALUES | QUERY_IS_RAW)) {
        return "the query gives values, not objects";
    }
    for (uint32_t i = 0; i < path->count; i++) {
        if (path->steps[i].field->loading == MODEL_LOADS_EACH_TIME) {
            return "the relation is dynamic: no option loads it";
        }
    }
    if (site->file->id != context->rule.file->id) {
        return "the query is made in another file, where the loader would have to be imported";
    }
    return site->call_count == 0 ? "the query is made by a call that takes no options" : NULL;
}

/* ---- all ------------------------------------------------------------------------------------ */

static const RowCost *cost_of(const Finding *finding, const RowCosts *costs) {
    for (uint32_t i = 0; i < costs->count; i++) {
        if (costs->items[i].rule == finding->rule && costs->items[i].node == finding->anchor &&
            costs->items[i].loop == finding->detail) {
            return &costs->items[i];
        }
    }
    return NULL;
}

static void load_at(FixContext *context, const QuerySite *site, const EagerPath *path) {
    bool is_django = path->query.orm == ORM_DJANGO;
    const char *obstacle =
        is_django ? django_obstacle(path) : sqlalchemy_obstacle(context, site, path);
    Str title = refusal_title(context, path);
    if (obstacle) {
        fix_refuse(context, title, str_from_c(obstacle));
        return;
    }
    fix_start(context, SAFETY_SAFE, title);
    if (is_django) {
        add_django_load(context, site, path);
    } else if (!add_sqlalchemy_load(context, site, path)) {
        fix_abandon(context);
        fix_refuse(context, title, STR("a class of the path has no name where the query is made"));
    }
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
    uint32_t count =
        path->query.orm == ORM_DJANGO ? query_arms_find(&context->rule, cost->loop, arms) : 0;
    bool is_known = count > 1 && (!is_union || (path->is_to_one && are_alike(arms, count)));
    for (uint32_t i = 0; i < count; i++) {
        one.query = arms[i].query;
        is_known = is_known && may_join(&one) == may_join(path) && !django_obstacle(&one);
    }
    Str title = refusal_title(context, path);
    if (!is_known) {
        fix_refuse(context, title,
                   is_union ? STR("a union takes no further relations: its arms do")
                            : STR("the query is made in more than one place"));
        return;
    }
    fix_start(context, SAFETY_SAFE, title);
    for (uint32_t i = 0; i < count; i++) {
        one.query = arms[i].query;
        add_django_load(context, &arms[i].site, &one);
    }
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

/* Of the relation only the key is read, which the row has: nothing need be loaded. */
static bool reads_key(FixContext *context, const RowCost *cost) {
    const RuleContext *rule = &context->rule;
    const Ast *ast = &rule->facts->ast;
    bool is_here = cost->hit.kind == ROW_HIT_TO_ONE && cost->step_count == 0 &&
                   cost->hit.file == rule->file->id && cost->hit.unit == rule->unit;
    NodeId node = is_here ? ast_node(ast, cost->hit.node)->parent : NODE_NONE;
    KeyAccess access;
    if (cost->loop == NODE_NONE || node == NODE_NONE ||
        str_find_byte(cost->path, '.') < cost->path.len || !key_access_of(rule, node, &access) ||
        access.relation != cost->hit.node) {
        return false;
    }
    bool is_call = ast_kind(ast, cost->loop) == NODE_CALL;
    NodeId begin = is_call ? cost->loop : loop_extent(ast, cost->loop);
    NodeId end = ast_node(ast, begin)->subtree_end;
    if (key_access_is_mixed(rule, &access, ast_name(ast, node), begin, end)) {
        return false;
    }
    key_access_fix(context, node, &access, begin, end);
    return true;
}

/* ---- columns -------------------------------------------------------------------------------- */

/* The `load_only(..)` among the options; NODE_NONE when there is none. */
static NodeId load_only_call(const QuerySite *site, NodeId options, Arena *mem) {
    const Ast *ast = &site->facts->ast;
    for (NodeId argument = options == NODE_NONE ? NODE_NONE : ast_child(ast, options, FIELD_ARGS);
         argument != NODE_NONE; argument = ast_next_in_field(ast, argument)) {
        bool is_only =
            ast_kind(ast, argument) == NODE_CALL &&
            catalog_loader(kinds_callee(site->file, site->unit, argument, mem)) == LOADER_ONLY;
        if (is_only) {
            return argument;
        }
    }
    return NODE_NONE;
}

static NodeId last_argument(const Ast *ast, NodeId call) {
    NodeId last = NODE_NONE;
    for (NodeId at = ast_child(ast, call, FIELD_ARGS); at != NODE_NONE;
         at = ast_next_in_field(ast, at)) {
        last = at;
    }
    return last;
}

/* `load_only(Report.title)` takes `Report.owner` too; false when it is written otherwise. */
static bool add_to_load_only(FixContext *context, const QuerySite *site, NodeId call, Str column) {
    const Ast *ast = &site->facts->ast;
    NodeId last = last_argument(ast, call);
    NodeId owner = ast_child(ast, last, FIELD_VALUE);
    if (ast_kind(ast, last) != NODE_ATTRIBUTE || ast_kind(ast, owner) != NODE_NAME) {
        return false;
    }
    query_site_insert(context, site, ast_node(ast, last)->end,
                      arena_format(context->rule.mem, ", %.*s.%.*s", STR_ARG(ast_name(ast, owner)),
                                   STR_ARG(column)));
    return true;
}

static bool add_column(FixContext *context, const QuerySite *site, const QueryKind *query,
                       const Model *model, Str column) {
    Arena *mem = context->rule.mem;
    const ModelField *field = model_field(site->file, model, column);
    if (query->orm == ORM_DJANGO) {
        NodeId only = query_site_loader(site, ORM_DJANGO, QUERY_LOADS_ONLY);
        bool is_literal = only != NODE_NONE && can_widen(site, only);
        if (is_literal) {
            widen(context, site, only, column);
        }
        return is_literal;
    }
    NodeId options = query_site_loader(site, ORM_SQLALCHEMY, QUERY_LOADS_OPTIONS);
    NodeId only = load_only_call(site, options, context->rule.scratch);
    if (only != NODE_NONE) {
        return add_to_load_only(context, site, only, column);
    }
    Str name = class_name_at(context, site, model);
    if (options != NODE_NONE || !field || !field->is_deferred || !name.len ||
        site->call_count == 0) {
        return false;
    }
    Str undefer = fix_import(context, STR("sqlalchemy.orm"), STR("undefer"));
    query_site_append(context, site,
                      arena_format(mem, "options(%.*s(%.*s.%.*s))", STR_ARG(undefer), STR_ARG(name),
                                   STR_ARG(column)),
                      false);
    return true;
}

/* The column joins what the query loads. */
static void load_column(FixContext *context, const RowCost *cost) {
    KindTable *table = kinds_table(context->rule.file);
    RowKind row;
    QueryKind query;
    QuerySite site;
    Str title = STR("Load the column with the query");
    bool is_own = row_kind_get(table, cost->hit.value, &row) && row.path.len == 0 &&
                  query_kind_get(table, row.query, &query) && query.parent == KIND_NEVER &&
                  (query.orm == ORM_DJANGO || query.orm == ORM_SQLALCHEMY);
    const Model *model =
        is_own ? model_of_kind(context->rule.file, kind_get(table, query.model)) : NULL;
    if (!model || !query_site_find(context->rule.file, &query, &site) ||
        site.file->id != context->rule.file->id) {
        fix_refuse(context, title, STR("where the query is made is not seen from here"));
        return;
    }
    Str column = arena_copy(context->rule.mem, cost->hit.path);
    fix_start(context, SAFETY_SAFE, title);
    if (str_find_byte(column, '.') < column.len ||
        !add_column(context, &site, &query, model, column)) {
        fix_abandon(context);
        fix_refuse(context, title, STR("what the query loads is not written as a list of names"));
    }
}

/* Nothing else in the loop asks the relation: its rows are not needed anyway. */
static bool is_asked_once(const RowCosts *costs, const RowCost *cost) {
    uint32_t count = 0;
    for (uint32_t i = 0; i < costs->count; i++) {
        count += costs->items[i].loop == cost->loop && str_equal(costs->items[i].path, cost->path);
    }
    return count == 1;
}

void eager_fix(FixContext *context, const Finding *finding) {
    RowCosts costs = row_costs(&context->rule);
    const RowCost *cost = cost_of(finding, &costs);
    EagerPath path;
    QuerySite site;
    if (cost && cost->hit.kind == ROW_HIT_BYPASS) {
        bypass_fix(context, cost);
        return;
    }
    if (cost && cost->hit.kind == ROW_HIT_COLUMN) {
        load_column(context, cost);
        return;
    }
    if (!cost || !is_loadable(cost) ||
        !eager_path_of(context->rule.file, cost, &path, context->rule.mem) ||
        (path.query.orm != ORM_DJANGO && path.query.orm != ORM_SQLALCHEMY)) {
        return;
    }
    if (reads_key(context, cost)) {
        return;
    }
    if (!is_served(&context->rule, cost)) {
        fix_refuse(context, refusal_title(context, &path),
                   STR("what the loop asks of the relation is asked of the database again, "
                       "prefetched or not"));
        return;
    }
    bool is_union = path.query.orm == ORM_DJANGO && (path.query.flags & QUERY_IS_UNION);
    if (!is_union && query_site_find(context->rule.file, &path.query, &site)) {
        if (is_asked_once(&costs, cost)) {
            annotate_fix(context, cost, &path, &site);
        }
        load_at(context, &site, &path);
    } else {
        load_everywhere(context, cost, &path);
    }
}
