/* Knows where class definitions stand. Knows nothing of exceptions. */
#include "rules/docs/file_classes.h"

#include "rules/docs/docs_files.h"

#include <stdlib.h>

typedef struct ClassRows ARRAY_OF(ClassRow) ClassRows;

static int compare_rows(const void *a, const void *b) {
    const ClassRow *left = a;
    const ClassRow *right = b;
    int order = str_compare(left->name, right->name);
    if (order != 0) {
        return order;
    }
    if (left->unit != right->unit) {
        return left->unit < right->unit ? -1 : 1;
    }
    return (left->node > right->node) - (left->node < right->node);
}

static ClassTable take_table(ClassRows *rows, Arena *mem) {
    ClassRow *copy = ARENA_ARRAY(mem, ClassRow, rows->count);
    if (rows->count > 0) {
        qsort(rows->items, rows->count, sizeof *rows->items, compare_rows);
        memcpy(copy, rows->items, sizeof *copy * rows->count);
    }
    ClassTable table = {copy, rows->count};
    ARRAY_RELEASE(rows);
    return table;
}

/* Definitions that stand in a unit's own ast; the unit's own definition is not one of them. */
static void add_inner(const FileModel *file, UnitId unit, ClassRows *rows) {
    const Ast *ast = &file_model_unit(file, unit)->ast;
    NodeId own = unit != UNIT_MODULE_ID && ast->node_count ? ast_definition(ast) : NODE_NONE;
    for (NodeId node = 1; node < ast->node_count; node++) {
        if (ast_kind(ast, node) == NODE_CLASS_DEF && node != own) {
            ARRAY_PUSH(rows, ((ClassRow){ast_name(ast, node), unit, node}));
        }
    }
}

static ClassTable table_of_file(const FileModel *file) {
    ClassRows rows = {0};
    const Outline *outline = file->outline;
    for (UnitId id = 1; id < outline->unit_count; id++) {
        if (outline->units[id].kind == UNIT_CLASS) {
            Str name = str_span(outline->text, outline->units[id].name);
            ARRAY_PUSH(&rows, ((ClassRow){name, id, NODE_NONE}));
        }
    }
    add_inner(file, UNIT_MODULE_ID, &rows);
    return take_table(&rows, file->mem);
}

static const ClassTable *file_table(const DocsUnit *unit) {
    const FileModel *file = unit->file;
    FileDocs *docs = file->layers->docs;
    file_model_note_outline(file);
    if (!docs->classes) {
        docs->classes = ARENA_NEW(file->mem, ClassTable);
        *docs->classes = table_of_file(file);
    }
    return docs->classes;
}

static const ClassTable *unit_table(DocsUnit *unit) {
    if (!unit->classes) {
        ClassRows rows = {0};
        add_inner(unit->file, unit->unit, &rows);
        unit->classes = ARENA_NEW(unit->mem, ClassTable);
        *unit->classes = take_table(&rows, unit->mem);
    }
    return unit->classes;
}

static uint32_t first_row(const ClassTable *table, Str name) {
    uint32_t low = 0;
    uint32_t high = table->count;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (str_compare(table->rows[middle].name, name) < 0) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low;
}

static uint32_t add_bases(const FileModel *file, const ClassRow *row, Str *bases, uint32_t count,
                          uint32_t most) {
    const Ast *ast = &file_model_unit(file, row->unit)->ast;
    NodeId definition = row->node;
    if (definition == NODE_NONE && ast->node_count > 0) {
        definition = ast_definition(ast);
    }
    NodeId base = definition == NODE_NONE ? NODE_NONE : ast_child(ast, definition, FIELD_BASES);
    for (; base != NODE_NONE && count < most; base = ast_next_in_field(ast, base)) {
        Str name = docs_last_name(ast, base);
        if (name.len > 0) {
            bases[count++] = name;
        }
    }
    return count;
}

static uint32_t add_all(const FileModel *file, const ClassTable *table, Str name, Str *bases,
                        uint32_t count, uint32_t most) {
    for (uint32_t i = first_row(table, name);
         i < table->count && count < most && str_equal(table->rows[i].name, name); i++) {
        count = add_bases(file, &table->rows[i], bases, count, most);
    }
    return count;
}

uint32_t file_classes_bases(DocsUnit *unit, Str name, Str *bases, uint32_t most) {
    uint32_t count = add_all(unit->file, file_table(unit), name, bases, 0, most);
    if (unit->unit != UNIT_MODULE_ID) {
        count = add_all(unit->file, unit_table(unit), name, bases, count, most);
    }
    return count;
}
