/* Knows how each statement can be left: whether it can complete, and which jumps leave it. */
#include "semantics/flow_exits.h"

bool flow_is_compound(NodeKind kind) {
    switch (kind) {
    case NODE_IF:
    case NODE_WHILE:
    case NODE_FOR:
    case NODE_ASYNC_FOR:
    case NODE_WITH:
    case NODE_ASYNC_WITH:
    case NODE_TRY:
    case NODE_TRY_STAR:
    case NODE_MATCH:
    case NODE_CLASS_DEF:
        return true;
    default:
        return false;
    }
}

bool flow_is_loop(NodeKind kind) {
    return kind == NODE_WHILE || kind == NODE_FOR || kind == NODE_ASYNC_FOR;
}

/* Exits of a run of statements, as far as it was read. */
typedef struct Sequence {
    uint8_t exits; /* EXIT_COMPLETES as long as its end is reached */
    bool is_present;
} Sequence;

static void sequence_add(Sequence *sequence, uint8_t exits) {
    if (!sequence->is_present) {
        *sequence = (Sequence){EXIT_COMPLETES, true};
    }
    if (sequence->exits & EXIT_COMPLETES) { /* what follows a jump never runs */
        sequence->exits = (uint8_t)((sequence->exits & ~EXIT_COMPLETES) | exits);
    }
}

/* The parts of a compound statement, by field. */
typedef struct Parts {
    Sequence body;
    Sequence orelse;
    Sequence finalbody;
    uint8_t arms; /* handlers and cases: united */
    bool has_arms;
    bool has_default; /* a case that matches anything */
} Parts;

static bool is_true_constant(const Ast *ast, NodeId node) {
    const Node *test = ast_node(ast, node);
    return test->kind == NODE_CONSTANT &&
           (test->detail == CONSTANT_TRUE ||
            (test->detail == CONSTANT_INT && test->end == test->start + 1));
}

bool flow_is_endless(const Ast *ast, NodeId loop) {
    NodeId test = ast_child(ast, loop, FIELD_TEST);
    return test != NODE_NONE && is_true_constant(ast, test);
}

bool flow_is_catch_all_case(const Ast *ast, NodeId match_case) {
    NodeId pattern = ast_child(ast, match_case, FIELD_PATTERN);
    return pattern != NODE_NONE && ast_kind(ast, pattern) == NODE_MATCH_AS &&
           ast_child(ast, pattern, FIELD_PATTERN) == NODE_NONE &&
           ast_child(ast, match_case, FIELD_GUARD) == NODE_NONE;
}

static Parts read_parts(const Ast *ast, NodeId node, const uint8_t *exits) {
    Parts parts = {0};
    for (NodeId child = ast_first_child(ast, node); child != NODE_NONE;
         child = ast_next_sibling(ast, child)) {
        switch (ast_node(ast, child)->field) {
        case FIELD_BODY:
            sequence_add(&parts.body, exits[child]);
            break;
        case FIELD_ORELSE:
            sequence_add(&parts.orelse, exits[child]);
            break;
        case FIELD_FINALBODY:
            sequence_add(&parts.finalbody, exits[child]);
            break;
        case FIELD_HANDLERS:
        case FIELD_CASES:
            parts.arms |= exits[child];
            parts.has_arms = true;
            parts.has_default = parts.has_default || flow_is_catch_all_case(ast, child);
            break;
        default:
            break;
        }
    }
    return parts;
}

static uint8_t exits_of_sequence(Sequence sequence) {
    return sequence.is_present ? sequence.exits : EXIT_COMPLETES;
}

static uint8_t exits_of_if(Parts parts) {
    return exits_of_sequence(parts.body) | exits_of_sequence(parts.orelse);
}

/* The loop's own jumps end in it. */
static uint8_t exits_of_loop(Parts parts, bool is_endless) {
    uint8_t body = exits_of_sequence(parts.body);
    uint8_t after = is_endless ? 0 : exits_of_sequence(parts.orelse);
    uint8_t result = (uint8_t)(after | (body & EXIT_RAISES));
    return (body & EXIT_BREAKS) ? result | EXIT_COMPLETES : result;
}

/* A context manager may swallow what is raised. */
static uint8_t exits_of_with(Parts parts) {
    uint8_t body = exits_of_sequence(parts.body);
    return (body & EXIT_RAISES) ? body | EXIT_COMPLETES : body;
}

static uint8_t exits_of_try(Parts parts) {
    uint8_t body = exits_of_sequence(parts.body);
    if (body & EXIT_COMPLETES) {
        body = (uint8_t)((body & ~EXIT_COMPLETES) | exits_of_sequence(parts.orelse));
    }
    uint8_t result = body | parts.arms;
    uint8_t last = exits_of_sequence(parts.finalbody);
    if (!(last & EXIT_COMPLETES)) {
        return last;
    }
    return (uint8_t)(result | (last & ~EXIT_COMPLETES));
}

static uint8_t exits_of_match(Parts parts) {
    return parts.has_default ? parts.arms : parts.arms | EXIT_COMPLETES;
}

static uint8_t exits_of_compound(const Ast *ast, NodeId node, const uint8_t *exits) {
    Parts parts = read_parts(ast, node, exits);
    switch (ast_kind(ast, node)) {
    case NODE_IF:
        return exits_of_if(parts);
    case NODE_WHILE:
        return exits_of_loop(parts, flow_is_endless(ast, node));
    case NODE_FOR:
    case NODE_ASYNC_FOR:
        return exits_of_loop(parts, false);
    case NODE_WITH:
    case NODE_ASYNC_WITH:
        return exits_of_with(parts);
    case NODE_TRY:
    case NODE_TRY_STAR:
        return exits_of_try(parts);
    case NODE_MATCH:
        return exits_of_match(parts);
    default: /* ExceptHandler, match_case, ClassDef */
        return exits_of_sequence(parts.body);
    }
}

static uint8_t exits_of(const Ast *ast, NodeId node, const uint8_t *exits) {
    switch (ast_kind(ast, node)) {
    case NODE_RETURN:
        return 0;
    case NODE_RAISE:
        return EXIT_RAISES;
    case NODE_BREAK:
        return EXIT_BREAKS;
    case NODE_CONTINUE:
        return EXIT_CONTINUES;
    case NODE_EXCEPT_HANDLER:
    case NODE_MATCH_CASE:
        return exits_of_compound(ast, node, exits);
    default:
        return flow_is_compound(ast_kind(ast, node)) ? exits_of_compound(ast, node, exits)
                                                     : EXIT_COMPLETES;
    }
}

FlowPlan flow_plan(const Ast *ast, Arena *mem) {
    FlowPlan plan = {.ast = ast};
    plan.exits = ARENA_ARRAY(mem, uint8_t, ast->node_count + 1);
    plan.next_jump = ARENA_ARRAY(mem, NodeId, ast->node_count + 1);
    plan.budget = (uint64_t)ast->node_count * 64 + 100000;
    for (NodeId node = ast->node_count; node-- > 0;) {
        plan.exits[node] = exits_of(ast, node, plan.exits);
        NodeId next = ast_next_sibling(ast, node);
        bool in_block =
            next != NODE_NONE && ast_node(ast, next)->field == ast_node(ast, node)->field;
        plan.next_jump[node] = plan.exits[node] != EXIT_COMPLETES ? node
                               : in_block                         ? plan.next_jump[next]
                                                                  : NODE_NONE;
    }
    return plan;
}

bool flow_is_conditional(const Ast *ast, NodeId node) {
    while (true) {
        NodeId parent = ast_node(ast, node)->parent;
        if (parent == NODE_NONE || !ast_kind_is_expression(ast_kind(ast, parent))) {
            NodeKind kind = parent == NODE_NONE ? NODE_MODULE : ast_kind(ast, parent);
            bool in_generator = kind == NODE_COMPREHENSION || kind == NODE_ASYNC_COMPREHENSION;
            return in_generator && ast_node(ast, node)->field != FIELD_ITER;
        }
        Field field = (Field)ast_node(ast, node)->field;
        switch (ast_kind(ast, parent)) {
        case NODE_BOOL_OP:
            if (ast_first_child(ast, parent) != node) {
                return true;
            }
            break;
        case NODE_IF_EXP:
            if (field != FIELD_TEST) {
                return true;
            }
            break;
        case NODE_COMPARE:
            if (field == FIELD_COMPARATORS && ast_child(ast, parent, FIELD_COMPARATORS) != node) {
                return true;
            }
            break;
        case NODE_LIST_COMP:
        case NODE_SET_COMP:
        case NODE_DICT_COMP:
        case NODE_GENERATOR_EXP:
            if (field != FIELD_GENERATORS) {
                return true;
            }
            break;
        default:
            break;
        }
        node = parent;
    }
}
