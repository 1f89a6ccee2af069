/* Knows how lists of names are written in parts. What the names mean, others know. */
#include "semantics/listed_names.h"

enum { PARTS_MAX = 256, NAMES_FOLLOWED_MAX = 16 };

typedef struct Part {
    FileId file;
    UnitId unit;
    NodeId node;
} Part;

typedef struct Reading {
    const FileModel *asker;
    Arena *mem;
    Part parts[PARTS_MAX]; /* still to be read, the next one last */
    uint32_t count;
    Part followed[NAMES_FOLLOWED_MAX]; /* what names stood for: a list may name itself */
    uint32_t followed_count;
    struct ListedNameItems ARRAY_OF(ListedName) names;
    bool is_whole;
} Reading;

Str listed_name_literal(const UnitFacts *facts, NodeId node) {
    const Ast *ast = &facts->ast;
    if (node == NODE_NONE || ast_kind(ast, node) != NODE_CONSTANT ||
        ast_node(ast, node)->detail != CONSTANT_STR) {
        return (Str){"", 0};
    }
    Str text = str_span(facts->text, ast_span(ast, node));
    bool is_plain = text.len > 2 && (text.ptr[0] == '"' || text.ptr[0] == '\'');
    return is_plain ? str_slice(text, 1, text.len - 1) : (Str){"", 0};
}

static void push(Reading *reading, Part of, NodeId node) {
    if (node == NODE_NONE || reading->count == PARTS_MAX) {
        reading->is_whole = false;
        return;
    }
    of.node = node;
    reading->parts[reading->count++] = of;
}

static void push_elements(Reading *reading, const Ast *ast, Part of) {
    uint32_t first = reading->count;
    for (NodeId node = ast_child(ast, of.node, FIELD_ELTS); node != NODE_NONE;
         node = ast_next_in_field(ast, node)) {
        push(reading, of, node);
    }
    for (uint32_t last = reading->count; last > first + 1; first++) {
        Part part = reading->parts[first];
        reading->parts[first] = reading->parts[--last];
        reading->parts[last] = part;
    }
}

/* `tuple(Base.fields)`, `list(NAMES)`. */
static NodeId copied(const Ast *ast, NodeId call) {
    NodeId function = ast_child(ast, call, FIELD_FUNC);
    bool copies = function != NODE_NONE && ast_kind(ast, function) == NODE_NAME &&
                  (str_equal(ast_name(ast, function), STR("tuple")) ||
                   str_equal(ast_name(ast, function), STR("list")));
    return copies ? ast_child(ast, call, FIELD_ARGS) : NODE_NONE;
}

static bool is_followed(const Reading *reading, Part part) {
    for (uint32_t i = 0; i < reading->followed_count; i++) {
        const Part *one = &reading->followed[i];
        if (one->file == part.file && one->unit == part.unit && one->node == part.node) {
            return true;
        }
    }
    return false;
}

/* A name stands for what it is bound to. */
static void follow_name(Reading *reading, const FileModel *file, Part part) {
    ClassRef found = class_ref_resolve(file, part.unit, part.node, reading->mem);
    Part value = {found.file, found.unit, found.node};
    if (found.tag != REF_VALUE || reading->followed_count == NAMES_FOLLOWED_MAX ||
        is_followed(reading, value)) {
        reading->is_whole = false;
        return;
    }
    reading->followed[reading->followed_count++] = value;
    push(reading, value, value.node);
}

static void add_name(Reading *reading, Part part, Str name) {
    ARENA_PUSH(reading->mem, &reading->names,
               ((ListedName){part.file, part.unit, part.node, name}));
}

static bool is_element(const Ast *ast, NodeId node) {
    NodeKind around = ast_kind(ast, ast_node(ast, node)->parent);
    return ast_node(ast, node)->field == FIELD_ELTS && ast_kind_is_collection(around);
}

static void read_part(Reading *reading, Part part) {
    const FileModel *file = project_file(reading->asker, part.file);
    const UnitFacts *facts = file_model_unit(file, part.unit);
    const Ast *ast = &facts->ast;
    switch (ast_kind(ast, part.node)) {
    case NODE_LIST:
    case NODE_TUPLE:
    case NODE_SET:
        push_elements(reading, ast, part);
        return;
    case NODE_STARRED:
        push(reading, part, ast_child(ast, part.node, FIELD_VALUE));
        return;
    case NODE_BIN_OP:
        if (ast_node(ast, part.node)->detail == OPERATOR_ADD) {
            push(reading, part, ast_child(ast, part.node, FIELD_RIGHT));
            push(reading, part, ast_child(ast, part.node, FIELD_LEFT));
            return;
        }
        break;
    case NODE_CALL:
        if (!is_element(ast, part.node)) {
            push(reading, part, copied(ast, part.node));
            return;
        }
        break;
    case NODE_NAME:
    case NODE_ATTRIBUTE:
        if (!is_element(ast, part.node)) {
            follow_name(reading, file, part);
            return;
        }
        break;
    default:
        break;
    }
    if (is_element(ast, part.node)) {
        add_name(reading, part, listed_name_literal(facts, part.node));
    } else {
        reading->is_whole = false;
    }
}

ListedNames listed_names_read(const FileModel *file, UnitId unit, NodeId node, Arena *mem) {
    Reading *reading = ARENA_NEW(mem, Reading);
    reading->asker = file;
    reading->mem = mem;
    reading->is_whole = true;
    push(reading, (Part){file->id, unit, node}, node);
    while (reading->count && reading->names.count < PARTS_MAX) {
        read_part(reading, reading->parts[--reading->count]);
    }
    return (ListedNames){reading->names.items, reading->names.count,
                         reading->is_whole && !reading->count};
}

bool listed_names_have(const ListedNames *list, Str name) {
    for (uint32_t i = 0; i < list->count; i++) {
        if (str_equal(list->items[i].name, name)) {
            return true;
        }
    }
    return false;
}

/* The value that the class's own body gives to the name last. */
static NodeId body_value(const Ast *ast, NodeId definition, Str name) {
    NodeId found = NODE_NONE;
    for (NodeId node = ast_child(ast, definition, FIELD_BODY); node != NODE_NONE;
         node = ast_next_in_field(ast, node)) {
        NodeKind kind = ast_kind(ast, node);
        NodeId target = kind == NODE_ASSIGN       ? ast_child(ast, node, FIELD_TARGETS)
                        : kind == NODE_ANN_ASSIGN ? ast_child(ast, node, FIELD_TARGET)
                                                  : NODE_NONE;
        if (target != NODE_NONE && ast_kind(ast, target) == NODE_NAME &&
            str_equal(ast_name(ast, target), name)) {
            found = ast_child(ast, node, FIELD_VALUE);
        }
    }
    return found;
}

ClassRef class_body_value(const FileModel *file, ClassRef of_class, Str name, ClassRef *owner) {
    const ClassOrder *order = class_order(file, of_class);
    for (uint32_t i = 0; order && i < order->count; i++) {
        ClassRef one = order->items[i];
        NodeId value = one.tag == REF_CLASS
                           ? body_value(&class_ref_facts(file, one)->ast, one.node, name)
                           : NODE_NONE;
        if (value != NODE_NONE) {
            if (owner) {
                *owner = one;
            }
            return (ClassRef){.tag = REF_VALUE, .file = one.file, .unit = one.unit, .node = value};
        }
    }
    return (ClassRef){.tag = REF_NONE};
}

bool class_head_names(const Outline *outline, UnitId unit, Str name) {
    const Unit *one = &outline->units[unit];
    Str rest = str_slice(outline->text, one->name.end, one->extent.end);
    Str head = str_slice(rest, 0, str_find_byte(rest, ':'));
    return one->kind == UNIT_CLASS && str_find(head, name) < head.len;
}
