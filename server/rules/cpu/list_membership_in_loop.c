/* cpu/list-membership-in-loop: `x in items` in a loop, where `items` is a list or tuple of unknown
 * size that outlives the loop: each turn looks at one element after another.
 *
 * The loop that matters is the innermost one in which the left side changes; the right side must be
 * bound outside of it. A bounded list, or loops of a few turns only, cost nothing worth saying; nor
 * do assertions, loops that wait in every turn, and lists of an imported module (sys.path). */
#include "catalog/catalog.h"
#include "rules/cpu/loop_cost.h"
#include "rules/cpu/membership_fix.h"

/* ---- finding ------------------------------------------------------------------------------ */

/* The one operator of `a in b` or `a not in b`; NODE_NONE for any other comparison. */
static NodeId membership_operator(const Ast *ast, NodeId compare) {
    NodeId op = ast_child(ast, compare, FIELD_OPS);
    if (op == NODE_NONE || ast_next_in_field(ast, op) != NODE_NONE) {
        return NODE_NONE;
    }
    uint8_t kind = ast_node(ast, op)->detail;
    return kind == OPERATOR_IN || kind == OPERATOR_NOT_IN ? op : NODE_NONE;
}

static bool is_unhashable(KindTable *table, KindId kind) {
    return kind_is_instance(table, kind, STR("list")) ||
           kind_is_instance(table, kind, STR("set")) || kind_is_instance(table, kind, STR("dict"));
}

/* A list or tuple whose size nothing bounds and whose elements could be in a set. */
static bool is_long_list(RuleContext *context, NodeId element, NodeId container) {
    KindTable *table = kinds_table(context->file);
    KindId kind = kinds_expression(context->file, context->unit, container);
    if (!(kind_traits(table, kind) & CLASS_LINEAR)) {
        return false;
    }
    if (size_bound((FileModel *)context->file, context->unit, container) != SIZE_UNKNOWN) {
        return false;
    }
    return !is_unhashable(table, kind_element(table, kind)) &&
           !is_unhashable(table, kinds_expression(context->file, context->unit, element));
}

/* The innermost loop whose turns change the element, or NODE_NONE. */
static NodeId varying_loop(const LoopContext *loops, const Ast *ast, NodeId compare,
                           NodeId element) {
    NodeId loop = loop_of_node(ast, compare);
    while (loop != NODE_NONE && loop_is_invariant(loops, loop, element)) {
        loop = loop_enclosing(ast, loop);
    }
    return loop;
}

/* Checks of the author, and lists that a library keeps. */
static bool is_of_no_weight(const LoopContext *loops, const Ast *ast, NodeId compare,
                            NodeId container) {
    return cost_is_library_list(loops, container) ||
           ast_kind(ast, ast_statement(ast, compare)) == NODE_ASSERT;
}

static void report(RuleContext *context, NodeId compare, NodeId container) {
    const UnitFacts *facts = context->facts;
    Str name = arena_copy(context->mem, str_span(facts->text, ast_span(&facts->ast, container)));
    KindId kind = kinds_expression(context->file, context->unit, container);
    bool tuple = kind_is_instance(kinds_table(context->file), kind, STR("tuple"));
    Report found = report_new(RULE_cpu_list_membership_in_loop, ast_span(&facts->ast, compare));
    found.subject = name;
    found.message = arena_format(
        context->mem,
        "`in` on the %s `%.*s` compares one element after another in every turn of the loop; a set "
        "finds it in one step",
        tuple ? "tuple" : "list", STR_ARG(name));
    found.cost = arena_format(context->mem, "turns x len(%.*s) comparisons", STR_ARG(name));
    found.anchor = compare;
    rule_report(context, &found);
}

static void check_compare(RuleContext *context, const LoopContext *loops, NodeId compare) {
    const Ast *ast = &context->facts->ast;
    NodeId element = ast_child(ast, compare, FIELD_LEFT);
    NodeId container = ast_child(ast, compare, FIELD_COMPARATORS);
    if (element == NODE_NONE || container == NODE_NONE) {
        return;
    }
    NodeId name = cost_base_name(ast, container);
    NodeId loop = name == NODE_NONE ? NODE_NONE : varying_loop(loops, ast, compare, element);
    if (loop == NODE_NONE || cost_outlived_loop(loops, loop, name, NULL) == NODE_NONE) {
        return;
    }
    bool guarded =
        size_guard((FileModel *)context->file, context->unit, container, compare) != SIZE_UNKNOWN;
    if (!guarded && is_long_list(context, element, container) && !cost_is_poll(loops, loop) &&
        !is_of_no_weight(loops, ast, compare, container)) {
        report(context, compare, container);
    }
}

static void check_unit(RuleContext *context) {
    const Ast *ast = &context->facts->ast;
    LoopContext loops = cost_context(context);
    for (NodeId node = 0; node < ast->node_count; node++) {
        if (ast_kind(ast, node) == NODE_COMPARE && membership_operator(ast, node) != NODE_NONE &&
            loop_of_node(ast, node) != NODE_NONE) {
            check_compare(context, &loops, node);
        }
    }
}

static void fix(FixContext *context, const Finding *finding) {
    membership_fix(context, finding->anchor);
}

const RuleImplementation rule_cpu_list_membership_in_loop = {
    .rule = RULE_cpu_list_membership_in_loop,
    .visits = 1 << UNIT_MODULE | 1 << UNIT_FUNCTION | 1 << UNIT_CLASS,
    .any_trigger = TRIGGER_BIT(FOR) | TRIGGER_BIT(WHILE),
    .check_unit = check_unit,
    .fix = fix,
};
