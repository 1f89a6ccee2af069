/* Knows which functions compute and do nothing else; knows nothing about caches. */
#include "rules/cpu/pure_function.h"

#include "rules/cpu/variable.h"

static const UnitFacts *facts_of(const LoopContext *loops) {
    return file_model_unit(loops->file, loops->unit);
}

/* ---- kinds ---------------------------------------------------------------------------------- */

/* Numbers, texts and what holds only those in an order that nobody changes. */
static bool is_immutable(const LoopContext *loops, KindId kind) {
    static const char *const paths[] = {"bool", "bytes", "complex",   "float",
                                        "int",  "str",   "frozenset", "tuple"};
    KindTable *table = kinds_table(loops->file);
    for (size_t i = 0; i < sizeof paths / sizeof *paths; i++) {
        if (kind_is_instance(table, kind, str_from_c(paths[i]))) {
            return true;
        }
    }
    return false;
}

static KindId kind_of(const LoopContext *loops, NodeId expression) {
    return kinds_expression(loops->file, loops->unit, expression);
}

/* ---- parameters ----------------------------------------------------------------------------- */

static bool is_number(const Ast *ast, NodeId node) {
    uint8_t type = ast_node(ast, node)->detail;
    return ast_kind(ast, node) == NODE_CONSTANT && (type == CONSTANT_INT || type == CONSTANT_FLOAT);
}

/* `n - 1`, `n < 2`: the other side of the use is a number. */
static bool is_used_as_number(const Ast *ast, NodeId use) {
    NodeId parent = ast_node(ast, use)->parent;
    NodeKind kind = ast_kind(ast, parent);
    if (kind != NODE_BIN_OP && kind != NODE_COMPARE) {
        return false;
    }
    for (NodeId side = ast_first_child(ast, parent); side != NODE_NONE;
         side = ast_next_sibling(ast, side)) {
        if (is_number(ast, side)) {
            return true;
        }
    }
    return false;
}

/* Its attributes, elements or calls are used: no number. */
static bool is_used_as_object(const Ast *ast, NodeId use) {
    const Node *at = ast_node(ast, use);
    NodeKind parent = ast_kind(ast, at->parent);
    return parent == NODE_ATTRIBUTE || parent == NODE_STARRED || at->field == FIELD_ITER ||
           at->field == FIELD_FUNC || (parent == NODE_SUBSCRIPT && at->field == FIELD_VALUE);
}

static bool is_plain_parameter(const LoopContext *loops, NodeId parameter) {
    const UnitFacts *facts = facts_of(loops);
    const Ast *ast = &facts->ast;
    Field field = (Field)ast_node(ast, parameter)->field;
    if (field == FIELD_VARARG || field == FIELD_KWARG) {
        return false;
    }
    if (ast_child(ast, parameter, FIELD_ANNOTATION) != NODE_NONE) {
        BindingId binding = scope_binding(facts->scopes, parameter);
        return binding != BINDING_NONE &&
               is_immutable(loops, kinds_binding(loops->file, loops->unit, binding));
    }
    Variable variable = variable_of(facts, parameter);
    bool is_evident = false;
    for (uint32_t i = 0; i < variable_use_count(&variable); i++) {
        NodeId use = variable_use(&variable, i);
        if (is_used_as_object(ast, use)) {
            return false;
        }
        is_evident = is_evident || is_used_as_number(ast, use);
    }
    return is_evident;
}

static bool has_plain_parameters(const LoopContext *loops, NodeId function) {
    const Ast *ast = &facts_of(loops)->ast;
    uint32_t count = 0;
    for (NodeId child = ast_first_child(ast, function); child != NODE_NONE;
         child = ast_next_sibling(ast, child)) {
        if (ast_kind(ast, child) == NODE_ARG) {
            count++;
            if (!is_plain_parameter(loops, child)) {
                return false;
            }
        }
    }
    return count > 0;
}

/* ---- the body ------------------------------------------------------------------------------- */

bool pure_function_calls(const LoopContext *loops, NodeId call, UnitId unit) {
    const Ast *ast = &facts_of(loops)->ast;
    NodeId function =
        ast_kind(ast, call) == NODE_CALL ? ast_child(ast, call, FIELD_FUNC) : NODE_NONE;
    if (function == NODE_NONE || ast_kind(ast, function) != NODE_NAME) {
        return false;
    }
    const Kind *kind = kind_get(kinds_table(loops->file), kind_of(loops, function));
    return kind->tag == KIND_TAG_FUNCTION && kind->unit == unit;
}

/* A name of the module whose value is decided once. */
static bool is_constant(const LoopContext *loops, NodeId name, const NameMeaning *meaning) {
    if (meaning->place_count != 1) {
        return false;
    }
    const Binding *binding = file_scope_binding(loops->file, meaning->places[0]);
    bool is_defined = !binding || binding->kind == BINDING_IMPORT ||
                      binding->kind == BINDING_IMPORT_FROM || binding->kind == BINDING_FUNCTION ||
                      binding->kind == BINDING_CLASS;
    return is_defined || is_immutable(loops, kind_of(loops, name));
}

static bool is_pure_name(const LoopContext *loops, NodeId name) {
    const Ast *ast = &facts_of(loops)->ast;
    if (ast_node(ast, name)->flags & (NODE_STORE | NODE_DEL)) {
        return true;
    }
    Variable variable = variable_of(facts_of(loops), name);
    if (variable.symbol) {
        return true; /* the function's own */
    }
    NameMeaning meaning = file_scope_resolve(loops->file, loops->unit, name, loops->file->mem);
    switch (meaning.home) {
    case NAME_HOME_BUILTIN:
        return true;
    case NAME_HOME_MODULE:
        return is_constant(loops, name, &meaning);
    default:
        return false;
    }
}

/* A method of a value, or what a module has: `text.lower()`, `math.pi`. */
static bool is_pure_attribute(const LoopContext *loops, NodeId attribute) {
    const Ast *ast = &facts_of(loops)->ast;
    if (ast_node(ast, attribute)->flags & (NODE_STORE | NODE_DEL)) {
        return false;
    }
    if (ast_node(ast, attribute)->field == FIELD_FUNC) {
        return true; /* the call decides */
    }
    KindId base = kind_of(loops, ast_child(ast, attribute, FIELD_VALUE));
    return kind_get(kinds_table(loops->file), base)->tag == KIND_TAG_SYMBOL;
}

static bool is_pure_call(const LoopContext *loops, NodeId call) {
    const Ast *ast = &facts_of(loops)->ast;
    return ast_node(ast, call)->field == FIELD_EXC || /* what it raises is not kept */
           pure_function_calls(loops, call, loops->unit) ||
           call_is_pure(loops->file, loops->unit, call);
}

static bool is_pure_node(const LoopContext *loops, NodeId node) {
    const Ast *ast = &facts_of(loops)->ast;
    switch (ast_kind(ast, node)) {
    case NODE_FUNCTION_DEF:
    case NODE_ASYNC_FUNCTION_DEF:
    case NODE_CLASS_DEF:
    case NODE_LAMBDA:
    case NODE_GLOBAL:
    case NODE_NONLOCAL:
    case NODE_AWAIT:
    case NODE_YIELD:
    case NODE_YIELD_FROM:
    case NODE_IMPORT:
    case NODE_IMPORT_FROM:
    case NODE_WITH:
    case NODE_ASYNC_WITH:
    case NODE_ASYNC_FOR:
    case NODE_DELETE:
    case NODE_BROKEN:
        return false;
    case NODE_NAME:
        return is_pure_name(loops, node);
    case NODE_ATTRIBUTE:
        return is_pure_attribute(loops, node);
    case NODE_SUBSCRIPT:
        return !(ast_node(ast, node)->flags & (NODE_STORE | NODE_DEL));
    case NODE_CALL:
        return is_pure_call(loops, node);
    default:
        return true;
    }
}

/* What the caller gets cannot be changed by it. */
static bool is_safe_result(const LoopContext *loops, NodeId result) {
    const Ast *ast = &facts_of(loops)->ast;
    for (NodeId node = result; node < ast_node(ast, result)->subtree_end;) {
        NodeKind kind = ast_kind(ast, node);
        if (kind == NODE_TUPLE || kind == NODE_IF_EXP || kind == NODE_BOOL_OP) {
            node++;
            continue;
        }
        KindId value = kind_of(loops, node);
        bool is_none = kind_is_instance(kinds_table(loops->file), value, STR("None"));
        if (value > KIND_UNKNOWN && !is_none && !is_immutable(loops, value)) {
            return false;
        }
        node = ast_node(ast, node)->subtree_end;
    }
    return true;
}

static bool has_pure_body(const LoopContext *loops, NodeId function) {
    const Ast *ast = &facts_of(loops)->ast;
    bool has_result = false;
    NodeId first = ast_child(ast, function, FIELD_BODY);
    for (NodeId node = first; node < ast_node(ast, function)->subtree_end; node++) {
        if (!is_pure_node(loops, node)) {
            return false;
        }
        NodeId result = ast_kind(ast, node) == NODE_RETURN ? ast_first_child(ast, node) : NODE_NONE;
        if (result != NODE_NONE) {
            has_result = true;
            if (!is_safe_result(loops, result)) {
                return false;
            }
        }
    }
    return has_result;
}

bool pure_function_is(const LoopContext *loops, NodeId function) {
    const Ast *ast = &facts_of(loops)->ast;
    return ast_kind(ast, function) == NODE_FUNCTION_DEF &&
           ast_child(ast, function, FIELD_DECORATOR_LIST) == NODE_NONE &&
           ast_child(ast, function, FIELD_BODY) != NODE_NONE &&
           has_plain_parameters(loops, function) && has_pure_body(loops, function);
}

/* ---- ways through the body ------------------------------------------------------------------ */

/* The block of `statement` ends by leaving the function. */
static bool leaves_function(const Ast *ast, NodeId statement) {
    for (NodeId next = statement; next != NODE_NONE; next = ast_next_in_field(ast, next)) {
        NodeKind kind = ast_kind(ast, next);
        if (kind == NODE_RETURN || kind == NODE_RAISE) {
            return true;
        }
    }
    return false;
}

static bool is_either_or(const Ast *ast, NodeId parent, NodeId a, NodeId b) {
    NodeKind kind = ast_kind(ast, parent);
    Field first = (Field)ast_node(ast, a)->field;
    Field second = (Field)ast_node(ast, b)->field;
    bool is_choice = kind == NODE_IF || kind == NODE_IF_EXP;
    return kind == NODE_MATCH ||
           (is_choice && first != FIELD_TEST && second != FIELD_TEST && first != second);
}

/* `later` can run after `earlier` in one call; both stand in the function's body. */
static bool is_on_one_way(const Ast *ast, NodeId earlier, NodeId later) {
    NodeId child = earlier;
    NodeId parent = ast_node(ast, child)->parent;
    for (; !ast_is_within(ast, later, parent);
         child = parent, parent = ast_node(ast, child)->parent) {
        if (ast_kind_is_statement(ast_kind(ast, child)) && leaves_function(ast, child)) {
            return false;
        }
    }
    NodeId other = later;
    while (ast_node(ast, other)->parent != parent) {
        other = ast_node(ast, other)->parent;
    }
    bool is_left = ast_kind_is_statement(ast_kind(ast, child)) &&
                   (ast_kind(ast, child) == NODE_RETURN || ast_kind(ast, child) == NODE_RAISE);
    return !is_left && !is_either_or(ast, parent, child, other);
}

enum { CALLS_MAX = 16 };

bool pure_function_branches(const LoopContext *loops, NodeId function) {
    const Ast *ast = &facts_of(loops)->ast;
    NodeId calls[CALLS_MAX];
    uint32_t count = 0;
    NodeId end = ast_node(ast, function)->subtree_end;
    for (NodeId node = function; node < end && count < CALLS_MAX; node++) {
        if (!pure_function_calls(loops, node, loops->unit)) {
            continue;
        }
        if (loop_of_node(ast, node) != NODE_NONE) {
            return true;
        }
        for (uint32_t i = 0; i < count; i++) {
            if (is_on_one_way(ast, calls[i], node)) {
                return true;
            }
        }
        calls[count++] = node;
    }
    return false;
}
