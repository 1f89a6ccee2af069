/* Knows which columns a page of the admin has that are no methods of its own. */
#include "rules/query/use_list.h"
#include "rules/shape.h"
#include "semantics/listed_names.h"

/* ---- the admin's list pages --------------------------------------------------------------------
 */

static void add_column(Uses *uses, NodeId node, KindId row, const ListedName *column) {
    const FileModel *file = row_scan_file(uses->file, column->file);
    const UnitFacts *facts = file_model_unit(file, column->unit);
    Str text = shape_text(facts, column->node);
    ARENA_PUSH(
        uses->mem, &uses->items,
        ((SerializerUse){.node = node,
                         .serializer = KIND_NEVER,
                         .row = row,
                         .name = column->name.len ? column->name
                                                  : str_slice(text, 0, str_find_byte(text, '\n')),
                         .is_function = !column->name.len,
                         .column = column->node,
                         .column_file = column->file,
                         .column_unit = column->unit}));
}

/* The columns that are no methods of the class itself: those it has are looked at where they are.
 */
static void find_columns(Uses *uses, ClassRef page, NodeId target, NodeId list) {
    KindId row = kinds_listed_row(uses->file, page.unit, page.node);
    if (!kind_is_row(kinds_table(uses->file), row)) {
        return;
    }
    ListedNames columns = listed_names_read(uses->file, uses->unit, list, uses->mem);
    for (uint32_t i = 0; i < columns.count; i++) {
        Str name = columns.items[i].name;
        KindId own =
            name.len ? kinds_attribute(uses->file, page.unit, page.node, name) : KIND_UNKNOWN;
        if (own <= KIND_UNKNOWN || kind_get(kinds_table(uses->file), own)->tag == KIND_TAG_SYMBOL) {
            add_column(uses, target, row, &columns.items[i]);
        }
    }
}

/* The text of each row, told at `node`. */
static void add_text_column(Uses *uses, ClassRef page, NodeId node) {
    KindId row = kinds_listed_row(uses->file, page.unit, page.node);
    if (kind_is_row(kinds_table(uses->file), row)) {
        ListedName column = {uses->file->id, uses->unit, node, STR("__str__")};
        add_column(uses, node, row, &column);
    }
}

/* A page without `list_display` shows the text of each row. */
static void find_text_column(Uses *uses, NodeId definition) {
    NodeId base = ast_child(uses->ast, definition, FIELD_BASES);
    ClassRef page = use_list_class(uses->file, uses->unit);
    const ClassOrder *order = class_order(uses->file, page);
    if (base == NODE_NONE || !order || !order->is_complete ||
        class_body_value(uses->file, page, STR("list_display"), NULL).tag != REF_NONE ||
        view_method(uses->file, page, STR("get_list_display")).tag != REF_NONE) {
        return;
    }
    add_text_column(uses, page, base);
}

/* Rows below another row: the text of each, and what is only shown of it. */
static void find_inline(Uses *uses, ClassRef page) {
    NodeId shown = ast_assignment(uses->ast, page.node, STR("readonly_fields"));
    NodeId model = ast_assignment(uses->ast, page.node, STR("model"));
    if (shown != NODE_NONE) {
        find_columns(uses, page, ast_child(uses->ast, shown, FIELD_TARGETS),
                     ast_child(uses->ast, shown, FIELD_VALUE));
    }
    if (model != NODE_NONE) {
        add_text_column(uses, page, ast_child(uses->ast, model, FIELD_VALUE));
    }
}

void page_uses_find(Uses *uses) {
    const Ast *ast = uses->ast;
    ClassRef page = use_list_class(uses->file, uses->unit);
    if (page.tag == REF_NONE) {
        return;
    }
    if (use_list_reaches(uses->file, page, catalog_is_inline_page)) {
        find_inline(uses, page);
        return;
    }
    NodeId list = ast_assignment(ast, page.node, STR("list_display"));
    if (list != NODE_NONE) {
        find_columns(uses, page, ast_child(ast, list, FIELD_TARGETS),
                     ast_child(ast, list, FIELD_VALUE));
    } else {
        find_text_column(uses, page.node);
    }
}

void page_uses_find_in_method(Uses *uses, UnitId class_unit) {
    ClassRef page = use_list_class(uses->file, class_unit);
    for (NodeId node = 0; page.tag != REF_NONE && node < uses->ast->node_count; node++) {
        NodeId value = ast_kind(uses->ast, node) == NODE_RETURN
                           ? ast_child(uses->ast, node, FIELD_VALUE)
                           : NODE_NONE;
        if (value != NODE_NONE) {
            find_columns(uses, page, value, value);
        }
    }
}
