/* Parameters: which of Python's five lists an arg belongs to, and its exact span. */
#include "syntax/lower_state.h"

/* State of a frame of parameters. */
enum { AFTER_STAR = 1 << 0, AFTER_SLASH = 1 << 1 };

static bool is_parameters(const Frame *frame) {
    return frame->shape == SHAPE_PARAMETERS || frame->shape == SHAPE_LAMBDA_PARAMETERS;
}

/* The frame of the whole list, above at most two frames of one parameter; or NULL. */
static Frame *parameters_frame(Lower *lower) {
    for (uint32_t up = 1; up <= 3 && up <= lower->frames.count; up++) {
        Frame *frame = &lower->frames.items[lower->frames.count - up];
        if (is_parameters(frame)) {
            return frame;
        }
    }
    return NULL;
}

static NodeId add_arg(Lower *lower, TSNode node) {
    Frame *list = parameters_frame(lower);
    uint8_t field = list && list->state & AFTER_STAR ? FIELD_KWONLYARGS : FIELD_ARGS;
    NodeId id = lower_add_node(lower, NODE_ARG, field, node);
    if (list && list->first == NODE_NONE) {
        list->first = id;
    }
    return id;
}

void lower_plain_parameter(Lower *lower, TSNode node, NameId name) {
    NodeId id = add_arg(lower, node);
    lower_node(lower, id)->name = name;
}

/* An arg begins and, without an annotation, ends with its name: no stars, no default. */
void lower_own_name(Lower *lower, TSNode node, NameId name) {
    Node *named = lower_node(lower, lower_top(lower)->node);
    named->name = name;
    if (named->kind == NODE_ARG) {
        named->start = ts_node_start_byte(node);
        named->end = ts_node_end_byte(node);
    }
}

bool enter_parameter(Lower *lower, TSNode node, Shape shape) {
    NodeId id = add_arg(lower, node);
    lower_push(lower, node, shape, id);
    return true;
}

static void set_star(Lower *lower, NodeId arg, Shape shape) {
    bool is_list = shape == SHAPE_LIST_SPLAT_PATTERN;
    lower_node(lower, arg)->field = is_list ? FIELD_VARARG : FIELD_KWARG;
    Frame *list = parameters_frame(lower);
    if (list) {
        list->state |= AFTER_STAR;
    }
}

/* `*args` alone, `*args: int` inside a typed parameter, or `*rest` in a target. */
bool enter_splat_pattern(Lower *lower, TSNode node, Shape shape) {
    const Frame *frame = lower_top(lower);
    if (frame->field == FIELD_PARAMETER) {
        NodeId id = add_arg(lower, node);
        set_star(lower, id, shape);
        lower_push(lower, node, shape, id)->field = FIELD_OWN_NAME;
        return true;
    }
    if (frame->shape == SHAPE_TYPED_PARAMETER) {
        set_star(lower, frame->node, shape);
        lower_push_dissolved(lower, node, shape)->field = FIELD_OWN_NAME;
        return true;
    }
    return enter_star(lower, node, shape);
}

/* What stands before the (first) `/` is positional only. Once a list, so linear. */
bool enter_positional_separator(Lower *lower, TSNode node, Shape shape) {
    (void)node, (void)shape;
    Frame *list = lower_top(lower);
    if (!is_parameters(list) || list->first == NODE_NONE || list->state & AFTER_SLASH) {
        return false;
    }
    list->state |= AFTER_SLASH;
    for (NodeId id = list->first; id < lower->nodes.count;
         id = lower_node(lower, id)->subtree_end) {
        if (lower_node(lower, id)->field == FIELD_ARGS) {
            lower_node(lower, id)->field = FIELD_POSONLYARGS;
        }
    }
    return false;
}

bool enter_keyword_separator(Lower *lower, TSNode node, Shape shape) {
    (void)node, (void)shape;
    lower_top(lower)->state |= AFTER_STAR;
    return false;
}
