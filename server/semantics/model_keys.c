/* Knows which columns of a mapped class refer to another table. */
#include "semantics/model_reader.h"

enum { KEYS_MAX = 256 };

/* "public.users.id": the table is "public.users". */
static bool split_reference(Str reference, KeyColumn *key) {
    uint32_t dot = reference.len;
    while (dot > 0 && reference.ptr[dot - 1] != '.') {
        dot--;
    }
    if (dot < 2) {
        return false;
    }
    key->table = str_slice(reference, 0, dot - 1);
    key->column = str_slice(reference, dot, reference.len);
    return true;
}

/* `ForeignKey("users.id")`, `ForeignKey(User.id)`. */
static bool read_reference(const Reading *reading, NodeId node, KeyColumn *key) {
    Str text = reading_string(reading, node);
    if (text.len || node == NODE_NONE) {
        return split_reference(text, key);
    }
    const Ast *ast = &reading->facts->ast;
    if (ast_kind(ast, node) != NODE_ATTRIBUTE) {
        return false;
    }
    ClassRef named = reading_ref(reading, ast_child(ast, node, FIELD_VALUE));
    if (named.tag != REF_CLASS) {
        return false;
    }
    key->table = model_head(reading->file, named)->table;
    key->column = ast_name(ast, node);
    return key->table.len > 0;
}

static bool is_foreign_key(const Reading *reading, NodeId node) {
    if (!reading_is_call(reading, node)) {
        return false;
    }
    ClassRef callee = reading_callee(reading, node);
    return callee.tag == REF_PATH && str_equal(callee.path, STR("sqlalchemy.ForeignKey"));
}

/* The reference that a column's constructor holds: an argument, or SQLModel's keyword. */
static bool column_reference(const Reading *reading, NodeId call, KeyColumn *key) {
    const Ast *ast = &reading->facts->ast;
    for (NodeId child = ast_child(ast, call, FIELD_ARGS); child != NODE_NONE;
         child = ast_next_in_field(ast, child)) {
        if (is_foreign_key(reading, child)) {
            return read_reference(reading, reading_argument(reading, child, 0, STR("column")), key);
        }
    }
    NodeId column = reading_argument(reading, call, -1, STR("sa_column"));
    if (reading_is_call(reading, column)) {
        for (NodeId child = ast_child(ast, column, FIELD_ARGS); child != NODE_NONE;
             child = ast_next_in_field(ast, child)) {
            if (is_foreign_key(reading, child)) {
                NodeId target = reading_argument(reading, child, 0, STR("column"));
                return read_reference(reading, target, key);
            }
        }
    }
    return read_reference(reading, reading_argument(reading, call, -1, STR("foreign_key")), key);
}

bool model_column_is_nullable(const Reading *reading, NodeId call, NodeId annotation) {
    NodeId written = reading_argument(reading, call, -1, STR("nullable"));
    if (written != NODE_NONE) {
        return reading_is_true(reading, written);
    }
    if (reading_is_true(reading, reading_argument(reading, call, -1, STR("primary_key")))) {
        return false;
    }
    return annotation == NODE_NONE || model_read_annotation(reading, annotation).is_optional;
}

static void add_item(const Reading *reading, const BodyItem *item, KeyColumns *out) {
    KeyColumn key = {.name = item->name};
    if (!reading_is_call(reading, item->value) || out->count >= KEYS_MAX) {
        return;
    }
    if (column_reference(reading, item->value, &key)) {
        key.is_nullable = model_column_is_nullable(reading, item->value, item->annotation);
        ARENA_PUSH(reading->mem, out, key);
    }
}

/* `__table_args__ = (ForeignKeyConstraint(["a"], ["t.b"]), ...)`. */
static void add_constraints(const Reading *reading, NodeId value, KeyColumns *out) {
    const Ast *ast = &reading->facts->ast;
    if (value == NODE_NONE || ast_kind(ast, value) != NODE_TUPLE) {
        return;
    }
    for (NodeId item = ast_child(ast, value, FIELD_ELTS); item != NODE_NONE;
         item = ast_next_in_field(ast, item)) {
        ClassRef callee = reading_is_call(reading, item) ? reading_callee(reading, item)
                                                         : (ClassRef){.tag = REF_NONE};
        if (callee.tag != REF_PATH ||
            !str_equal(callee.path, STR("sqlalchemy.ForeignKeyConstraint"))) {
            continue;
        }
        bool known;
        ModelWords names =
            reading_strings(reading, reading_argument(reading, item, 0, STR("columns")), &known);
        ModelWords targets =
            reading_strings(reading, reading_argument(reading, item, 1, STR("refcolumns")), &known);
        KeyColumn key = {.name = names.count == 1 ? names.items[0] : STR(""), .is_nullable = true};
        if (targets.count && split_reference(targets.items[0], &key) && out->count < KEYS_MAX) {
            ARENA_PUSH(reading->mem, out, key);
        }
    }
}

/* `__table__ = Table("users", metadata, Column("team_id", ForeignKey("teams.id")))`. */
static void add_table(const Reading *reading, NodeId value, KeyColumns *out) {
    if (!reading_is_call(reading, value)) {
        return;
    }
    const Ast *ast = &reading->facts->ast;
    for (NodeId column = ast_child(ast, value, FIELD_ARGS); column != NODE_NONE;
         column = ast_next_in_field(ast, column)) {
        KeyColumn key = {.is_nullable = true};
        if (reading_is_call(reading, column) && out->count < KEYS_MAX &&
            column_reference(reading, column, &key)) {
            key.name = reading_string(reading, reading_argument(reading, column, 0, STR("name")));
            ARENA_PUSH(reading->mem, out, key);
        }
    }
}

KeyColumns model_key_columns(const FileModel *file, ClassRef ref, Arena *mem) {
    KeyColumns out = {0};
    const ClassOrder *order = class_order(file, ref);
    for (uint32_t i = 0; i < order->count; i++) {
        BodyItems items = model_body_items(file, order->items[i], mem);
        const FileModel *home = project_file(file, order->items[i].file);
        for (uint32_t j = 0; j < items.count; j++) {
            const BodyItem *item = &items.items[j];
            Reading reading = model_reading(home, item->unit, mem);
            if (str_equal(item->name, STR("__table_args__"))) {
                add_constraints(&reading, item->value, &out);
            } else if (str_equal(item->name, STR("__table__"))) {
                add_table(&reading, item->value, &out);
            } else {
                add_item(&reading, item, &out);
            }
        }
    }
    return out;
}
