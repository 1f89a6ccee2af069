/* Inside of lowering: what the lower_*.c files share. Nobody else includes it. */
#ifndef BLUETICK_SYNTAX_LOWER_STATE_H
#define BLUETICK_SYNTAX_LOWER_STATE_H

#include "base/array.h"
#include "syntax/lower.h"
#include "syntax/tree_walk.h"

typedef enum Token {
    TOKEN_NONE, /* of no interest */
#define TOKEN(name, text, binary, unary) TOKEN_##name,
#include "syntax/tokens.def"
#undef TOKEN
    TOKEN_COUNT
} Token;

typedef enum Shape {
    SHAPE_TOKEN, /* an anonymous node */
#define SHAPE(name, text, enter, kind, field, inside, then, context) SHAPE_##name,
#include "syntax/shapes.def"
#undef SHAPE
    SHAPE_COUNT
} Shape;

/* Places in a frame where an identifier is more than a Name. They follow the fields of the ast, and
 * never get into a node. */
enum {
    FIELD_OWN_NAME = FIELD_COUNT, /* its text is the frame's node's name: Attribute, keyword */
    FIELD_NAME_IDENTIFIER,        /* that, and an Identifier child in field NAME: def, class */
    FIELD_NAMES_IDENTIFIER,       /* an Identifier child in field NAMES: global */
    FIELD_ASNAME_IDENTIFIER,      /* an Identifier child in field ASNAME: import as */
    FIELD_PARAMETER,              /* an arg */
    FIELD_TYPE_PARAMETER,         /* a TypeVar */
    PLACE_COUNT
};

/* Frame.context: what a target is told (NODE_STORE, NODE_DEL, 0 = Load), or that patterns of a
 * `case` are read. */
enum {
    CONTEXT_NONE = 0,
    CONTEXT_STORE = NODE_STORE,
    CONTEXT_DEL = NODE_DEL,
    CONTEXT_PATTERN = 1 << 7,
    CONTEXT_BITS = NODE_STORE | NODE_DEL,
};

typedef enum Inherit { INHERIT_NONE, INHERIT_TAKES, INHERIT_PASSES } Inherit;

/* A node that is kept only if a comma follows (a tuple without parentheses); else its children take
 * its place. Stands in Node.kind while lowering. */
enum { NODE_MAYBE = NODE_KIND_COUNT };

/* What has to happen at a named child of a frame, beyond lowering it. */
enum {
    HOOK_THEN = 1 << 0,      /* the field changes after it */
    HOOK_MAYBE = 1 << 1,     /* a NODE_MAYBE stretches over it */
    HOOK_WITH_ITEM = 1 << 2, /* it becomes a withitem */
};

typedef struct Frame {
    NodeId node;  /* children attach here */
    NodeId outer; /* leaving closes the nodes from `node` up to, not including, this one */
    NodeId tail;  /* the last elif of an if, the last comprehension; or NODE_NONE */
    NodeId maybe; /* the open NODE_MAYBE; or NODE_NONE */
    NodeId first; /* parameters: the first one's id */
    uint8_t shape;
    uint8_t field; /* or place */
    uint8_t context;
    uint8_t child_flags; /* NODE_PARENTHESIZED for what stands in parentheses */
    uint8_t maybe_kind;  /* what the NODE_MAYBE becomes at a comma */
    uint8_t state;       /* belongs to the shape */
    uint8_t hooks;
    bool has_error; /* somewhere below is an ERROR or a MISSING */
} Frame;

struct Lower {
    const LowerTables *tables;
    TreeWalk walk;
    struct ARRAY_OF(Frame) frames;
    struct ARRAY_OF(Node) nodes;
    struct ARRAY_OF(NodeId) places; /* old node id -> id in the compact array */
    Interner names; /* texts are borrowed from `text` or `mem` until they are copied */
    Arena *mem;
    Str text;
    bool has_broken;
    bool has_and; /* `&` and `^` both, or a `|` that groups to the right: lower_bitwise.c has to
                     look */
    bool has_xor;
    bool has_right_or;
    Span type_call; /* `type` and the bracket after it, when the tree took a call for an alias */
};

typedef bool Enter(Lower *lower, TSNode node, Shape shape);

typedef struct ShapeRow {
    Enter *enter; /* false: nothing was pushed, its children are not looked at */
    uint8_t kind;
    uint8_t field;
    uint8_t inside;
    uint8_t then;
    uint8_t context;
} ShapeRow;

extern const ShapeRow lower_shapes[SHAPE_COUNT];

/* ---- lower.c ---------------------------------------------------------------------------- */

static inline Frame *lower_top(Lower *lower) {
    return &lower->frames.items[lower->frames.count - 1];
}
static inline Node *lower_node(Lower *lower, NodeId id) {
    return &lower->nodes.items[id];
}
static inline uint8_t lower_kind(Lower *lower, NodeId id) {
    return lower->nodes.items[id].kind;
}

/* The field where a child of this shape stands in the top frame. */
uint8_t lower_field(Lower *lower, Shape shape);

/* Appends a node below the top frame's node, with the frame's child flags. */
NodeId lower_add(Lower *lower, uint8_t kind, uint8_t field, uint32_t start, uint32_t end);
NodeId lower_add_node(Lower *lower, uint8_t kind, uint8_t field, TSNode node);

/* A frame for `node`'s children; attaches to `id`, and leaving closes it up to the old top's node.
 * Pointers to frames are void after it. */
Frame *lower_push(Lower *lower, TSNode node, Shape shape, NodeId id);

/* A frame without a node of its own. */
Frame *lower_push_dissolved(Lower *lower, TSNode node, Shape shape);

void lower_close(Lower *lower, NodeId id); /* its subtree ends here */
void lower_mark_broken(Lower *lower, NodeId id);

/* From here on children of the top frame stand in a NODE_MAYBE in the frame's field. */
void lower_open_maybe(Lower *lower, uint8_t kind, uint8_t elements);
void lower_close_maybe(Lower *lower, Frame *frame);

NameId lower_intern(Lower *lower, TSNode node);
static inline Span lower_span(TSNode node) {
    return (Span){ts_node_start_byte(node), ts_node_end_byte(node)};
}

/* ---- lower_tables.c --------------------------------------------------------------------- */

Shape lower_shape_of(const LowerTables *tables, TSSymbol symbol);
Token lower_token_of(const LowerTables *tables, TSSymbol symbol);
TSFieldId lower_operator_field(const LowerTables *tables);

/* ---- lower_token.c ---------------------------------------------------------------------- */

void lower_token(Lower *lower, TSNode node, Token token);
Operator lower_binary_operator(Token token);

/* ---- lower_parameter.c ------------------------------------------------------------------ */

/* An identifier that is the whole parameter. */
void lower_plain_parameter(Lower *lower, TSNode node, NameId name);

/* An identifier that names the top frame's node. */
void lower_own_name(Lower *lower, TSNode node, NameId name);

/* ---- lower_soft_type.c ------------------------------------------------------------------ */

/* Whether `type (x).y = z` is meant: then the alias is an Assign, and lower_take_type_call makes
 * the Call or Subscript of `type` at the bracket. */
bool lower_begin_type_call(Lower *lower, TSNode alias);
bool lower_take_type_call(Lower *lower, TSNode node, Shape shape);

/* ---- lower_splat.c ---------------------------------------------------------------------- */

/* A Starred; over all of the chain when the star was read at its innermost name. */
Enter enter_star;

/* ---- lower_bitwise.c -------------------------------------------------------------------- */

/* Once all nodes are there. O(nodes). */
void lower_regroup_bitwise(Lower *lower);

/* ---- lower_pattern.c -------------------------------------------------------------------- */

/* A literal below the top frame: in a pattern it stands in a MatchValue or is a MatchSingleton, and
 * a minus sign read before it becomes its UnaryOp. The id of the Constant. */
NodeId lower_literal(Lower *lower, TSNode node, uint8_t detail);
void lower_pattern_token(Lower *lower, TSNode node, Token token);

#define SHAPE(name, text, enter, kind, field, inside, then, context) Enter enter;
#include "syntax/shapes.def"
#undef SHAPE

#endif
