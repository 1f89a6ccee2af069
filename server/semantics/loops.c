/* Knows which nodes a loop runs again and again, and what stands in its body; knows nothing about
 * names: loop_names.c does. */
#include "semantics/loops.h"

static bool is_loop_statement(NodeKind kind) {
    return kind == NODE_FOR || kind == NODE_ASYNC_FOR || kind == NODE_WHILE;
}

static bool is_generator(NodeKind kind) {
    return kind == NODE_COMPREHENSION || kind == NODE_ASYNC_COMPREHENSION;
}

static bool is_comprehension_expression(NodeKind kind) {
    return kind == NODE_LIST_COMP || kind == NODE_SET_COMP || kind == NODE_DICT_COMP ||
           kind == NODE_GENERATOR_EXP;
}

static bool is_definition(NodeKind kind) {
    return kind == NODE_FUNCTION_DEF || kind == NODE_ASYNC_FUNCTION_DEF || kind == NODE_LAMBDA ||
           kind == NODE_CLASS_DEF;
}

/* ---- context -------------------------------------------------------------------------------- */

static NodeId last_generator(const Ast *ast, NodeId comprehension) {
    NodeId last = NODE_NONE;
    for (NodeId child = ast_first_child(ast, comprehension); child != NODE_NONE;
         child = ast_next_sibling(ast, child)) {
        last = is_generator(ast_kind(ast, child)) ? child : last;
    }
    return last;
}

static NodeId generator_before(const Ast *ast, NodeId generator) {
    NodeId before = NODE_NONE;
    NodeId child = ast_first_child(ast, ast_node(ast, generator)->parent);
    for (; child != generator; child = ast_next_sibling(ast, child)) {
        before = is_generator(ast_kind(ast, child)) ? child : before;
    }
    return before;
}

/* The loop that `parent` is for its child `child`, or NODE_NONE. */
static NodeId loop_for_child(const Ast *ast, NodeId parent, NodeId child) {
    NodeKind kind = ast_kind(ast, parent);
    Field field = (Field)ast_node(ast, child)->field;
    if (is_loop_statement(kind)) {
        bool runs = field == FIELD_BODY || field == FIELD_TARGET || field == FIELD_TEST;
        return runs ? parent : NODE_NONE;
    }
    if (is_generator(kind)) {
        return field == FIELD_ITER ? NODE_NONE : parent;
    }
    if (is_comprehension_expression(kind)) {
        return is_generator(ast_kind(ast, child)) ? generator_before(ast, child)
                                                  : last_generator(ast, parent);
    }
    return NODE_NONE;
}

NodeId loop_of_node(const Ast *ast, NodeId node) {
    NodeId parent = ast_node(ast, node)->parent;
    for (; parent != NODE_NONE; node = parent, parent = ast_node(ast, node)->parent) {
        NodeId loop = loop_for_child(ast, parent, node);
        if (loop != NODE_NONE) {
            return loop;
        }
        if (is_definition(ast_kind(ast, parent)) && ast_node(ast, node)->field == FIELD_BODY) {
            return NODE_NONE;
        }
    }
    return NODE_NONE;
}

bool loop_runs(const Ast *ast, NodeId loop, NodeId node) {
    NodeId found = loop_of_node(ast, node);
    while (found != NODE_NONE && found != loop) {
        found = loop_enclosing(ast, found);
    }
    return found != NODE_NONE;
}

bool loop_is_comprehension(const Ast *ast, NodeId loop) {
    return is_generator(ast_kind(ast, loop));
}

NodeId loop_iterable(const Ast *ast, NodeId loop) {
    return ast_child(ast, loop, FIELD_ITER);
}

NodeId loop_target(const Ast *ast, NodeId loop) {
    return ast_child(ast, loop, FIELD_TARGET);
}

NodeId loop_extent(const Ast *ast, NodeId loop) {
    return loop_is_comprehension(ast, loop) ? ast_node(ast, loop)->parent : loop;
}

/* ---- contents ------------------------------------------------------------------------------- */

/* The loop statement that a `break` or `continue` belongs to. */
static NodeId loop_of_jump(const Ast *ast, NodeId jump) {
    NodeId loop = loop_of_node(ast, jump);
    while (loop != NODE_NONE && loop_is_comprehension(ast, loop)) {
        loop = loop_enclosing(ast, loop);
    }
    return loop;
}

static uint32_t content_of(const Ast *ast, NodeId loop, NodeId node) {
    switch (ast_kind(ast, node)) {
    case NODE_BREAK:
        return loop_of_jump(ast, node) == loop ? LOOP_HAS_BREAK : 0;
    case NODE_CONTINUE:
        return loop_of_jump(ast, node) == loop ? LOOP_HAS_CONTINUE : 0;
    case NODE_RETURN:
        return LOOP_HAS_RETURN;
    case NODE_YIELD:
    case NODE_YIELD_FROM:
        return LOOP_HAS_YIELD;
    case NODE_AWAIT:
    case NODE_ASYNC_FOR:
    case NODE_ASYNC_COMPREHENSION:
        return LOOP_HAS_AWAIT;
    case NODE_ASYNC_WITH:
        return LOOP_HAS_AWAIT | LOOP_HAS_WITH;
    case NODE_WITH:
        return LOOP_HAS_WITH;
    case NODE_RAISE:
        return LOOP_HAS_RAISE;
    case NODE_TRY:
    case NODE_TRY_STAR:
        return LOOP_HAS_TRY;
    default:
        return 0;
    }
}

/* Definitions in it are left out; their headers are not looked at either: they hold no statement,
 * and a yield or await there is not worth the exactness. */
static uint32_t contents_below(const Ast *ast, NodeId loop, NodeId top) {
    uint32_t found = 0;
    NodeId end = ast_node(ast, top)->subtree_end;
    for (NodeId node = top; node < end;) {
        if (is_definition(ast_kind(ast, node))) {
            node = ast_node(ast, node)->subtree_end;
            continue;
        }
        found |= content_of(ast, loop, node);
        node++;
    }
    return found;
}

uint32_t loop_contents(const Ast *ast, NodeId loop) {
    uint32_t found = 0;
    NodeKind kind = ast_kind(ast, loop);
    if (kind == NODE_ASYNC_FOR || kind == NODE_ASYNC_COMPREHENSION) {
        found |= LOOP_HAS_AWAIT;
    }
    NodeId extent = loop_extent(ast, loop);
    for (NodeId child = ast_first_child(ast, extent); child != NODE_NONE;
         child = ast_next_sibling(ast, child)) {
        if (loop_runs(ast, loop, child)) {
            found |= contents_below(ast, loop, child);
        } else if (ast_node(ast, child)->field == FIELD_ORELSE) {
            found |= LOOP_HAS_ELSE;
        } else if (child == loop) {
            for (NodeId test = ast_child(ast, loop, FIELD_IFS); test != NODE_NONE;
                 test = ast_next_in_field(ast, test)) {
                found |= contents_below(ast, loop, test);
            }
        }
    }
    return found;
}

/* ---- around --------------------------------------------------------------------------------- */

static bool ends_function(const Ast *ast, NodeId parent, NodeId child) {
    NodeKind kind = ast_kind(ast, parent);
    return is_definition(kind) && kind != NODE_CLASS_DEF &&
           ast_node(ast, child)->field == FIELD_BODY;
}

/* The nearest node of one of two kinds with `node` in its body. */
static NodeId enclosing_body(const Ast *ast, NodeId node, NodeId within, NodeKind one,
                             NodeKind other) {
    NodeId parent = ast_node(ast, node)->parent;
    for (; parent != NODE_NONE; node = parent, parent = ast_node(ast, node)->parent) {
        if (within != NODE_NONE && !ast_is_within(ast, parent, within)) {
            return NODE_NONE;
        }
        NodeKind kind = ast_kind(ast, parent);
        if ((kind == one || kind == other) && ast_node(ast, node)->field == FIELD_BODY) {
            return parent;
        }
        if (ends_function(ast, parent, node)) {
            return NODE_NONE;
        }
    }
    return NODE_NONE;
}

NodeId enclosing_try(const Ast *ast, NodeId node, NodeId within) {
    return enclosing_body(ast, node, within, NODE_TRY, NODE_TRY_STAR);
}

NodeId enclosing_with(const Ast *ast, NodeId node, NodeId within) {
    return enclosing_body(ast, node, within, NODE_WITH, NODE_ASYNC_WITH);
}

NodeId enclosing_function(const Ast *ast, NodeId node) {
    NodeId parent = ast_node(ast, node)->parent;
    for (; parent != NODE_NONE; node = parent, parent = ast_node(ast, node)->parent) {
        if (ends_function(ast, parent, node)) {
            return parent;
        }
    }
    return NODE_NONE;
}

/* ---- leaving -------------------------------------------------------------------------------- */

/* The statement that leaves the block of `statement` for good, at or behind it; NODE_NONE. */
static NodeId jump_behind(const Ast *ast, NodeId statement, uint32_t left) {
    uint8_t field = ast_node(ast, statement)->field;
    for (NodeId next = statement; next != NODE_NONE && left-- > 0;
         next = ast_next_sibling(ast, next)) {
        NodeKind kind = ast_kind(ast, next);
        if (ast_node(ast, next)->field != field) {
            break;
        }
        if (kind == NODE_BREAK || kind == NODE_RETURN || kind == NODE_RAISE) {
            return next;
        }
    }
    return NODE_NONE;
}

bool loop_is_left_behind(const Ast *ast, NodeId loop, NodeId node, uint32_t statements_max) {
    if (loop_is_comprehension(ast, loop)) {
        return false;
    }
    for (NodeId at = node; at != loop; at = ast_node(ast, at)->parent) {
        bool is_statement = ast_kind_is_statement(ast_kind(ast, at));
        NodeId jump = is_statement ? jump_behind(ast, at, statements_max) : NODE_NONE;
        if (jump == NODE_NONE || enclosing_try(ast, jump, loop) != NODE_NONE) {
            continue;
        }
        /* A `break` between here and the loop belongs to an inner loop. */
        if (ast_kind(ast, jump) != NODE_BREAK || loop_of_node(ast, jump) == loop) {
            return true;
        }
    }
    return false;
}
