/* Knows which condition of a query Python can ask alike; refuses to know how relations are loaded.
 */
#include "rules/query/bypass_fix.h"

#include "rules/query/django_parts.h"
#include "rules/query/query_site.h"
#include "rules/shape.h"

typedef struct Bypass {
    NodeId call;    /* `team.players.filter(active=True)` */
    NodeId target;  /* `player`, of the comprehension over it */
    NodeId keyword; /* `active=True` */
} Bypass;

/* The access is `for player in team.players.filter(flag=True)` in a comprehension. */
static bool bypass_of(const RuleContext *rule, const RowCost *cost, Bypass *out) {
    const Ast *ast = &rule->facts->ast;
    bool is_here =
        cost->step_count == 0 && cost->hit.file == rule->file->id && cost->hit.unit == rule->unit;
    NodeId call = is_here ? cost->hit.node : NODE_NONE;
    NodeId generator = ast_node(ast, call)->parent;
    if (ast_kind(ast, call) != NODE_CALL || ast_kind(ast, generator) != NODE_COMPREHENSION ||
        ast_node(ast, call)->field != FIELD_ITER ||
        (ast_node(ast, call)->flags & NODE_PARENTHESIZED) ||
        !str_equal(shape_method(ast, call), STR("filter")) ||
        ast_kind(ast, django_receiver(ast, call)) != NODE_ATTRIBUTE) {
        return false;
    }
    *out = (Bypass){call, ast_child(ast, generator, FIELD_TARGET), django_only_keyword(ast, call)};
    return ast_kind(ast, out->target) == NODE_NAME && out->keyword != NODE_NONE;
}

/* The truth that the keyword asks of a column which is true or false and never empty. */
static bool asks_truth(const RuleContext *rule, const RowCost *cost, const Bypass *bypass,
                       bool *wanted) {
    const Ast *ast = &rule->facts->ast;
    KindTable *table = kinds_table(rule->file);
    NodeId value = ast_child(ast, bypass->keyword, FIELD_VALUE);
    uint8_t constant = ast_node(ast, value)->detail;
    QueryKind query;
    if (ast_kind(ast, value) != NODE_CONSTANT ||
        (constant != CONSTANT_TRUE && constant != CONSTANT_FALSE) ||
        !query_kind_get(table, cost->hit.value, &query) || query.orm != ORM_DJANGO) {
        return false;
    }
    *wanted = constant == CONSTANT_TRUE;
    const Model *model = model_of_kind(rule->file, kind_get(table, query.model));
    const ModelField *field =
        model ? model_field(rule->file, model, ast_name(ast, bypass->keyword)) : NULL;
    return field && catalog_is_boolean_field(field->class_path) && !field->is_nullable;
}

/* All related rows are in memory: each prefetch of the query is a plain name. */
static bool is_prefetched_whole(const RuleContext *rule, const RowCost *cost) {
    QueryKind query;
    KindId root;
    QuerySite site;
    query_full_path(kinds_table(rule->file), cost->row, &root, rule->scratch);
    if (!query_kind_get(kinds_table(rule->file), root, &query) ||
        !query_site_find(rule->file, &query, &site)) {
        return false;
    }
    bool is_any = false;
    const Ast *ast = &site.facts->ast;
    for (uint32_t i = 0; i < site.call_count; i++) {
        const CatalogQueryMethod *method =
            catalog_query_method(ORM_DJANGO, QUERY_ON_QUERY, shape_method(ast, site.calls[i]));
        if (!method || method->loads != QUERY_LOADS_BATCHED) {
            continue;
        }
        for (NodeId argument = ast_child(ast, site.calls[i], FIELD_ARGS); argument != NODE_NONE;
             argument = ast_next_in_field(ast, argument)) {
            if (ast_kind(ast, argument) != NODE_CONSTANT) {
                return false;
            }
            is_any = true;
        }
    }
    return is_any;
}

void bypass_fix(FixContext *context, const RowCost *cost) {
    const RuleContext *rule = &context->rule;
    const Ast *ast = &rule->facts->ast;
    Str title = STR("Filter the rows that are in memory");
    Bypass bypass;
    bool wanted;
    if (!bypass_of(rule, cost, &bypass) || !asks_truth(rule, cost, &bypass, &wanted)) {
        fix_refuse(context, title, STR("what is asked is more than one column's being true"));
        return;
    }
    if (!is_prefetched_whole(rule, cost)) {
        fix_refuse(context, title, STR("the prefetched rows may be some of the related ones only"));
        return;
    }
    fix_start(context, SAFETY_SAFE, title);
    NodeId function = ast_child(ast, bypass.call, FIELD_FUNC);
    fix_replace(context,
                (Span){ast_name_span(ast, function).start, ast_node(ast, bypass.call)->end},
                arena_format(rule->mem, "all() if %s%.*s.%.*s", wanted ? "" : "not ",
                             STR_ARG(ast_name(ast, bypass.target)),
                             STR_ARG(ast_name(ast, bypass.keyword))));
}
