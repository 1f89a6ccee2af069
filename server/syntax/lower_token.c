/* What anonymous nodes say: operators, `async`, and where the next child stands. */
#include "syntax/lower_state.h"

typedef struct Turn {
    uint8_t field;
    uint8_t context;
} Turn;

static const Turn turns[SHAPE_COUNT][TOKEN_COUNT] = {
#define TURN(shape, token, field, context)                                                         \
    [SHAPE_##shape][TOKEN_##token] = {FIELD_##field, CONTEXT_##context},
#include "syntax/turns.def"
#undef TURN
};

static const uint8_t binary_operators[TOKEN_COUNT] = {
#define TOKEN(name, text, binary, unary) [TOKEN_##name] = OPERATOR_##binary,
#include "syntax/tokens.def"
#undef TOKEN
};

static const uint8_t unary_operators[TOKEN_COUNT] = {
#define TOKEN(name, text, binary, unary) [TOKEN_##name] = OPERATOR_##unary,
#include "syntax/tokens.def"
#undef TOKEN
};

Operator lower_binary_operator(Token token) {
    return (Operator)binary_operators[token];
}

static void comma_in_maybe(Lower *lower, Frame *frame, TSNode node) {
    Node *maybe = lower_node(lower, frame->maybe);
    maybe->kind = frame->maybe_kind;
    if (frame->hooks & HOOK_MAYBE) {
        maybe->end = ts_node_end_byte(node);
    } else {
        maybe->flags &= (uint8_t)~NODE_PARENTHESIZED; /* the tuple's own parentheses */
    }
}

static void async_token(Lower *lower, Frame *frame) {
    Node *node = lower_node(lower, frame->node);
    switch (node->kind) {
    case NODE_FUNCTION_DEF:
        node->kind = NODE_ASYNC_FUNCTION_DEF;
        break;
    case NODE_FOR:
        node->kind = NODE_ASYNC_FOR;
        break;
    case NODE_WITH:
        node->kind = NODE_ASYNC_WITH;
        break;
    case NODE_COMPREHENSION:
        node->kind = NODE_ASYNC_COMPREHENSION;
        break;
    default:
        break;
    }
}

static void binary_token(Lower *lower, NodeId id, Token token) {
    Node *node = lower_node(lower, id);
    node->detail = binary_operators[token];
    lower->has_and = lower->has_and || token == TOKEN_AMPERSAND;
    lower->has_xor = lower->has_xor || token == TOKEN_CARET;
    if (token == TOKEN_BAR && node->field == FIELD_RIGHT && !(node->flags & NODE_PARENTHESIZED)) {
        lower->has_right_or =
            lower->has_right_or || lower_node(lower, node->parent)->detail == OPERATOR_BIT_OR;
    }
}

static void comparison_token(Lower *lower, TSNode node, Token token) {
    if (binary_operators[token] != OPERATOR_NONE) {
        NodeId id = lower_add_node(lower, NODE_CMP_OP, FIELD_OPS, node);
        lower_node(lower, id)->detail = binary_operators[token];
    }
}

/* `x: int = 1`: what began as an Assign has an annotation. */
static void annotation_colon(Lower *lower, Frame *frame) {
    Node *node = lower_node(lower, frame->node);
    if (node->kind == NODE_ASSIGN && lower->nodes.count > frame->node + 1) {
        node->kind = NODE_ANN_ASSIGN;
        lower_node(lower, frame->node + 1)->field = FIELD_TARGET;
        frame->field = FIELD_ANNOTATION;
        frame->context = CONTEXT_NONE;
    }
}

/* `except*` makes the whole statement a TryStar. */
static void except_star(Lower *lower, Frame *frame) {
    if (frame->outer != NODE_NONE && lower_kind(lower, frame->outer) == NODE_TRY) {
        lower_node(lower, frame->outer)->kind = NODE_TRY_STAR;
    }
}

/* `k=p as name`: the grammar has the `as` around the keyword, Python the keyword around the `as`.
 */
static void as_in_keyword(Lower *lower, Frame *frame) {
    NodeId id = frame->node;
    if (lower->nodes.count < id + 3 || lower_kind(lower, id) != NODE_MATCH_AS ||
        lower_kind(lower, id + 1) != NODE_KEYWORD) {
        return;
    }
    Node *outer = lower_node(lower, id);
    Node *inner = lower_node(lower, id + 1);
    outer->kind = NODE_KEYWORD;
    outer->field = FIELD_KWD_PATTERNS;
    outer->name = inner->name;
    inner->kind = NODE_MATCH_AS;
    inner->field = FIELD_PATTERN;
    inner->name = NAME_NONE;
    inner->start = lower_node(lower, id + 2)->start;
    inner->end = outer->end;
    frame->node = id + 1;
}

/* A token that means something in this shape only. */
static void shape_token(Lower *lower, Frame *frame, TSNode node, Token token) {
    switch (frame->shape) {
    case SHAPE_BINARY_OPERATOR:
    case SHAPE_BOOLEAN_OPERATOR:
        if (binary_operators[token] != OPERATOR_NONE) {
            binary_token(lower, frame->node, token);
        }
        break;
    case SHAPE_AUGMENTED_ASSIGNMENT:
        lower_node(lower, frame->node)->detail = binary_operators[token];
        frame->field = FIELD_VALUE;
        frame->context = CONTEXT_NONE;
        break;
    case SHAPE_UNARY_OPERATOR:
    case SHAPE_NOT_OPERATOR:
        lower_node(lower, frame->node)->detail = unary_operators[token];
        break;
    case SHAPE_COMPARISON_OPERATOR:
        comparison_token(lower, node, token);
        break;
    case SHAPE_UNION_TYPE:
        binary_token(lower, frame->node, TOKEN_BAR);
        break;
    case SHAPE_BLOCK:
        if (token == TOKEN_SEMICOLON) { /* a last one belongs to what holds the suite */
            lower_node(lower, frame->node)->end = ts_node_end_byte(node);
        }
        break;
    case SHAPE_INTERPOLATION:
        if (token == TOKEN_EQUAL) { /* `{x=}` shows the repr unless it says otherwise */
            lower_node(lower, frame->node)->detail = 'r';
            frame->state = 1;
        }
        break;
    case SHAPE_SLICE:
        frame->field = frame->field == FIELD_LOWER ? FIELD_UPPER : FIELD_STEP;
        break;
    case SHAPE_SUBSCRIPT:
        if (token == TOKEN_OPEN_BRACKET && frame->maybe == NODE_NONE) {
            frame->field = FIELD_SLICE;
            lower_open_maybe(lower, NODE_TUPLE, FIELD_ELTS);
        }
        break;
    case SHAPE_YIELD:
        if (token == TOKEN_FROM) {
            lower_node(lower, frame->node)->kind = NODE_YIELD_FROM;
        }
        break;
    case SHAPE_ASSIGNMENT:
        if (token == TOKEN_COLON) {
            annotation_colon(lower, frame);
        }
        break;
    case SHAPE_EXCEPT_CLAUSE:
        if (token == TOKEN_STAR) {
            except_star(lower, frame);
        }
        break;
    case SHAPE_AS_PATTERN:
        if (token == TOKEN_AS) {
            as_in_keyword(lower, frame);
            frame->field = frame->state;
            frame->context = frame->state == FIELD_OPTIONAL_VARS ? CONTEXT_STORE : CONTEXT_NONE;
        }
        break;
    default:
        break;
    }
}

void lower_token(Lower *lower, TSNode node, Token token) {
    Frame *frame = lower_top(lower);
    Turn turn = turns[frame->shape][token];
    if (frame->context & CONTEXT_PATTERN || frame->shape == SHAPE_COMPLEX_PATTERN ||
        frame->shape == SHAPE_DICT_PATTERN) {
        lower_pattern_token(lower, node, token);
        frame = lower_top(lower);
    }
    if (turn.field != FIELD_NONE) {
        lower_close_maybe(lower, frame);
        frame->field = turn.field;
        frame->context = turn.context;
    } else if (token == TOKEN_COMMA && frame->maybe != NODE_NONE) {
        comma_in_maybe(lower, frame, node);
    } else if (token == TOKEN_ASYNC) {
        async_token(lower, frame);
    } else {
        shape_token(lower, frame, node, token);
    }
}
