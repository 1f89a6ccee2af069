/* Knows where many rows are given to a serializer: a view that lists, or a call with many=True. */
#include "rules/query/serializer.h"

typedef struct Uses {
    const FileModel *file;
    UnitId unit;
    const Ast *ast;
    struct UseItems ARRAY_OF(SerializerUse) items;
    Arena *mem;
} Uses;

static bool reaches(const FileModel *file, KindId of_class, bool (*is_one)(Str path)) {
    const Kind *kind = kind_get(kinds_table(file), of_class);
    if (kind->tag != KIND_TAG_CLASS) {
        return false;
    }
    const ClassOrder *order = class_order(file, class_ref_of_kind(kind));
    for (uint32_t i = 0; order && i < order->count; i++) {
        if (order->items[i].tag == REF_PATH && is_one(order->items[i].path)) {
            return true;
        }
    }
    return false;
}

static Str class_name(const FileModel *file, KindId of_class) {
    const Kind *kind = kind_get(kinds_table(file), of_class);
    const FileModel *home = row_scan_file(file, kind->file);
    return ast_name(&file_model_unit(home, kind->unit)->ast, kind->node);
}

static void add_use(Uses *uses, NodeId node, KindId serializer, KindId row) {
    RowKind many;
    if (row_kind_get(kinds_table(uses->file), row, &many) && (many.flags & ROW_IS_MANY)) {
        ARENA_PUSH(uses->mem, &uses->items,
                   ((SerializerUse){.node = node,
                                    .serializer = serializer,
                                    .row = row,
                                    .name = class_name(uses->file, serializer),
                                    .column = NODE_NONE}));
    }
}

static KindId rows_of(const Uses *uses, NodeId expression) {
    KindTable *table = kinds_table(uses->file);
    KindId kind = kinds_expression(uses->file, uses->unit, expression);
    QueryKind query;
    if (query_kind_get(table, kind, &query)) {
        return query_row(table, kind, true);
    }
    return kind_element(table, kind);
}

/* What get_serializer_class() returns: one class, whatever is asked for. */
static KindId chosen_serializer(const FileModel *file, UnitId method) {
    const Ast *ast = &file_model_unit(file, method)->ast;
    KindId chosen = KIND_NEVER;
    for (NodeId node = 0; node < ast->node_count; node++) {
        NodeId value =
            ast_kind(ast, node) == NODE_RETURN ? ast_child(ast, node, FIELD_VALUE) : NODE_NONE;
        if (value != NODE_NONE) {
            KindId kind = kinds_expression(file, method, value);
            chosen = chosen == KIND_NEVER || chosen == kind ? kind : KIND_UNKNOWN;
        }
    }
    return chosen;
}

/* The serializer of the view's class; Unknown when it is not one alone. */
static KindId view_serializer(const FileModel *file, UnitId class_unit) {
    NodeId definition = ast_definition(&file_model_unit(file, class_unit)->ast);
    if (definition == NODE_NONE) {
        return KIND_UNKNOWN;
    }
    UnitId method = file_model_member(file, class_unit, STR("get_serializer_class"));
    KindId serializer = method == UNIT_NONE
                            ? kinds_attribute(file, class_unit, definition, STR("serializer_class"))
                            : chosen_serializer(file, method);
    return reaches(file, serializer, catalog_is_serializer_class) ? serializer : KIND_UNKNOWN;
}

static bool lists_itself(const FileModel *file, UnitId class_unit) {
    NodeId definition = ast_definition(&file_model_unit(file, class_unit)->ast);
    Kind view = {.tag = KIND_TAG_CLASS, .file = file->id, .unit = class_unit, .node = definition};
    return definition != NODE_NONE &&
           reaches(file, kind_add(kinds_table(file), &view), catalog_is_listing_view);
}

/* ---- calls -------------------------------------------------------------------------------------
 */

static bool is_true(const Ast *ast, NodeId keyword) {
    NodeId value = keyword == NODE_NONE ? NODE_NONE : ast_child(ast, keyword, FIELD_VALUE);
    return value != NODE_NONE && ast_kind(ast, value) == NODE_CONSTANT &&
           ast_node(ast, value)->detail == CONSTANT_TRUE;
}

/* `self.get_serializer` in a method of a view: the class that the view gives. */
static KindId called_serializer(const Uses *uses, NodeId function) {
    const FileModel *file = uses->file;
    UnitId parent = file->outline->units[uses->unit].parent;
    NodeId object = ast_kind(uses->ast, function) == NODE_ATTRIBUTE &&
                            str_equal(ast_name(uses->ast, function), STR("get_serializer"))
                        ? ast_child(uses->ast, function, FIELD_VALUE)
                        : NODE_NONE;
    bool is_of_self = object != NODE_NONE && ast_kind(uses->ast, object) == NODE_NAME &&
                      str_equal(ast_name(uses->ast, object), STR("self")) && parent != UNIT_NONE &&
                      file->outline->units[parent].kind == UNIT_CLASS;
    return is_of_self ? view_serializer(file, parent) : KIND_UNKNOWN;
}

/* The view lists by itself, and its own query is told of where that is made. */
static bool is_told_of_view(const Uses *uses, NodeId rows) {
    const FileModel *file = uses->file;
    KindId root;
    QueryKind query;
    query_full_path(kinds_table(file), rows_of(uses, rows), &root, uses->mem);
    bool is_made_here = query_kind_get(kinds_table(file), root, &query) &&
                        query.place.file == file->id && query.place.unit == uses->unit;
    return !is_made_here && lists_itself(file, file->outline->units[uses->unit].parent);
}

static void find_call(Uses *uses, NodeId call) {
    const Ast *ast = uses->ast;
    NodeId rows = ast_child(ast, call, FIELD_ARGS);
    rows = rows == NODE_NONE ? ast_child(ast, ast_keyword(ast, call, STR("instance")), FIELD_VALUE)
                             : rows;
    if (rows == NODE_NONE || !is_true(ast, ast_keyword(ast, call, STR("many")))) {
        return;
    }
    KindId callee = kinds_expression(uses->file, uses->unit, ast_child(ast, call, FIELD_FUNC));
    if (callee <= KIND_UNKNOWN || !reaches(uses->file, callee, catalog_is_serializer_class)) {
        callee = called_serializer(uses, ast_child(ast, call, FIELD_FUNC));
        if (callee > KIND_UNKNOWN && is_told_of_view(uses, rows)) {
            return;
        }
    }
    if (reaches(uses->file, callee, catalog_is_serializer_class)) {
        add_use(uses, call, callee, rows_of(uses, rows));
    }
}

/* ---- views -------------------------------------------------------------------------------------
 */

/* The serializer of a view that lists rows; KIND_UNKNOWN when the class is none. */
static KindId serializer_of_view(const Uses *uses, UnitId class_unit) {
    return lists_itself(uses->file, class_unit) ? view_serializer(uses->file, class_unit)
                                                : KIND_UNKNOWN;
}

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

static void find_view(Uses *uses) {
    NodeId definition = ast_definition(uses->ast);
    NodeId value = definition == NODE_NONE ? NODE_NONE : queryset_value(uses->ast, definition);
    if (value == NODE_NONE ||
        file_model_member(uses->file, uses->unit, STR("get_queryset")) != UNIT_NONE) {
        return;
    }
    KindId serializer = serializer_of_view(uses, uses->unit);
    if (serializer > KIND_UNKNOWN) {
        add_use(uses, value, serializer, rows_of(uses, value));
    }
}

static void find_get_queryset(Uses *uses, UnitId class_unit) {
    KindId serializer = serializer_of_view(uses, class_unit);
    for (NodeId node = 0; serializer > KIND_UNKNOWN && node < uses->ast->node_count; node++) {
        NodeId value = ast_kind(uses->ast, node) == NODE_RETURN
                           ? ast_child(uses->ast, node, FIELD_VALUE)
                           : NODE_NONE;
        if (value != NODE_NONE) {
            add_use(uses, value, serializer, rows_of(uses, value));
        }
    }
}

/* ---- the admin's list pages --------------------------------------------------------------------
 */

static Str column_name(const Uses *uses, NodeId node) {
    Str text = str_span(file_model_unit(uses->file, uses->unit)->text, ast_span(uses->ast, node));
    bool is_text = ast_kind(uses->ast, node) == NODE_CONSTANT &&
                   ast_node(uses->ast, node)->detail == CONSTANT_STR && text.len > 2;
    return is_text ? str_slice(text, 1, text.len - 1) : (Str){"", 0};
}

/* The columns that are no methods of the class itself: those it has are looked at where they are.
 */
static void find_columns(Uses *uses, NodeId definition, NodeId target, NodeId list) {
    KindId row = kinds_listed_row(uses->file, uses->unit, definition);
    if (!kind_is_row(kinds_table(uses->file), row)) {
        return;
    }
    for (NodeId node = ast_child(uses->ast, list, FIELD_ELTS); node != NODE_NONE;
         node = ast_next_in_field(uses->ast, node)) {
        Str name = column_name(uses, node);
        if (name.len && kinds_attribute(uses->file, uses->unit, definition, name) <= KIND_UNKNOWN) {
            ARENA_PUSH(uses->mem, &uses->items,
                       ((SerializerUse){.node = target,
                                        .serializer = KIND_NEVER,
                                        .row = row,
                                        .name = name,
                                        .column = node}));
        }
    }
}

static void find_page(Uses *uses) {
    const Ast *ast = uses->ast;
    NodeId definition = ast_definition(ast);
    for (NodeId node = definition == NODE_NONE ? NODE_NONE : ast_child(ast, definition, FIELD_BODY);
         node != NODE_NONE; node = ast_next_in_field(ast, node)) {
        NodeId target =
            ast_kind(ast, node) == NODE_ASSIGN ? ast_child(ast, node, FIELD_TARGETS) : NODE_NONE;
        NodeId value = target == NODE_NONE ? NODE_NONE : ast_child(ast, node, FIELD_VALUE);
        bool is_list = value != NODE_NONE &&
                       (ast_kind(ast, value) == NODE_LIST || ast_kind(ast, value) == NODE_TUPLE);
        if (is_list && ast_kind(ast, target) == NODE_NAME &&
            str_equal(ast_name(ast, target), STR("list_display"))) {
            find_columns(uses, definition, target, value);
        }
    }
}

SerializerUses serializer_uses(const FileModel *file, UnitId unit, Arena *mem) {
    Uses uses = {.file = file, .unit = unit, .ast = &file_model_unit(file, unit)->ast, .mem = mem};
    const Unit *units = file->outline->units;
    UnitId parent = units[unit].parent;
    Str name = str_span(file->outline->text, units[unit].name);
    if (units[unit].kind == UNIT_CLASS) {
        find_view(&uses);
        if (units[unit].triggers & TRIGGER_BIT(LISTED)) {
            find_page(&uses);
        }
    } else if (units[unit].kind == UNIT_FUNCTION && parent != UNIT_NONE &&
               units[parent].kind == UNIT_CLASS && str_equal(name, STR("get_queryset"))) {
        find_get_queryset(&uses, parent);
    }
    for (NodeId node = 0; node < uses.ast->node_count; node++) {
        if (ast_kind(uses.ast, node) == NODE_CALL) {
            find_call(&uses, node);
        }
    }
    return (SerializerUses){uses.items.items, uses.items.count};
}
