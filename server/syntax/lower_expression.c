/* Names, operators, displays, comprehensions, calls, types. */
#include "syntax/lower_state.h"

bool enter_identifier(Lower *lower, TSNode node, Shape shape) {
    (void)shape;
    Frame *frame = lower_top(lower);
    NameId name = lower_intern(lower, node);
    uint8_t kind = NODE_NAME;
    switch (frame->field) {
    case FIELD_OWN_NAME:
        lower_own_name(lower, node, name);
        return false;
    case FIELD_NAME_IDENTIFIER:
        lower_node(lower, frame->node)->name = name;
        kind = NODE_IDENTIFIER;
        break;
    case FIELD_NAMES_IDENTIFIER:
    case FIELD_ASNAME_IDENTIFIER:
        kind = NODE_IDENTIFIER;
        break;
    case FIELD_PARAMETER:
        lower_plain_parameter(lower, node, name);
        return false;
    case FIELD_TYPE_PARAMETER:
        kind = NODE_TYPE_VAR;
        break;
    default:
        break;
    }
    NodeId id = lower_add_node(lower, kind, frame->field, node);
    Node *added = lower_node(lower, id);
    added->name = name;
    added->flags |= lower_top(lower)->context & CONTEXT_BITS;
    return false;
}

/* `{x:=5}` in an f-string is `x` in the format `=5`. A field within such a format is not seen. */
static bool enter_format_that_begins_with_equal(Lower *lower, TSNode node) {
    TSNode name = ts_node_named_child(node, 0);
    uint32_t colon = ts_node_end_byte(name);
    while (colon < ts_node_end_byte(node) && lower->text.ptr[colon] != ':') {
        colon++;
    }
    enter_identifier(lower, name, SHAPE_IDENTIFIER);
    lower_add(lower, NODE_JOINED_STR, FIELD_FORMAT_SPEC, colon, ts_node_end_byte(node));
    return false;
}

bool enter_named_expression(Lower *lower, TSNode node, Shape shape) {
    if (lower_top(lower)->shape == SHAPE_INTERPOLATION && ts_node_named_child_count(node) > 0) {
        return enter_format_that_begins_with_equal(lower, node);
    }
    enter_node(lower, node, shape);
    lower_top(lower)->context = CONTEXT_STORE;
    return true;
}

/* ---- operators -------------------------------------------------------------------------- */

static Operator operator_of(Lower *lower, TSNode node) {
    TSNode token = ts_node_child_by_field_id(node, lower_operator_field(lower->tables));
    return ts_node_is_null(token)
               ? OPERATOR_NONE
               : lower_binary_operator(lower_token_of(lower->tables, ts_node_symbol(token)));
}

/* `a and b and c` is one BoolOp of three values; the tree nests it to the left. */
bool enter_boolean_operator(Lower *lower, TSNode node, Shape shape) {
    const Frame *frame = lower_top(lower);
    Operator op = operator_of(lower, node);
    if (frame->shape == SHAPE_BOOLEAN_OPERATOR && frame->child_flags == 0 &&
        lower_kind(lower, frame->node) == NODE_BOOL_OP &&
        lower_node(lower, frame->node)->detail == op) {
        lower_push_dissolved(lower, node, shape);
        return true;
    }
    enter_node(lower, node, shape);
    lower_node(lower, lower_top(lower)->node)->detail = (uint8_t)op;
    return true;
}

bool enter_parenthesized(Lower *lower, TSNode node, Shape shape) {
    if (lower_take_type_call(lower, node, shape)) {
        return true;
    }
    lower_push_dissolved(lower, node, shape)->child_flags = NODE_PARENTHESIZED;
    return true;
}

/* ---- displays and targets --------------------------------------------------------------- */

bool enter_expression_list(Lower *lower, TSNode node, Shape shape) {
    if (lower_top(lower)->shape == SHAPE_DELETE_STATEMENT) {
        Frame *inner = lower_push_dissolved(lower, node, shape);
        inner->field = FIELD_TARGETS;
        return true;
    }
    return enter_node(lower, node, shape);
}

/* A list or a generator. */
bool enter_display(Lower *lower, TSNode node, Shape shape) {
    return lower_take_type_call(lower, node, shape) || enter_node(lower, node, shape);
}

bool enter_tuple(Lower *lower, TSNode node, Shape shape) {
    if (lower_take_type_call(lower, node, shape)) {
        return true;
    }
    if (lower_top(lower)->shape == SHAPE_WITH_TUPLE) {
        lower_push_dissolved(lower, node, SHAPE_WITH_TUPLE)->hooks = HOOK_WITH_ITEM;
        return true;
    }
    return enter_node(lower, node, shape);
}

/* `(a) = 1` and `case (a):` are the grammar's tuples of one: parentheses only. */
bool enter_tuple_pattern(Lower *lower, TSNode node, Shape shape) {
    bool in_match = lower_top(lower)->context & CONTEXT_PATTERN;
    NodeId id = lower_add_node(lower, NODE_MAYBE, lower_field(lower, shape), node);
    lower_node(lower, id)->flags |= NODE_PARENTHESIZED | (lower_top(lower)->context & CONTEXT_BITS);
    Frame *frame = lower_push(lower, node, shape, id);
    frame->maybe = id;
    frame->maybe_kind = in_match ? NODE_MATCH_SEQUENCE : NODE_TUPLE;
    frame->field = in_match ? FIELD_PATTERNS : FIELD_ELTS;
    return true;
}

bool enter_list_pattern(Lower *lower, TSNode node, Shape shape) {
    bool in_match = lower_top(lower)->context & CONTEXT_PATTERN;
    enter_node(lower, node, shape);
    if (in_match) {
        lower_node(lower, lower_top(lower)->node)->kind = NODE_MATCH_SEQUENCE;
        lower_top(lower)->field = FIELD_PATTERNS;
    }
    return true;
}

bool enter_pair(Lower *lower, TSNode node, Shape shape) {
    bool in_comprehension = lower_kind(lower, lower_top(lower)->node) == NODE_DICT_COMP;
    return enter_dissolved(lower, node, in_comprehension ? SHAPE_PAIR_OF_COMPREHENSION : shape);
}

/* `**x`: a keyword without a name in a call, a DictUnpack in a dict. */
bool enter_dictionary_splat(Lower *lower, TSNode node, Shape shape) {
    bool in_call = lower_top(lower)->shape == SHAPE_ARGUMENT_LIST;
    NodeId id = lower_add_node(lower, in_call ? NODE_KEYWORD : NODE_DICT_UNPACK,
                               in_call ? FIELD_KEYWORDS : FIELD_VALUES, node);
    lower_push(lower, node, shape, id);
    return true;
}

/* ---- comprehensions --------------------------------------------------------------------- */

bool enter_for_in_clause(Lower *lower, TSNode node, Shape shape) {
    NodeId id = lower_add_node(lower, NODE_COMPREHENSION, FIELD_GENERATORS, node);
    lower_top(lower)->tail = id;
    lower_push(lower, node, shape, id);
    return true;
}

/* The tree has the conditions beside their comprehension; a `case` has one as its guard. */
bool enter_if_clause(Lower *lower, TSNode node, Shape shape) {
    Frame *frame = lower_top(lower);
    if (frame->shape == SHAPE_CASE_CLAUSE) {
        lower_close_maybe(lower, frame);
        Frame *guard = lower_push_dissolved(lower, node, shape);
        guard->field = FIELD_GUARD;
        return true;
    }
    NodeId tail = frame->tail;
    Frame *condition = lower_push_dissolved(lower, node, shape);
    if (tail != NODE_NONE) {
        condition->node = tail; /* and leaving closes it again */
        lower_node(lower, tail)->end = ts_node_end_byte(node);
    }
    return true;
}

/* ---- calls ------------------------------------------------------------------------------ */

bool enter_argument_list(Lower *lower, TSNode node, Shape shape) {
    bool in_class = lower_kind(lower, lower_top(lower)->node) == NODE_CLASS_DEF;
    lower_push_dissolved(lower, node, shape)->field = in_class ? FIELD_BASES : FIELD_ARGS;
    return true;
}

/* ---- types ------------------------------------------------------------------------------ */

/* An arg ends with its annotation, its default stands beyond it. */
bool enter_type(Lower *lower, TSNode node, Shape shape) {
    const Frame *frame = lower_top(lower);
    if (frame->field == FIELD_ANNOTATION && lower_kind(lower, frame->node) == NODE_ARG) {
        lower_node(lower, frame->node)->end = ts_node_end_byte(node);
    }
    return enter_dissolved(lower, node, shape);
}

bool enter_type_parameters(Lower *lower, TSNode node, Shape shape) {
    bool in_subscript = lower_kind(lower, lower_top(lower)->node) == NODE_SUBSCRIPT;
    Frame *frame = lower_push_dissolved(lower, node, shape);
    frame->field = in_subscript ? FIELD_SLICE : FIELD_TYPE_PARAMETER;
    if (in_subscript) {
        lower_open_maybe(lower, NODE_TUPLE, FIELD_ELTS);
    }
    return true;
}

bool enter_generic_type(Lower *lower, TSNode node, Shape shape) {
    const Frame *frame = lower_top(lower);
    if (lower_kind(lower, frame->node) == NODE_TYPE_ALIAS && frame->field == FIELD_NAME) {
        Frame *inner = lower_push_dissolved(lower, node, shape);
        inner->field = FIELD_NAME;
        inner->context = CONTEXT_STORE;
        return true;
    }
    return enter_node(lower, node, shape);
}

/* `*Ts` and `**P` among type parameters; `*args` in an annotation. */
bool enter_splat_type(Lower *lower, TSNode node, Shape shape) {
    if (lower_top(lower)->field != FIELD_TYPE_PARAMETER) {
        return enter_star(lower, node, shape);
    }
    uint32_t start = ts_node_start_byte(node);
    bool is_double = start + 1 < lower->text.len && lower->text.ptr[start + 1] == '*';
    NodeId id = lower_add_node(lower, is_double ? NODE_PARAM_SPEC : NODE_TYPE_VAR_TUPLE,
                               FIELD_TYPE_PARAMS, node);
    lower_push(lower, node, shape, id)->field = FIELD_OWN_NAME;
    return true;
}

/* `T: bound` among type parameters; elsewhere the slice of a subscript. */
bool enter_constrained_type(Lower *lower, TSNode node, Shape shape) {
    if (lower_top(lower)->field != FIELD_TYPE_PARAMETER) {
        return enter_node(lower, node, shape);
    }
    NodeId id = lower_add_node(lower, NODE_TYPE_VAR, FIELD_TYPE_PARAMS, node);
    lower_push(lower, node, SHAPE_TYPE_VARIABLE, id);
    return true;
}
