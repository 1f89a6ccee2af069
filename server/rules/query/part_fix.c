/* Knows how some of the related rows come along with the query; refuses to know how all do. */
#include "rules/query/part_fix.h"

#include "rules/query/call_words.h"
#include "rules/query/django_parts.h"
#include "rules/query/eager_load.h"
#include "rules/query/fix_cost.h"
#include "rules/query/related_query.h"
#include "rules/query/site_names.h"
#include "rules/shape.h"

/* ---- tested in Python ----------------------------------------------------------------------- */

/* The column that `filter(active=True)` asks, true or false and never empty; `*wanted` which. */
static Str asked_truth(const RuleContext *rule, const RelatedQuery *asked, const Model *target,
                       bool *wanted) {
    const Ast *ast = &rule->facts->ast;
    NodeId filter = related_query_filter(rule, asked);
    NodeId keyword = filter == NODE_NONE ? NODE_NONE : django_only_keyword(ast, filter);
    NodeId value = ast_child(ast, keyword, FIELD_VALUE);
    uint8_t constant = ast_node(ast, value)->detail;
    if (keyword == NODE_NONE || ast_kind(ast, value) != NODE_CONSTANT ||
        (constant != CONSTANT_TRUE && constant != CONSTANT_FALSE)) {
        return STR("");
    }
    *wanted = constant == CONSTANT_TRUE;
    const ModelField *field = model_field(rule->file, target, ast_name(ast, keyword));
    bool is_truth = field && catalog_is_boolean_field(field->class_path) && !field->is_nullable;
    return is_truth ? ast_name(ast, keyword) : STR("");
}

/* `for player in <asked>` of a comprehension: its target, else NODE_NONE. */
static NodeId comprehension_target(const Ast *ast, NodeId node) {
    NodeId generator = ast_node(ast, node)->parent;
    bool is_iterable = ast_kind(ast, generator) == NODE_COMPREHENSION &&
                       ast_node(ast, node)->field == FIELD_ITER &&
                       !(ast_node(ast, node)->flags & NODE_PARENTHESIZED);
    NodeId target = is_iterable ? ast_child(ast, generator, FIELD_TARGET) : NODE_NONE;
    return target != NODE_NONE && ast_kind(ast, target) == NODE_NAME ? target : NODE_NONE;
}

/* All related rows are in memory: what the query prefetches is named plainly. */
static bool is_prefetched_whole(const QuerySite *site, NodeId call, Str lookup) {
    const Ast *ast = &site->facts->ast;
    bool is_any = false;
    for (NodeId argument = call == NODE_NONE ? NODE_NONE : ast_child(ast, call, FIELD_ARGS);
         argument != NODE_NONE; argument = ast_next_in_field(ast, argument)) {
        Str name = call_words_literal(site, argument);
        is_any = is_any || str_equal(name, lookup) || call_words_begin(lookup, name);
    }
    return is_any;
}

typedef struct Part {
    const EagerPath *path;
    const QuerySite *site;
    RelatedQuery asked;
    const Model *target;
    NodeId call; /* prefetch_related(..) of the site */
    Str lookup;
    bool is_prefetched; /* its rows, all of them, are in memory */
} Part;

static void test_in_python(FixContext *context, const Part *part) {
    const RuleContext *rule = &context->rule;
    const Ast *ast = &rule->facts->ast;
    NodeId target = comprehension_target(ast, part->asked.node);
    bool wanted = false;
    Str column = asked_truth(rule, &part->asked, part->target, &wanted);
    Str title = STR("Filter the rows that are in memory");
    if (target == NODE_NONE || !column.len) {
        fix_refuse(context, title, STR("what is asked is more than one column's being true"));
        return;
    }
    EagerPaths paths = {.items = {part->path}, .count = 1};
    const char *obstacle =
        part->is_prefetched ? NULL : eager_django_obstacle(context, part->site, part->path);
    if (obstacle) {
        fix_refuse(context, title, str_from_c(obstacle));
        return;
    }
    fix_start(context, SAFETY_SAFE, title);
    fix_cost_leaves_queries(context, part->site, 2);
    if (!part->is_prefetched) {
        eager_django_load(context, part->site, &paths);
    }
    NodeId function = ast_child(ast, part->asked.first, FIELD_FUNC);
    fix_replace(context,
                (Span){ast_name_span(ast, function).start, ast_node(ast, part->asked.node)->end},
                arena_format(rule->mem, "all() if %s%.*s.%.*s", wanted ? "" : "not ",
                             STR_ARG(ast_name(ast, target)), STR_ARG(column)));
}

/* ---- brought along -------------------------------------------------------------------------- */

/* What a list can do as well as a query. */
static bool is_read_as_list(const RuleContext *rule, NodeId node) {
    NodeId evaluating;
    switch (query_evaluation(rule->file, rule->unit, node, KIND_NEVER, &evaluating)) {
    case QUERY_EVALUATION_ITERATED:
    case QUERY_EVALUATION_COUNTED:
    case QUERY_EVALUATION_TESTED:
    case QUERY_EVALUATION_SEARCHED:
        return true;
    default:
        return false;
    }
}

/* The relation is read elsewhere in the unit too. */
static bool is_read_otherwise(const RuleContext *rule, const RelatedQuery *asked) {
    const Ast *ast = &rule->facts->ast;
    for (NodeId node = 0; node < ast->node_count; node++) {
        if (node != asked->relation && ast_kind(ast, node) == NODE_ATTRIBUTE &&
            str_equal(ast_name(ast, node), ast_name(ast, asked->relation))) {
            return true;
        }
    }
    return false;
}

/* `.filter(active=True).order_by("name")` as it is written, rows joined. */
static Str chain_text(const RuleContext *rule, const RelatedQuery *asked) {
    const Ast *ast = &rule->facts->ast;
    return str_slice(rule->facts->text, ast_node(ast, asked->relation)->end,
                     ast_node(ast, asked->last)->end);
}

/* The argument that prefetches all of the relation; NODE_NONE when there is none. */
static NodeId plain_argument(const Part *part) {
    const Ast *ast = &part->site->facts->ast;
    for (NodeId argument = part->call == NODE_NONE ? NODE_NONE
                                                   : ast_child(ast, part->call, FIELD_ARGS);
         argument != NODE_NONE; argument = ast_next_in_field(ast, argument)) {
        if (str_equal(call_words_literal(part->site, argument), part->lookup)) {
            return argument;
        }
    }
    return NODE_NONE;
}

static void place(FixContext *context, const Part *part, Str prefetch) {
    const Ast *ast = &part->site->facts->ast;
    Arena *mem = context->rule.mem;
    NodeId plain = plain_argument(part);
    if (plain != NODE_NONE && !is_read_otherwise(&context->rule, &part->asked)) {
        query_site_replace(context, part->site, ast_span(ast, plain), prefetch);
        return;
    }
    if (call_words_are_literal(part->site, part->call)) {
        NodeId last = NODE_NONE;
        for (NodeId at = ast_child(ast, part->call, FIELD_ARGS); at != NODE_NONE;
             at = ast_next_in_field(ast, at)) {
            last = at;
        }
        query_site_insert(context, part->site, ast_node(ast, last)->end,
                          arena_format(mem, "%.*s%.*s",
                                       STR_ARG(call_words_separator(part->site, last, mem)),
                                       STR_ARG(prefetch)));
        return;
    }
    Str name = catalog_loading_call(ORM_DJANGO, LOADING_BATCHED);
    Str call = arena_format(mem, "%.*s(%.*s)", STR_ARG(name), STR_ARG(prefetch));
    query_site_append(context, part->site, &call, 1, true);
}

static void bring_along(FixContext *context, const Part *part) {
    const RuleContext *rule = &context->rule;
    const Ast *ast = &rule->facts->ast;
    const EagerStep *step = &part->path->steps[part->path->count - 1];
    Str title = arena_format(rule->mem, "Bring the chosen %.*s along with the query",
                             STR_ARG(related_query_plural(rule, step->field)));
    Str name = arena_format(rule->mem, "%.*s_%.*s", STR_ARG(related_query_word(rule, &part->asked)),
                            STR_ARG(related_query_plural(rule, step->field)));
    Str chain = chain_text(rule, &part->asked);
    const char *obstacle =
        !is_read_as_list(rule, part->asked.node) ? "more is asked of it than a list can answer"
        : !related_query_is_free(rule, step->owner, name) ? "the name for the list is taken"
        : str_find_byte(chain, '\n') < chain.len
            ? "the query on the relation is written over several rows"
            : eager_django_obstacle(context, part->site, part->path);
    if (obstacle) {
        fix_refuse(context, title, str_from_c(obstacle));
        return;
    }
    fix_start(context, SAFETY_UNSAFE, title);
    fix_cost_leaves_queries(context, part->site, 2);
    Str manager = related_query_manager(context, part->site, step->field);
    Str prefetch =
        site_names_function(context, part->site, catalog_loading_call(ORM_DJANGO, LOADING_PART));
    if (!manager.len || !prefetch.len) {
        fix_abandon(context);
        fix_refuse(context, title,
                   STR("the class of the rows has no plain manager, or no name, where the query "
                       "is made"));
        return;
    }
    place(context, part,
          arena_format(rule->mem, "%.*s(\"%.*s\", queryset=%.*s%.*s, to_attr=\"%.*s\")",
                       STR_ARG(prefetch), STR_ARG(part->lookup), STR_ARG(manager), STR_ARG(chain),
                       STR_ARG(name)));
    fix_replace(context,
                (Span){ast_name_span(ast, part->asked.relation).start,
                       ast_node(ast, part->asked.node)->end},
                name);
}

void part_fix(FixContext *context, const RowCost *cost, const EagerPath *path,
              const QuerySite *site) {
    const RuleContext *rule = &context->rule;
    const EagerStep *step = &path->steps[path->count - 1];
    Part part = {.path = path,
                 .site = site,
                 .target = model_target(rule->file, step->field),
                 .call = query_site_loader(site, ORM_DJANGO, QUERY_LOADS_BATCHED),
                 .lookup = eager_path_lookup(path, rule->mem)};
    Str ends;
    bool is_known = related_query_of(rule, cost, &ends, &part.asked) && part.target && !ends.len &&
                    part.asked.calls > 0 && step->field->kind == MODEL_TO_MANY;
    if (!is_known) {
        fix_refuse(context, STR("Bring the chosen rows along with the query"),
                   STR("what is asked of the relation depends on more than literals, or is asked "
                       "of the database again anyway"));
        return;
    }
    part.is_prefetched = is_prefetched_whole(site, part.call, part.lookup);
    if (cost->hit.kind == ROW_HIT_BYPASS && !part.is_prefetched) {
        fix_refuse(context, STR("Filter the rows that are in memory"),
                   STR("the prefetched rows may be some of the related ones only"));
        return;
    }
    test_in_python(context, &part);
    bring_along(context, &part);
}
