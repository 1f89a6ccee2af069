/* Reading the compact ast: look-ups by field, span and name. Knows nothing of how it was built. */
#include "ast/ast.h"

NodeId ast_child(const Ast *ast, NodeId node, Field field) {
    NodeId child = ast_first_child(ast, node);
    while (child != NODE_NONE && ast->nodes[child].field != field) {
        child = ast_next_sibling(ast, child);
    }
    return child;
}

NodeId ast_next_in_field(const Ast *ast, NodeId child) {
    uint8_t field = ast->nodes[child].field;
    NodeId next = ast_next_sibling(ast, child);
    while (next != NODE_NONE && ast->nodes[next].field != field) {
        next = ast_next_sibling(ast, next);
    }
    return next;
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

/* A node's span with the children that Python keeps out of it: decorators stand before a
 * definition, an argument's default after it. */
static Span extent(const Ast *ast, NodeId node) {
    Span span = ast_span(ast, node);
    NodeId first = ast_first_child(ast, node);
    if (first == NODE_NONE) {
        return span;
    }
    if (ast->nodes[first].start < span.start) {
        span.start = ast->nodes[first].start;
    }
    if (ast->nodes[node].kind == NODE_ARG) {
        NodeId last = ast->nodes[first].subtree_end < ast->nodes[node].subtree_end
                          ? ast->nodes[first].subtree_end
                          : first;
        if (ast->nodes[last].end > span.end) {
            span.end = ast->nodes[last].end;
        }
    }
    return span;
}

NodeId ast_node_at(const Ast *ast, Span span) {
    NodeId found = NODE_ROOT;
    NodeId child = ast_first_child(ast, found);
    while (child != NODE_NONE) {
        if (span_contains(extent(ast, child), span)) {
            found = child;
            child = ast_first_child(ast, child);
        } else {
            child = ast_next_sibling(ast, child);
        }
    }
    return found;
}

NodeId ast_keyword(const Ast *ast, NodeId call, Str name) {
    NodeId keyword = ast_child(ast, call, FIELD_KEYWORDS);
    while (keyword != NODE_NONE && !str_equal(ast_name(ast, keyword), name)) {
        keyword = ast_next_in_field(ast, keyword);
    }
    return keyword;
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
