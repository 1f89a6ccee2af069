/* Reading the compact ast: look-ups by field, span and name. Knows nothing of how it was built. */
#include "ast/ast.h"

const Node ast_nothing = {.kind = NODE_KIND_COUNT, .parent = NODE_NONE};

NodeId ast_child(const Ast *ast, NodeId node, Field field) {
    NodeId child = ast_first_child(ast, node);
    while (child != NODE_NONE && ast->nodes[child].field != field) {
        child = ast_next_sibling(ast, child);
    }
    return child;
}

NodeId ast_next_in_field(const Ast *ast, NodeId child) {
    uint8_t field = ast_node(ast, child)->field;
    NodeId next = ast_next_sibling(ast, child);
    while (next != NODE_NONE && ast->nodes[next].field != field) {
        next = ast_next_sibling(ast, next);
    }
    return next;
}

NodeId ast_last_in_field(const Ast *ast, NodeId node, Field field) {
    NodeId last = NODE_NONE;
    for (NodeId child = node == NODE_NONE ? NODE_NONE : ast_child(ast, node, field);
         child != NODE_NONE; child = ast_next_in_field(ast, child)) {
        last = child;
    }
    return last;
}

NodeId ast_last_argument(const Ast *ast, NodeId call) {
    NodeId function = ast_child(ast, call, FIELD_FUNC);
    NodeId last = NODE_NONE;
    for (NodeId child = ast_first_child(ast, call); child != NODE_NONE;
         child = ast_next_sibling(ast, child)) {
        last = child == function ? last : child;
    }
    return last;
}

uint32_t ast_count_in_field(const Ast *ast, NodeId node, Field field) {
    uint32_t count = 0;
    for (NodeId child = ast_first_child(ast, node); child != NODE_NONE;
         child = ast_next_sibling(ast, child)) {
        count += ast->nodes[child].field == field;
    }
    return count;
}

NodeId ast_statement(const Ast *ast, NodeId node) {
    while (node != NODE_NONE && !ast_kind_is_statement(ast_kind(ast, node))) {
        node = ast->nodes[node].parent;
    }
    return node;
}

NodeId ast_definition(const Ast *ast) {
    if (ast->node_count == 0) {
        return NODE_NONE;
    }
    NodeId first = ast_first_child(ast, NODE_ROOT);
    if (first == NODE_NONE || ast_next_sibling(ast, first) != NODE_NONE) {
        return NODE_NONE;
    }
    NodeKind kind = ast_kind(ast, first);
    return ast_kind_is_function(kind) || kind == NODE_CLASS_DEF ? first : NODE_NONE;
}

/* ---- by place --------------------------------------------------------------------------- */

/* Where a node begins with the decorators that Python keeps out of its span. In pre-order these
 * never fall. */
static uint32_t extent_start(const Ast *ast, NodeId node) {
    const Node *it = &ast->nodes[node];
    if (node + 1 < it->subtree_end && it[1].field == FIELD_DECORATOR_LIST &&
        it[1].start < it->start) {
        return it[1].start;
    }
    return it->start;
}

/* Where it ends: an arg's default stands beyond its span. */
static uint32_t extent_end(const Ast *ast, NodeId node) {
    const Node *it = &ast->nodes[node];
    if (it->kind != NODE_ARG || it->subtree_end == node + 1) {
        return it->end;
    }
    NodeId first = node + 1;
    NodeId second = ast->nodes[first].subtree_end;
    uint32_t end = ast->nodes[second < it->subtree_end ? second : first].end;
    return end > it->end ? end : it->end;
}

/* The number of nodes that begin before `offset`. */
static uint32_t count_before(const Ast *ast, uint32_t offset) {
    uint32_t low = 0, high = ast->node_count;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (extent_start(ast, middle) < offset) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low;
}

/* Among the nodes [first, last], which begin at one place and so stand in each other, the innermost
 * that reaches `end`; NODE_NONE when none does. */
static NodeId innermost_reaching(const Ast *ast, NodeId first, NodeId last, uint32_t end) {
    uint32_t low = first, high = last + 1;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (extent_end(ast, middle) >= end) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low > first ? low - 1 : NODE_NONE;
}

NodeId ast_node_at(const Ast *ast, Span span) {
    uint32_t after = span.start == UINT32_MAX ? ast->node_count : count_before(ast, span.start + 1);
    while (after > 0) {
        uint32_t first = count_before(ast, extent_start(ast, after - 1));
        NodeId found = innermost_reaching(ast, first, after - 1, span.end);
        if (found != NODE_NONE) {
            return found;
        }
        NodeId parent = ast->nodes[first].parent;
        after = parent == NODE_NONE ? 0 : parent + 1;
    }
    return NODE_ROOT;
}

static bool begins_statement(const Ast *ast, NodeId node, uint32_t start) {
    NodeKind kind = ast_kind(ast, node);
    return (ast->nodes[node].start == start || extent_start(ast, node) == start) &&
           (ast_kind_is_statement(kind) || kind == NODE_EXCEPT_HANDLER || kind == NODE_MATCH_CASE);
}

NodeId ast_statement_at(const Ast *ast, uint32_t start) {
    NodeId first = count_before(ast, start);
    if (first == NODE_ROOT) {
        first++; /* the Module begins where its first statement may */
    }
    if (first >= ast->node_count) {
        return NODE_NONE;
    }
    if (begins_statement(ast, first, start)) {
        return first;
    }
    NodeId parent = ast->nodes[first].parent; /* at the `def` after decorators */
    return begins_statement(ast, parent, start) ? parent : NODE_NONE;
}

NodeId ast_keyword(const Ast *ast, NodeId call, Str name) {
    NodeId keyword = ast_child(ast, call, FIELD_KEYWORDS);
    while (keyword != NODE_NONE && !str_equal(ast_name(ast, keyword), name)) {
        keyword = ast_next_in_field(ast, keyword);
    }
    return keyword;
}

NodeId ast_call_named(const Ast *ast, NodeId from, Str name) {
    for (NodeId node = from; node < ast->node_count; node++) {
        NodeId callee =
            ast_kind(ast, node) == NODE_CALL ? ast_child(ast, node, FIELD_FUNC) : NODE_NONE;
        if (callee != NODE_NONE && str_equal(ast_name(ast, callee), name)) {
            return node;
        }
    }
    return NODE_NONE;
}

NodeId ast_assignment(const Ast *ast, NodeId definition, Str name) {
    for (NodeId node = ast_child(ast, definition, FIELD_BODY); node != NODE_NONE;
         node = ast_next_in_field(ast, node)) {
        NodeId target =
            ast_kind(ast, node) == NODE_ASSIGN ? ast_child(ast, node, FIELD_TARGETS) : NODE_NONE;
        if (target != NODE_NONE && ast_kind(ast, target) == NODE_NAME &&
            str_equal(ast_name(ast, target), name)) {
            return node;
        }
    }
    return NODE_NONE;
}

uint32_t ast_parameter_place(const Ast *ast, NodeId function, Str name) {
    uint32_t place = 0;
    for (NodeId node = ast_first_child(ast, function); node != NODE_NONE;
         node = ast_next_sibling(ast, node)) {
        Field field = (Field)ast_node(ast, node)->field;
        if (field != FIELD_POSONLYARGS && field != FIELD_ARGS && field != FIELD_KWONLYARGS) {
            continue;
        }
        if (str_equal(ast_name(ast, node), name)) {
            return place;
        }
        place++;
    }
    return UINT32_MAX;
}

Span ast_name_span(const Ast *ast, NodeId node) {
    const Node *it = ast_node(ast, node);
    uint32_t length = ast_name(ast, node).len;
    NodeId child = ast_child(ast, node, FIELD_NAME);
    if (child != NODE_NONE) {
        return ast_span(ast, child);
    }
    switch (it->kind) {
    case NODE_ATTRIBUTE:
        return (Span){it->end - length, it->end};
    case NODE_ALIAS:
        child = ast_child(ast, node, FIELD_ASNAME);
        return child != NODE_NONE ? ast_span(ast, child) : ast_span(ast, node);
    case NODE_NAME:
    case NODE_ARG:
    case NODE_KEYWORD:
    case NODE_TYPE_VAR:
        return (Span){it->start, it->start + length};
    default:
        return ast_span(ast, node);
    }
}

bool ast_kind_is_statement(NodeKind kind) {
    return kind >= NODE_FUNCTION_DEF && kind <= NODE_CONTINUE;
}

bool ast_kind_is_expression(NodeKind kind) {
    return kind >= NODE_BOOL_OP && kind <= NODE_SLICE;
}

bool ast_kind_is_function(NodeKind kind) {
    return kind == NODE_FUNCTION_DEF || kind == NODE_ASYNC_FUNCTION_DEF;
}

const char *node_kind_name(NodeKind kind) {
    static const char *const names[] = {
#define NODE_KIND(name, text) text,
#include "ast/node_kinds.def"
#undef NODE_KIND
    };
    return (unsigned)kind < NODE_KIND_COUNT ? names[kind] : "?";
}

const char *field_name(Field field) {
    static const char *const names[] = {
#define FIELD(name, text) text,
#include "ast/fields.def"
#undef FIELD
    };
    return (unsigned)field < FIELD_COUNT ? names[field] : "?";
}

const char *operator_name(Operator op) {
    static const char *const names[] = {
#define OPERATOR(name, text) text,
#include "ast/operators.def"
#undef OPERATOR
    };
    return (unsigned)op < OPERATOR_COUNT ? names[op] : "?";
}
