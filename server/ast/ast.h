/* The compact ast: one unit's syntax as an array, no pointers, no rows.
 *
 * Kinds and fields carry the names of Python's own `ast` module. Nodes stand in pre-order and in
 * source order, so a node's subtree is the range [node, subtree_end) of the array: walking is a
 * loop, never a recursion. Offsets are unit offsets (text/outline.h). A broken part of the source
 * is one Broken node, which rules skip; what can be read inside it is lowered as its children.
 *
 * Where we differ from Python's ast, on purpose:
 *  - children carry a field, and stand in source order (IfExp: body, test, orelse);
 *  - `arguments` is dissolved: FunctionDef and Lambda hold `arg` children with the fields
 *    POSONLYARGS ARGS VARARG KWONLYARGS KWARG; an arg's children are its ANNOTATION and its
 * DEFAULT;
 *  - FunctionDef and ClassDef have an Identifier child (field NAME), since findings stand there;
 *    its `name` is repeated in the definition. decorator_list comes first, type_params after NAME;
 *  - operators are in `detail`; Compare has CmpOp children between its operands (field OPS);
 *  - Call: `args` and `keywords` in source order; Dict: `keys` and `values` alternate, a `**x` is a
 *    Starred-like node of kind DictUnpack in field VALUES;
 *  - alias: `name` is the dotted path, an Identifier child (field ASNAME) the local name; likewise
 *    ExceptHandler `as e` (field NAME), Global/Nonlocal (field NAMES),
 * MatchAs/MatchStar/MatchMapping captures (field NAME);
 *  - `elif` is an If in field ORELSE with flag NODE_ELIF;
 *  - parentheses are no nodes: spans exclude them (as Python's do), flag NODE_PARENTHESIZED tells;
 *  - a match class pattern's `k=p` is a keyword (field KWD_PATTERNS) with the pattern as its child;
 *    a MatchMapping's keys are expressions as in Python, each followed by its pattern (PATTERNS);
 *    the literal of a MatchSingleton is in `detail`;
 *  - spans of what Python gives none: comprehension from `for` to its last condition, withitem,
 *    match_case; a definition's span begins at `def`, an arg's ends with its annotation, so
 *    decorators and defaults stand outside of their parent's span;
 *  - a literal part of an f-string is a Constant with its own span (Python before 3.12 has the
 * whole string's), the text of a format_spec and the `x=` of `{x=}` are no nodes;
 *  - `print x`, `print >> f, x` and `exec x` (Python 2) are Calls;
 *  - adjacent string literals are one Constant or JoinedStr with flag NODE_IMPLICIT_CONCATENATION;
 *    in a JoinedStr each plain literal is a Constant of its own.
 *
 * Python that the grammar does not take, and so Broken: the default of a type parameter (`[T =
 * int]`, 3.13), a star before a sign (`x[*-a]`), a star before a call in an annotation (`*a:
 * *b()`).
 */
#ifndef BLUETICK_AST_AST_H
#define BLUETICK_AST_AST_H

#include "base/arena.h"
#include "base/intern.h"

typedef uint32_t NodeId;
enum { NODE_ROOT = 0 };
#define NODE_NONE UINT32_MAX /* ISO C keeps enumerators within int */

typedef enum NodeKind {
#define NODE_KIND(name, text) NODE_##name,
#include "ast/node_kinds.def"
#undef NODE_KIND
    NODE_KIND_COUNT
} NodeKind;

typedef enum Field {
#define FIELD(name, text) FIELD_##name,
#include "ast/fields.def"
#undef FIELD
    FIELD_COUNT
} Field;

typedef enum Operator {
#define OPERATOR(name, text) OPERATOR_##name,
#include "ast/operators.def"
#undef OPERATOR
    OPERATOR_COUNT
} Operator;

/* Node.detail of a Constant. */
typedef enum ConstantType {
    CONSTANT_NONE = 1,
    CONSTANT_TRUE,
    CONSTANT_FALSE,
    CONSTANT_ELLIPSIS,
    CONSTANT_INT,
    CONSTANT_FLOAT,
    CONSTANT_COMPLEX,
    CONSTANT_STR,
    CONSTANT_BYTES,
} ConstantType;

enum {
    NODE_STORE = 1 << 0, /* Name, Attribute, Subscript, Starred, List, Tuple: assignment target */
    NODE_DEL = 1 << 1,   /* the same in `del`; neither bit = Load */
    NODE_PARENTHESIZED = 1 << 2,
    NODE_IMPLICIT_CONCATENATION = 1 << 3,
    NODE_ELIF = 1 << 4,        /* If */
    NODE_STAR_IMPORT = 1 << 4, /* ImportFrom */
    NODE_HAS_BROKEN = 1 << 5,  /* a Broken node stands somewhere below */
};

typedef struct Node {
    uint8_t kind;   /* NodeKind */
    uint8_t field;  /* Field: the role in the parent; FIELD_NONE for the root */
    uint8_t detail; /* Operator, ConstantType, ImportFrom.level (capped at 255),
                       FormattedValue.conversion ('r', 's', 'a' or 0) */
    uint8_t flags;
    uint32_t start; /* unit offsets */
    uint32_t end;
    NameId name; /* Name.id, Attribute.attr, arg, keyword.arg, def name, alias path, module... */
    NodeId parent;
    NodeId subtree_end; /* one past the last node of the subtree */
} Node;
_Static_assert(sizeof(Node) == 24, "the ast of a project is held in memory: keep nodes small");

typedef struct Ast {
    const Node *nodes; /* nodes[0] is the Module that holds the unit's statements */
    uint32_t node_count;
    const Str *names; /* names[id]; names[0] is empty. Numbered per unit. */
    uint32_t name_count;
    bool has_broken;
} Ast;

/* ---- reading ---------------------------------------------------------------------------- */

/* What NODE_NONE reads as: of kind NODE_KIND_COUNT, without name, span, parent and children. Broken
 * source lacks any part, so that every question may be asked of a part that is not there. */
extern const Node ast_nothing;

static inline const Node *ast_node(const Ast *ast, NodeId node) {
    return node == NODE_NONE ? &ast_nothing : &ast->nodes[node];
}
static inline NodeKind ast_kind(const Ast *ast, NodeId node) {
    return (NodeKind)ast_node(ast, node)->kind;
}
static inline Span ast_span(const Ast *ast, NodeId node) {
    return (Span){ast_node(ast, node)->start, ast_node(ast, node)->end};
}
static inline Str ast_name(const Ast *ast, NodeId node) {
    return node == NODE_NONE ? (Str){"", 0} : ast->names[ast->nodes[node].name];
}

/* The first child and the child after `child`, in source order, or NODE_NONE. O(1). */
static inline NodeId ast_first_child(const Ast *ast, NodeId node) {
    return node != NODE_NONE && node + 1 < ast->nodes[node].subtree_end ? node + 1 : NODE_NONE;
}
static inline NodeId ast_next_sibling(const Ast *ast, NodeId child) {
    NodeId parent = ast_node(ast, child)->parent;
    NodeId next = ast_node(ast, child)->subtree_end;
    return parent != NODE_NONE && next < ast->nodes[parent].subtree_end ? next : NODE_NONE;
}

/* The first child of `node` in `field`, or NODE_NONE; the next one in the same field after `child`.
 */
NodeId ast_child(const Ast *ast, NodeId node, Field field);
NodeId ast_next_in_field(const Ast *ast, NodeId child);
uint32_t ast_count_in_field(const Ast *ast, NodeId node, Field field);
/* The last child of `node` in `field`; NODE_NONE, also of NODE_NONE. */
NodeId ast_last_in_field(const Ast *ast, NodeId node, Field field);
/* The first Assign to the plain name in the body of a class or function itself; NODE_NONE. */
NodeId ast_assignment(const Ast *ast, NodeId definition, Str name);
/* The last argument of a Call as it is written, keywords among them; NODE_NONE without any. */
NodeId ast_last_argument(const Ast *ast, NodeId call);

/* True when `node` is `ancestor` or stands below it. */
static inline bool ast_is_within(const Ast *ast, NodeId node, NodeId ancestor) {
    return ancestor <= node && node < ast->nodes[ancestor].subtree_end;
}

/* The nearest statement at or above `node`; NODE_NONE for the root. */
NodeId ast_statement(const Ast *ast, NodeId node);

/* The definition (FunctionDef, AsyncFunctionDef, ClassDef) that a function or class unit is: the
 * root's only statement. NODE_NONE for a module unit or when it is broken. */
NodeId ast_definition(const Ast *ast);

/* The smallest node whose span holds `span`; a definition counts from its first decorator, an arg
 * to the end of its default. O(log nodes), and one step for each node between the answer and the
 * last node that begins before `span`. */
NodeId ast_node_at(const Ast *ast, Span span);

/* The outermost statement, ExceptHandler or match_case that begins exactly here (a definition also
 * at its first decorator), or NODE_NONE. O(log nodes). */
NodeId ast_statement_at(const Ast *ast, uint32_t start);

/* A keyword argument's `keyword` node by name, or NODE_NONE. */
NodeId ast_keyword(const Ast *ast, NodeId call, Str name);

/* The first Call at or after `from`, in node order, of a Name or Attribute that ends in `name`;
 * NODE_NONE. O(nodes). To go on: from the answer + 1. */
NodeId ast_call_named(const Ast *ast, NodeId from, Str name);

/* The place of the function's parameter of this name among those that an argument can fill (no
 * `*x`,
 * `**x`), from 0, `self` included; UINT32_MAX when it has none. */
uint32_t ast_parameter_place(const Ast *ast, NodeId function, Str name);

/* The identifier's own bytes: of a Name, arg, keyword, alias; for an Attribute the attr after the
 * dot; for a definition its NAME child. */
Span ast_name_span(const Ast *ast, NodeId node);

bool ast_kind_is_statement(NodeKind kind);
bool ast_kind_is_expression(NodeKind kind);
bool ast_kind_is_function(NodeKind kind); /* FunctionDef, AsyncFunctionDef */

/* Displays: `[a]`, `(a, b)`; and `{a}` too. */
static inline bool ast_kind_is_sequence(NodeKind kind) {
    return kind == NODE_LIST || kind == NODE_TUPLE;
}
static inline bool ast_kind_is_collection(NodeKind kind) {
    return ast_kind_is_sequence(kind) || kind == NODE_SET;
}

/* "Call", "elt": as in Python's ast. */
const char *node_kind_name(NodeKind kind);
const char *field_name(Field field);
const char *operator_name(Operator op);

#endif
