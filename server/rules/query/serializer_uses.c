/* Knows calls that give a serializer rows, and brings together where rows are written out. */
#include "rules/query/row_loop.h"
#include "rules/query/serializer_fields.h"
#include "rules/query/use_list.h"
#include "semantics/file_mentions.h"
#include "semantics/loops.h"
#include "semantics/project.h"

void use_list_add(Uses *uses, NodeId node, KindId serializer, KindId row) {
    RowKind given;
    if (row_kind_get(kinds_table(uses->file), row, &given)) {
        ARENA_PUSH(uses->mem, &uses->items,
                   ((SerializerUse){.node = node,
                                    .serializer = serializer,
                                    .row = row,
                                    .name = serializer_class_name(uses->file, serializer),
                                    .column = NODE_NONE,
                                    .is_one = !(given.flags & ROW_IS_MANY)}));
    }
}

KindId use_list_rows(const Uses *uses, NodeId expression) {
    KindTable *table = kinds_table(uses->file);
    KindId kind = kinds_expression(uses->file, uses->unit, expression);
    QueryKind query;
    if (query_kind_get(table, kind, &query)) {
        return query_row(table, kind, true);
    }
    return kind_element(table, kind);
}

ClassRef use_list_class(const FileModel *file, UnitId class_unit) {
    NodeId definition = class_unit == UNIT_NONE
                            ? NODE_NONE
                            : ast_definition(&file_model_unit(file, class_unit)->ast);
    return (ClassRef){.tag = definition == NODE_NONE ? REF_NONE : REF_CLASS,
                      .file = file->id,
                      .unit = class_unit,
                      .node = definition};
}

bool use_list_reaches(const FileModel *file, ClassRef of_class, bool (*is_one)(Str path)) {
    const ClassOrder *order = of_class.tag == REF_CLASS ? class_order(file, of_class) : NULL;
    for (uint32_t i = 0; order && i < order->count; i++) {
        if (order->items[i].tag == REF_PATH && is_one(order->items[i].path)) {
            return true;
        }
    }
    return false;
}

/* ---- calls -------------------------------------------------------------------------------------
 */

/* `@action(detail=False, serializer_class=S)` of the method. */
static KindId given_serializer(const FileModel *file, UnitId unit) {
    const Ast *ast = &file_model_unit(file, unit)->ast;
    NodeId function = ast_definition(ast);
    for (NodeId node = function == NODE_NONE ? NODE_NONE
                                             : ast_child(ast, function, FIELD_DECORATOR_LIST);
         node != NODE_NONE; node = ast_next_in_field(ast, node)) {
        NodeId given = ast_kind(ast, node) == NODE_CALL
                           ? ast_keyword(ast, node, STR("serializer_class"))
                           : NODE_NONE;
        if (given != NODE_NONE) {
            return kinds_expression(file, unit, ast_child(ast, given, FIELD_VALUE));
        }
    }
    return KIND_NEVER;
}

/* What is asked of the view when its method at hand runs: an action bears the method's name. */
static ViewAsked asked_here(const Uses *uses, ClassRef view) {
    const FileModel *file = uses->file;
    Str name = str_span(file->outline->text, file->outline->units[uses->unit].name);
    bool is_set = use_list_reaches(file, view, catalog_is_view_set);
    bool lists = str_equal(name, STR("list")) || str_equal(name, STR("get"));
    return (ViewAsked){.file = file,
                       .view = view,
                       .action = is_set  ? name
                                 : lists ? STR("list")
                                         : STR(""),
                       .verb = lists ? STR("GET") : STR(""),
                       .own = given_serializer(file, uses->unit)};
}

/* The view lists by itself, and its own query is told of where that is made. */
static bool is_told_of_view(const Uses *uses, ClassRef view, NodeId rows) {
    const FileModel *file = uses->file;
    KindId root;
    QueryKind query;
    query_full_path(kinds_table(file), use_list_rows(uses, rows), &root, uses->mem);
    bool is_made_here = query_kind_get(kinds_table(file), root, &query) &&
                        query.place.file == file->id && query.place.unit == uses->unit;
    Str name = str_span(file->outline->text, file->outline->units[uses->unit].name);
    return !is_made_here && str_equal(name, STR("list")) && view_uses_lists(file, view);
}

/* `self.get_serializer(rows, many=True)`, `serializer_class(rows, many=True)` in a view's method.
 */
static void find_view_call(Uses *uses, NodeId call, NodeId rows) {
    UnitId parent = uses->file->outline->units[uses->unit].parent;
    ClassRef view = parent == UNIT_NONE || uses->file->outline->units[parent].kind != UNIT_CLASS
                        ? (ClassRef){.tag = REF_NONE}
                        : use_list_class(uses->file, parent);
    if (view.tag == REF_NONE) {
        return;
    }
    ViewAsked asked = asked_here(uses, view);
    ViewChoices choices =
        view_choices_of_call(&asked, uses->unit, ast_child(uses->ast, call, FIELD_FUNC), uses->mem);
    if (!choices.count || is_told_of_view(uses, view, rows)) {
        return;
    }
    for (uint32_t i = 0; i < choices.count; i++) {
        use_list_add(uses, call, choices.items[i], use_list_rows(uses, rows));
    }
}

struct FileRelations {
    bool any;
};

/* Without a class that has relations nothing is below a row: no call has to be understood. Asked
 * once a file, noted for each unit. */
static bool has_relations(const FileModel *file) {
    const TriggerSet relation = TRIGGER_BIT(ORM_RELATION);
    struct FileRelations *known = file->layers->relations;
    if (!known) {
        known = file->layers->relations = ARENA_NEW(file->mem, struct FileRelations);
        known->any = project_classes_mentioning(file, relation, file->mem).count > 0 ||
                     (file_model_triggers(file) & relation) != 0;
    }
    file_model_note_outline(file);
    file_model_note_project(file);
    return known->any;
}

/* S(row): what is read of rows below it counts; one of many is looked at with its loop. */
static void find_single(Uses *uses, NodeId call) {
    SerializerCall made;
    RowKind row;
    if (!has_relations(uses->file) ||
        !serializer_call(uses->file, uses->unit, call, KIND_NEVER, &made)) {
        return;
    }
    KindId kind = kinds_expression(uses->file, uses->unit, made.rows);
    if (row_kind_get(kinds_table(uses->file), kind, &row) && !(row.flags & ROW_IS_MANY)) {
        use_list_add(uses, call, made.serializer, kind);
    }
}

static void find_call(Uses *uses, NodeId call) {
    SerializerCall made = {.rows = serializer_argument(uses->ast, call)};
    if (made.rows == NODE_NONE ||
        size_bound(uses->file, uses->unit, made.rows) <= ROW_LOOP_BOUND_MAX) {
        return;
    }
    if (!serializer_flag(uses->ast, call, STR("many"))) {
        find_single(uses, call);
    } else if (serializer_call(uses->file, uses->unit, call, KIND_NEVER, &made)) {
        KindId row = use_list_rows(uses, made.rows);
        RowKind many;
        bool is_many =
            row_kind_get(kinds_table(uses->file), row, &many) && (many.flags & ROW_IS_MANY);
        use_list_add(uses, call, made.serializer, is_many ? row : KIND_UNKNOWN);
    } else {
        find_view_call(uses, call, made.rows);
    }
}

SerializerUses serializer_uses(const FileModel *file, UnitId unit, Arena *mem) {
    Uses uses = {.file = file, .unit = unit, .ast = &file_model_unit(file, unit)->ast, .mem = mem};
    const Unit *units = file->outline->units;
    UnitId parent = units[unit].parent;
    Str name = str_span(file->outline->text, units[unit].name);
    if (units[unit].kind == UNIT_CLASS) {
        view_uses_find(&uses);
        if (units[unit].triggers & TRIGGER_BIT(LISTED)) {
            page_uses_find(&uses);
        }
    } else if (units[unit].kind == UNIT_FUNCTION && parent != UNIT_NONE &&
               units[parent].kind == UNIT_CLASS) {
        if (str_equal(name, STR("get_queryset"))) {
            view_uses_find_in_queryset(&uses, parent);
        } else if (str_equal(name, STR("get_list_display"))) {
            page_uses_find_in_method(&uses, parent);
        }
    }
    for (NodeId node = 0; node < uses.ast->node_count; node++) {
        if (ast_kind(uses.ast, node) == NODE_CALL) {
            find_call(&uses, node);
        }
    }
    return (SerializerUses){uses.items.items, uses.items.count};
}
