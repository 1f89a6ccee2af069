/* Knows which rows a view of REST framework lists or retrieves by itself, and where they are made.
 */
#include "rules/query/serializer_fields.h"
#include "rules/query/use_list.h"
#include "semantics/listed_names.h"

ViewAsked view_uses_asked(const FileModel *file, ClassRef view, Str action) {
    return (ViewAsked){
        .file = file, .view = view, .action = action, .verb = STR("GET"), .own = KIND_NEVER};
}

/* The action's method is the library's, or goes on to it. */
static bool is_of_library(const FileModel *file, ClassRef view, Str action) {
    ClassRef method = view_method(file, view, action);
    return method.tag == REF_NONE ||
           view_method_calls(row_scan_file(file, method.file), method.unit, action);
}

/* get() leads to the action: always in a set of views, whose methods are the actions. */
static bool is_got(const FileModel *file, ClassRef view, Str action) {
    ClassRef get = use_list_reaches(file, view, catalog_is_view_set)
                       ? (ClassRef){.tag = REF_NONE}
                       : view_method(file, view, STR("get"));
    const FileModel *home = get.tag == REF_NONE ? NULL : row_scan_file(file, get.file);
    return !home || view_method_calls(home, get.unit, action) ||
           view_method_calls(home, get.unit, STR("get"));
}

bool view_uses_lists(const FileModel *file, ClassRef view) {
    return use_list_reaches(file, view, catalog_is_listing_view) && is_got(file, view, STR("list"));
}

static bool retrieves(const FileModel *file, ClassRef view) {
    return use_list_reaches(file, view, catalog_is_retrieving_view) &&
           is_got(file, view, STR("retrieve")) && is_of_library(file, view, STR("retrieve"));
}

/* ---- what the view makes of its query -------------------------------------------------------- */

/* The rows that the view's own list() gives to a serializer, as far as they come from a query that
 * is made at the unit at hand. */
static void add_given_rows(Uses *uses, NodeId node, ClassRef list, const ViewChoices *choices) {
    const FileModel *home = row_scan_file(uses->file, list.file);
    const Ast *ast = &file_model_unit(home, list.unit)->ast;
    KindTable *table = kinds_table(uses->file);
    Uses there = {.file = home, .unit = list.unit, .ast = ast, .mem = uses->mem};
    for (NodeId call = 0; call < ast->node_count; call++) {
        bool is_many = ast_kind(ast, call) == NODE_CALL && serializer_flag(ast, call, STR("many"));
        NodeId rows = is_many ? serializer_argument(ast, call) : NODE_NONE;
        ViewAsked asked = view_uses_asked(
            home, use_list_class(home, home->outline->units[list.unit].parent), STR("list"));
        if (rows == NODE_NONE ||
            !view_choices_of_call(&asked, list.unit, ast_child(ast, call, FIELD_FUNC), uses->mem)
                 .count) {
            continue;
        }
        KindId root;
        QueryKind query;
        KindId row = use_list_rows(&there, rows);
        query_full_path(table, row, &root, uses->mem);
        bool is_of_unit = query_kind_get(table, root, &query) &&
                          query.place.file == uses->file->id && query.place.unit == uses->unit;
        for (uint32_t i = 0; is_of_unit && i < choices->count; i++) {
            use_list_add(uses, node, choices->items[i], row);
        }
    }
}

/* `filter_queryset(self, queryset)` of the project: what it gives for these rows. */
static KindId filtered(const Uses *uses, ClassRef view, KindId query) {
    ClassRef method = view_method(uses->file, view, STR("filter_queryset"));
    if (method.tag == REF_NONE) {
        return query;
    }
    const FileModel *home = row_scan_file(uses->file, method.file);
    ContextKind given = {
        .function = {method.file, method.unit, method.node},
          .parameters = {KIND_NEVER,           query            }
    };
    KindId context = context_kind_add(kinds_table(uses->file), &given);
    ViewAsked asked = view_uses_asked(uses->file, view, STR("list"));
    ViewReturns returns = view_returns(&asked, home, method.unit, uses->mem);
    KindId joined = KIND_NEVER;
    for (uint32_t i = 0; i < returns.count; i++) {
        KindId one = kinds_expression_in(home, method.unit, returns.items[i], context);
        joined = kind_join(kinds_table(uses->file), joined, one);
    }
    return joined;
}

static void add_listed(Uses *uses, NodeId node, ClassRef view, KindId query) {
    ViewAsked asked = view_uses_asked(uses->file, view, STR("list"));
    ViewChoices choices = view_choices(&asked, uses->mem);
    if (!is_of_library(uses->file, view, STR("list"))) {
        add_given_rows(uses, node, view_method(uses->file, view, STR("list")), &choices);
        return;
    }
    KindTable *table = kinds_table(uses->file);
    QueryKind known;
    query = query_kind_get(table, query, &known) ? filtered(uses, view, query) : KIND_UNKNOWN;
    for (uint32_t i = 0; query_kind_get(table, query, &known) && i < choices.count; i++) {
        use_list_add(uses, node, choices.items[i], query_row(table, query, true));
    }
}

static void add_retrieved(Uses *uses, NodeId node, ClassRef view, KindId query) {
    ViewAsked asked = view_uses_asked(uses->file, view, STR("retrieve"));
    ViewChoices choices = view_choices(&asked, uses->mem);
    for (uint32_t i = 0; i < choices.count; i++) {
        use_list_add(uses, node, choices.items[i],
                     query_row(kinds_table(uses->file), query, false));
    }
}

/* ---- where the query is made -----------------------------------------------------------------
 */

/* `queryset = Track.objects.all()` in the body of the view. */
static NodeId queryset_value(const Ast *ast, NodeId definition) {
    for (NodeId node = ast_child(ast, definition, FIELD_BODY); node != NODE_NONE;
         node = ast_next_in_field(ast, node)) {
        NodeId target =
            ast_kind(ast, node) == NODE_ASSIGN ? ast_child(ast, node, FIELD_TARGETS) : NODE_NONE;
        if (target != NODE_NONE && ast_kind(ast, target) == NODE_NAME &&
            str_equal(ast_name(ast, target), STR("queryset"))) {
            return ast_child(ast, node, FIELD_VALUE);
        }
    }
    return NODE_NONE;
}

/* What get_queryset() of a class above the view makes of its `queryset`; Unknown when it cannot be
 * followed. */
static KindId narrowed(const Uses *uses, ClassRef view, ClassRef method, Str action) {
    KindTable *table = kinds_table(uses->file);
    const FileModel *home = row_scan_file(uses->file, method.file);
    KindId self = kind_add(
        table,
        &(Kind){.tag = KIND_TAG_OBJECT, .file = view.file, .unit = view.unit, .node = view.node});
    ContextKind given = {
        .function = {method.file,  method.unit, method.node},
          .parameters = {self}
    };
    KindId context = context_kind_add(table, &given);
    ViewAsked asked = view_uses_asked(uses->file, view, action);
    ViewReturns returns = view_returns(&asked, home, method.unit, uses->mem);
    KindId joined = KIND_NEVER;
    for (uint32_t i = 0; i < returns.count; i++) {
        NodeId value = view_value_of_action(&asked, home, method.unit, returns.items[i]);
        value = value == NODE_NONE ? returns.items[i] : value;
        joined = kind_join(table, joined, kinds_expression_in(home, method.unit, value, context));
    }
    return joined;
}

/* What the view has of its `queryset` for the action; Never when get_queryset() is its own, which
 * is looked at by itself. */
static KindId query_for(const Uses *uses, ClassRef view, NodeId value, Str action) {
    ClassRef method = view_method(uses->file, view, STR("get_queryset"));
    if (method.tag == REF_NONE) {
        return kinds_expression(uses->file, uses->unit, value);
    }
    bool is_own = method.file == uses->file->id &&
                  uses->file->outline->units[method.unit].parent == uses->unit;
    return is_own ? KIND_NEVER : narrowed(uses, view, method, action);
}

static void find_of_view(Uses *uses, ClassRef view, NodeId value) {
    KindTable *table = kinds_table(uses->file);
    QueryKind known;
    KindId query =
        view_uses_lists(uses->file, view) ? query_for(uses, view, value, STR("list")) : KIND_NEVER;
    if (query_kind_get(table, query, &known)) {
        add_listed(uses, value, view, query);
    }
    query =
        retrieves(uses->file, view) ? query_for(uses, view, value, STR("retrieve")) : KIND_NEVER;
    if (query_kind_get(table, query, &known)) {
        add_retrieved(uses, value, view, query);
    }
}

/* Views of the file that take the `queryset` of this class. */
static void find_below(Uses *uses, ClassRef base, NodeId value) {
    const Outline *outline = uses->file->outline;
    Str name = str_span(outline->text, outline->units[base.unit].name);
    file_model_note_texts(uses->file);
    for (UnitId unit = base.unit + 1; unit < outline->unit_count; unit++) {
        ClassRef view = class_head_names(outline, unit, name) ? use_list_class(uses->file, unit)
                                                              : (ClassRef){.tag = REF_NONE};
        ClassRef owner = {.tag = REF_NONE};
        if (view.tag == REF_CLASS) {
            class_body_value(uses->file, view, STR("queryset"), &owner);
        }
        if (class_ref_equal(owner, base)) {
            find_of_view(uses, view, value);
        }
    }
}

void view_uses_find(Uses *uses) {
    ClassRef view = use_list_class(uses->file, uses->unit);
    NodeId value = view.tag == REF_NONE ? NODE_NONE : queryset_value(uses->ast, view.node);
    if (value != NODE_NONE && use_list_reaches(uses->file, view, catalog_is_view_class)) {
        find_of_view(uses, view, value);
        find_below(uses, view, value);
    }
}

void view_uses_find_in_queryset(Uses *uses, UnitId class_unit) {
    ClassRef view = use_list_class(uses->file, class_unit);
    bool lists = view.tag != REF_NONE && view_uses_lists(uses->file, view);
    bool retrieves_too = view.tag != REF_NONE && retrieves(uses->file, view);
    Str actions[] = {STR("list"), STR("retrieve")};
    for (uint32_t k = lists ? 0 : 1; k < (retrieves_too ? 2U : 1U); k++) {
        ViewAsked asked = view_uses_asked(uses->file, view, actions[k]);
        ViewReturns returns = view_returns(&asked, uses->file, uses->unit, uses->mem);
        for (uint32_t i = 0; i < returns.count; i++) {
            NodeId value = view_value_of_action(&asked, uses->file, uses->unit, returns.items[i]);
            value = value == NODE_NONE ? returns.items[i] : value;
            KindId query = kinds_expression(uses->file, uses->unit, value);
            if (k == 0) {
                add_listed(uses, returns.items[i], view, query);
            } else {
                add_retrieved(uses, returns.items[i], view, query);
            }
        }
    }
}
