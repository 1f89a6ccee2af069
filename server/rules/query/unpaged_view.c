/* Knows what makes a view list all of its queryset; which queries are whole tables is not its
 * business. The settings' default of a pagination class is not looked for. */
#include "rules/query/unpaged_view.h"

#include "catalog/query.h"
#include "semantics/class_ref.h"
#include "semantics/file_scope.h"

/* What a view's own version of means that it lists in its own way. */
static const char *const own_ways[] = {"filter_queryset", "filter_backends", "get_queryset", "list",
                                       "paginate_queryset"};

/* The value that the class body binds the name to by one plain assignment. */
static NodeId plain_value(const FileModel *file, const NameMeaning *meaning) {
    const Binding *binding =
        meaning->place_count == 1 ? file_scope_binding(file, meaning->places[0]) : NULL;
    if (!binding || binding->is_unpacked || binding->kind != BINDING_ASSIGN) {
        return NODE_NONE;
    }
    return ast_child(&file_model_unit(file, meaning->places[0].unit)->ast, binding->source,
                     FIELD_VALUE);
}

static bool is_none(const Ast *ast, NodeId node) {
    return node != NODE_NONE && ast_kind(ast, node) == NODE_CONSTANT &&
           ast_node(ast, node)->detail == CONSTANT_NONE;
}

static bool has_own_way(const FileModel *file, UnitId class_unit, Arena *mem) {
    for (size_t i = 0; i < sizeof own_ways / sizeof own_ways[0]; i++) {
        Str name = str_from_c(own_ways[i]);
        if (file_scope_class_name(file, class_unit, name, mem).place_count > 0) {
            return true;
        }
    }
    return false;
}

/* False when this class of the project pages what it gives. The nearest class decides. */
static bool leaves_whole(const FileModel *file, UnitId class_unit, UnpagedView *view, Arena *mem) {
    if (has_own_way(file, class_unit, mem)) {
        return false;
    }
    NameMeaning pages = file_scope_class_name(file, class_unit, STR("pagination_class"), mem);
    if (pages.place_count == 0) {
        return true;
    }
    NodeId value = plain_value(file, &pages);
    bool none =
        value != NODE_NONE && is_none(&file_model_unit(file, pages.places[0].unit)->ast, value);
    view->is_settings_aside = view->is_settings_aside || none;
    return view->is_settings_aside;
}

static bool lists_whole(const FileModel *file, const ClassOrder *order, UnpagedView *view,
                        Arena *mem) {
    bool lists = false;
    for (uint32_t i = 0; i < order->count; i++) {
        ClassRef base = order->items[i];
        if (base.tag == REF_PATH && catalog_is_view_class(base.path)) {
            lists = lists || catalog_is_listing_view(base.path);
            continue;
        }
        if (base.tag != REF_CLASS ||
            !leaves_whole(class_ref_file(file, base), base.unit, view, mem)) {
            return false;
        }
    }
    return lists;
}

bool unpaged_view_of(const RuleContext *context, UnpagedView *out) {
    const FileModel *file = context->file;
    NodeId definition = ast_definition(&context->facts->ast);
    if (definition == NODE_NONE) {
        return false;
    }
    NameMeaning rows = file_scope_class_name(file, context->unit, STR("queryset"), context->mem);
    *out = (UnpagedView){.queryset = plain_value(file, &rows)};
    ClassRef view = {REF_CLASS, file->id, context->unit, definition, STR("")};
    const ClassOrder *order = out->queryset == NODE_NONE ? NULL : class_order(file, view);
    return order && lists_whole(file, order, out, context->mem);
}
