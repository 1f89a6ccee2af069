/* The walk, the stack of frames, and the compact array at its end. What a single kind of node
 * becomes is not known here: see shapes.def and the other lower_*.c. */
#include "syntax/lower.h"

#include "base/memory.h"
#include "syntax/lower_state.h"

#include <stdlib.h>

enum { KEPT_ITEMS_MAX = 1 << 16 };

Lower *lower_new(const LowerTables *tables) {
    Lower *lower = memory_allocate_zeroed(1, sizeof *lower);
    lower->tables = tables;
    interner_init(&lower->names, NULL);
    return lower;
}

void lower_free(Lower *lower) {
    if (!lower) {
        return;
    }
    tree_walk_release(&lower->walk);
    ARRAY_RELEASE(&lower->frames);
    ARRAY_RELEASE(&lower->nodes);
    ARRAY_RELEASE(&lower->places);
    interner_release(&lower->names);
    free(lower);
}

/* ---- nodes and frames ------------------------------------------------------------------- */

static uint8_t node_field(uint8_t place) {
    static const uint8_t fields[PLACE_COUNT - FIELD_COUNT] = {
        FIELD_NAME, FIELD_NAME, FIELD_NAMES, FIELD_ASNAME, FIELD_ARGS, FIELD_TYPE_PARAMS,
    };
    return place < FIELD_COUNT ? place : fields[place - FIELD_COUNT];
}

uint8_t lower_field(Lower *lower, Shape shape) {
    uint8_t own = lower_shapes[shape].field;
    return own != FIELD_NONE ? own : lower_top(lower)->field;
}

static NodeId add_below(Lower *lower, NodeId parent, Node node) {
    NodeId id = lower->nodes.count;
    node.field = node_field(node.field);
    node.parent = parent;
    node.subtree_end = id + 1;
    ARRAY_PUSH(&lower->nodes, node);
    return id;
}

NodeId lower_add(Lower *lower, uint8_t kind, uint8_t field, uint32_t start, uint32_t end) {
    const Frame *frame = lower_top(lower);
    return add_below(
        lower, frame->node,
        (Node){
            .kind = kind, .field = field, .flags = frame->child_flags, .start = start, .end = end});
}

NodeId lower_add_node(Lower *lower, uint8_t kind, uint8_t field, TSNode node) {
    return lower_add(lower, kind, field, ts_node_start_byte(node), ts_node_end_byte(node));
}

static Frame *push(Lower *lower, TSNode node, Shape shape, Frame frame) {
    bool has_error = lower_top(lower)->has_error && ts_node_has_error(node);
    frame.shape = (uint8_t)shape;
    frame.tail = frame.maybe = frame.first = NODE_NONE;
    frame.hooks = lower_shapes[shape].then != FIELD_NONE ? HOOK_THEN : 0;
    frame.has_error = has_error;
    ARRAY_PUSH(&lower->frames, frame);
    return lower_top(lower);
}

Frame *lower_push(Lower *lower, TSNode node, Shape shape, NodeId id) {
    const Frame *outer = lower_top(lower);
    const ShapeRow *row = &lower_shapes[shape];
    return push(lower, node, shape,
                (Frame){.node = id,
                        .outer = outer->node,
                        .field = row->inside,
                        .context = row->context == INHERIT_PASSES ? outer->context : CONTEXT_NONE});
}

Frame *lower_push_dissolved(Lower *lower, TSNode node, Shape shape) {
    const Frame *outer = lower_top(lower);
    const ShapeRow *row = &lower_shapes[shape];
    return push(lower, node, shape,
                (Frame){.node = outer->node,
                        .outer = outer->node,
                        .field = row->inside != FIELD_NONE ? row->inside : outer->field,
                        .child_flags = outer->child_flags,
                        .context = row->context == INHERIT_PASSES ? outer->context : CONTEXT_NONE});
}

/* A suite's last statement ends what holds it: the tree's own ends reach over comments. */
static bool ends_parent(uint8_t kind) {
    return (kind >= NODE_FUNCTION_DEF && kind <= NODE_CONTINUE) || kind == NODE_EXCEPT_HANDLER ||
           kind == NODE_MATCH_CASE;
}

void lower_close(Lower *lower, NodeId id) {
    Node *node = lower_node(lower, id);
    node->subtree_end = lower->nodes.count;
    if (ends_parent(node->kind) && node->parent != NODE_NONE) {
        lower_node(lower, node->parent)->end = node->end;
    }
}

void lower_mark_broken(Lower *lower, NodeId id) {
    lower->has_broken = true;
    for (NodeId up = id; up != NODE_NONE; up = lower_node(lower, up)->parent) {
        Node *node = lower_node(lower, up);
        if (node->flags & NODE_HAS_BROKEN) {
            return;
        }
        node->flags |= NODE_HAS_BROKEN;
    }
}

void lower_open_maybe(Lower *lower, uint8_t kind, uint8_t elements) {
    Frame *frame = lower_top(lower);
    NodeId id = lower_add(lower, NODE_MAYBE, frame->field, 0, 0);
    frame->maybe = frame->node = id;
    frame->maybe_kind = kind;
    frame->field = elements;
    frame->hooks |= HOOK_MAYBE;
    lower_node(lower, id)->flags |= frame->context & CONTEXT_BITS;
}

void lower_close_maybe(Lower *lower, Frame *frame) {
    if (frame->maybe != NODE_NONE) {
        lower_close(lower, frame->maybe);
        frame->node = lower_node(lower, frame->maybe)->parent;
        frame->maybe = NODE_NONE;
        frame->hooks &= (uint8_t)~HOOK_MAYBE;
    }
}

NameId lower_intern(Lower *lower, TSNode node) {
    uint32_t start = ts_node_start_byte(node);
    return interner_add(&lower->names,
                        (Str){lower->text.ptr + start, ts_node_end_byte(node) - start});
}

/* ---- the walk --------------------------------------------------------------------------- */

static void hooks_before(Lower *lower, TSNode node) {
    Frame *frame = lower_top(lower);
    if (frame->hooks & HOOK_MAYBE) {
        Node *maybe = lower_node(lower, frame->maybe);
        if (lower->nodes.count == frame->maybe + 1) {
            maybe->start = ts_node_start_byte(node);
        }
        maybe->end = ts_node_end_byte(node);
    }
    if (frame->hooks & HOOK_WITH_ITEM) {
        if (frame->node != frame->outer) {
            lower_close(lower, frame->node);
            frame->node = frame->outer;
        }
        frame->node = lower_add_node(lower, NODE_WITHITEM, FIELD_ITEMS, node);
        frame->field = FIELD_CONTEXT_EXPR;
    }
}

static bool enter_missing(Lower *lower, TSNode node) {
    NodeId id = lower_add_node(lower, NODE_BROKEN, lower_top(lower)->field, node);
    lower_mark_broken(lower, id);
    return false;
}

/* True when a frame was pushed for the node's children. */
static bool enter(Lower *lower, TSNode node) {
    Frame *frame = lower_top(lower);
    TSSymbol symbol = ts_node_symbol(node);
    Shape shape = lower_shape_of(lower->tables, symbol);
    if (frame->has_error && ts_node_is_missing(node)) {
        return enter_missing(lower, node);
    }
    if (shape == SHAPE_TOKEN) {
        Token token = lower_token_of(lower->tables, symbol);
        if (token != TOKEN_NONE) {
            lower_token(lower, node, token);
        }
        return false;
    }
    if (!frame->hooks || shape == SHAPE_COMMENT || shape == SHAPE_LINE_CONTINUATION) {
        return lower_shapes[shape].enter(lower, node, shape);
    }
    uint32_t at = lower->frames.count - 1;
    hooks_before(lower, node);
    bool pushed = lower_shapes[shape].enter(lower, node, shape);
    frame = &lower->frames.items[at];
    if (frame->hooks & HOOK_THEN) {
        frame->field = lower_shapes[frame->shape].then;
        frame->hooks &= (uint8_t)~HOOK_THEN;
    }
    return pushed;
}

/* A concatenation turned out to be a JoinedStr: its plain parts are Constants after all. */
static void keep_parts(Lower *lower, NodeId string) {
    if (lower_kind(lower, string) == NODE_CONSTANT) {
        return;
    }
    for (NodeId id = string + 1; id < lower->nodes.count; id = lower_node(lower, id)->subtree_end) {
        Node *part = lower_node(lower, id);
        if (part->kind == NODE_MAYBE) {
            part->kind = NODE_CONSTANT;
        }
    }
}

static void leave(Lower *lower) {
    Frame frame = *lower_top(lower);
    if (frame.shape == SHAPE_TUPLE_PATTERN && lower->nodes.count == frame.node + 1 &&
        lower_kind(lower, frame.node) == NODE_MAYBE) {
        lower_node(lower, frame.node)->kind = frame.maybe_kind; /* () */
    } else if (frame.shape == SHAPE_CONCATENATED_STRING) {
        keep_parts(lower, frame.node);
    }
    lower->frames.count--;
    for (NodeId id = frame.tail != NODE_NONE ? frame.tail : frame.node; id != frame.outer;
         id = lower_node(lower, id)->parent) {
        lower_close(lower, id);
    }
}

static void walk(Lower *lower) {
    while (lower->frames.count > 1) {
        if (enter(lower, lower->walk.node)) {
            if (tree_walk_enter(&lower->walk)) {
                continue;
            }
            leave(lower);
        }
        while (lower->frames.count > 1 && !tree_walk_next(&lower->walk)) {
            leave(lower);
        }
    }
}

/* ---- the compact array ------------------------------------------------------------------ */

/* A NODE_MAYBE that no comma confirmed hands its place to its children. */
static void dissolve(Lower *lower, NodeId id, const Node *parent) {
    Node *node = lower_node(lower, id);
    node->field = parent->field;
    node->flags |= parent->flags & NODE_PARENTHESIZED;
}

static uint32_t number_nodes(Lower *lower) {
    uint32_t kept = 0;
    for (NodeId id = 0; id < lower->nodes.count; id++) {
        const Node *node = lower_node(lower, id);
        lower->places.items[id] = kept;
        kept += node->kind != NODE_MAYBE;
        if (node->parent != NODE_NONE && lower_kind(lower, node->parent) == NODE_MAYBE) {
            dissolve(lower, id, lower_node(lower, node->parent));
        }
    }
    lower->places.items[lower->nodes.count] = kept;
    return kept;
}

static Ast compact(Lower *lower, Arena *mem) {
    uint32_t count = lower->nodes.count;
    lower->places.count = 0;
    ARRAY_RESERVE(&lower->places, count + 1);
    Ast ast = {.node_count = number_nodes(lower), .has_broken = lower->has_broken};
    Node *nodes = arena_allocate(mem, sizeof(Node) * ast.node_count);
    const uint32_t *places = lower->places.items;
    for (NodeId id = 0; id < count; id++) {
        Node node = *lower_node(lower, id);
        if (node.kind == NODE_MAYBE) {
            continue;
        }
        while (node.parent != NODE_NONE && lower_kind(lower, node.parent) == NODE_MAYBE) {
            node.parent = lower_node(lower, node.parent)->parent;
        }
        node.parent = node.parent == NODE_NONE ? NODE_NONE : places[node.parent];
        node.subtree_end = places[node.subtree_end];
        nodes[places[id]] = node;
    }
    ast.nodes = nodes;
    return ast;
}

static void copy_names(Lower *lower, Arena *mem, Ast *ast) {
    const Interner *names = &lower->names;
    size_t bytes = 0;
    for (uint32_t id = 1; id < names->count; id++) {
        bytes += names->names[id].len;
    }
    Str *copies = arena_allocate(mem, sizeof(Str) * names->count);
    char *text = arena_allocate(mem, bytes + 1);
    copies[0] = (Str){"", 0};
    for (uint32_t id = 1; id < names->count; id++) {
        copies[id] = (Str){text, names->names[id].len};
        memcpy(text, names->names[id].ptr, names->names[id].len);
        text += names->names[id].len;
    }
    ast->names = copies;
    ast->name_count = names->count;
}

/* One huge unit must not make the next thousand small ones pay for clearing its tables. */
static void clear(Lower *lower, Str text, Arena *mem) {
    lower->text = text;
    lower->mem = mem;
    lower->has_broken = false;
    lower->has_and = lower->has_xor = lower->has_right_or = false;
    lower->type_call = (Span){0, 0};
    lower->frames.count = 0;
    lower->nodes.count = 0;
    if (lower->names.capacity > 4096) {
        interner_release(&lower->names);
        interner_init(&lower->names, NULL);
    } else {
        interner_clear(&lower->names);
    }
    if (lower->nodes.capacity > KEPT_ITEMS_MAX) {
        ARRAY_RELEASE(&lower->nodes);
        ARRAY_RELEASE(&lower->places);
        ARRAY_RELEASE(&lower->frames);
    }
}

Ast lower_tree(Lower *lower, const TSTree *tree, Str text, Arena *mem) {
    TSNode root = ts_tree_root_node(tree);
    clear(lower, text, mem);
    tree_walk_begin(&lower->walk, tree);
    /* The root's node is ours, even when the whole text is one ERROR. */
    Frame base = {.node = NODE_NONE,
                  .outer = NODE_NONE,
                  .tail = NODE_NONE,
                  .maybe = NODE_NONE,
                  .first = NODE_NONE,
                  .has_error = ts_node_has_error(root)};
    ARRAY_PUSH(&lower->frames, base);
    NodeId module = lower_add(lower, NODE_MODULE, FIELD_NONE, 0, text.len);
    Frame *frame = lower_push(lower, root, SHAPE_MODULE, module);
    frame->has_error = base.has_error;
    if (lower_shape_of(lower->tables, ts_node_symbol(root)) == SHAPE_MODULE) {
        if (!tree_walk_enter(&lower->walk)) {
            leave(lower);
        }
    }
    walk(lower);
    lower_node(lower, module)->subtree_end = lower->nodes.count;
    lower_node(lower, module)->end = text.len;
    if ((lower->has_and && lower->has_xor) || lower->has_right_or) {
        lower_regroup_bitwise(lower);
    }
    Ast ast = compact(lower, mem);
    copy_names(lower, mem, &ast);
    return ast;
}
