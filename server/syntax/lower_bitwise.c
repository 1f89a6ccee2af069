/* `|`, `^` and `&`: the grammar lets `^` bind closer than `&`, and in types it groups a chain of
 * `|` to the right. Puts the trees of a unit that has such right, after the walk. */
#include "base/memory.h"
#include "syntax/lower_state.h"

#include <stdlib.h>

/* A group is the largest run of these operators that no parentheses part: operands a0 a1 ... an,
 * and between a(i-1) and a(i) the operation operations[i]; operations[0] is the root as the walk
 * left it. */
typedef struct Regroup {
    Lower *lower;
    Node *changed;   /* by old id */
    uint32_t *moved; /* by old id: its new one, NODE_NONE while unknown */
    struct ARRAY_OF(NodeId) operands;
    struct ARRAY_OF(NodeId) operations;
    struct ARRAY_OF(Span) extents; /* of the operands, with the parentheses around them */
    NodeId next;                   /* the next new id to be given within the group */
} Regroup;

/* An operation with exactly two operands. In broken source there may be others: it stays as it is.
 */
static bool is_operation(Lower *lower, NodeId id) {
    const Node *node = lower_node(lower, id);
    if (node->kind != NODE_BIN_OP || node->flags & NODE_HAS_BROKEN ||
        node->detail < OPERATOR_BIT_OR || node->detail > OPERATOR_BIT_AND ||
        id + 1 >= node->subtree_end) {
        return false;
    }
    NodeId right = lower_node(lower, id + 1)->subtree_end;
    return right < node->subtree_end && lower_node(lower, right)->field == FIELD_RIGHT &&
           lower_node(lower, right)->subtree_end == node->subtree_end;
}

static bool is_member(Lower *lower, NodeId id) {
    const Node *node = lower_node(lower, id);
    return is_operation(lower, id) && !(node->flags & NODE_PARENTHESIZED) &&
           node->parent != NODE_NONE && is_operation(lower, node->parent);
}

static bool is_root(Lower *lower, NodeId id) {
    return is_operation(lower, id) && !is_member(lower, id);
}

static void collect(Regroup *group, NodeId root) {
    Lower *lower = group->lower;
    NodeId end = lower_node(lower, root)->subtree_end;
    group->operands.count = group->operations.count = 0;
    for (NodeId id = root; id < end;) {
        const Node *node = lower_node(lower, id);
        if (id == root) {
            ARRAY_PUSH(&group->operations, root); /* none stands before the first operand */
        } else if (node->field == FIELD_RIGHT) {
            ARRAY_PUSH(&group->operations, node->parent);
        }
        if (id == root || is_member(lower, id)) {
            id++;
        } else {
            ARRAY_PUSH(&group->operands, id);
            id = node->subtree_end;
        }
    }
}

/* What stands between two operands: the parentheses of the first, the operator, those of the
 * second.
 */
static void read_gap(Str text, Span *left, Span *right) {
    bool after_operator = false;
    for (uint32_t at = left->end, end = right->start; at < end; at++) {
        char byte = text.ptr[at];
        if (byte == '#') {
            at += str_find_byte(str_slice(text, at, end), '\n');
        } else if (byte == '&' || byte == '^' || byte == '|') {
            after_operator = true;
        } else if (byte == ')' && !after_operator) {
            left->end = at + 1;
        } else if (byte == '(' && at < right->start) {
            right->start = at;
        }
    }
}

static void measure(Regroup *group, NodeId root) {
    const Node *whole = lower_node(group->lower, root);
    group->extents.count = 0;
    for (uint32_t i = 0; i < group->operands.count; i++) {
        const Node *operand = lower_node(group->lower, group->operands.items[i]);
        ARRAY_PUSH(&group->extents, ((Span){operand->start, operand->end}));
        if (i > 0) {
            Span *extent = &group->extents.items[i];
            read_gap(group->lower->text, extent - 1, extent);
        }
    }
    group->extents.items[0].start = whole->start;
    group->extents.items[group->extents.count - 1].end = whole->end;
}

static void open_operation(Regroup *group, uint32_t at, uint32_t first, Node above) {
    NodeId id = group->operations.items[at];
    Node *node = &group->changed[id];
    group->moved[id] = group->next++;
    node->parent = above.parent;
    node->field = above.field;
    node->flags = above.flags;
    node->start = group->extents.items[first].start;
}

/* `at` is the operation's own place, `last` that of its last operand. */
static void close_operation(Regroup *group, uint32_t at, uint32_t last) {
    NodeId id = group->operations.items[at];
    group->changed[id].subtree_end = id + (group->next - group->moved[id]);
    group->changed[id].end = group->extents.items[last].end;
}

static void place_operand(Regroup *group, uint32_t at, uint32_t end, Node above) {
    (void)end; /* at + 1: nothing joins a single one */
    NodeId id = group->operands.items[at];
    Node *node = &group->changed[id];
    group->moved[id] = group->next;
    group->next += node->subtree_end - id;
    node->parent = above.parent;
    node->field = above.field;
}

static Node left_of(Regroup *group, uint32_t at) {
    return (Node){.parent = group->operations.items[at], .field = FIELD_LEFT};
}

static Node right_of(Regroup *group, uint32_t at) {
    return (Node){.parent = group->operations.items[at], .field = FIELD_RIGHT};
}

static bool is_joint(Regroup *group, uint32_t at, Operator level) {
    return lower_node(group->lower, group->operations.items[at])->detail == level;
}

/* Places the operands from `first` to before `end`; `above` says where they stand. */
typedef void Place(Regroup *group, uint32_t first, uint32_t end, Node above);

/* What is joined by `level`: the operations from the outside in, then the runs between them. */
static void place_joined(Regroup *group, uint32_t first, uint32_t end, Node above, Operator level,
                         Place *place_run) {
    for (uint32_t at = end - 1; at > first; at--) {
        if (is_joint(group, at, level)) {
            open_operation(group, at, first, above);
            above = left_of(group, at);
        }
    }
    for (uint32_t start = first; start < end;) {
        uint32_t next = start + 1;
        while (next < end && !is_joint(group, next, level)) {
            next++;
        }
        place_run(group, start, next, start > first ? right_of(group, start) : above);
        if (start > first) {
            close_operation(group, start, next - 1);
        }
        start = next;
    }
}

static void place_ands(Regroup *group, uint32_t first, uint32_t end, Node above) {
    place_joined(group, first, end, above, OPERATOR_BIT_AND, place_operand);
}

static void place_xors(Regroup *group, uint32_t first, uint32_t end, Node above) {
    place_joined(group, first, end, above, OPERATOR_BIT_XOR, place_ands);
}

static void place_ors(Regroup *group, uint32_t first, uint32_t end, Node above) {
    place_joined(group, first, end, above, OPERATOR_BIT_OR, place_xors);
}

static void place_group(Regroup *group) {
    NodeId root = group->operations.items[0];
    Node above = *lower_node(group->lower, root);
    above.parent = group->changed[root].parent; /* another group may have moved it */
    above.field = group->changed[root].field;
    group->next = group->moved[root];
    place_ors(group, 0, group->operands.count, above);
}

static void find_places(Regroup *group) {
    Lower *lower = group->lower;
    for (NodeId id = 0; id < lower->nodes.count; id++) {
        const Node *node = lower_node(lower, id);
        if (group->moved[id] == NODE_NONE) {
            group->moved[id] =
                node->parent == NODE_NONE ? id : group->moved[node->parent] + (id - node->parent);
        }
        if (is_root(lower, id)) {
            collect(group, id);
            measure(group, id);
            place_group(group);
        }
    }
}

void lower_regroup_bitwise(Lower *lower) {
    uint32_t count = lower->nodes.count;
    Regroup group = {.lower = lower};
    group.changed = memory_allocate(sizeof(Node) * count);
    group.moved = memory_allocate(sizeof(uint32_t) * count);
    memcpy(group.changed, lower->nodes.items, sizeof(Node) * count);
    memset(group.moved, 0xff, sizeof(uint32_t) * count);
    find_places(&group);
    for (NodeId id = 0; id < count; id++) {
        Node node = group.changed[id];
        node.parent = node.parent == NODE_NONE ? NODE_NONE : group.moved[node.parent];
        node.subtree_end = group.moved[id] + (node.subtree_end - id);
        lower->nodes.items[group.moved[id]] = node;
    }
    free(group.changed);
    free(group.moved);
    ARRAY_RELEASE(&group.operands);
    ARRAY_RELEASE(&group.operations);
    ARRAY_RELEASE(&group.extents);
}
