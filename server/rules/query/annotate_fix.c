/* Knows when a count of related rows is the same as an annotation; refuses to know loading. */
#include "rules/query/annotate_fix.h"

#include "rules/query/django_parts.h"
#include "rules/shape.h"

/* `book_set` is counted as `book_count`. */
static Str count_name(const RuleContext *rule, const ModelField *field) {
    Str name = field->name;
    if (str_ends_with(name, STR("_set"))) {
        name = str_slice(name, 0, name.len - 4);
    }
    return arena_format(rule->mem, "%.*s_count", STR_ARG(name));
}

/* The related rows are counted as they are: no manager of the project leaves some out. */
static bool has_plain_manager(const Model *target) {
    return target && target->managers.count > 0 && target->managers.items[0].is_plain;
}

/* The count is of all related rows of the loop's own row; the Call. */
static NodeId counting_call(const RuleContext *rule, const RowCost *cost) {
    const Ast *ast = &rule->facts->ast;
    QueryKind query;
    uint32_t unfit = QUERY_IS_NARROWED | QUERY_IS_LIMITED | QUERY_IS_DISTINCT | QUERY_IS_VALUES |
                     QUERY_IS_ANNOTATED | QUERY_IS_UNION | QUERY_IS_RAW | QUERY_IS_JOINED;
    bool is_here = cost->hit.kind == ROW_HIT_RELATED && cost->step_count == 0 &&
                   cost->hit.file == rule->file->id && cost->hit.unit == rule->unit;
    NodeId call = is_here ? cost->hit.node : NODE_NONE;
    NodeId relation = django_receiver(ast, call);
    const CatalogQueryMethod *method =
        catalog_query_method(ORM_DJANGO, QUERY_ON_QUERY, shape_method(ast, call));
    bool counts = ast_kind(ast, call) == NODE_CALL && method &&
                  method->gives == QUERY_GIVES_COUNT && !shape_has_arguments(ast, call) &&
                  ast_kind(ast, relation) == NODE_ATTRIBUTE;
    return counts && query_kind_get(kinds_table(rule->file), cost->hit.value, &query) &&
                   !(query.flags & unfit)
               ? call
               : NODE_NONE;
}

/* Neither filters over other tables nor further aggregates can multiply what is counted. */
static bool is_countable(const QueryKind *query) {
    uint32_t unfit = QUERY_IS_NARROWED | QUERY_IS_LIMITED | QUERY_IS_DISTINCT | QUERY_IS_VALUES |
                     QUERY_IS_ANNOTATED | QUERY_IS_UNION | QUERY_IS_RAW | QUERY_IS_JOINED |
                     QUERY_IS_ITERATOR | QUERY_IS_LOCKING;
    return query->orm == ORM_DJANGO && !(query->flags & unfit) && query->manager == KIND_NEVER &&
           query->queryset == KIND_NEVER && query->parent == KIND_NEVER;
}

bool annotate_fix(FixContext *context, const RowCost *cost, const EagerPath *path,
                  const QuerySite *site) {
    const RuleContext *rule = &context->rule;
    const Ast *ast = &rule->facts->ast;
    NodeId call = path->count == 1 ? counting_call(rule, cost) : NODE_NONE;
    const ModelField *field = path->steps[0].field;
    if (call == NODE_NONE || !is_countable(&path->query) || !field->query_name.len ||
        field->kind != MODEL_TO_MANY || site->file->id != rule->file->id ||
        !has_plain_manager(model_target(rule->file, field))) {
        return false;
    }
    const Model *owner = path->steps[0].owner;
    Str name = count_name(rule, field);
    Str query_name = arena_copy(rule->mem, field->query_name);
    if (model_field(rule->file, owner, name) || model_binds(rule->file, owner, name)) {
        return false;
    }
    fix_start(context, SAFETY_SAFE,
              arena_format(rule->mem, "Count %.*s with the query", STR_ARG(field->name)));
    Str count = django_function(context, call, STR("Count"));
    query_site_append(context, site,
                      arena_format(rule->mem, "annotate(%.*s=%.*s(\"%.*s\"))", STR_ARG(name),
                                   STR_ARG(count), STR_ARG(query_name)),
                      true);
    fix_replace(
        context,
        (Span){ast_name_span(ast, django_receiver(ast, call)).start, ast_node(ast, call)->end},
        name);
    return true;
}
