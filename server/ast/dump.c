/* Prints the ast. Reads nodes only, decides nothing. */
#include "ast/dump.h"

enum { DEPTH_SHOWN_MAX = 40, SOURCE_SHOWN_MAX = 40 };

static const char *constant_name(uint8_t detail) {
    static const char *const names[] = {
        [CONSTANT_NONE] = "None",       [CONSTANT_TRUE] = "True", [CONSTANT_FALSE] = "False",
        [CONSTANT_ELLIPSIS] = "...",    [CONSTANT_INT] = "int",   [CONSTANT_FLOAT] = "float",
        [CONSTANT_COMPLEX] = "complex", [CONSTANT_STR] = "str",   [CONSTANT_BYTES] = "bytes",
    };
    return detail && detail <= CONSTANT_BYTES ? names[detail] : "";
}

/* The node's detail in words; `scratch` holds at least 4 bytes. */
static const char *detail_text(const Node *node, char *scratch) {
    switch (node->kind) {
    case NODE_CONSTANT:
    case NODE_MATCH_SINGLETON:
        return constant_name(node->detail);
    case NODE_BIN_OP:
    case NODE_AUG_ASSIGN:
    case NODE_UNARY_OP:
    case NODE_BOOL_OP:
    case NODE_CMP_OP:
        return operator_name((Operator)node->detail);
    case NODE_FORMATTED_VALUE:
    case NODE_INTERPOLATION:
        scratch[0] = (char)node->detail;
        scratch[1] = '\0';
        return scratch;
    default:
        return "";
    }
}

static void dump_flags(const Node *node, Buf *out) {
    static const struct {
        uint8_t bit;
        const char *text;
    } flags[] = {
        {NODE_STORE,                  "store"        },
        {NODE_DEL,                    "del"          },
        {NODE_PARENTHESIZED,          "parenthesized"},
        {NODE_IMPLICIT_CONCATENATION, "concatenated" },
        {NODE_HAS_BROKEN,             "has-broken"   },
    };
    for (size_t i = 0; i < sizeof flags / sizeof *flags; i++) {
        if (node->flags & flags[i].bit) {
            buf_format(out, " %s", flags[i].text);
        }
    }
    if (node->flags & NODE_ELIF) {
        buf_append_c(out, node->kind == NODE_IF ? " elif" : " star");
    }
}

static void dump_node(const Ast *ast, NodeId id, Str text, Buf *out) {
    const Node *node = ast_node(ast, id);
    char scratch[4] = "";
    if (node->field != FIELD_NONE) {
        buf_format(out, "%s: ", field_name((Field)node->field));
    }
    buf_append_c(out, node_kind_name((NodeKind)node->kind));
    if (node->name != NAME_NONE) {
        buf_format(out, " '%.*s'", STR_ARG(ast_name(ast, id)));
    }
    const char *detail = detail_text(node, scratch);
    if (*detail) {
        buf_format(out, " %s", detail);
    }
    if (node->kind == NODE_IMPORT_FROM && node->detail) {
        buf_format(out, " level=%u", node->detail);
    }
    dump_flags(node, out);
    buf_format(out, " [%u, %u)", node->start, node->end);
    if (node->kind == NODE_CONSTANT || node->kind == NODE_BROKEN) {
        Str source = str_span(text, (Span){node->start, node->end});
        Str line = str_slice(source, 0, str_find_byte(source, '\n'));
        buf_append_byte(out, ' ');
        buf_append(out, str_slice(line, 0, SOURCE_SHOWN_MAX));
    }
    buf_append_byte(out, '\n');
}

/* Calls for every node in pre-order with its depth: the depth follows from where subtrees end. */
typedef void (*Visit)(const Ast *ast, NodeId id, uint32_t depth, Str text, Buf *out);

static void each_node(const Ast *ast, Visit visit, Str text, Buf *out) {
    uint32_t depth = 0;
    for (NodeId id = 0; id < ast->node_count; id++) {
        visit(ast, id, depth, text, out);
        if (ast->nodes[id].subtree_end > id + 1) {
            depth++;
            continue;
        }
        for (NodeId up = id;
             up != NODE_ROOT && ast->nodes[ast->nodes[up].parent].subtree_end == id + 1;) {
            up = ast->nodes[up].parent;
            depth--;
        }
    }
}

static void visit_text(const Ast *ast, NodeId id, uint32_t depth, Str text, Buf *out) {
    buf_append_repeat(out, ' ', 2 * (depth < DEPTH_SHOWN_MAX ? depth : DEPTH_SHOWN_MAX));
    dump_node(ast, id, text, out);
}

void ast_dump(const Ast *ast, Str text, Buf *out) {
    each_node(ast, visit_text, text, out);
}

static void visit_json(const Ast *ast, NodeId id, uint32_t depth, Str text, Buf *out) {
    const Node *node = ast_node(ast, id);
    char scratch[4] = "";
    (void)text;
    /* Names and details are identifiers, dotted paths and words of ours: nothing to escape. */
    buf_format(out, "[%u,\"%s\",\"%s\",\"%.*s\",\"%s\",%u,%u,%u,%u]\n", depth,
               field_name((Field)node->field), node_kind_name((NodeKind)node->kind),
               STR_ARG(ast_name(ast, id)), detail_text(node, scratch), node->flags, node->start,
               node->end, node->kind == NODE_IMPORT_FROM ? node->detail : 0);
}

void ast_dump_json(const Ast *ast, Buf *out) {
    each_node(ast, visit_json, (Str){"", 0}, out);
}
