#include "rules/memory/slots.h"

#include "rules/shape.h"
#include "semantics/kinds.h"
#include "semantics/loops.h"
#include "semantics/project.h"
#include "semantics/qualified_name.h"

enum { FEW_TURNS = 8 };

static bool is_one_of(Str name, const Str *names, size_t count) {
    for (size_t i = 0; i < count; i++) {
        if (str_equal(names[i], name)) {
            return true;
        }
    }
    return false;
}

static bool has_name(const SlotsClass *class, Str name) {
    return is_one_of(name, class->names, class->count);
}

static bool add_name(SlotsClass *class, Str name) {
    if (has_name(class, name)) {
        return true;
    }
    if (class->count == SLOTS_MAX) {
        return false;
    }
    class->names[class->count++] = name;
    return true;
}

/* ---- the class's own text -------------------------------------------------------------------- */

/* No base but `object`, no keyword, no decorator but dataclass without slots. */
static bool has_plain_head(RuleContext *context, SlotsClass *class) {
    const Ast *ast = &context->facts->ast;
    NodeId base = ast_child(ast, class->node, FIELD_BASES);
    for (; base != NODE_NONE; base = ast_next_in_field(ast, base)) {
        if (!str_equal(qualified_name(context->file, context->unit, base, context->scratch),
                       STR("object"))) {
            return false;
        }
    }
    NodeId decorator = ast_child(ast, class->node, FIELD_DECORATOR_LIST);
    class->dataclass = decorator;
    if (decorator != NODE_NONE) {
        bool called = ast_kind(ast, decorator) == NODE_CALL;
        NodeId name = called ? ast_child(ast, decorator, FIELD_FUNC) : decorator;
        Str path = qualified_name(context->file, context->unit, name, context->scratch);
        if (!str_equal(path, STR("dataclasses.dataclass")) ||
            ast_next_in_field(ast, decorator) != NODE_NONE ||
            (called && (shape_has_splat(ast, decorator) ||
                        ast_keyword(ast, decorator, STR("slots")) != NODE_NONE))) {
            return false;
        }
    }
    return ast_child(ast, class->node, FIELD_KEYWORDS) == NODE_NONE;
}

/* A field of a dataclass: annotated, and no ClassVar. */
static bool is_field(const UnitFacts *facts, NodeId statement) {
    NodeId annotation = ast_child(&facts->ast, statement, FIELD_ANNOTATION);
    Str text = annotation == NODE_NONE ? STR("ClassVar") : shape_text(facts, annotation);
    return str_find(text, STR("ClassVar")) == text.len;
}

/* Statements of the body: a dataclass's fields are taken; of a plain class, names that the body
 * binds are kept apart, since a slot may not have one. Definitions under conditions end it. */
static bool read_body(RuleContext *context, SlotsClass *class) {
    const UnitFacts *facts = context->facts;
    const Ast *ast = &facts->ast;
    NodeId statement = ast_child(ast, class->node, FIELD_BODY);
    for (; statement != NODE_NONE; statement = ast_next_in_field(ast, statement)) {
        NodeKind kind = ast_kind(ast, statement);
        if (kind == NODE_ANN_ASSIGN) {
            NodeId target = ast_child(ast, statement, FIELD_TARGET);
            bool name = target != NODE_NONE && ast_kind(ast, target) == NODE_NAME;
            bool value = ast_child(ast, statement, FIELD_VALUE) != NODE_NONE;
            if (!name || (class->dataclass == NODE_NONE && value)) {
                return false;
            }
            if (class->dataclass != NODE_NONE && is_field(facts, statement) &&
                !add_name(class, ast_name(ast, target))) {
                return false;
            }
        } else if (kind != NODE_EXPR && kind != NODE_PASS && kind != NODE_ASSIGN) {
            return false;
        }
    }
    return true;
}

/* `__slots__` or an attribute's name is bound in the body. */
static bool body_binds_slot(RuleContext *context, const SlotsClass *class) {
    const Ast *ast = &context->facts->ast;
    for (NodeId node = class->node; node < ast_node(ast, class->node)->subtree_end; node++) {
        bool stored = ast_kind(ast, node) == NODE_NAME && (ast_node(ast, node)->flags & NODE_STORE);
        bool field = ast_kind(ast, ast_node(ast, node)->parent) == NODE_ANN_ASSIGN;
        Str name = stored && !field ? ast_name(ast, node) : STR("");
        if (name.len && (str_equal(name, STR("__slots__")) || has_name(class, name))) {
            return true;
        }
    }
    return false;
}

/* ---- methods --------------------------------------------------------------------------------- */

/* Methods that know of the instance's dictionary, or replace what sets attributes. */
static bool is_special(Str name) {
    static const Str names[] = {
        {"__getstate__",  12},
        {"__setstate__",  12},
        {"__reduce__",    10},
        {"__reduce_ex__", 13},
        {"__setattr__",   11},
        {"__delattr__",   11},
    };
    return is_one_of(name, names, sizeof names / sizeof names[0]);
}

/* The instance's name in a method; empty for a static or class method. */
static Str self_of(const FileModel *file, UnitId unit, NodeId function, Arena *mem) {
    const Ast *ast = &file_model_unit(file, unit)->ast;
    NodeId decorator = ast_child(ast, function, FIELD_DECORATOR_LIST);
    for (; decorator != NODE_NONE; decorator = ast_next_in_field(ast, decorator)) {
        Str path = qualified_name(file, unit, decorator, mem);
        if (str_equal(path, STR("staticmethod")) || str_equal(path, STR("classmethod"))) {
            return STR("");
        }
    }
    NodeId first = ast_first_child(ast, function);
    while (first != NODE_NONE && ast_kind(ast, first) != NODE_ARG) {
        first = ast_next_sibling(ast, first);
    }
    return first == NODE_NONE ? STR("") : ast_name(ast, first);
}

static bool is_cached_property(const FileModel *file, UnitId unit, NodeId function, Arena *mem) {
    const Ast *ast = &file_model_unit(file, unit)->ast;
    NodeId decorator = ast_child(ast, function, FIELD_DECORATOR_LIST);
    for (; decorator != NODE_NONE; decorator = ast_next_in_field(ast, decorator)) {
        if (str_equal(ast_name(ast, decorator), STR("cached_property")) ||
            str_equal(qualified_name(file, unit, decorator, mem),
                      STR("functools.cached_property"))) {
            return true;
        }
    }
    return false;
}

/* Attributes that the method sets: those of the constructor are the slots, others must be among
 * them. */
static bool read_method(RuleContext *context, SlotsClass *class, UnitId unit, bool constructs) {
    const FileModel *file = context->file;
    const Ast *ast = &file_model_unit(file, unit)->ast;
    NodeId function = ast->node_count ? ast_definition(ast) : NODE_NONE;
    if (function == NODE_NONE || is_cached_property(file, unit, function, context->scratch)) {
        return false;
    }
    Str self = self_of(file, unit, function, context->scratch);
    for (NodeId node = function; node < ast_node(ast, function)->subtree_end; node++) {
        if (ast_kind(ast, node) == NODE_BROKEN ||
            (class->dataclass != NODE_NONE && ast_kind(ast, node) == NODE_NAME &&
             str_equal(ast_name(ast, node), STR("super")))) {
            return false; /* the class that slots=True makes is not the one that super() knows */
        }
        NodeId value =
            ast_kind(ast, node) == NODE_ATTRIBUTE ? ast_child(ast, node, FIELD_VALUE) : NODE_NONE;
        bool own = value != NODE_NONE && (ast_node(ast, node)->flags & NODE_STORE) &&
                   ast_kind(ast, value) == NODE_NAME && str_equal(ast_name(ast, value), self);
        if (own && (constructs ? !add_name(class, ast_name(ast, node))
                               : !has_name(class, ast_name(ast, node)))) {
            return false;
        }
    }
    return true;
}

static bool read_methods(RuleContext *context, SlotsClass *class) {
    const FileModel *file = context->file;
    const Outline *outline = file->outline;
    if (class->dataclass == NODE_NONE) {
        UnitId constructor = file_model_member(file, context->unit, STR("__init__"));
        if (constructor == UNIT_NONE || !read_method(context, class, constructor, true)) {
            return false;
        }
    }
    UnitId member = outline->units[context->unit].first_child;
    for (; member != UNIT_NONE; member = outline->units[member].next_sibling) {
        Str name = str_span(outline->text, outline->units[member].name);
        if (outline->units[member].kind != UNIT_FUNCTION || is_special(name) ||
            has_name(class, name) || !read_method(context, class, member, false)) {
            return false;
        }
    }
    return class->count > 0;
}

/* ---- the rest of the file -------------------------------------------------------------------- */

static bool is_this_class(RuleContext *context, KindId id, UnitId unit) {
    const Kind *kind = kind_get(kinds_table(context->file), id);
    return (kind->tag == KIND_TAG_OBJECT || kind->tag == KIND_TAG_CLASS) &&
           kind->file == context->file->id && kind->unit == unit;
}

/* `thing.other = x` where `thing` may be an instance. */
static bool sets_from_outside(RuleContext *context, const SlotsClass *class, UnitId unit,
                              NodeId node) {
    const FileModel *file = context->file;
    const Ast *ast = &file_model_unit(file, unit)->ast;
    if (!(ast_node(ast, node)->flags & NODE_STORE) || has_name(class, ast_name(ast, node))) {
        return false;
    }
    NodeId value = ast_child(ast, node, FIELD_VALUE);
    KindId kind = kinds_expression(file, unit, value);
    bool unknown = kind == KIND_UNKNOWN || kind == KIND_NEVER;
    bool self = ast_kind(ast, value) == NODE_NAME && str_equal(ast_name(ast, value), STR("self"));
    return is_this_class(context, kind, context->unit) || (unknown && !self);
}

/* Names and modules that live on the instance's dictionary, on references to it, or on its layout.
 */
static bool is_hostile_name(Str name) {
    static const Str names[] = {
        {"__dict__",    8 },
        {"__weakref__", 11},
        {"cloudpickle", 11},
        {"copyreg",     7 },
        {"dill",        4 },
        {"pickle",      6 },
        {"setattr",     7 },
        {"shelve",      6 },
        {"vars",        4 },
        {"weakref",     7 },
    };
    return is_one_of(name, names, sizeof names / sizeof names[0]);
}

/* A class of the file has this one as its base. */
static bool is_inherited(const Ast *ast, NodeId node, Str name) {
    return ast_node(ast, node)->field == FIELD_BASES && str_equal(ast_name(ast, node), name);
}

static bool unit_is_hostile(RuleContext *context, const SlotsClass *class, UnitId unit, Str name) {
    const Ast *ast = &file_model_unit(context->file, unit)->ast;
    for (NodeId node = 0; node < ast->node_count; node++) {
        NodeKind kind = ast_kind(ast, node);
        bool named = kind == NODE_NAME || kind == NODE_ATTRIBUTE || kind == NODE_ALIAS ||
                     kind == NODE_IMPORT_FROM;
        if ((named && is_hostile_name(ast_name(ast, node))) || is_inherited(ast, node, name) ||
            (kind == NODE_ATTRIBUTE && sets_from_outside(context, class, unit, node))) {
            return true;
        }
    }
    return false;
}

static bool file_is_hostile(RuleContext *context, const SlotsClass *class) {
    Str name = ast_name(&context->facts->ast, class->node);
    for (UnitId unit = 0; unit < context->file->outline->unit_count; unit++) {
        if (unit_is_hostile(context, class, unit, name)) {
            return true;
        }
    }
    return false;
}

bool slots_class(RuleContext *context, SlotsClass *out) {
    const Ast *ast = &context->facts->ast;
    *out = (SlotsClass){.node = ast->node_count ? ast_definition(ast) : NODE_NONE};
    return out->node != NODE_NONE && ast_kind(ast, out->node) == NODE_CLASS_DEF &&
           has_plain_head(context, out) && read_body(context, out) && read_methods(context, out) &&
           !body_binds_slot(context, out);
}

/* ---- how often ------------------------------------------------------------------------------- */

static bool unit_makes_often(RuleContext *context, ProjectUnit place, Str name) {
    const FileModel *file = project_file(context->file, place.file);
    const Ast *ast = file ? &file_model_unit(file, place.unit)->ast : NULL;
    for (NodeId node = ast ? ast_call_named(ast, 0, name) : NODE_NONE; node != NODE_NONE;
         node = ast_call_named(ast, node + 1, name)) {
        NodeId function = ast_child(ast, node, FIELD_FUNC);
        NodeId loop = loop_of_node(ast, node);
        if (loop == NODE_NONE) {
            continue;
        }
        const Kind *kind =
            kind_get(kinds_table(file), kinds_expression(file, place.unit, function));
        bool own = kind->tag == KIND_TAG_CLASS && kind->file == context->file->id &&
                   kind->unit == context->unit;
        uint32_t turns = loop_bound(file, place.unit, loop);
        if (own && (turns == SIZE_UNKNOWN || turns > FEW_TURNS)) {
            return true;
        }
    }
    return false;
}

/* Where instances are made, another attribute of theirs is set. */
static bool unit_adds_attribute(RuleContext *context, const SlotsClass *class, ProjectUnit place) {
    const FileModel *file = project_file(context->file, place.file);
    const Ast *ast = file ? &file_model_unit(file, place.unit)->ast : NULL;
    for (NodeId node = 0; ast && node < ast->node_count; node++) {
        if (ast_kind(ast, node) != NODE_ATTRIBUTE || !(ast_node(ast, node)->flags & NODE_STORE) ||
            has_name(class, ast_name(ast, node))) {
            continue;
        }
        NodeId value = ast_child(ast, node, FIELD_VALUE);
        const Kind *kind = kind_get(kinds_table(file), kinds_expression(file, place.unit, value));
        if (kind->tag == KIND_TAG_OBJECT && kind->file == context->file->id &&
            kind->unit == context->unit) {
            return true;
        }
    }
    return false;
}

bool slots_class_is_made_often(RuleContext *context, const SlotsClass *class) {
    enum { BYTES_MAX = 1 << 18 }; /* each class of the file asks for all of it */
    if (context->file->outline->text.len > BYTES_MAX) {
        return false;
    }
    Str name = ast_name(&context->facts->ast, class->node);
    ProjectUnits units = project_callers_named(context->file, name, context->scratch);
    bool often = false;
    for (uint32_t i = 0; i < units.count; i++) {
        if (unit_adds_attribute(context, class, units.items[i])) {
            return false;
        }
        often = often || unit_makes_often(context, units.items[i], name);
    }
    return often && !file_is_hostile(context, class);
}
