/* cpu/list-front-operation: `items.pop(0)`, `items.insert(0, x)` and their like in a loop, on a
 * list of unknown size that outlives the loop: all other elements move in each turn.
 *
 * A list that is kept short by a test of its length (a window) costs nothing worth saying; nor do
 * loops that wait in every turn, and lists of an imported module (sys.path, sys.argv). */
#include "rules/cpu/front_fix.h"
#include "rules/cpu/loop_cost.h"
#include "rules/cpu/variable.h"

/* ---- lists that stay short ------------------------------------------------------------------ */

static bool is_length(const LoopContext *loops, const UnitFacts *facts, NodeId node, NodeId list) {
    const Ast *ast = &facts->ast;
    NodeId argument =
        ast_kind(ast, node) == NODE_CALL ? ast_child(ast, node, FIELD_ARGS) : NODE_NONE;
    return argument != NODE_NONE && shape_same_text(facts, argument, list) &&
           str_equal(kinds_callee(loops->file, loops->unit, node, loops->file->mem), STR("len"));
}

/* `len(x) > 0` asks whether there is anything; any other comparison keeps the list short. */
static bool is_limit(const LoopContext *loops, const UnitFacts *facts, NodeId compare,
                     NodeId list) {
    const Ast *ast = &facts->ast;
    NodeId left = ast_child(ast, compare, FIELD_LEFT);
    NodeId right = ast_child(ast, compare, FIELD_COMPARATORS);
    if (left == NODE_NONE || right == NODE_NONE) {
        return false;
    }
    bool is_left = is_length(loops, facts, left, list);
    NodeId other = is_left ? right : left;
    if (!is_left && !is_length(loops, facts, right, list)) {
        return false;
    }
    uint8_t op = ast_node(ast, ast_child(ast, compare, FIELD_OPS))->detail;
    bool is_truth =
        cost_is_digit(facts, other, '0') ||
        (cost_is_digit(facts, other, '1') && (op == OPERATOR_GT_E || op == OPERATOR_LT_E));
    return !is_truth;
}

static bool has_limit(const LoopContext *loops, const UnitFacts *facts, NodeId test, NodeId list) {
    NodeId end = ast_node(&facts->ast, test)->subtree_end;
    for (NodeId node = test; node < end; node++) {
        if (ast_kind(&facts->ast, node) == NODE_COMPARE && is_limit(loops, facts, node, list)) {
            return true;
        }
    }
    return false;
}

/* Something is added to the list in the loop around `loop`, outside of `loop` itself. */
static bool grows_around(const UnitFacts *facts, NodeId loop, NodeId list) {
    const Ast *ast = &facts->ast;
    NodeId around = loop_enclosing(ast, loop);
    if (around == NODE_NONE) {
        return false;
    }
    NodeId end = ast_node(ast, around)->subtree_end;
    for (NodeId node = around; node < end; node++) {
        NodeId value =
            ast_kind(ast, node) == NODE_ATTRIBUTE ? ast_child(ast, node, FIELD_VALUE) : NODE_NONE;
        if (value != NODE_NONE && !ast_is_within(ast, node, loop) &&
            (str_equal(ast_name(ast, node), STR("append")) ||
             str_equal(ast_name(ast, node), STR("extend"))) &&
            shape_same_text(facts, value, list)) {
            return true;
        }
    }
    return false;
}

/* `if len(x) < k: continue` before the statement, in its block. */
static bool is_behind_limit(const LoopContext *loops, const UnitFacts *facts, NodeId statement,
                            NodeId list) {
    const Ast *ast = &facts->ast;
    NodeId parent = ast_node(ast, statement)->parent;
    NodeId before = ast_child(ast, parent, (Field)ast_node(ast, statement)->field);
    for (; before != NODE_NONE && before < statement; before = ast_next_in_field(ast, before)) {
        NodeId body =
            ast_kind(ast, before) == NODE_IF ? ast_child(ast, before, FIELD_BODY) : NODE_NONE;
        NodeKind kind = body == NODE_NONE ? NODE_PASS : ast_kind(ast, body);
        bool leaves = kind == NODE_CONTINUE || kind == NODE_BREAK || kind == NODE_RETURN;
        if (leaves && has_limit(loops, facts, ast_child(ast, before, FIELD_TEST), list)) {
            return true;
        }
    }
    return false;
}

/* `parent` is a test of the list's length around `node`. */
static bool is_under_limit(const LoopContext *loops, const UnitFacts *facts, NodeId parent,
                           NodeId node, NodeId list) {
    const Ast *ast = &facts->ast;
    NodeKind kind = ast_kind(ast, parent);
    if (kind != NODE_IF && kind != NODE_WHILE && kind != NODE_IF_EXP) {
        return false;
    }
    NodeId test = ast_child(ast, parent, FIELD_TEST);
    return test != NODE_NONE && test != node && has_limit(loops, facts, test, list) &&
           (kind != NODE_WHILE || grows_around(facts, parent, list));
}

/* The operation runs when the list is longer than something: `if len(x) > k: x.pop(0)`, or a
 * `while` that cuts down what the loop around adds. */
static bool is_window(const LoopContext *loops, const UnitFacts *facts, NodeId node, NodeId list) {
    const Ast *ast = &facts->ast;
    for (NodeId parent = ast_node(ast, node)->parent; parent != NODE_NONE;
         node = parent, parent = ast_node(ast, node)->parent) {
        NodeKind kind = ast_kind(ast, parent);
        bool is_behind =
            ast_kind_is_statement(ast_kind(ast, node)) && is_behind_limit(loops, facts, node, list);
        if (is_behind || is_under_limit(loops, facts, parent, node, list)) {
            return true;
        }
        if (kind == NODE_WHILE || kind == NODE_FOR || kind == NODE_ASYNC_FOR ||
            ast_kind_is_function(kind)) {
            return false;
        }
    }
    return false;
}

/* ---- finding -------------------------------------------------------------------------------- */

static bool is_list(const LoopContext *loops, const FrontOperation *operation) {
    KindId kind = cost_start_kind(loops, operation->list, front_operation_rebinds);
    return kind_is_instance(kinds_table(loops->file), kind, STR("list"));
}

/* `while queue: await ...`: the loop waits, but the list decides how often it turns. */
static bool is_drained_by(const UnitFacts *facts, NodeId loop, NodeId list) {
    const Ast *ast = &facts->ast;
    NodeId test = ast_kind(ast, loop) == NODE_WHILE ? ast_child(ast, loop, FIELD_TEST) : NODE_NONE;
    NodeId end = test == NODE_NONE ? 0 : ast_node(ast, test)->subtree_end;
    for (NodeId node = test; node < end; node++) {
        if (shape_same_text(facts, node, list)) {
            return true;
        }
    }
    return false;
}

/* `arguments = sys.argv[1:]`, or sys.argv itself. */
static bool is_of_library(const LoopContext *loops, const UnitFacts *facts, NodeId list) {
    const Ast *ast = &facts->ast;
    if (cost_is_library_list(loops, list) || ast_kind(ast, list) != NODE_NAME) {
        return cost_is_library_list(loops, list);
    }
    Variable variable = variable_of(facts, list);
    NodeId assignment = variable_only_assignment(&variable);
    NodeId end = assignment == NODE_NONE ? 0 : ast_node(ast, assignment)->subtree_end;
    for (NodeId node = assignment; node < end; node++) {
        if (ast_kind(ast, node) == NODE_ATTRIBUTE && cost_is_library_list(loops, node) &&
            cost_is_instance(loops, node, STR("list"))) {
            return true;
        }
    }
    return false;
}

static const char *consequence(FrontForm form) {
    switch (form) {
    case FRONT_SHIFT:
        return "copies the rest of the list in every turn of the loop; a deque drops its first in "
               "one step";
    case FRONT_PREPEND:
        return "copies the whole list in every turn of the loop; append and reverse once after it, "
               "or use a deque";
    case FRONT_INSERT:
        return "moves every other element in every turn of the loop; append and reverse once after "
               "it, or use a deque";
    default:
        return "moves every other element in every turn of the loop; a deque gives up its first in "
               "one step";
    }
}

static void report(RuleContext *context, const FrontOperation *operation) {
    Report found =
        report_new(RULE_cpu_list_front_operation, ast_span(&context->facts->ast, operation->node));
    found.subject = cost_text(context, operation->list);
    found.message =
        arena_format(context->mem, "`%.*s` %s", STR_ARG(cost_text(context, operation->node)),
                     consequence(operation->form));
    found.cost = arena_format(context->mem, "turns x len(%.*s) moves", STR_ARG(found.subject));
    found.anchor = operation->node;
    rule_report(context, &found);
}

static void check_operation(RuleContext *context, const LoopContext *loops,
                            const FrontOperation *operation) {
    const UnitFacts *facts = context->facts;
    NodeId inner = cost_repeating_loop(&facts->ast, operation->node);
    if (inner == NODE_NONE || cost_base_name(&facts->ast, operation->list) == NODE_NONE) {
        return;
    }
    NodeId loop = cost_outlived_loop(loops, inner, operation->list, front_operation_rebinds);
    if (loop == NODE_NONE || !is_list(loops, operation) ||
        size_bound(context->file, context->unit, operation->list) != SIZE_UNKNOWN) {
        return;
    }
    bool is_poll = cost_is_poll(loops, inner) && !is_drained_by(facts, inner, operation->list);
    if (!is_poll && !is_window(loops, facts, operation->node, operation->list) &&
        !is_of_library(loops, facts, operation->list)) {
        report(context, operation);
    }
}

static void check_unit(RuleContext *context) {
    const Ast *ast = &context->facts->ast;
    LoopContext loops = cost_context(context);
    for (NodeId node = 0; node < ast->node_count; node++) {
        FrontOperation operation = front_operation_of(context->facts, node);
        if (operation.form != FRONT_NONE) {
            check_operation(context, &loops, &operation);
        }
    }
}

static void fix(FixContext *context, const Finding *finding) {
    FrontOperation operation = front_operation_of(context->rule.facts, finding->anchor);
    if (!BUG_ON(operation.form == FRONT_NONE)) {
        front_fix(context, &operation);
    }
}

const RuleImplementation rule_cpu_list_front_operation = {
    .rule = RULE_cpu_list_front_operation,
    .visits = 1 << UNIT_MODULE | 1 << UNIT_FUNCTION | 1 << UNIT_CLASS,
    .any_trigger = TRIGGER_BIT(FOR) | TRIGGER_BIT(WHILE),
    .check_unit = check_unit,
    .fix = fix,
};
