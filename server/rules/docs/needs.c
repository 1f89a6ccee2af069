/* Knows when the specification asks for Args, Returns, Yields and Raises. Reads code, no
 * docstring. */
#include "rules/docs/needs.h"

bool target_is_silent(const DocsUnit *unit, const Target *target) {
    return target->is_test || target->is_broken || (target->traits & TRAIT_IGNORED) ||
           (target->is_private && unit->options.public_only);
}

bool target_is_declaration(const DocsUnit *unit, const Target *target) {
    if (target->traits & TRAIT_ABSTRACT) {
        return true;
    }
    return target->is_method && class_has_base(target_class(unit, target), STR("Protocol"));
}

/* ---- annotations ------------------------------------------------------------------------------
 */

/* "Name" of `pkg.Name[args]`. */
static Str name_in_text(Str text, Str *arguments) {
    uint32_t end = str_find_byte(text, '[');
    *arguments = str_trim(str_slice(text, end + 1, text.len));
    Str name = str_trim(str_slice(text, 0, end));
    for (uint32_t i = name.len; i-- > 0;) {
        if (name.ptr[i] == '.') {
            return str_slice(name, i + 1, name.len);
        }
    }
    return name;
}

static Str quoted_text(const DocsUnit *unit, NodeId annotation) {
    Str literal = str_span(unit->text, ast_span(unit->ast, annotation));
    while (literal.len > 0 && (literal.ptr[0] == '"' || literal.ptr[0] == '\'')) {
        literal = str_slice(literal, 1, literal.len > 1 ? literal.len - 1 : 1);
    }
    return str_trim(literal);
}

Str annotation_name(const DocsUnit *unit, NodeId annotation) {
    if (annotation == NODE_NONE) {
        return (Str){"", 0};
    }
    if (ast_kind(unit->ast, annotation) != NODE_CONSTANT) {
        return docs_last_name(unit->ast, annotation);
    }
    Str arguments;
    switch (ast_node(unit->ast, annotation)->detail) {
    case CONSTANT_NONE:
        return STR("None");
    case CONSTANT_STR:
        return name_in_text(quoted_text(unit, annotation), &arguments);
    default:
        return (Str){"", 0};
    }
}

bool annotation_is_none(const DocsUnit *unit, NodeId annotation) {
    Str name = annotation_name(unit, annotation);
    return str_equal(name, STR("None")) || str_equal(name, STR("NoReturn")) ||
           str_equal(name, STR("Never"));
}

bool annotation_is_iterator(const DocsUnit *unit, NodeId annotation) {
    Str name = annotation_name(unit, annotation);
    if (str_starts_with(name, STR("Async"))) {
        name = str_slice(name, 5, name.len);
    }
    return str_equal(name, STR("Iterator")) || str_equal(name, STR("Iterable")) ||
           str_equal(name, STR("Generator"));
}

bool annotation_yields_none(const DocsUnit *unit, NodeId annotation) {
    const Ast *ast = unit->ast;
    if (!annotation_is_iterator(unit, annotation)) {
        return false;
    }
    if (ast_kind(ast, annotation) == NODE_SUBSCRIPT) {
        NodeId slice = ast_child(ast, annotation, FIELD_SLICE);
        if (slice != NODE_NONE && ast_kind(ast, slice) == NODE_TUPLE) {
            slice = ast_first_child(ast, slice);
        }
        return slice != NODE_NONE && str_equal(annotation_name(unit, slice), STR("None"));
    }
    Str arguments = {"", 0};
    if (ast_kind(ast, annotation) == NODE_CONSTANT) {
        name_in_text(quoted_text(unit, annotation), &arguments);
    }
    uint32_t end = 0;
    while (end < arguments.len && arguments.ptr[end] != ',' && arguments.ptr[end] != ']') {
        end++;
    }
    return str_equal(str_trim(str_slice(arguments, 0, end)), STR("None"));
}

/* ---- functions --------------------------------------------------------------------------------
 */

enum {
    /* Their docstring is read as an attribute's, a help text's, or another declaration's. */
    TRAITS_WITHOUT_SECTIONS = TRAIT_PROPERTY | TRAIT_FIXTURE | TRAIT_OVERRIDE | TRAIT_OVERLOAD |
                              TRAIT_COMMAND | TRAIT_SETTER,
};

bool needs_sections(const Target *target) {
    return !(target->traits & TRAITS_WITHOUT_SECTIONS);
}

bool needs_args(const Target *target) {
    return target_is_function(target) && needs_sections(target) && target->name_kind != NAME_MAGIC;
}

bool needs_entry(const DocsUnit *unit, const Parameter *parameter) {
    bool is_star = parameter->kind == FIELD_VARARG || parameter->kind == FIELD_KWARG;
    return parameter->required && !(is_star && unit->options.ignore_var_args);
}

/* Its code tells what comes out of it. */
static bool has_behaviour(const DocsUnit *unit, const Target *target) {
    return needs_args(target) && !target->is_stub && !target_is_declaration(unit, target);
}

bool needs_returns(DocsUnit *unit, const Target *target) {
    return target->returns_value && !target->yields && target->name_kind != NAME_CONSTRUCTOR &&
           !annotation_is_none(unit, target->annotation) && has_behaviour(unit, target);
}

bool needs_yields(DocsUnit *unit, const Target *target) {
    return target->yields_value && target->name_kind != NAME_CONSTRUCTOR &&
           !annotation_yields_none(unit, target->annotation) && has_behaviour(unit, target);
}

bool needs_raises(DocsUnit *unit, const Target *target) {
    return target->raise_count > 0 && has_behaviour(unit, target);
}

bool needs_returns_in_stub(DocsUnit *unit, const Target *target) {
    return needs_args(target) && target->name_kind != NAME_CONSTRUCTOR && !target->yields &&
           target->annotation != NODE_NONE && !annotation_is_none(unit, target->annotation) &&
           (target->is_ellipsis || target_is_declaration(unit, target));
}

/* ---- classes ----------------------------------------------------------------------------------
 */

static bool has_own_docstring(const Ast *ast, NodeId statement) {
    NodeId next = ast_next_sibling(ast, statement);
    if (next == NODE_NONE || ast_kind(ast, next) != NODE_EXPR) {
        return false;
    }
    NodeId value = ast_first_child(ast, next);
    return value != NODE_NONE && ast_kind(ast, value) == NODE_CONSTANT &&
           ast_node(ast, value)->detail == CONSTANT_STR;
}

static bool is_class_variable(const DocsUnit *unit, NodeId annotation) {
    Str name = annotation_name(unit, annotation);
    return str_equal(name, STR("ClassVar")) || str_equal(name, STR("KW_ONLY"));
}

typedef struct FieldArray ARRAY_OF(ClassField) FieldArray;

static ClassFields take_fields(FieldArray *found, Arena *mem) {
    ClassField *items = ARENA_ARRAY(mem, ClassField, found->count);
    if (found->count > 0) {
        memcpy(items, found->items, sizeof *items * found->count);
    }
    ClassFields fields = {items, found->count};
    ARRAY_RELEASE(found);
    return fields;
}

ClassFields class_fields(const DocsUnit *unit, const Target *target, Arena *mem) {
    const Ast *ast = unit->ast;
    FieldArray found = {0};
    for (NodeId node = target->body; node != NODE_NONE; node = ast_next_sibling(ast, node)) {
        if (ast_kind(ast, node) != NODE_ANN_ASSIGN) {
            continue;
        }
        NodeId name = ast_child(ast, node, FIELD_TARGET);
        NodeId annotation = ast_child(ast, node, FIELD_ANNOTATION);
        bool listed = name != NODE_NONE && ast_kind(ast, name) == NODE_NAME &&
                      ast_name(ast, name).len > 0 && ast_name(ast, name).ptr[0] != '_' &&
                      !is_class_variable(unit, annotation) && !has_own_docstring(ast, node);
        if (listed) {
            NodeId fallback = ast_child(ast, node, FIELD_VALUE);
            ARRAY_PUSH(&found, ((ClassField){ast_name(ast, name), annotation, fallback}));
        }
    }
    return take_fields(&found, mem);
}

enum { INSTANCE_FIELDS_MAX = 256 };

static bool has_field(const FieldArray *fields, Str name) {
    for (uint32_t i = 0; i < fields->count; i++) {
        if (str_equal(fields->items[i].name, name)) {
            return true;
        }
    }
    return false;
}

ClassFields class_instance_fields(const DocsUnit *unit, const Target *target) {
    FieldArray found = {0};
    ClassRef constructor = class_constructor(unit, target);
    if (!constructor.facts) {
        return (ClassFields){NULL, 0};
    }
    const Ast *ast = &constructor.facts->ast;
    Signature signature =
        signature_read(ast, constructor.facts->text, constructor.node, RECEIVER_FIRST, unit->mem);
    Str self = signature.count ? signature.items[0].name : (Str){"", 0};
    for (NodeId node = constructor.node;
         node < ast_node(ast, constructor.node)->subtree_end && found.count < INSTANCE_FIELDS_MAX;
         node++) {
        const Node *at = ast_node(ast, node);
        NodeId value = ast_first_child(ast, node);
        Str name = ast_name(ast, node);
        bool set = at->kind == NODE_ATTRIBUTE && (at->flags & NODE_STORE) && value != NODE_NONE &&
                   ast_kind(ast, value) == NODE_NAME && str_equal(ast_name(ast, value), self);
        if (set && name.len > 0 && name.ptr[0] != '_' && !has_field(&found, name)) {
            ARRAY_PUSH(&found, ((ClassField){name, NODE_NONE, NODE_NONE}));
        }
    }
    return take_fields(&found, unit->mem);
}
