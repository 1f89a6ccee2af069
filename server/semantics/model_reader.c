/* Knows how to read declarations and literals off a class's body; knows no library. */
#include "semantics/model_reader.h"

#include "semantics/file_scope.h"

enum { STRINGS_MAX = 64 };

/* ---- bodies --------------------------------------------------------------------------------- */

static bool is_class_unit(const FileModel *file, ClassRef ref, const Ast *ast) {
    return file->outline->units[ref.unit].kind == UNIT_CLASS && ref.node == ast_definition(ast);
}

static void add_assignment(BodyItems *out, const Ast *ast, UnitId unit, NodeId statement,
                           Arena *mem) {
    NodeId value = ast_child(ast, statement, FIELD_VALUE);
    for (NodeId target = ast_child(ast, statement, FIELD_TARGETS); target != NODE_NONE;
         target = ast_next_in_field(ast, target)) {
        if (ast_kind(ast, target) == NODE_NAME) {
            ARENA_PUSH(mem, out,
                       ((BodyItem){ast_name(ast, target), unit, statement, value, NODE_NONE}));
        }
    }
}

static void add_annotated(BodyItems *out, const Ast *ast, UnitId unit, NodeId statement,
                          Arena *mem) {
    NodeId target = ast_child(ast, statement, FIELD_TARGET);
    if (target != NODE_NONE && ast_kind(ast, target) == NODE_NAME) {
        ARENA_PUSH(mem, out,
                   ((BodyItem){ast_name(ast, target), unit, statement,
                               ast_child(ast, statement, FIELD_VALUE),
                               ast_child(ast, statement, FIELD_ANNOTATION)}));
    }
}

/* `@declared_attr`, `@declared_attr.cascading`, `@orm.declared_attr`. */
static bool is_declared_attr(const Ast *ast, NodeId function) {
    for (NodeId decorator = ast_child(ast, function, FIELD_DECORATOR_LIST); decorator != NODE_NONE;
         decorator = ast_next_in_field(ast, decorator)) {
        NodeId node = decorator;
        while (node != NODE_NONE &&
               (ast_kind(ast, node) == NODE_ATTRIBUTE || ast_kind(ast, node) == NODE_NAME)) {
            if (str_equal(ast_name(ast, node), STR("declared_attr"))) {
                return true;
            }
            node = ast_kind(ast, node) == NODE_ATTRIBUTE ? ast_child(ast, node, FIELD_VALUE)
                                                         : NODE_NONE;
        }
    }
    return false;
}

NodeId model_returned_value(const Ast *ast, NodeId function) {
    NodeId found = NODE_NONE;
    NodeId end = ast_node(ast, function)->subtree_end;
    for (NodeId node = function + 1; node < end; node++) {
        NodeKind kind = ast_kind(ast, node);
        if (ast_kind_is_function(kind) || kind == NODE_CLASS_DEF) {
            node = ast_node(ast, node)->subtree_end - 1;
        } else if (kind == NODE_RETURN) {
            found = ast_child(ast, node, FIELD_VALUE);
        }
    }
    return found;
}

static void add_declared_attr(BodyItems *out, const Ast *ast, UnitId unit, NodeId function,
                              Arena *mem) {
    if (is_declared_attr(ast, function)) {
        ARENA_PUSH(mem, out,
                   ((BodyItem){ast_name(ast, function), unit, function,
                               model_returned_value(ast, function),
                               ast_child(ast, function, FIELD_RETURNS)}));
    }
}

static void add_own_items(BodyItems *out, const Ast *ast, ClassRef ref, Arena *mem) {
    NodeId end = ast_node(ast, ref.node)->subtree_end;
    for (NodeId node = ref.node + 1; node < end;) {
        NodeKind kind = ast_kind(ast, node);
        bool is_definition = ast_kind_is_function(kind) || kind == NODE_CLASS_DEF;
        if (kind == NODE_ASSIGN) {
            add_assignment(out, ast, ref.unit, node, mem);
        } else if (kind == NODE_ANN_ASSIGN) {
            add_annotated(out, ast, ref.unit, node, mem);
        } else if (ast_kind_is_function(kind)) {
            add_declared_attr(out, ast, ref.unit, node, mem);
        }
        bool is_leaf = kind == NODE_ASSIGN || kind == NODE_ANN_ASSIGN || is_definition ||
                       kind == NODE_EXPR || ast_kind_is_expression(kind);
        node = is_leaf ? ast_node(ast, node)->subtree_end : node + 1;
    }
}

static void add_method_items(BodyItems *out, const FileModel *file, ClassRef ref, Arena *mem) {
    const Outline *outline = file->outline;
    for (UnitId child = outline->units[ref.unit].first_child; child != UNIT_NONE;
         child = outline->units[child].next_sibling) {
        const Unit *unit = &outline->units[child];
        Str above = str_slice(outline->text, unit->extent.start, unit->header);
        if (unit->kind != UNIT_FUNCTION || !(unit->flags & UNIT_DECORATED) ||
            str_find(above, STR("declared_attr")) == above.len) {
            continue;
        }
        const Ast *ast = &file_model_unit(file, child)->ast;
        NodeId function = ast_definition(ast);
        if (function != NODE_NONE) {
            add_declared_attr(out, ast, child, function, mem);
        }
    }
}

BodyItems model_body_items(const FileModel *file, ClassRef ref, Arena *mem) {
    BodyItems out = {0};
    if (ref.tag != REF_CLASS) {
        return out;
    }
    const FileModel *home = project_file(file, ref.file);
    const Ast *ast = &file_model_unit(home, ref.unit)->ast;
    add_own_items(&out, ast, ref, mem);
    if (is_class_unit(home, ref, ast)) {
        file_model_note_outline(home);
        add_method_items(&out, home, ref, mem);
    }
    return out;
}

const BodyItem *model_body_item(const BodyItems *items, Str name) {
    for (uint32_t i = items->count; i-- > 0;) {
        if (str_equal(items->items[i].name, name)) {
            return &items->items[i];
        }
    }
    return NULL;
}

/* A class in the class's own unit: one nested in a function, or under `if`. */
static NodeId nested_definition(const Ast *ast, NodeId class_node, Str name) {
    NodeId end = ast_node(ast, class_node)->subtree_end;
    for (NodeId node = class_node + 1; node < end;) {
        NodeKind kind = ast_kind(ast, node);
        bool is_definition = kind == NODE_CLASS_DEF || ast_kind_is_function(kind);
        if (is_definition && str_equal(ast_name(ast, node), name)) {
            return node;
        }
        node = is_definition ? ast_node(ast, node)->subtree_end : node + 1;
    }
    return NODE_NONE;
}

ClassRef model_inner_class(const FileModel *file, ClassRef ref, Str name, Arena *mem) {
    ClassRef found = {.tag = REF_NONE};
    if (ref.tag != REF_CLASS || !name.len) {
        return found;
    }
    const FileModel *home = project_file(file, ref.file);
    const Ast *ast = &file_model_unit(home, ref.unit)->ast;
    UnitId member =
        is_class_unit(home, ref, ast) ? file_model_member(home, ref.unit, name) : UNIT_NONE;
    if (member != UNIT_NONE && home->outline->units[member].kind == UNIT_CLASS) {
        NodeId node = ast_definition(&file_model_unit(home, member)->ast);
        RefTag tag = node == NODE_NONE ? REF_NONE : REF_CLASS;
        return (ClassRef){.tag = tag, .file = home->id, .unit = member, .node = node};
    }
    NodeId nested = nested_definition(ast, ref.node, name);
    if (nested != NODE_NONE && ast_kind(ast, nested) == NODE_CLASS_DEF) {
        return (ClassRef){.tag = REF_CLASS, .file = home->id, .unit = ref.unit, .node = nested};
    }
    BodyItems items = model_body_items(home, ref, mem);
    const BodyItem *item = model_body_item(&items, name);
    if (item && item->value != NODE_NONE) {
        found = class_ref_resolve(home, item->unit, item->value, mem);
        found.tag = found.tag == REF_CLASS ? REF_CLASS : REF_NONE;
    }
    return found;
}

bool model_body_binds(const FileModel *file, ClassRef ref, Str name) {
    if (ref.tag != REF_CLASS) {
        return false;
    }
    const FileModel *home = project_file(file, ref.file);
    const Ast *ast = &file_model_unit(home, ref.unit)->ast;
    if (is_class_unit(home, ref, ast)) {
        Arena scratch;
        arena_init(&scratch);
        bool binds = file_scope_class_name(home, ref.unit, name, &scratch).place_count > 0;
        arena_release(&scratch);
        return binds;
    }
    if (nested_definition(ast, ref.node, name) != NODE_NONE) {
        return true;
    }
    Arena scratch;
    arena_init(&scratch);
    BodyItems items = model_body_items(home, ref, &scratch);
    bool binds = model_body_item(&items, name) != NULL;
    arena_release(&scratch);
    return binds;
}

/* ---- expressions ---------------------------------------------------------------------------- */

Reading model_reading(const FileModel *file, UnitId unit, Arena *mem) {
    return (Reading){file, file_model_unit(file, unit), unit, mem};
}

NodeId reading_argument(const Reading *reading, NodeId call, int position, Str keywords) {
    const Ast *ast = &reading->facts->ast;
    int at = 0;
    for (NodeId child = ast_first_child(ast, call); child != NODE_NONE;
         child = ast_next_sibling(ast, child)) {
        Field field = (Field)ast_node(ast, child)->field;
        if (field == FIELD_KEYWORDS && orm_word_is(keywords, ast_name(ast, child))) {
            return ast_child(ast, child, FIELD_VALUE);
        }
        if (field == FIELD_ARGS) {
            if (ast_kind(ast, child) == NODE_STARRED) {
                position = -1; /* what follows may stand anywhere */
            }
            if (at++ == position) {
                return child;
            }
        }
    }
    return NODE_NONE;
}

Str reading_string(const Reading *reading, NodeId node) {
    const Str empty = {"", 0};
    const Ast *ast = &reading->facts->ast;
    if (node == NODE_NONE || ast_kind(ast, node) != NODE_CONSTANT ||
        ast_node(ast, node)->detail != CONSTANT_STR ||
        (ast_node(ast, node)->flags & NODE_IMPLICIT_CONCATENATION)) {
        return empty;
    }
    Str text = str_span(reading->facts->text, ast_span(ast, node));
    uint32_t quote = 0;
    while (quote < text.len && text.ptr[quote] != '"' && text.ptr[quote] != '\'') {
        quote++;
    }
    Str rest = str_slice(text, quote, text.len);
    bool triple = rest.len >= 6 && rest.ptr[1] == rest.ptr[0] && rest.ptr[2] == rest.ptr[0];
    uint32_t width = triple ? 3 : 1;
    if (rest.len < 2 * width) {
        return empty;
    }
    return arena_copy(reading->mem, str_slice(rest, width, rest.len - width));
}

Str reading_text(const Reading *reading, NodeId node) {
    Str text = reading_string(reading, node);
    bool is_name = node != NODE_NONE && (ast_kind(&reading->facts->ast, node) == NODE_NAME ||
                                         ast_kind(&reading->facts->ast, node) == NODE_ATTRIBUTE);
    if (text.len || !is_name) {
        return text;
    }
    ClassRef value = class_ref_follow(reading->file, reading->unit, node, reading->mem);
    if (value.tag != REF_VALUE) {
        return text;
    }
    Reading there =
        model_reading(project_file(reading->file, value.file), value.unit, reading->mem);
    return reading_string(&there, value.node);
}

static bool is_constant(const Reading *reading, NodeId node, ConstantType type) {
    const Ast *ast = &reading->facts->ast;
    return node != NODE_NONE && ast_kind(ast, node) == NODE_CONSTANT &&
           ast_node(ast, node)->detail == type;
}

bool reading_is_true(const Reading *reading, NodeId node) {
    return is_constant(reading, node, CONSTANT_TRUE);
}

bool reading_is_false(const Reading *reading, NodeId node) {
    return is_constant(reading, node, CONSTANT_FALSE);
}

bool reading_is_call(const Reading *reading, NodeId node) {
    return node != NODE_NONE && ast_kind(&reading->facts->ast, node) == NODE_CALL;
}

NodeId reading_dict_value(const Reading *reading, NodeId dict, Str key) {
    const Ast *ast = &reading->facts->ast;
    if (dict == NODE_NONE || ast_kind(ast, dict) != NODE_DICT) {
        return NODE_NONE;
    }
    for (NodeId child = ast_child(ast, dict, FIELD_KEYS); child != NODE_NONE;
         child = ast_next_in_field(ast, child)) {
        if (str_equal(reading_string(reading, child), key)) {
            return ast_next_sibling(ast, child);
        }
    }
    return NODE_NONE;
}

ModelWords reading_strings(const Reading *reading, NodeId node, bool *known) {
    const Ast *ast = &reading->facts->ast;
    struct ARRAY_OF(Str) words = {0};
    *known = node != NODE_NONE;
    if (node == NODE_NONE) {
        return (ModelWords){NULL, 0};
    }
    NodeKind kind = ast_kind(ast, node);
    if (!ast_kind_is_collection(kind)) {
        Str one = reading_string(reading, node);
        *known = one.len > 0;
        if (one.len) {
            ARENA_PUSH(reading->mem, &words, one);
        }
        return (ModelWords){words.items, words.count};
    }
    for (NodeId item = ast_child(ast, node, FIELD_ELTS);
         item != NODE_NONE && words.count < STRINGS_MAX; item = ast_next_in_field(ast, item)) {
        Str one = reading_string(reading, item);
        *known = *known && one.len > 0;
        ARENA_PUSH(reading->mem, &words, one);
    }
    return (ModelWords){words.items, words.count};
}

ClassRef reading_ref(const Reading *reading, NodeId node) {
    if (node == NODE_NONE) {
        return (ClassRef){.tag = REF_NONE};
    }
    return class_ref_resolve(reading->file, reading->unit, node, reading->mem);
}

/* `Column = functools.partial(db.Column, nullable=False)`: what the partial was made of. */
static ClassRef partial_callee(const Reading *reading, NodeId callee) {
    ClassRef made = class_ref_follow(reading->file, reading->unit, callee, reading->mem);
    if (made.tag != REF_VALUE) {
        return (ClassRef){.tag = REF_NONE};
    }
    Reading there = model_reading(project_file(reading->file, made.file), made.unit, reading->mem);
    return reading_is_call(&there, made.node)
               ? reading_ref(&there, reading_argument(&there, made.node, 0, STR("func")))
               : (ClassRef){.tag = REF_NONE};
}

ClassRef reading_callee(const Reading *reading, NodeId call) {
    NodeId callee = ast_child(&reading->facts->ast, call, FIELD_FUNC);
    ClassRef ref = reading_ref(reading, callee);
    bool is_partial = ref.tag == REF_PATH && str_equal(ref.path, STR("functools.partial()"));
    return is_partial ? partial_callee(reading, callee) : ref;
}

/* ---- field classes -------------------------------------------------------------------------- */

/* What a library's class is as a field; NULL when it is none. */
static const CatalogModelField *library_field(Str path) {
    static const CatalogModelField plain = {
        {"", 0},
        MODEL_COLUMN, 0
    };
    const CatalogModelField *row = catalog_model_field(path);
    return row || !str_ends_with(str_last_part(path), STR("Field")) ? row : &plain;
}

const CatalogModelField *model_field_class(const FileModel *file, ClassRef callee, Str *path) {
    *path = callee.path;
    if (callee.tag != REF_CLASS) {
        return callee.tag == REF_PATH ? library_field(callee.path) : NULL;
    }
    const ClassOrder *order = class_order(file, callee);
    for (uint32_t i = 1; i < order->count; i++) {
        bool is_path = order->items[i].tag == REF_PATH;
        const CatalogModelField *row = is_path ? library_field(order->items[i].path) : NULL;
        if (row) {
            *path = order->items[i].path;
            return row;
        }
    }
    return NULL;
}

/* ---- names ---------------------------------------------------------------------------------- */

Str model_lower(Str text, Arena *mem) {
    char *lower = arena_allocate(mem, text.len + 1);
    for (uint32_t i = 0; i < text.len; i++) {
        char byte = text.ptr[i];
        lower[i] = byte >= 'A' && byte <= 'Z' ? (char)(byte | 32) : byte;
    }
    return (Str){lower, text.len};
}

static Str replaced(Str text, Str mark, Str by, Arena *mem) {
    uint32_t at = str_find(text, mark);
    for (uint32_t round = 0; at < text.len && round < 8; round++) {
        text = arena_format(mem, "%.*s%.*s%.*s", STR_ARG(str_slice(text, 0, at)), STR_ARG(by),
                            STR_ARG(str_slice(text, at + mark.len, text.len)));
        at = str_find(text, mark);
    }
    return text;
}

Str model_expand_name(Str text, const ModelHead *of, Arena *mem) {
    if (str_find_byte(text, '%') == text.len) {
        return text;
    }
    text = replaced(text, STR("%(class)s"), model_lower(of->name, mem), mem);
    text = replaced(text, STR("%(model_name)s"), model_lower(of->name, mem), mem);
    return replaced(text, STR("%(app_label)s"), model_lower(of->app_label, mem), mem);
}
