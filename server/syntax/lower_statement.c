/* Statements whose nodes are not one to one with the tree's: assignments, definitions, elif and
 * else, imports, with. */
#include "syntax/lower_state.h"

bool enter_nothing(Lower *lower, TSNode node, Shape shape) {
    (void)lower, (void)node, (void)shape;
    return false;
}

bool enter_node(Lower *lower, TSNode node, Shape shape) {
    const ShapeRow *row = &lower_shapes[shape];
    NodeId id = lower_add_node(lower, row->kind, lower_field(lower, shape), node);
    if (row->context != INHERIT_NONE) {
        lower_node(lower, id)->flags |= lower_top(lower)->context & CONTEXT_BITS;
    }
    lower_push(lower, node, shape, id);
    return true;
}

bool enter_leaf(Lower *lower, TSNode node, Shape shape) {
    NodeId id = lower_add_node(lower, lower_shapes[shape].kind, lower_field(lower, shape), node);
    lower_close(lower, id);
    return false;
}

bool enter_dissolved(Lower *lower, TSNode node, Shape shape) {
    lower_push_dissolved(lower, node, shape);
    return true;
}

bool enter_broken(Lower *lower, TSNode node, Shape shape) {
    NodeId id = lower_add_node(lower, NODE_BROKEN, lower_top(lower)->field, node);
    lower_mark_broken(lower, id);
    lower_push(lower, node, shape, id);
    return true;
}

/* ---- assignments ------------------------------------------------------------------------ */

bool enter_expression_statement(Lower *lower, TSNode node, Shape shape) {
    NodeId id = lower_add_node(lower, NODE_EXPR, lower_field(lower, shape), node);
    lower_push(lower, node, shape, id);
    if (ts_node_child_count(node) > 1) {
        lower_open_maybe(lower, NODE_TUPLE, FIELD_ELTS);
    }
    return true;
}

/* The Expr that was begun around an assignment becomes it; NODE_NONE when there is none. */
static NodeId take_statement(Lower *lower, uint8_t kind) {
    Frame *frame = lower_top(lower);
    if (frame->shape != SHAPE_EXPRESSION_STATEMENT) {
        return NODE_NONE;
    }
    lower_close_maybe(lower, frame);
    frame->field = FIELD_VALUE;
    lower_node(lower, frame->node)->kind = kind;
    return frame->node;
}

/* One that stands where none may, such as `x: int = y = 1`. */
static bool enter_stray_assignment(Lower *lower, TSNode node, Shape shape) {
    bool in_statement = lower_top(lower)->shape == SHAPE_ASSIGNMENT;
    NodeId id = lower_add_node(lower, lower_shapes[shape].kind, lower_field(lower, shape), node);
    if (in_statement) {
        lower_node(lower, id)->kind = NODE_BROKEN;
        lower_mark_broken(lower, id);
    }
    lower_push(lower, node, shape, id)->context = CONTEXT_STORE;
    return true;
}

bool enter_assignment(Lower *lower, TSNode node, Shape shape) {
    Frame *frame = lower_top(lower);
    NodeId id = take_statement(lower, NODE_ASSIGN);
    if (id == NODE_NONE && frame->shape == SHAPE_ASSIGNMENT &&
        lower_kind(lower, frame->node) == NODE_ASSIGN) {
        id = frame->node; /* a = b = c */
    }
    if (id == NODE_NONE) {
        return enter_stray_assignment(lower, node, shape);
    }
    lower_push(lower, node, shape, id)->context = CONTEXT_STORE;
    return true;
}

bool enter_augmented_assignment(Lower *lower, TSNode node, Shape shape) {
    NodeId id = take_statement(lower, NODE_AUG_ASSIGN);
    if (id == NODE_NONE) {
        return enter_stray_assignment(lower, node, shape);
    }
    lower_push(lower, node, shape, id)->context = CONTEXT_STORE;
    return true;
}

bool enter_delete(Lower *lower, TSNode node, Shape shape) {
    enter_node(lower, node, shape);
    lower_top(lower)->context = CONTEXT_DEL;
    return true;
}

bool enter_type_alias(Lower *lower, TSNode node, Shape shape) {
    bool is_call = lower_begin_type_call(lower, node);
    enter_node(lower, node, shape);
    Frame *frame = lower_top(lower);
    frame->context = CONTEXT_STORE;
    if (is_call) {
        lower_node(lower, frame->node)->kind = NODE_ASSIGN;
        frame->field = FIELD_TARGETS;
    }
    return true;
}

/* `print x` and `exec x`, statements of Python 2: calls. */
bool enter_statement_call(Lower *lower, TSNode node, Shape shape) {
    static const Str names[] = {
        {"print", 5},
        {"exec",  4}
    };
    Str name = names[shape == SHAPE_EXEC_STATEMENT];
    uint32_t start = ts_node_start_byte(node);
    uint32_t end = ts_node_end_byte(node);
    NodeId statement = lower_add(lower, NODE_EXPR, lower_field(lower, shape), start, end);
    NodeId call = lower_add(lower, NODE_CALL, FIELD_VALUE, start, end);
    NodeId function = lower_add(lower, NODE_NAME, FIELD_FUNC, start, start + name.len);
    lower_node(lower, call)->parent = statement;
    lower_node(lower, function)->parent = call;
    lower_node(lower, function)->name = interner_add(&lower->names, name);
    lower_push(lower, node, shape, call);
    return true;
}

/* ---- definitions ------------------------------------------------------------------------ */

bool enter_definition(Lower *lower, TSNode node, Shape shape) {
    Frame *frame = lower_top(lower);
    if (frame->shape != SHAPE_DECORATED_DEFINITION) {
        return enter_node(lower, node, shape);
    }
    NodeId id = frame->node;
    Node *definition = lower_node(lower, id);
    definition->kind = lower_shapes[shape].kind;
    definition->start = ts_node_start_byte(node); /* decorators stand before it, as in Python */
    definition->end = ts_node_end_byte(node);
    lower_push(lower, node, shape, id);
    return true;
}

/* ---- branches --------------------------------------------------------------------------- */

bool enter_elif(Lower *lower, TSNode node, Shape shape) {
    Frame *frame = lower_top(lower);
    NodeId before = frame->tail != NODE_NONE ? frame->tail : frame->node;
    NodeId id = lower_add_node(lower, NODE_IF, FIELD_ORELSE, node);
    Node *branch = lower_node(lower, id);
    branch->parent = before;
    branch->flags |= NODE_ELIF;
    lower_top(lower)->tail = id;
    lower_push(lower, node, shape, id)->outer = before;
    return true;
}

bool enter_else(Lower *lower, TSNode node, Shape shape) {
    const Frame *frame = lower_top(lower);
    NodeId target = frame->tail != NODE_NONE ? frame->tail : frame->node;
    lower_push(lower, node, shape, target)->outer = target;
    return true;
}

/* `except A, B:` without parentheses is legal since 3.14. */
bool enter_except(Lower *lower, TSNode node, Shape shape) {
    enum { CHILDREN_WITH_ONE_TYPE = 4 };
    enter_node(lower, node, shape);
    if (ts_node_child_count(node) > CHILDREN_WITH_ONE_TYPE) {
        lower_open_maybe(lower, NODE_TUPLE, FIELD_ELTS);
    }
    return true;
}

/* ---- imports ---------------------------------------------------------------------------- */

bool enter_future_import(Lower *lower, TSNode node, Shape shape) {
    enter_node(lower, node, shape);
    NodeId id = lower_top(lower)->node;
    lower_node(lower, id)->name = interner_add(&lower->names, STR("__future__"));
    return true;
}

bool enter_import_prefix(Lower *lower, TSNode node, Shape shape) {
    (void)shape;
    Span span = lower_span(node);
    uint32_t level = 0;
    for (uint32_t at = span.start; at < span.end; at++) {
        level += lower->text.ptr[at] == '.';
    }
    lower_node(lower, lower_top(lower)->node)->detail = level > 255 ? 255 : (uint8_t)level;
    return false;
}

bool enter_wildcard_import(Lower *lower, TSNode node, Shape shape) {
    Node *import = lower_node(lower, lower_top(lower)->node);
    if (import->kind == NODE_IMPORT_FROM) {
        import->flags |= NODE_STAR_IMPORT;
    }
    NodeId id = lower_add_node(lower, NODE_ALIAS, lower_field(lower, shape), node);
    lower_node(lower, id)->name = lower_intern(lower, node);
    return false;
}

/* ---- with ------------------------------------------------------------------------------- */

/* The state of a with_clause and its item says: this item is all there is. */
bool enter_with_clause(Lower *lower, TSNode node, Shape shape) {
    lower_push_dissolved(lower, node, shape)->state = ts_node_child_count(node) == 1;
    return true;
}

/* `with (a, b):` holds two items, though the tree sees a tuple; with a starred element it is one.
 */
static bool is_list_of_items(TSNode item, const LowerTables *tables) {
    TSNode value = ts_node_named_child(item, 0);
    if (lower_shape_of(tables, ts_node_symbol(value)) != SHAPE_TUPLE) {
        return false;
    }
    TSTreeCursor cursor = ts_tree_cursor_new(value);
    bool plain = ts_node_named_child_count(value) > 0;
    bool more = ts_tree_cursor_goto_first_child(&cursor);
    while (plain && more) {
        TSNode element = ts_tree_cursor_current_node(&cursor);
        plain = lower_shape_of(tables, ts_node_symbol(element)) != SHAPE_LIST_SPLAT;
        more = ts_tree_cursor_goto_next_sibling(&cursor);
    }
    ts_tree_cursor_delete(&cursor);
    return plain;
}

bool enter_with_item(Lower *lower, TSNode node, Shape shape) {
    if (lower_top(lower)->state && is_list_of_items(node, lower->tables)) {
        lower_push_dissolved(lower, node, SHAPE_WITH_TUPLE);
        return true;
    }
    return enter_node(lower, node, shape);
}

/* `x as y`: in `with`, in `except`, in `case`; anywhere else it is wrong, and its parts stay. */
bool enter_as_pattern(Lower *lower, TSNode node, Shape shape) {
    Frame *frame = lower_top(lower);
    if (frame->context & CONTEXT_PATTERN) {
        enter_node(lower, node, shape);
        lower_top(lower)->state = FIELD_NAME_IDENTIFIER;
        return true;
    }
    if (frame->shape == SHAPE_EXCEPT_CLAUSE) {
        lower_close_maybe(lower, frame);
        frame->field = FIELD_TYPE;
    }
    uint8_t kind = lower_kind(lower, frame->node);
    uint8_t field = frame->field;
    Frame *inner = lower_push_dissolved(lower, node, shape);
    inner->field = field;
    inner->child_flags = 0;
    inner->context = CONTEXT_NONE;
    inner->state = field;
    if (kind == NODE_WITHITEM) {
        inner->state = FIELD_OPTIONAL_VARS;
    } else if (kind == NODE_EXCEPT_HANDLER) {
        inner->state = FIELD_NAME_IDENTIFIER;
    } else {
        lower_mark_broken(lower, inner->node);
    }
    return true;
}
