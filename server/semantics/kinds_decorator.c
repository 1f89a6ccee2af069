/* Knows what decorators make of a function: a library's by the catalog, the project's own by what
 * their wrapper does. Never what the function itself does. */
#include "semantics/kinds_query.h"

enum { DECORATORS_MAX = 8, OWN_DECORATOR_NODES_MAX = 1024 };

/* ---- of the project ------------------------------------------------------------------------- */

static bool is_function(const Ast *ast, NodeId node) {
    return ast_kind_is_function(ast_kind(ast, node));
}

static bool is_name(const Ast *ast, NodeId node, Str name) {
    return node != NODE_NONE && ast_kind(ast, node) == NODE_NAME &&
           str_equal(ast_name(ast, node), name);
}

/* Does the function take a parameter of that name by position? */
static bool takes(const Ast *ast, NodeId function, Str name) {
    for (NodeId node = ast_first_child(ast, function); node != NODE_NONE;
         node = ast_next_sibling(ast, node)) {
        Field field = (Field)ast_node(ast, node)->field;
        if ((field == FIELD_POSONLYARGS || field == FIELD_ARGS) &&
            str_equal(ast_name(ast, node), name)) {
            return true;
        }
    }
    return false;
}

/* A statement `return name` of the function's own body. */
static bool gives_back(const Ast *ast, NodeId function, Str name) {
    for (NodeId node = ast_child(ast, function, FIELD_BODY); node != NODE_NONE;
         node = ast_next_in_field(ast, node)) {
        if (ast_kind(ast, node) == NODE_RETURN &&
            is_name(ast, ast_child(ast, node, FIELD_VALUE), name)) {
            return true;
        }
    }
    return false;
}

/* The next parameter from `node` on that a call fills by position. */
static NodeId positional_from(const Ast *ast, NodeId node) {
    while (node != NODE_NONE && ast_node(ast, node)->field != FIELD_POSONLYARGS &&
           ast_node(ast, node)->field != FIELD_ARGS) {
        node = ast_next_sibling(ast, node);
    }
    return node;
}

/* `function(a, b, *args, **kwargs)` inside `def wrapper(a, b, *args, **kwargs)`: each argument
 * comes to the parameter that the caller meant. */
static bool passes_on(const Ast *ast, NodeId wrapper, NodeId call) {
    NodeId parameter = positional_from(ast, ast_first_child(ast, wrapper));
    for (NodeId node = ast_child(ast, call, FIELD_ARGS); node != NODE_NONE;
         node = ast_next_in_field(ast, node)) {
        if (ast_kind(ast, node) == NODE_STARRED) {
            NodeId rest = ast_child(ast, wrapper, FIELD_VARARG);
            return parameter == NODE_NONE && rest != NODE_NONE &&
                   ast_next_in_field(ast, node) == NODE_NONE &&
                   is_name(ast, ast_child(ast, node, FIELD_VALUE), ast_name(ast, rest));
        }
        if (parameter == NODE_NONE || !is_name(ast, node, ast_name(ast, parameter))) {
            return false;
        }
        parameter = positional_from(ast, ast_next_sibling(ast, parameter));
    }
    return true;
}

/* The call of `function` that an expression is; NODE_NONE for anything else. */
static NodeId call_of(const Ast *ast, NodeId value, Str function) {
    if (value != NODE_NONE && ast_kind(ast, value) == NODE_AWAIT) {
        value = ast_child(ast, value, FIELD_VALUE);
    }
    return value != NODE_NONE && ast_kind(ast, value) == NODE_CALL &&
                   is_name(ast, ast_child(ast, value, FIELD_FUNC), function)
               ? value
               : NODE_NONE;
}

/* The value of a name that the wrapper assigns once, in a statement of its own. */
static NodeId assigned_once(const Ast *ast, NodeId wrapper, Str name) {
    NodeId found = NODE_NONE;
    for (NodeId node = wrapper; node < ast_node(ast, wrapper)->subtree_end; node++) {
        bool stores = ast_kind(ast, node) == NODE_NAME &&
                      (ast_node(ast, node)->flags & NODE_STORE) &&
                      str_equal(ast_name(ast, node), name);
        NodeId assign = ast_node(ast, node)->parent;
        if (stores && (found != NODE_NONE || ast_kind(ast, assign) != NODE_ASSIGN)) {
            return NODE_NONE;
        }
        found = stores ? ast_child(ast, assign, FIELD_VALUE) : found;
    }
    return found;
}

/* Whatever the wrapper returns, the function has given it for the same arguments: one that
 * remembers results, or gives others, is no such wrapper. */
static bool only_calls(const Ast *ast, NodeId wrapper, Str function) {
    bool calls = false;
    NodeId end = ast_node(ast, wrapper)->subtree_end;
    for (NodeId node = wrapper + 1; node < end;) {
        NodeKind kind = ast_kind(ast, node);
        if (is_function(ast, node) || kind == NODE_LAMBDA || kind == NODE_CLASS_DEF) {
            node = ast_node(ast, node)->subtree_end;
            continue;
        }
        if (kind == NODE_YIELD || kind == NODE_YIELD_FROM) {
            return false;
        }
        NodeId value = kind == NODE_RETURN ? ast_child(ast, node, FIELD_VALUE) : NODE_NONE;
        if (value != NODE_NONE && ast_kind(ast, value) == NODE_NAME) {
            value = assigned_once(ast, wrapper, ast_name(ast, value));
        }
        NodeId call = call_of(ast, value, function);
        if (kind == NODE_RETURN && (call == NODE_NONE || !passes_on(ast, wrapper, call))) {
            return false;
        }
        calls |= call != NODE_NONE;
        node++;
    }
    return calls;
}

/* `def wrapper(..): return function(..)` inside a function that takes `function` and gives the
 * wrapper back. */
static bool is_plain_wrapper(const Ast *ast, NodeId wrapper) {
    NodeId maker = ast_node(ast, wrapper)->parent;
    if (maker == NODE_NONE || !is_function(ast, maker) ||
        !gives_back(ast, maker, ast_name(ast, wrapper))) {
        return false;
    }
    NodeId taken = positional_from(ast, ast_first_child(ast, maker));
    return taken != NODE_NONE && !takes(ast, wrapper, ast_name(ast, taken)) &&
           only_calls(ast, wrapper, ast_name(ast, taken));
}

/* `def register(function): ...; return function`: gives nothing else back. */
static bool returns_what_it_takes(const Ast *ast, NodeId maker) {
    NodeId taken = positional_from(ast, ast_first_child(ast, maker));
    bool returns = false;
    NodeId end = ast_node(ast, maker)->subtree_end;
    for (NodeId node = maker + 1; taken != NODE_NONE && node < end; node++) {
        if (is_function(ast, node) || ast_kind(ast, node) == NODE_CLASS_DEF) {
            node = ast_node(ast, node)->subtree_end - 1;
        } else if (ast_kind(ast, node) == NODE_RETURN) {
            returns = true;
            if (!is_name(ast, ast_child(ast, node, FIELD_VALUE), ast_name(ast, taken))) {
                return false;
            }
        }
    }
    return returns;
}

/* The decorator itself, or what the decorator's maker gives back. */
static bool is_maker(const Ast *ast, NodeId decorator, NodeId node, bool is_made) {
    return is_made ? ast_node(ast, node)->parent == decorator &&
                         gives_back(ast, decorator, ast_name(ast, node))
                   : node == decorator;
}

/* What a decorator of the project does: it gives the function back, or a wrapper that just calls
 * it. `is_made`: by a call, `@traced("name")`. */
static DecoratorEffect own_effect(Evaluation *evaluation, KindPlace decorator, bool is_made) {
    const Ast *ast = &evaluation_facts(evaluation, decorator.file, decorator.unit)->ast;
    NodeId end = ast_node(ast, decorator.node)->subtree_end;
    bool wraps = false;
    if (!is_function(ast, decorator.node) || end - decorator.node > OWN_DECORATOR_NODES_MAX) {
        return DECORATOR_UNKNOWN;
    }
    for (NodeId node = decorator.node; node < end; node++) {
        if (!is_function(ast, node)) {
            continue;
        }
        bool is_wrapper = node != decorator.node && is_plain_wrapper(ast, node);
        wraps |= is_maker(ast, decorator.node, node, is_made) && returns_what_it_takes(ast, node);
        wraps |= is_wrapper;
        node = is_wrapper ? ast_node(ast, node)->subtree_end - 1 : node;
    }
    return wraps ? DECORATOR_SAME : DECORATOR_UNKNOWN;
}

/* ---- all ------------------------------------------------------------------------------------ */

/* The path of a decorator, called or not. Decorators of another unit are asked by path only when
 * they stand in the question's own unit; otherwise through that unit's expressions. */
static KindId decorator_kind(Evaluation *evaluation, KindPlace function, NodeId decorator) {
    const Ast *ast = &evaluation_facts(evaluation, function.file, function.unit)->ast;
    if (ast_kind(ast, decorator) == NODE_CALL) {
        decorator = ast_child(ast, decorator, FIELD_FUNC);
    }
    return decorator == NODE_NONE
               ? KIND_UNKNOWN
               : evaluation_ask(evaluation,
                                question_of(QUESTION_EXPRESSION,
                                            (KindPlace){function.file, function.unit, decorator},
                                            KIND_NEVER));
}

/* `@value.setter`, `@value.getter`: attribute of a property of the class itself. */
static bool is_accessor(const Ast *ast, NodeId decorator) {
    if (ast_kind(ast, decorator) != NODE_ATTRIBUTE) {
        return false;
    }
    Str name = ast_name(ast, decorator);
    return str_equal(name, STR("setter")) || str_equal(name, STR("deleter")) ||
           str_equal(name, STR("getter"));
}

DecoratorEffect function_effect(Evaluation *evaluation, KindPlace function) {
    const Ast *ast = &evaluation_facts(evaluation, function.file, function.unit)->ast;
    DecoratorEffect effect = DECORATOR_SAME;
    uint32_t count = 0;
    for (NodeId decorator = ast_child(ast, function.node, FIELD_DECORATOR_LIST);
         decorator != NODE_NONE; decorator = ast_next_in_field(ast, decorator)) {
        DecoratorEffect one = DECORATOR_PROPERTY;
        if (++count > DECORATORS_MAX) {
            return DECORATOR_UNKNOWN;
        }
        if (!is_accessor(ast, decorator)) {
            const Kind *kind =
                kind_get(evaluation->table, decorator_kind(evaluation, function, decorator));
            one = kind->tag == KIND_TAG_SYMBOL ? catalog_decorator(kind->path)
                  : kind->tag == KIND_TAG_FUNCTION
                      ? own_effect(evaluation, kind_place(kind),
                                   ast_kind(ast, decorator) == NODE_CALL)
                      : DECORATOR_UNKNOWN;
        }
        if (one == DECORATOR_UNKNOWN) {
            return DECORATOR_UNKNOWN;
        }
        effect = one == DECORATOR_SAME ? effect : one;
    }
    return effect;
}

KindId function_kind(Evaluation *evaluation, KindPlace function) {
    if (function_effect(evaluation, function) == DECORATOR_UNKNOWN) {
        return KIND_UNKNOWN;
    }
    return kind_add(evaluation->table, &(Kind){.tag = KIND_TAG_FUNCTION,
                                               .file = function.file,
                                               .unit = function.unit,
                                               .node = function.node});
}
