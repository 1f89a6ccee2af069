/* What class-based views of Django and of REST framework give: the query that they are about. */
#include "semantics/kinds_query.h"

static bool is_view(Evaluation *evaluation, KindId value) {
    const Kind *kind = kind_get(evaluation->table, value);
    const ClassOrder *order = class_order(evaluation->file, class_ref_of_kind(kind));
    for (uint32_t i = 0; order && i < order->count; i++) {
        if (order->items[i].tag == REF_PATH && catalog_is_view_class(order->items[i].path)) {
            return true;
        }
    }
    return false;
}

/* A copy that is taken when the view asks: `queryset.all()`. */
static KindId as_lazy(Evaluation *evaluation, KindId value) {
    QueryKind query;
    if (!query_kind_get(evaluation->table, value, &query)) {
        return KIND_UNKNOWN;
    }
    query.stage = query.stage == QUERY_STAGE_MANAGER ? QUERY_STAGE_LAZY : query.stage;
    return query_kind_add(evaluation->table, &query);
}

KindId answer_view_query(Evaluation *evaluation, KindId view) {
    KindPlace of_class = kind_place(kind_get(evaluation->table, view));
    KindId queryset = evaluation_attribute(evaluation, of_class, STR("queryset"));
    if (kind_is_query(evaluation->table, queryset) || evaluation->waiting) {
        return as_lazy(evaluation, queryset);
    }
    KindId model = evaluation_attribute(evaluation, of_class, STR("model"));
    if (evaluation->waiting || kind_get(evaluation->table, model)->tag != KIND_TAG_CLASS) {
        return evaluation->waiting ? KIND_UNKNOWN : answer_admin_query(evaluation, view);
    }
    return as_lazy(evaluation, answer_model_attribute(evaluation, model, STR("_default_manager"),
                                                      KIND_UNKNOWN));
}

/* What get_queryset() gives, the project's own first. */
static KindId listed(Evaluation *evaluation, KindId view) {
    Kind kind = *kind_get(evaluation->table, view);
    KindId found = evaluation_attribute(evaluation, kind_place(&kind), STR("get_queryset"));
    const Kind *function = kind_get(evaluation->table, found);
    return function->tag == KIND_TAG_FUNCTION
               ? as_lazy(evaluation, evaluation_result(evaluation, kind_place(function)))
               : answer_view_query(evaluation, view);
}

KindId answer_view_attribute(Evaluation *evaluation, KindId value, Str name, KindId found) {
    const Kind *kind = kind_get(evaluation->table, value);
    const CatalogQueryMethod *method = found == KIND_UNKNOWN && kind->tag == KIND_TAG_OBJECT
                                           ? catalog_query_method(ORM_DJANGO, QUERY_ON_VIEW, name)
                                           : NULL;
    if (!method || !is_view(evaluation, value)) {
        return found;
    }
    if (method->gives == QUERY_GIVES_ATTRIBUTE) {
        return listed(evaluation, value);
    }
    if (method->gives == QUERY_GIVES_VIEW_ROW && method->effects == 0) {
        return query_row(evaluation->table, listed(evaluation, value), false);
    }
    return query_method_kind(evaluation->table, method, value);
}

/* The query of a class that goes about it in its own way: `queryset` or `model` in the body, and a
 * get_queryset() or get_object() that cannot be followed. */
KindId answer_own_view(Evaluation *evaluation, const Kind *method, NodeId call) {
    const Ast *ast = &evaluation->facts->ast;
    NodeId function = ast_child(ast, call, FIELD_FUNC);
    KindId view = method->arguments[0];
    const CatalogQueryMethod *row =
        ast_kind(ast, function) == NODE_ATTRIBUTE &&
                kind_get(evaluation->table, view)->tag == KIND_TAG_OBJECT
            ? catalog_query_method(ORM_DJANGO, QUERY_ON_VIEW, ast_name(ast, function))
            : NULL;
    if (!row || (row->gives != QUERY_GIVES_VIEW_QUERY && row->gives != QUERY_GIVES_VIEW_ROW)) {
        return KIND_UNKNOWN;
    }
    KindId query = row->gives == QUERY_GIVES_VIEW_QUERY ? answer_view_query(evaluation, view)
                                                        : listed(evaluation, view);
    if (evaluation->waiting || !kind_is_query(evaluation->table, query)) {
        return evaluation->waiting ? KIND_NEVER : KIND_UNKNOWN;
    }
    query = kind_as_likely(evaluation->table, query);
    return row->gives == QUERY_GIVES_VIEW_QUERY ? query
                                                : query_row(evaluation->table, query, false);
}
