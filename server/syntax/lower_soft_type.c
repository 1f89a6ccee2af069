/* `type (x).y = z` and `type [x] = y`: the grammar takes any statement that begins with the word
 * `type` and holds a `=` for a type alias. A bracket right after the word says that it is the
 * builtin's call or subscript. */
#include "syntax/lower_state.h"

static bool is_bracketed(Shape shape) {
    return shape == SHAPE_PARENTHESIZED_EXPRESSION || shape == SHAPE_TUPLE || shape == SHAPE_LIST ||
           shape == SHAPE_GENERATOR_EXPRESSION;
}

static bool is_chain(Shape shape) {
    return shape == SHAPE_TYPE || shape == SHAPE_ATTRIBUTE || shape == SHAPE_SUBSCRIPT ||
           shape == SHAPE_CALL || shape == SHAPE_MEMBER_TYPE;
}

/* One step for each link of the chain, once a statement. */
bool lower_begin_type_call(Lower *lower, TSNode alias) {
    TSNode node = ts_node_child_by_field_name(alias, "left", 4);
    while (!ts_node_is_null(node)) {
        Shape shape = lower_shape_of(lower->tables, ts_node_symbol(node));
        if (is_bracketed(shape)) {
            lower->type_call = (Span){ts_node_start_byte(alias), ts_node_start_byte(node)};
            return true;
        }
        if (!is_chain(shape)) {
            return false;
        }
        node = ts_node_child(node, 0);
    }
    return false;
}

/* All nodes since the statement are the links around this bracket: they begin at `type` too. */
static void move_starts(Lower *lower, Span place) {
    for (NodeId id = lower->nodes.count; id-- > 0 && lower_node(lower, id)->start == place.end;) {
        lower_node(lower, id)->start = place.start;
    }
}

bool lower_take_type_call(Lower *lower, TSNode node, Shape shape) {
    Span place = lower->type_call;
    if (place.end == 0 || ts_node_start_byte(node) != place.end) {
        return false;
    }
    lower->type_call = (Span){0, 0};
    move_starts(lower, place);
    bool is_list = shape == SHAPE_LIST;
    NodeId id = lower_add(lower, is_list ? NODE_SUBSCRIPT : NODE_CALL, lower_top(lower)->field,
                          place.start, ts_node_end_byte(node));
    lower_node(lower, id)->flags |= lower_top(lower)->context & CONTEXT_BITS;
    NodeId name = lower_add(lower, NODE_NAME, is_list ? FIELD_VALUE : FIELD_FUNC, place.start,
                            place.start + 4);
    lower_node(lower, name)->parent = id;
    lower_node(lower, name)->name = interner_add(&lower->names, STR("type"));
    lower_push(lower, node, SHAPE_ARGUMENT_LIST, id)->field = is_list ? FIELD_SLICE : FIELD_ARGS;
    if (is_list) {
        lower_open_maybe(lower, NODE_TUPLE, FIELD_ELTS);
    } else if (shape == SHAPE_GENERATOR_EXPRESSION) {
        enter_node(lower, node, shape);
        lower->frames.items[lower->frames.count - 2] = *lower_top(lower);
        lower->frames.count--;
        lower_top(lower)->outer = lower_node(lower, id)->parent;
    }
    return true;
}
