/* Stars: `*a.b` is a Starred over the whole chain, though the grammar puts the star on the chain's
 * innermost name. */
#include "syntax/lower_state.h"

static bool is_link(uint8_t kind) {
    return kind == NODE_ATTRIBUTE || kind == NODE_SUBSCRIPT || kind == NODE_CALL ||
           kind == NODE_BIN_OP;
}

/* The links of the chain that begins with the star are the last nodes there are: the number of
 * them. One step for each, and a link belongs to one star. */
static uint32_t count_links(Lower *lower, uint32_t start) {
    uint32_t count = lower->nodes.count;
    NodeId id = count;
    while (id > 0 && lower_node(lower, id - 1)->start == start &&
           is_link(lower_kind(lower, id - 1)) &&
           (id == count || lower_node(lower, id)->parent == id - 1)) {
        id--;
    }
    return id < count && lower_top(lower)->node == count - 1 ? count - id : 0;
}

/* A star in brackets is in a tuple, with a comma or without. */
static void confirm_tuple(Lower *lower, NodeId star) {
    Node *maybe = lower_node(lower, lower_node(lower, star)->parent);
    if (maybe->kind == NODE_MAYBE && maybe->parent != NODE_NONE &&
        lower_kind(lower, maybe->parent) == NODE_SUBSCRIPT) {
        maybe->kind = NODE_TUPLE;
    }
}

/* Moves the last `count` nodes by one, together with what the frames say about them. */
static NodeId make_room(Lower *lower, uint32_t count) {
    NodeId first = lower->nodes.count - count;
    NodeId parent = lower_node(lower, first)->parent;
    ARRAY_PUSH(&lower->nodes, (Node){0});
    for (NodeId id = lower->nodes.count - 1; id > first; id--) {
        Node *node = lower_node(lower, id);
        *node = *lower_node(lower, id - 1);
        node->parent = id - 1;
        node->subtree_end = id + 1;
    }
    *lower_node(lower, first) = *lower_node(lower, first + 1);
    lower_node(lower, first)->parent = parent;
    for (uint32_t at = lower->frames.count; at-- > 0 && lower->frames.items[at].node >= first;) {
        Frame *frame = &lower->frames.items[at];
        frame->node++;
        frame->outer += frame->outer != NODE_NONE && frame->outer >= first;
    }
    return first;
}

/* `*a.b()`, entered at `*a`: the Starred is put in front of the Call. */
static bool star_the_chain(Lower *lower, TSNode node, uint32_t links) {
    TSNode inner = ts_node_named_child(node, 0);
    uint32_t start = ts_node_is_null(inner) ? ts_node_end_byte(node) : ts_node_start_byte(inner);
    NodeId star = make_room(lower, links);
    Node *starred = lower_node(lower, star);
    starred->kind = NODE_STARRED;
    starred->detail = 0;
    starred->name = NAME_NONE;
    lower_node(lower, star + 1)->field = FIELD_VALUE;
    for (NodeId id = star + 1; id < lower->nodes.count; id++) {
        lower_node(lower, id)->start = start;
    }
    confirm_tuple(lower, star);
    lower_push_dissolved(lower, node, SHAPE_UNKNOWN);
    return true;
}

bool enter_star(Lower *lower, TSNode node, Shape shape) {
    uint32_t links = count_links(lower, ts_node_start_byte(node));
    if (links > 0) {
        return star_the_chain(lower, node, links);
    }
    NodeId star = lower->nodes.count;
    enter_node(lower, node, shape);
    confirm_tuple(lower, star);
    return true;
}
