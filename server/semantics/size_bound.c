/* Knows how many elements an expression can have at most, from its own shape; each rule has its own
 * limit. */
#include "base/array.h"
#include "semantics/loops.h"
#include "semantics/qualified_name.h"
#include "semantics/size_value.h"

enum { STEPS_MAX = 16, NUMBER_MAX = 1 << 30 };

/* Calls that have as many elements as their arguments. */
typedef enum Shape {
    SHAPE_RANGE,
    SHAPE_FIRST,    /* of the first argument */
    SHAPE_SHORTEST, /* of the arguments */
    SHAPE_DEQUE,
} Shape;

typedef struct ShapedCall {
    Str path;
    Shape shape;
} ShapedCall;

#define SHAPED(path, shape)                                                                        \
    { {(path), (uint32_t)(sizeof(path) - 1)}, (shape) }
static const ShapedCall shaped_calls[] = {
    SHAPED("collections.deque", SHAPE_DEQUE),
    SHAPED("enumerate", SHAPE_FIRST),
    SHAPED("frozenset", SHAPE_FIRST),
    SHAPED("list", SHAPE_FIRST),
    SHAPED("range", SHAPE_RANGE),
    SHAPED("reversed", SHAPE_FIRST),
    SHAPED("set", SHAPE_FIRST),
    SHAPED("sorted", SHAPE_FIRST),
    SHAPED("tuple", SHAPE_FIRST),
    SHAPED("zip", SHAPE_SHORTEST),
};

typedef struct Question {
    Arena *scratch;
    uint32_t steps_left; /* however the expression is built, the answer is short */
} Question;

static const UnitFacts *facts_of(SizePlace place) {
    return file_model_unit(place.file, place.unit);
}

/* ---- numbers -------------------------------------------------------------------------------- */

static bool read_digits(Str text, int64_t *value) {
    *value = 0;
    if (text.len == 0) {
        return false;
    }
    for (uint32_t i = 0; i < text.len; i++) {
        if (text.ptr[i] == '_') {
            continue;
        }
        if (text.ptr[i] < '0' || text.ptr[i] > '9' || *value > NUMBER_MAX) {
            return false;
        }
        *value = *value * 10 + (text.ptr[i] - '0');
    }
    return true;
}

/* A decimal literal, also with a minus. */
static bool read_number(const UnitFacts *facts, NodeId node, int64_t *value) {
    const Ast *ast = &facts->ast;
    bool is_negative = false;
    if (node != NODE_NONE && ast_kind(ast, node) == NODE_UNARY_OP &&
        ast_node(ast, node)->detail == OPERATOR_U_SUB) {
        is_negative = true;
        node = ast_child(ast, node, FIELD_OPERAND);
    }
    if (node == NODE_NONE || ast_kind(ast, node) != NODE_CONSTANT ||
        ast_node(ast, node)->detail != CONSTANT_INT ||
        !read_digits(str_span(facts->text, ast_span(ast, node)), value)) {
        return false;
    }
    *value = is_negative ? -*value : *value;
    return true;
}

static uint32_t as_bound(int64_t value) {
    return value < 0 ? 0 : value > NUMBER_MAX ? SIZE_UNKNOWN : (uint32_t)value;
}

/* ---- shapes --------------------------------------------------------------------------------- */

static uint32_t literal_bound(const Ast *ast, NodeId node) {
    bool is_dict = ast_kind(ast, node) == NODE_DICT;
    uint32_t count = 0;
    for (NodeId child = ast_first_child(ast, node); child != NODE_NONE;
         child = ast_next_sibling(ast, child)) {
        NodeKind kind = ast_kind(ast, child);
        if (kind == NODE_STARRED || kind == NODE_DICT_UNPACK) {
            return SIZE_UNKNOWN;
        }
        count += !is_dict || ast_node(ast, child)->field == FIELD_KEYS;
    }
    return count;
}

static uint32_t range_bound(const UnitFacts *facts, NodeId call) {
    const Ast *ast = &facts->ast;
    int64_t numbers[3] = {0, 0, 1};
    uint32_t count = 0;
    for (NodeId argument = ast_child(ast, call, FIELD_ARGS); argument != NODE_NONE;
         argument = ast_next_in_field(ast, argument)) {
        if (count == 3 || !read_number(facts, argument, &numbers[count])) {
            return SIZE_UNKNOWN;
        }
        count++;
    }
    if (count == 0 || numbers[2] == 0) {
        return SIZE_UNKNOWN;
    }
    int64_t start = count == 1 ? 0 : numbers[0];
    int64_t stop = count == 1 ? numbers[0] : numbers[1];
    int64_t step = numbers[2];
    int64_t length =
        step > 0 ? (stop - start + step - 1) / step : (start - stop - step - 1) / -step;
    return as_bound(length);
}

/* The node's text is the other's: `i` in `xs[i:i + 20]`. */
static bool is_same_text(const UnitFacts *facts, NodeId a, NodeId b) {
    return str_equal(str_span(facts->text, ast_span(&facts->ast, a)),
                     str_span(facts->text, ast_span(&facts->ast, b)));
}

static uint32_t window_bound(const UnitFacts *facts, NodeId lower, NodeId upper) {
    const Ast *ast = &facts->ast;
    if (ast_kind(ast, upper) != NODE_BIN_OP || ast_node(ast, upper)->detail != OPERATOR_ADD) {
        return SIZE_UNKNOWN;
    }
    NodeId left = ast_child(ast, upper, FIELD_LEFT);
    int64_t width = 0;
    if (left == NODE_NONE || !is_same_text(facts, left, lower) ||
        !read_number(facts, ast_child(ast, upper, FIELD_RIGHT), &width)) {
        return SIZE_UNKNOWN;
    }
    return as_bound(width);
}

static uint32_t slice_bound(const UnitFacts *facts, NodeId slice) {
    const Ast *ast = &facts->ast;
    NodeId lower = ast_child(ast, slice, FIELD_LOWER);
    NodeId upper = ast_child(ast, slice, FIELD_UPPER);
    int64_t first = 0;
    int64_t last = 0;
    bool knows_first = lower == NODE_NONE || read_number(facts, lower, &first);
    if (upper == NODE_NONE) {
        return lower != NODE_NONE && knows_first && first < 0 ? as_bound(-first) : SIZE_UNKNOWN;
    }
    if (!read_number(facts, upper, &last)) {
        return lower == NODE_NONE ? SIZE_UNKNOWN : window_bound(facts, lower, upper);
    }
    if (!knows_first) {
        return last >= 0 ? as_bound(last) : SIZE_UNKNOWN;
    }
    if ((first < 0) == (last < 0)) {
        return as_bound(last - first);
    }
    return last >= 0 ? as_bound(last) : SIZE_UNKNOWN;
}

static uint32_t deque_bound(const UnitFacts *facts, NodeId call) {
    const Ast *ast = &facts->ast;
    NodeId keyword = ast_keyword(ast, call, STR("maxlen"));
    NodeId limit = keyword != NODE_NONE ? ast_child(ast, keyword, FIELD_VALUE) : NODE_NONE;
    if (limit == NODE_NONE && ast_count_in_field(ast, call, FIELD_ARGS) == 2) {
        limit = ast_next_in_field(ast, ast_child(ast, call, FIELD_ARGS));
    }
    int64_t value = 0;
    return read_number(facts, limit, &value) ? as_bound(value) : SIZE_UNKNOWN;
}

/* ---- calls ---------------------------------------------------------------------------------- */

static const ShapedCall *shaped_call(const Question *question, SizePlace call) {
    NodeId callee = ast_child(&facts_of(call)->ast, call.node, FIELD_FUNC);
    if (callee == NODE_NONE) {
        return NULL;
    }
    Str path = qualified_name(call.file, call.unit, callee, question->scratch);
    for (size_t i = 0; path.len && i < sizeof shaped_calls / sizeof *shaped_calls; i++) {
        if (str_equal(path, shaped_calls[i].path)) {
            return &shaped_calls[i];
        }
    }
    return NULL;
}

/* `d.items()` has as many elements as `d`. */
static NodeId viewed_mapping(const Ast *ast, NodeId call) {
    NodeId callee = ast_child(ast, call, FIELD_FUNC);
    if (callee == NODE_NONE || ast_kind(ast, callee) != NODE_ATTRIBUTE ||
        ast_first_child(ast, call) == NODE_NONE || ast_child(ast, call, FIELD_ARGS) != NODE_NONE) {
        return NODE_NONE;
    }
    Str name = ast_name(ast, callee);
    bool is_view = str_equal(name, STR("items")) || str_equal(name, STR("keys")) ||
                   str_equal(name, STR("values"));
    return is_view ? ast_child(ast, callee, FIELD_VALUE) : NODE_NONE;
}

typedef struct Places ARRAY_OF(SizePlace) Places;

/* The bound of a call, or SIZE_UNKNOWN with the expressions that decide pushed to `next`: any of
 * them bounds it. */
static uint32_t call_bound(const Question *question, SizePlace call, Places *next) {
    const UnitFacts *facts = facts_of(call);
    NodeId first = ast_child(&facts->ast, call.node, FIELD_ARGS);
    NodeId mapping = viewed_mapping(&facts->ast, call.node);
    if (mapping != NODE_NONE) {
        ARRAY_PUSH(next, ((SizePlace){call.file, call.unit, mapping}));
        return SIZE_UNKNOWN;
    }
    const ShapedCall *shaped = shaped_call(question, call);
    if (!shaped) {
        return SIZE_UNKNOWN;
    }
    switch (shaped->shape) {
    case SHAPE_RANGE:
        return range_bound(facts, call.node);
    case SHAPE_DEQUE:
        return deque_bound(facts, call.node);
    default:
        break;
    }
    for (; first != NODE_NONE; first = ast_next_in_field(&facts->ast, first)) {
        ARRAY_PUSH(next, ((SizePlace){call.file, call.unit, first}));
        if (shaped->shape == SHAPE_FIRST) {
            break;
        }
    }
    return SIZE_UNKNOWN;
}

static uint32_t place_bound(const Question *question, SizePlace place, Places *next) {
    const UnitFacts *facts = facts_of(place);
    const Ast *ast = &facts->ast;
    switch (ast_kind(ast, place.node)) {
    case NODE_LIST:
    case NODE_TUPLE:
    case NODE_SET:
    case NODE_DICT:
        return literal_bound(ast, place.node);
    case NODE_CONSTANT: {
        uint8_t type = ast_node(ast, place.node)->detail;
        bool is_text = type == CONSTANT_STR || type == CONSTANT_BYTES;
        return is_text ? span_length(ast_span(ast, place.node)) : SIZE_UNKNOWN;
    }
    case NODE_SUBSCRIPT: {
        NodeId slice = ast_child(ast, place.node, FIELD_SLICE);
        bool is_slice = slice != NODE_NONE && ast_kind(ast, slice) == NODE_SLICE;
        return is_slice ? slice_bound(facts, slice) : SIZE_UNKNOWN;
    }
    case NODE_LIST_COMP:
    case NODE_SET_COMP:
    case NODE_DICT_COMP: {
        NodeId loop = ast_child(ast, place.node, FIELD_GENERATORS);
        if (ast_next_in_field(ast, loop) == NODE_NONE) {
            ARRAY_PUSH(next,
                       ((SizePlace){place.file, place.unit, ast_child(ast, loop, FIELD_ITER)}));
        }
        return SIZE_UNKNOWN;
    }
    case NODE_NAME:
    case NODE_ATTRIBUTE:
        if (size_value(&place, question->scratch)) {
            ARRAY_PUSH(next, place);
        }
        return SIZE_UNKNOWN;
    case NODE_CALL:
        return call_bound(question, place, next);
    default:
        return SIZE_UNKNOWN;
    }
}

uint32_t size_bound(const FileModel *file, UnitId unit, NodeId expression) {
    Arena scratch;
    arena_init(&scratch);
    Question question = {.scratch = &scratch, .steps_left = STEPS_MAX};
    Places next = {0};
    ARRAY_PUSH(&next, ((SizePlace){file, unit, expression}));
    uint32_t bound = SIZE_UNKNOWN;
    while (next.count && question.steps_left) {
        question.steps_left--;
        SizePlace place = next.items[--next.count];
        uint32_t found = place_bound(&question, place, &next);
        bound = found < bound ? found : bound;
    }
    ARRAY_RELEASE(&next);
    arena_release(&scratch);
    return bound;
}

uint32_t loop_bound(const FileModel *file, UnitId unit, NodeId loop) {
    NodeId iterable = loop_iterable(&file_model_unit(file, unit)->ast, loop);
    return iterable == NODE_NONE ? SIZE_UNKNOWN : size_bound(file, unit, iterable);
}

/* ---- guards --------------------------------------------------------------------------------- */

/* `len(x)` of the same name. */
static bool is_length_of(const FileModel *file, UnitId unit, NodeId call, NodeId name) {
    const UnitFacts *facts = file_model_unit(file, unit);
    const Ast *ast = &facts->ast;
    if (call == NODE_NONE || ast_kind(ast, call) != NODE_CALL) {
        return false;
    }
    NodeId callee = ast_child(ast, call, FIELD_FUNC);
    NodeId argument = ast_child(ast, call, FIELD_ARGS);
    return callee != NODE_NONE && argument != NODE_NONE && is_same_text(facts, argument, name) &&
           qualified_name_is(file, unit, callee, STR("len"));
}

static bool is_more_than(Operator op, bool is_swapped) {
    return is_swapped ? op == OPERATOR_LT || op == OPERATOR_LT_E
                      : op == OPERATOR_GT || op == OPERATOR_GT_E;
}

/* The constant of `len(x) > constant`, also written the other way round. */
static uint32_t guard_of_test(const FileModel *file, UnitId unit, NodeId test, NodeId name) {
    const UnitFacts *facts = file_model_unit(file, unit);
    const Ast *ast = &facts->ast;
    if (test == NODE_NONE || ast_kind(ast, test) != NODE_COMPARE ||
        ast_count_in_field(ast, test, FIELD_COMPARATORS) != 1) {
        return SIZE_UNKNOWN;
    }
    NodeId left = ast_child(ast, test, FIELD_LEFT);
    NodeId right = ast_child(ast, test, FIELD_COMPARATORS);
    NodeId op = ast_child(ast, test, FIELD_OPS);
    bool is_swapped = !is_length_of(file, unit, left, name);
    NodeId length = is_swapped ? right : left;
    int64_t limit = 0;
    if (op == NODE_NONE || !is_more_than((Operator)ast_node(ast, op)->detail, is_swapped) ||
        !is_length_of(file, unit, length, name) ||
        !read_number(facts, is_swapped ? left : right, &limit)) {
        return SIZE_UNKNOWN;
    }
    return as_bound(limit);
}

uint32_t size_guard(const FileModel *file, UnitId unit, NodeId name, NodeId node) {
    const Ast *ast = &file_model_unit(file, unit)->ast;
    NodeId parent = ast_node(ast, node)->parent;
    for (; parent != NODE_NONE; node = parent, parent = ast_node(ast, node)->parent) {
        NodeKind kind = ast_kind(ast, parent);
        bool in_body = ast_node(ast, node)->field == FIELD_BODY;
        if ((kind == NODE_IF || kind == NODE_WHILE) && in_body) {
            return guard_of_test(file, unit, ast_child(ast, parent, FIELD_TEST), name);
        }
        bool is_loop = kind == NODE_FOR || kind == NODE_ASYNC_FOR;
        if (is_loop || ast_kind_is_function(kind) || kind == NODE_LAMBDA) {
            return SIZE_UNKNOWN;
        }
    }
    return SIZE_UNKNOWN;
}
