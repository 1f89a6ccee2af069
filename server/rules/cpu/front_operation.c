/* Knows the shapes of work at a list's front; knows nothing about kinds and loops. */
#include "rules/cpu/front_operation.h"

#include "rules/cpu/loop_cost.h"

static const FrontOperation none = {FRONT_NONE, NODE_NONE, NODE_NONE};

static FrontOperation of_call(const UnitFacts *facts, NodeId call) {
    const Ast *ast = &facts->ast;
    NodeId function = ast_child(ast, call, FIELD_FUNC);
    NodeId first = ast_child(ast, call, FIELD_ARGS);
    if (function == NODE_NONE || ast_kind(ast, function) != NODE_ATTRIBUTE || first == NODE_NONE ||
        !cost_is_digit(facts, first, '0') || ast_child(ast, call, FIELD_KEYWORDS) != NODE_NONE) {
        return none;
    }
    uint32_t arguments = ast_count_in_field(ast, call, FIELD_ARGS);
    bool pops = arguments == 1 && str_equal(ast_name(ast, function), STR("pop"));
    bool inserts = arguments == 2 && str_equal(ast_name(ast, function), STR("insert"));
    if (!pops && !inserts) {
        return none;
    }
    return (FrontOperation){pops ? FRONT_POP : FRONT_INSERT, call,
                            ast_child(ast, function, FIELD_VALUE)};
}

static FrontOperation of_delete(const UnitFacts *facts, NodeId statement) {
    const Ast *ast = &facts->ast;
    NodeId target = ast_child(ast, statement, FIELD_TARGETS);
    NodeId index = target != NODE_NONE && ast_kind(ast, target) == NODE_SUBSCRIPT
                       ? ast_child(ast, target, FIELD_SLICE)
                       : NODE_NONE;
    bool is_first = index != NODE_NONE && cost_is_digit(facts, index, '0') &&
                    ast_count_in_field(ast, statement, FIELD_TARGETS) == 1;
    return is_first ? (FrontOperation){FRONT_DELETE, statement, ast_child(ast, target, FIELD_VALUE)}
                    : none;
}

/* The list of `L[1:]` or, with `lower` 0, of `L[:]`; NODE_NONE. */
static NodeId sliced(const UnitFacts *facts, NodeId node, char lower) {
    const Ast *ast = &facts->ast;
    NodeId slice = node != NODE_NONE && ast_kind(ast, node) == NODE_SUBSCRIPT
                       ? ast_child(ast, node, FIELD_SLICE)
                       : NODE_NONE;
    if (slice == NODE_NONE || ast_kind(ast, slice) != NODE_SLICE) {
        return NODE_NONE;
    }
    NodeId first = ast_child(ast, slice, FIELD_LOWER);
    bool is_open = ast_child(ast, slice, FIELD_UPPER) == NODE_NONE &&
                   ast_child(ast, slice, FIELD_STEP) == NODE_NONE;
    bool is_lower =
        lower == 0 ? first == NODE_NONE : first != NODE_NONE && cost_is_digit(facts, first, lower);
    return is_open && is_lower ? ast_child(ast, node, FIELD_VALUE) : NODE_NONE;
}

static FrontOperation of_assign(const UnitFacts *facts, NodeId statement) {
    const Ast *ast = &facts->ast;
    NodeId target = ast_child(ast, statement, FIELD_TARGETS);
    NodeId value = ast_child(ast, statement, FIELD_VALUE);
    if (target == NODE_NONE || value == NODE_NONE ||
        ast_count_in_field(ast, statement, FIELD_TARGETS) != 1) {
        return none;
    }
    NodeId list = sliced(facts, value, '1');
    NodeId whole = sliced(facts, target, 0);
    if (list != NODE_NONE && shape_same_text(facts, list, whole == NODE_NONE ? target : whole)) {
        return (FrontOperation){FRONT_SHIFT, statement, list};
    }
    bool adds = ast_kind(ast, value) == NODE_BIN_OP && ast_node(ast, value)->detail == OPERATOR_ADD;
    NodeId right = adds ? ast_child(ast, value, FIELD_RIGHT) : NODE_NONE;
    return right != NODE_NONE && shape_same_text(facts, right, target)
               ? (FrontOperation){FRONT_PREPEND, statement, right}
               : none;
}

FrontOperation front_operation_of(const UnitFacts *facts, NodeId node) {
    switch (ast_kind(&facts->ast, node)) {
    case NODE_CALL:
        return of_call(facts, node);
    case NODE_DELETE:
        return of_delete(facts, node);
    case NODE_ASSIGN:
        return of_assign(facts, node);
    default:
        return none;
    }
}

bool front_operation_rebinds(const UnitFacts *facts, NodeId statement) {
    FrontForm form = front_operation_of(facts, statement).form;
    return form == FRONT_SHIFT || form == FRONT_PREPEND;
}
