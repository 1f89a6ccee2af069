/* memory/list-of-numbers: a long list that only ever holds numbers, used by index. An array holds
 * the numbers themselves. Off by default; no fix: which kind of array is a design choice. */
#include "rules/rule.h"
#include "rules/shape.h"
#include "semantics/kinds.h"

enum { MANY = 100000 };

/* ---- long lists of numbers ------------------------------------------------------------------- */

/* The value of a plain integer literal ("1000000", "1_000_000"); 0 for anything else. */
static uint64_t integer_of(const UnitFacts *facts, NodeId node) {
    const Ast *ast = &facts->ast;
    if (node == NODE_NONE || ast_kind(ast, node) != NODE_CONSTANT ||
        ast_node(ast, node)->detail != CONSTANT_INT) {
        return 0;
    }
    Str text = shape_text(facts, node);
    uint64_t value = 0;
    for (uint32_t i = 0; i < text.len; i++) {
        if (text.ptr[i] == '_') {
            continue;
        }
        if (text.ptr[i] < '0' || text.ptr[i] > '9' || value > UINT32_MAX) {
            return 0;
        }
        value = value * 10 + (uint64_t)(text.ptr[i] - '0');
    }
    return value;
}

static bool is_number(const Ast *ast, NodeId node) {
    if (ast_kind(ast, node) == NODE_UNARY_OP) {
        node = ast_child(ast, node, FIELD_OPERAND);
    }
    return ast_kind(ast, node) == NODE_CONSTANT && (ast_node(ast, node)->detail == CONSTANT_INT ||
                                                    ast_node(ast, node)->detail == CONSTANT_FLOAT);
}

/* `[0.0] * 1000000`. */
static bool is_repeated(const UnitFacts *facts, NodeId value) {
    const Ast *ast = &facts->ast;
    NodeId list = ast_child(ast, value, FIELD_LEFT);
    NodeId count = ast_child(ast, value, FIELD_RIGHT);
    if (list != NODE_NONE && ast_kind(ast, list) != NODE_LIST) {
        NodeId swapped = list;
        list = count;
        count = swapped;
    }
    NodeId element = list == NODE_NONE || ast_kind(ast, list) != NODE_LIST
                         ? NODE_NONE
                         : ast_child(ast, list, FIELD_ELTS);
    return ast_node(ast, value)->detail == OPERATOR_MULT && element != NODE_NONE &&
           ast_next_in_field(ast, element) == NODE_NONE && is_number(ast, element) &&
           integer_of(facts, count) >= MANY;
}

/* `range(1000000)`, `range(1, 1000000)`. */
static bool is_long_range(RuleContext *context, NodeId call) {
    const Ast *ast = &context->facts->ast;
    if (ast_kind(ast, call) != NODE_CALL ||
        !str_equal(kinds_callee(context->file, context->unit, call, context->scratch),
                   STR("range"))) {
        return false;
    }
    NodeId first = ast_child(ast, call, FIELD_ARGS);
    NodeId second = first == NODE_NONE ? NODE_NONE : ast_next_in_field(ast, first);
    if (second == NODE_NONE) {
        return integer_of(context->facts, first) >= MANY;
    }
    uint64_t from = integer_of(context->facts, first);
    uint64_t to = integer_of(context->facts, second);
    return ast_next_in_field(ast, second) == NODE_NONE && to > from && to - from >= MANY;
}

/* Arithmetic alone: numbers, names and operators. */
static bool is_arithmetic(const Ast *ast, NodeId expression) {
    bool operates = false;
    for (NodeId node = expression; node < ast_node(ast, expression)->subtree_end; node++) {
        switch (ast_kind(ast, node)) {
        case NODE_BIN_OP:
            operates = true;
            break;
        case NODE_UNARY_OP:
        case NODE_NAME:
        case NODE_CONSTANT:
            break;
        default:
            return false;
        }
    }
    return operates;
}

/* The element holds a float or a division: arithmetic over a range gives floats then. */
static bool makes_float(const Ast *ast, NodeId expression) {
    for (NodeId node = expression; node < ast_node(ast, expression)->subtree_end; node++) {
        NodeKind kind = ast_kind(ast, node);
        if ((kind == NODE_CONSTANT && ast_node(ast, node)->detail == CONSTANT_FLOAT) ||
            (kind == NODE_BIN_OP && ast_node(ast, node)->detail == OPERATOR_DIV)) {
            return true;
        }
    }
    return false;
}

static bool is_computed(RuleContext *context, NodeId comprehension) {
    const Ast *ast = &context->facts->ast;
    NodeId element = ast_child(ast, comprehension, FIELD_ELT);
    NodeId loop = ast_child(ast, comprehension, FIELD_GENERATORS);
    NodeId iterable = loop == NODE_NONE ? NODE_NONE : ast_child(ast, loop, FIELD_ITER);
    return element != NODE_NONE && iterable != NODE_NONE && is_arithmetic(ast, element) &&
           makes_float(ast, element) && is_long_range(context, iterable);
}

static bool is_long_list_of_numbers(RuleContext *context, NodeId value) {
    const Ast *ast = &context->facts->ast;
    switch (ast_kind(ast, value)) {
    case NODE_BIN_OP:
        return is_repeated(context->facts, value);
    case NODE_LIST_COMP:
        return is_computed(context, value);
    case NODE_CALL: {
        NodeId argument = shape_only_argument(ast, value);
        return argument != NODE_NONE && is_long_range(context, argument) &&
               str_equal(kinds_callee(context->file, context->unit, value, context->scratch),
                         STR("list"));
    }
    default:
        return false;
    }
}

/* ---- what is done with them ------------------------------------------------------------------ */

/* What is stored in an element is a number, as far as its text tells. */
static bool stores_number(RuleContext *context, NodeId subscript) {
    const Ast *ast = &context->facts->ast;
    NodeId statement = ast_node(ast, subscript)->parent;
    NodeId slice = ast_child(ast, subscript, FIELD_SLICE);
    if (slice == NODE_NONE || ast_kind(ast, slice) == NODE_SLICE) {
        return false;
    }
    if (ast_kind(ast, statement) == NODE_AUG_ASSIGN) {
        return true;
    }
    NodeId value = ast_kind(ast, statement) == NODE_ASSIGN ? ast_child(ast, statement, FIELD_VALUE)
                                                           : NODE_NONE;
    if (value == NODE_NONE) {
        return false;
    }
    KindTable *table = kinds_table(context->file);
    KindId kind = kinds_expression(context->file, context->unit, value);
    return is_number(ast, value) || is_arithmetic(ast, value) ||
           kind_is_instance(table, kind, STR("int")) || kind_is_instance(table, kind, STR("float"));
}

/* Indexed, counted, summed up, gone through or given back. */
static bool use_fits_array(RuleContext *context, NodeId use) {
    static const Str readers[] = {
        {"enumerate", 9},
        {"len",       3},
        {"max",       3},
        {"min",       3},
        {"sum",       3}
    };
    const Ast *ast = &context->facts->ast;
    const Node *node = ast_node(ast, use);
    NodeKind parent = ast_kind(ast, node->parent);
    if (parent == NODE_SUBSCRIPT && node->field == FIELD_VALUE) {
        bool stored = (ast_node(ast, node->parent)->flags & NODE_STORE) != 0;
        bool deleted = (ast_node(ast, node->parent)->flags & NODE_DEL) != 0;
        return !deleted && (!stored || stores_number(context, node->parent));
    }
    if (parent == NODE_RETURN || node->field == FIELD_ITER) {
        return true;
    }
    if (parent != NODE_CALL || node->field != FIELD_ARGS) {
        return false;
    }
    Str path = kinds_callee(context->file, context->unit, node->parent, context->scratch);
    for (size_t i = 0; i < sizeof readers / sizeof readers[0]; i++) {
        if (str_equal(readers[i], path)) {
            return true;
        }
    }
    return false;
}

/* A local name with this one value, indexed somewhere, and used as an array could be. */
static bool is_used_as_array(RuleContext *context, NodeId value) {
    const UnitFacts *facts = context->facts;
    const Ast *ast = &facts->ast;
    NodeId assign = ast_node(ast, value)->parent;
    NodeId target =
        ast_kind(ast, assign) == NODE_ASSIGN ? ast_child(ast, assign, FIELD_TARGETS) : NODE_NONE;
    SymbolId variable = shape_local(facts, target);
    if (shape_only_value(facts, variable) != value) {
        return false;
    }
    const Symbol *symbol = &facts->scopes->symbols[variable];
    bool indexed = false;
    for (uint32_t i = 0; i < symbol->use_count; i++) {
        NodeId use = facts->scopes->uses[facts->scopes->symbol_uses[symbol->first_use + i]].node;
        if (!use_fits_array(context, use)) {
            return false;
        }
        indexed |= ast_kind(ast, ast_node(ast, use)->parent) == NODE_SUBSCRIPT;
    }
    return indexed;
}

static void check_unit(RuleContext *context) {
    const UnitFacts *facts = context->facts;
    for (NodeId node = 0; node < facts->ast.node_count; node++) {
        if (ast_node(&facts->ast, node)->field != FIELD_VALUE ||
            !is_long_list_of_numbers(context, node) || !is_used_as_array(context, node)) {
            continue;
        }
        Report found = report_new(RULE_memory_list_of_numbers, ast_span(&facts->ast, node));
        NodeId assign = ast_node(&facts->ast, node)->parent;
        found.subject =
            shape_first_row(facts, ast_child(&facts->ast, assign, FIELD_TARGETS), context->mem);
        found.message = arena_format(context->mem,
                                     "`%.*s` holds an object for each number; array.array or NumPy "
                                     "hold the numbers themselves",
                                     STR_ARG(found.subject));
        found.cost = STR("up to 32 bytes a number instead of 8");
        found.anchor = node;
        rule_report(context, &found);
    }
}

const RuleImplementation rule_memory_list_of_numbers = {
    .rule = RULE_memory_list_of_numbers,
    .visits = 1 << UNIT_FUNCTION,
    .check_unit = check_unit,
};
