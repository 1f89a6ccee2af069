/* Strings: plain ones are leaves, f-strings hold their literal parts and fields. */
#include "syntax/lower_state.h"

/* State of a frame of a string: its contents are nodes. */
enum { HAS_PARTS = 1 };

/* State of a frame of a field: its conversion follows from `=` alone. */
enum { IMPLIED_CONVERSION = 1 };

typedef struct Prefix {
    bool is_bytes;
    bool is_format;
    bool is_template;
} Prefix;

static Prefix read_prefix(Str text, uint32_t start) {
    enum { PREFIX_MAX = 3 };
    Prefix prefix = {0};
    for (uint32_t at = start; at < text.len && at < start + PREFIX_MAX; at++) {
        switch (text.ptr[at] | 0x20) {
        case 'b':
            prefix.is_bytes = true;
            break;
        case 'f':
            prefix.is_format = true;
            break;
        case 't':
            prefix.is_template = true;
            break;
        case 'r':
        case 'u':
            break;
        default:
            return prefix;
        }
    }
    return prefix;
}

/* One of several adjacent literals; lower.c keeps plain parts when an f-string is among them. */
static bool enter_part(Lower *lower, TSNode node, Shape shape, Prefix prefix) {
    NodeId whole = lower_top(lower)->node;
    if (prefix.is_format || prefix.is_template) {
        Node *string = lower_node(lower, whole);
        string->kind = prefix.is_template ? NODE_TEMPLATE_STR : NODE_JOINED_STR;
        string->detail = 0;
        lower_push_dissolved(lower, node, shape)->state = HAS_PARTS;
        return true;
    }
    NodeId id = lower_add_node(lower, NODE_MAYBE, FIELD_VALUES, node);
    lower_node(lower, id)->detail = prefix.is_bytes ? CONSTANT_BYTES : CONSTANT_STR;
    if (lower_node(lower, whole)->detail == 0 && lower_kind(lower, whole) == NODE_CONSTANT) {
        lower_node(lower, whole)->detail = prefix.is_bytes ? CONSTANT_BYTES : CONSTANT_STR;
    }
    return false;
}

bool enter_string(Lower *lower, TSNode node, Shape shape) {
    Prefix prefix = read_prefix(lower->text, ts_node_start_byte(node));
    const Frame *frame = lower_top(lower);
    if (frame->shape == SHAPE_CONCATENATED_STRING) {
        return enter_part(lower, node, shape, prefix);
    }
    bool has_error = frame->has_error;
    NodeId id = lower_literal(lower, node, prefix.is_bytes ? CONSTANT_BYTES : CONSTANT_STR);
    if (prefix.is_format || prefix.is_template) {
        lower_node(lower, id)->kind = prefix.is_template ? NODE_TEMPLATE_STR : NODE_JOINED_STR;
        lower_node(lower, id)->detail = 0;
        lower_push(lower, node, shape, id)->state = HAS_PARTS;
        return true;
    }
    if (has_error && ts_node_has_error(node)) {
        lower_push(lower, node, shape, id);
        return true;
    }
    return false;
}

bool enter_concatenated_string(Lower *lower, TSNode node, Shape shape) {
    NodeId id = lower_literal(lower, node, 0);
    lower_node(lower, id)->flags |= NODE_IMPLICIT_CONCATENATION;
    lower_push(lower, node, shape, id);
    return true;
}

bool enter_string_content(Lower *lower, TSNode node, Shape shape) {
    (void)shape;
    if (lower_top(lower)->state == HAS_PARTS) {
        NodeId id = lower_add_node(lower, NODE_CONSTANT, FIELD_VALUES, node);
        lower_node(lower, id)->detail = CONSTANT_STR;
    }
    return false;
}

bool enter_interpolation(Lower *lower, TSNode node, Shape shape) {
    bool in_template = lower_kind(lower, lower_top(lower)->node) == NODE_TEMPLATE_STR;
    NodeId id = lower_add_node(lower, in_template ? NODE_INTERPOLATION : NODE_FORMATTED_VALUE,
                               FIELD_VALUES, node);
    lower_push(lower, node, shape, id);
    return true;
}

/* `!r` */
bool enter_type_conversion(Lower *lower, TSNode node, Shape shape) {
    (void)shape;
    uint32_t letter = ts_node_start_byte(node) + 1;
    if (letter < lower->text.len) {
        lower_node(lower, lower_top(lower)->node)->detail = (uint8_t)lower->text.ptr[letter];
        lower_top(lower)->state = 0;
    }
    return false;
}

bool enter_format_specifier(Lower *lower, TSNode node, Shape shape) {
    const Frame *frame = lower_top(lower);
    if (frame->shape == SHAPE_INTERPOLATION && frame->state == IMPLIED_CONVERSION) {
        lower_node(lower, frame->node)->detail = 0;
    }
    return enter_node(lower, node, shape);
}
