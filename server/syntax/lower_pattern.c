/* Dotted names, and the patterns of `match`. */
#include "syntax/lower_state.h"

/* State of a frame whose node is a UnaryOp waiting for its number. */
enum { NEGATIVE = 1 };

/* ---- literals --------------------------------------------------------------------------- */

static NodeId negative_literal(Lower *lower, TSNode node) {
    Frame *frame = lower_top(lower);
    NodeId operation = frame->node;
    NodeId id = lower_add_node(lower, NODE_CONSTANT, FIELD_OPERAND, node);
    frame->state = 0;
    lower_node(lower, operation)->end = ts_node_end_byte(node);
    lower_close(lower, operation);
    frame->node = lower_node(lower, operation)->parent;
    if (lower_kind(lower, frame->node) == NODE_MATCH_VALUE &&
        frame->shape != SHAPE_COMPLEX_PATTERN) {
        lower_node(lower, frame->node)->end = ts_node_end_byte(node);
        lower_close(lower, frame->node);
        frame->node = lower_node(lower, frame->node)->parent;
    }
    return id;
}

static bool is_waiting(const Frame *frame) {
    return frame->state == NEGATIVE &&
           (frame->context & CONTEXT_PATTERN || frame->shape == SHAPE_COMPLEX_PATTERN ||
            frame->shape == SHAPE_DICT_PATTERN);
}

NodeId lower_literal(Lower *lower, TSNode node, uint8_t detail) {
    const Frame *frame = lower_top(lower);
    NodeId id;
    if (is_waiting(frame)) {
        id = negative_literal(lower, node);
    } else if (!(frame->context & CONTEXT_PATTERN)) {
        id = lower_add_node(lower, NODE_CONSTANT, frame->field, node);
    } else if (detail >= CONSTANT_NONE && detail <= CONSTANT_FALSE) {
        id = lower_add_node(lower, NODE_MATCH_SINGLETON, frame->field, node);
    } else {
        NodeId value = lower_add_node(lower, NODE_MATCH_VALUE, frame->field, node);
        id = lower_add_node(lower, NODE_CONSTANT, FIELD_VALUE, node);
        lower_node(lower, id)->parent = value;
        lower_close(lower, value);
    }
    lower_node(lower, id)->detail = detail;
    return id;
}

bool enter_number(Lower *lower, TSNode node, Shape shape) {
    char last = lower->text.ptr[ts_node_end_byte(node) - 1];
    uint8_t detail = shape == SHAPE_FLOAT ? CONSTANT_FLOAT : CONSTANT_INT;
    lower_literal(lower, node, last == 'j' || last == 'J' ? CONSTANT_COMPLEX : detail);
    return false;
}

bool enter_singleton(Lower *lower, TSNode node, Shape shape) {
    static const uint8_t details[SHAPE_COUNT] = {
        [SHAPE_TRUE] = CONSTANT_TRUE,
        [SHAPE_FALSE] = CONSTANT_FALSE,
        [SHAPE_NONE] = CONSTANT_NONE,
        [SHAPE_ELLIPSIS] = CONSTANT_ELLIPSIS,
    };
    lower_literal(lower, node, details[shape]);
    return false;
}

/* ---- dotted names ----------------------------------------------------------------------- */

/* "a.b" also when the source says "a . b" or continues the line in between. */
static NameId intern_path(Lower *lower, TSNode node) {
    Span span = lower_span(node);
    Str path = str_span(lower->text, span);
    uint32_t kept = 0;
    char *copy = NULL;
    for (uint32_t at = 0; at < path.len; at++) {
        bool is_blank = memchr(" \t\r\n\f\\", path.ptr[at], 7) != NULL;
        if (is_blank && !copy) {
            copy = arena_allocate(lower->mem, path.len);
            memcpy(copy, path.ptr, at);
        }
        if (!is_blank) {
            if (copy) {
                copy[kept] = path.ptr[at];
            }
            kept++;
        }
    }
    return interner_add(&lower->names, (Str){copy ? copy : path.ptr, kept});
}

/* a.b.c as an expression: the Attributes from the outside in, then the Name. */
static void dotted_expression(Lower *lower, TSNode node, NodeId parent, uint8_t field) {
    uint32_t parts = ts_node_named_child_count(node);
    NodeId outermost = lower->nodes.count;
    uint32_t start = ts_node_start_byte(node);
    for (uint32_t i = 0; i < parts; i++) {
        uint8_t kind = i + 1 < parts ? NODE_ATTRIBUTE : NODE_NAME;
        NodeId id = lower_add(lower, kind, i ? FIELD_VALUE : field, start, start);
        lower_node(lower, id)->parent = i ? id - 1 : parent;
    }
    NodeId innermost = lower->nodes.count - 1;
    TSTreeCursor cursor = ts_tree_cursor_new(node);
    bool more = parts > 0 && ts_tree_cursor_goto_first_child(&cursor);
    for (NodeId id = innermost; more; more = ts_tree_cursor_goto_next_sibling(&cursor)) {
        TSNode part = ts_tree_cursor_current_node(&cursor);
        if (lower_shape_of(lower->tables, ts_node_symbol(part)) != SHAPE_IDENTIFIER) {
            continue;
        }
        lower_node(lower, id)->name = lower_intern(lower, part);
        lower_node(lower, id)->end = ts_node_end_byte(part);
        if (id-- == outermost) {
            break;
        }
    }
    ts_tree_cursor_delete(&cursor);
    for (NodeId id = outermost; parts > 0 && id <= innermost; id++) {
        lower_node(lower, id)->subtree_end = innermost + 1;
    }
}

/* One identifier is a capture, several are a value. */
static void dotted_pattern(Lower *lower, TSNode node) {
    uint8_t field = lower_top(lower)->field;
    if (ts_node_named_child_count(node) > 1) {
        NodeId value = lower_add_node(lower, NODE_MATCH_VALUE, field, node);
        dotted_expression(lower, node, value, FIELD_VALUE);
        lower_close(lower, value);
        return;
    }
    NodeId capture = lower_add_node(lower, NODE_MATCH_AS, field, node);
    Span span = lower_span(node);
    if (span.end - span.start == 1 && lower->text.ptr[span.start] == '_') {
        return; /* the wildcard has no name */
    }
    NodeId name = lower_add_node(lower, NODE_IDENTIFIER, FIELD_NAME, node);
    lower_node(lower, name)->parent = capture;
    lower_node(lower, name)->name = lower_node(lower, capture)->name = lower_intern(lower, node);
    lower_close(lower, capture);
}

bool enter_dotted_name(Lower *lower, TSNode node, Shape shape) {
    (void)shape;
    const Frame *frame = lower_top(lower);
    if (frame->field == FIELD_OWN_NAME) {
        lower_node(lower, frame->node)->name = intern_path(lower, node);
    } else if (frame->field == FIELD_NAMES) {
        NodeId id = lower_add_node(lower, NODE_ALIAS, FIELD_NAMES, node);
        lower_node(lower, id)->name = intern_path(lower, node);
    } else if (frame->context & CONTEXT_PATTERN && frame->field != FIELD_CLS) {
        dotted_pattern(lower, node);
    } else {
        dotted_expression(lower, node, frame->node, frame->field);
    }
    return false;
}

/* ---- match ------------------------------------------------------------------------------ */

bool enter_match(Lower *lower, TSNode node, Shape shape) {
    enter_node(lower, node, shape);
    lower_open_maybe(lower, NODE_TUPLE, FIELD_ELTS);
    return true;
}

bool enter_case(Lower *lower, TSNode node, Shape shape) {
    enter_node(lower, node, shape);
    lower_top(lower)->context = CONTEXT_PATTERN;
    lower_open_maybe(lower, NODE_MATCH_SEQUENCE, FIELD_PATTERNS);
    return true;
}

bool enter_keyword_pattern(Lower *lower, TSNode node, Shape shape) {
    return enter_node(lower, node, shape);
}

/* `*rest` is a MatchStar; `**rest` in a mapping is the mapping's name. */
bool enter_match_splat(Lower *lower, TSNode node, Shape shape) {
    if (lower_kind(lower, lower_top(lower)->node) == NODE_MATCH_MAPPING) {
        return enter_dissolved(lower, node, shape);
    }
    return enter_node(lower, node, shape);
}

/* `1 + 2j`: MatchValue > BinOp. */
bool enter_complex_pattern(Lower *lower, TSNode node, Shape shape) {
    if (!(lower_top(lower)->context & CONTEXT_PATTERN)) { /* the key of a mapping */
        NodeId key = lower_add_node(lower, NODE_BIN_OP, lower_field(lower, shape), node);
        lower_push(lower, node, shape, key);
        return true;
    }
    NodeId value = lower_add_node(lower, NODE_MATCH_VALUE, lower_field(lower, shape), node);
    NodeId sum = lower_add_node(lower, NODE_BIN_OP, FIELD_VALUE, node);
    lower_node(lower, sum)->parent = value;
    lower_push(lower, node, shape, sum);
    return true;
}

static void open_negative(Lower *lower, TSNode node) {
    Frame *frame = lower_top(lower);
    uint8_t field = frame->field;
    if (frame->context & CONTEXT_PATTERN) {
        frame->node = lower_add_node(lower, NODE_MATCH_VALUE, field, node);
        field = FIELD_VALUE;
    }
    NodeId id = lower_add_node(lower, NODE_UNARY_OP, field, node);
    lower_node(lower, id)->detail = OPERATOR_U_SUB;
    frame = lower_top(lower);
    frame->node = id;
    frame->state = NEGATIVE;
}

void lower_pattern_token(Lower *lower, TSNode node, Token token) {
    Frame *frame = lower_top(lower);
    bool is_sign = token == TOKEN_MINUS || token == TOKEN_PLUS;
    if (token == TOKEN_UNDERSCORE && frame->shape != SHAPE_SPLAT_PATTERN) {
        lower_add_node(lower, NODE_MATCH_AS, frame->field, node);
    } else if (is_sign && frame->shape == SHAPE_COMPLEX_PATTERN && frame->field == FIELD_RIGHT) {
        lower_node(lower, frame->node)->detail = (uint8_t)lower_binary_operator(token);
    } else if (token == TOKEN_MINUS && frame->state != NEGATIVE) {
        open_negative(lower, node);
    }
}
