/* Knows the forms of `raise` and what handlers catch. A form it cannot name counts as nothing, a
 * handler it cannot read catches everything: unknown is silence. */
#include "rules/docs/raises.h"

#include "rules/docs/exceptions.h"
#include "rules/docs/file_classes.h"

enum {
    ANCESTORS_MAX = 32,   /* of one class */
    BASES_MAX = 32,       /* read of one name */
    NAMES_PER_RAISE = 16, /* types of a handler that is raised again */
    LOOKUPS_MAX = 16,     /* variables of one function that are followed */
};

typedef struct Collector {
    DocsUnit *unit;
    const Target *target;
    const Ast *ast;
    RaisesWanted wanted;
    Str names[RAISED_NAMES_MAX];
    uint32_t count;
    uint32_t lookups;
    uint32_t steps; /* that climbing may still take: deep nests of `try` must not cost a square */
} Collector;

enum { STEPS_AT_LEAST = 4096, STEPS_PER_RAISE = 64 };

/* False when the steps are used up: then nothing is known. */
static bool take_step(Collector *collector) {
    if (collector->steps == 0) {
        return false;
    }
    collector->steps--;
    return true;
}

/* ---- classes ----------------------------------------------------------------------------------
 */

typedef struct Ancestors {
    Str names[ANCESTORS_MAX];
    uint32_t count;
} Ancestors;

static void add_ancestor(Ancestors *ancestors, Str name) {
    for (uint32_t i = 0; i < ancestors->count; i++) {
        if (str_equal(ancestors->names[i], name)) {
            return;
        }
    }
    if (name.len > 0 && ancestors->count < ANCESTORS_MAX) {
        ancestors->names[ancestors->count++] = name;
    }
}

/* The bases of the classes of that name: the language's and the file's own. */
static void add_bases(DocsUnit *unit, Str name, Ancestors *ancestors) {
    Str builtin;
    if (exception_find_builtin(name, &builtin)) {
        add_ancestor(ancestors, builtin);
    }
    Str bases[BASES_MAX];
    uint32_t count = file_classes_bases(unit, name, bases, BASES_MAX);
    for (uint32_t i = 0; i < count; i++) {
        add_ancestor(ancestors, exception_own_name(bases[i]));
    }
}

bool raises_derives(DocsUnit *unit, Str name, Str ancestor) {
    Ancestors ancestors = {{exception_own_name(name)}, 1};
    Str wanted = exception_own_name(ancestor);
    for (uint32_t i = 0; i < ancestors.count; i++) {
        if (str_equal(ancestors.names[i], wanted)) {
            return true;
        }
        add_bases(unit, ancestors.names[i], &ancestors);
    }
    return false;
}

static bool begins_like_class(Str name) {
    uint32_t at = 0;
    while (at < name.len && name.ptr[at] == '_') {
        at++;
    }
    return at < name.len && name.ptr[at] >= 'A' && name.ptr[at] <= 'Z';
}

/* ALL_CAPS is a constant, X may be a class. */
static bool is_class_name(Str name) {
    uint32_t letters = 0;
    for (uint32_t i = 0; i < name.len; i++) {
        if (name.ptr[i] >= 'a' && name.ptr[i] <= 'z') {
            return begins_like_class(name);
        }
        letters += name.ptr[i] >= 'A' && name.ptr[i] <= 'Z';
    }
    return letters == 1 && begins_like_class(name);
}

/* ---- handlers ---------------------------------------------------------------------------------
 */

static bool is_type_expression(const Ast *ast, NodeId node) {
    NodeKind kind = ast_kind(ast, node);
    return kind == NODE_NAME || kind == NODE_ATTRIBUTE;
}

static bool type_catches(Collector *collector, NodeId type, Str name) {
    if (!is_type_expression(collector->ast, type) || !take_step(collector)) {
        return true;
    }
    Str caught = ast_name(collector->ast, type);
    if (str_equal(caught, STR("BaseException"))) {
        return true;
    }
    if (str_equal(caught, STR("Exception"))) {
        return !exception_is_exit(name);
    }
    return !is_class_name(caught) || raises_derives(collector->unit, name, caught);
}

static bool types_catch(Collector *collector, NodeId type, Str name) {
    if (ast_kind(collector->ast, type) != NODE_TUPLE) {
        return type_catches(collector, type, name);
    }
    for (NodeId child = ast_first_child(collector->ast, type); child != NODE_NONE;
         child = ast_next_sibling(collector->ast, child)) {
        if (type_catches(collector, child, name)) {
            return true;
        }
    }
    return false;
}

static bool try_catches(Collector *collector, NodeId statement, Str name) {
    for (NodeId handler = ast_child(collector->ast, statement, FIELD_HANDLERS);
         handler != NODE_NONE; handler = ast_next_in_field(collector->ast, handler)) {
        NodeId type = ast_child(collector->ast, handler, FIELD_TYPE);
        if (type == NODE_NONE || types_catch(collector, type, name)) {
            return true;
        }
    }
    return false;
}

/* `with suppress(T, ...)`. */
static bool with_catches(Collector *collector, NodeId statement, Str name) {
    const Ast *ast = collector->ast;
    for (NodeId item = ast_child(ast, statement, FIELD_ITEMS); item != NODE_NONE;
         item = ast_next_in_field(ast, item)) {
        NodeId call = ast_child(ast, item, FIELD_CONTEXT_EXPR);
        if (call == NODE_NONE || ast_kind(ast, call) != NODE_CALL ||
            !str_equal(docs_last_name(ast, call), STR("suppress"))) {
            continue;
        }
        for (NodeId type = ast_child(ast, call, FIELD_ARGS); type != NODE_NONE;
             type = ast_next_in_field(ast, type)) {
            if (types_catch(collector, type, name)) {
                return true;
            }
        }
    }
    return false;
}

/* Climbs from the raise to its function: only a `try` whose body holds it can catch it. */
static bool is_caught(Collector *collector, NodeId raise, Str name) {
    const Ast *ast = collector->ast;
    NodeId child = raise;
    for (NodeId node = ast_node(ast, raise)->parent; node != collector->target->node;
         child = node, node = ast_node(ast, node)->parent) {
        if (node == NODE_NONE) {
            return false;
        }
        if (!take_step(collector)) {
            return true;
        }
        if (ast_node(ast, child)->field != FIELD_BODY) {
            continue;
        }
        NodeKind kind = ast_kind(ast, node);
        if ((kind == NODE_TRY || kind == NODE_TRY_STAR) && try_catches(collector, node, name)) {
            return true;
        }
        if ((kind == NODE_WITH || kind == NODE_ASYNC_WITH) && with_catches(collector, node, name)) {
            return true;
        }
    }
    return false;
}

/* ---- forms of raise ---------------------------------------------------------------------------
 */

static void add_name(Collector *collector, NodeId raise, Str name) {
    if (!begins_like_class(name) || str_equal(name, STR("NotImplementedError")) ||
        collector->count == RAISED_NAMES_MAX) {
        return;
    }
    for (uint32_t i = 0; i < collector->count; i++) {
        if (str_equal(collector->names[i], name)) {
            return;
        }
    }
    if (collector->wanted == RAISES_ALL || !is_caught(collector, raise, name)) {
        collector->names[collector->count++] = name;
    }
}

/* `X`, `m.X`, and `X.make`, whose class is X. Empty when no class is named. */
static Str class_of_callee(const Ast *ast, NodeId callee) {
    if (!is_type_expression(ast, callee)) {
        return (Str){"", 0};
    }
    Str name = ast_name(ast, callee);
    bool is_name = ast_kind(ast, callee) == NODE_NAME; /* HTTP(404): constants are not called */
    if (is_class_name(name) || (is_name && begins_like_class(name))) {
        return name;
    }
    if (ast_kind(ast, callee) != NODE_ATTRIBUTE) {
        return (Str){"", 0};
    }
    NodeId value = ast_child(ast, callee, FIELD_VALUE);
    bool is_class =
        value != NODE_NONE && is_type_expression(ast, value) && is_class_name(ast_name(ast, value));
    return is_class ? ast_name(ast, value) : (Str){"", 0};
}

/* `error.with_traceback(..)` and `.add_note(..)` hand the exception on: what they are called on. */
static NodeId skip_wrappers(const Ast *ast, NodeId node) {
    while (ast_kind(ast, node) == NODE_CALL) {
        NodeId function = ast_child(ast, node, FIELD_FUNC);
        if (function == NODE_NONE || ast_kind(ast, function) != NODE_ATTRIBUTE) {
            break;
        }
        Str method = ast_name(ast, function);
        if (!str_equal(method, STR("with_traceback")) && !str_equal(method, STR("add_note"))) {
            break;
        }
        NodeId value = ast_child(ast, function, FIELD_VALUE);
        if (value == NODE_NONE) {
            break;
        }
        node = value;
    }
    return node;
}

static bool opens_scope(NodeKind kind) {
    return ast_kind_is_function(kind) || kind == NODE_CLASS_DEF || kind == NODE_LAMBDA;
}

/* The value of the only assignment to `name` in the function's own scope, or NODE_NONE. */
static NodeId only_value(Collector *collector, NameId name) {
    const Ast *ast = collector->ast;
    if (collector->lookups++ >= LOOKUPS_MAX) {
        return NODE_NONE;
    }
    NodeId body = ast_child(ast, collector->target->node, FIELD_BODY);
    NodeId end = ast_node(ast, collector->target->node)->subtree_end;
    NodeId found = NODE_NONE;
    for (NodeId node = body; node != NODE_NONE && node < end; node++) {
        const Node *at = ast_node(ast, node);
        if (opens_scope((NodeKind)at->kind)) {
            node = at->subtree_end - 1;
            continue;
        }
        if (at->kind != NODE_NAME || at->name != name || !(at->flags & NODE_STORE)) {
            continue;
        }
        NodeKind parent = ast_kind(ast, at->parent);
        bool plain = (parent == NODE_ASSIGN && at->field == FIELD_TARGETS) ||
                     (parent == NODE_ANN_ASSIGN && at->field == FIELD_TARGET);
        if (!plain || found != NODE_NONE) {
            return NODE_NONE;
        }
        found = ast_child(ast, at->parent, FIELD_VALUE);
        if (found == NODE_NONE) {
            return NODE_NONE; /* `error: Exception` alone */
        }
    }
    return found;
}

/* The handler around `node` that binds this name (any name when it is empty), or NODE_NONE. */
static NodeId handler_around(Collector *collector, NodeId node, Str name) {
    const Ast *ast = collector->ast;
    for (NodeId at = node; at != NODE_NONE && at != collector->target->node && take_step(collector);
         at = ast_node(ast, at)->parent) {
        if (ast_kind(ast, at) != NODE_EXCEPT_HANDLER) {
            continue;
        }
        NodeId bound = ast_child(ast, at, FIELD_NAME);
        if (name.len == 0 || (bound != NODE_NONE && str_equal(ast_name(ast, bound), name))) {
            return at;
        }
    }
    return NODE_NONE;
}

static void add_handler_type(Collector *collector, NodeId raise, NodeId type) {
    if (!is_type_expression(collector->ast, type)) {
        return;
    }
    Str name = ast_name(collector->ast, type);
    if (is_class_name(name) && !str_equal(name, STR("Exception")) &&
        !str_equal(name, STR("BaseException"))) {
        add_name(collector, raise, name);
    }
}

/* What was caught goes on. */
static void add_handler(Collector *collector, NodeId raise, NodeId handler) {
    const Ast *ast = collector->ast;
    NodeId type = ast_child(ast, handler, FIELD_TYPE);
    if (type == NODE_NONE) {
        return;
    }
    if (ast_kind(ast, type) != NODE_TUPLE) {
        add_handler_type(collector, raise, type);
        return;
    }
    uint32_t count = 0;
    for (NodeId child = ast_first_child(ast, type); child != NODE_NONE && count < NAMES_PER_RAISE;
         child = ast_next_sibling(ast, child), count++) {
        add_handler_type(collector, raise, child);
    }
}

static Str class_of_value(const Ast *ast, NodeId value) {
    value = skip_wrappers(ast, value);
    if (ast_kind(ast, value) != NODE_CALL) {
        return (Str){"", 0};
    }
    NodeId function = ast_child(ast, value, FIELD_FUNC);
    return function == NODE_NONE ? (Str){"", 0} : class_of_callee(ast, function);
}

static void add_variable(Collector *collector, NodeId raise, NodeId variable) {
    const Ast *ast = collector->ast;
    NodeId handler = handler_around(collector, raise, ast_name(ast, variable));
    if (handler != NODE_NONE) {
        add_handler(collector, raise, handler);
        return;
    }
    NodeId value = only_value(collector, ast_node(ast, variable)->name);
    if (value != NODE_NONE) {
        add_name(collector, raise, class_of_value(ast, value));
    }
}

static void add_expression(Collector *collector, NodeId raise, NodeId expression) {
    const Ast *ast = collector->ast;
    if (expression == NODE_NONE) {
        return;
    }
    expression = skip_wrappers(ast, expression);
    switch (ast_kind(ast, expression)) {
    case NODE_CALL:
        add_name(collector, raise, class_of_value(ast, expression));
        break;
    case NODE_NAME:
        if (is_class_name(ast_name(ast, expression))) {
            add_name(collector, raise, ast_name(ast, expression));
        } else {
            add_variable(collector, raise, expression);
        }
        break;
    case NODE_ATTRIBUTE:
        if (is_class_name(ast_name(ast, expression))) {
            add_name(collector, raise, ast_name(ast, expression));
        }
        break;
    default:
        break;
    }
}

static void add_raise(Collector *collector, NodeId raise) {
    const Ast *ast = collector->ast;
    NodeId raised = ast_child(ast, raise, FIELD_EXC);
    if (raised == NODE_NONE) {
        NodeId handler = handler_around(collector, raise, (Str){"", 0});
        if (handler != NODE_NONE) {
            add_handler(collector, raise, handler);
        }
        return;
    }
    if (ast_kind(ast, raised) == NODE_IF_EXP) {
        add_expression(collector, raise, ast_child(ast, raised, FIELD_BODY));
        add_expression(collector, raise, ast_child(ast, raised, FIELD_ORELSE));
        return;
    }
    add_expression(collector, raise, raised);
}

RaisedNames raises_of(DocsUnit *unit, const Target *target, RaisesWanted wanted) {
    RaisedNames result = {0};
    if (target->name_kind == NAME_MAGIC || target->raise_count == 0) {
        return result;
    }
    Collector collector = {.unit = unit,
                           .target = target,
                           .ast = unit->ast,
                           .wanted = wanted,
                           .steps = STEPS_AT_LEAST + STEPS_PER_RAISE * target->raise_count};
    for (uint32_t i = 0; i < target->raise_count; i++) {
        add_raise(&collector, unit->raises.items[target->raise_first + i]);
    }
    Str *names = ARENA_ARRAY(unit->mem, Str, collector.count);
    for (uint32_t i = 0; i < collector.count; i++) {
        names[i] = collector.names[i];
    }
    result.names = names;
    result.count = collector.count;
    return result;
}
