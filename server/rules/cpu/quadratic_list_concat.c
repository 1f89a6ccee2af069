/* cpu/quadratic-list-concat: `x = x + y` on lists and `x += y` on tuples in a loop, and sum(lists,
 * []): each addition copies all that was added before. */
#include "rules/cpu/growth.h"
#include "rules/cpu/variable.h"
#include "rules/fix_builder.h"

/* ---- sum(lists, []) ------------------------------------------------------------------------- */

/* The empty list or tuple that a call of sum begins with; NODE_NONE for any other call. */
static NodeId sum_start(const RuleContext *context, NodeId call) {
    const Ast *ast = &context->facts->ast;
    NodeId first = ast_child(ast, call, FIELD_ARGS);
    NodeId keyword = ast_keyword(ast, call, STR("start"));
    NodeId start = NODE_NONE;
    if (first != NODE_NONE && keyword != NODE_NONE) {
        start = ast_child(ast, keyword, FIELD_VALUE);
    } else if (first != NODE_NONE) {
        start = ast_next_in_field(ast, first);
    }
    if (start == NODE_NONE || ast_first_child(ast, start) != NODE_NONE ||
        !ast_kind_is_sequence(ast_kind(ast, start))) {
        return NODE_NONE;
    }
    Str callee = kinds_callee(context->file, context->unit, call, context->scratch);
    return str_equal(callee, STR("sum")) ? start : NODE_NONE;
}

static void check_sum(RuleContext *context, NodeId call) {
    const Ast *ast = &context->facts->ast;
    NodeId start = sum_start(context, call);
    if (start == NODE_NONE || size_bound(context->file, context->unit,
                                         ast_child(ast, call, FIELD_ARGS)) != SIZE_UNKNOWN) {
        return;
    }
    Report found = report_new(RULE_cpu_quadratic_list_concat, ast_span(ast, call));
    found.subject = cost_text(context, ast_child(ast, call, FIELD_ARGS));
    found.message = arena_format(
        context->mem,
        "`sum` copies the %s so far for each one that it adds; chain.from_iterable goes through "
        "them once",
        ast_kind(ast, start) == NODE_LIST ? "list" : "tuple");
    found.cost = STR("elements x lists copies");
    found.anchor = call;
    rule_report(context, &found);
}

/* ---- growing in a loop ---------------------------------------------------------------------- */

static void check_growth(RuleContext *context, const LoopContext *loops, const Growth *growth) {
    const Ast *ast = &context->facts->ast;
    if (growth->form == GROWTH_BEFORE || growth_loop(loops, growth) == NODE_NONE) {
        return;
    }
    KindTable *table = kinds_table(context->file);
    KindId kind = growth_start_kind(loops, growth);
    bool is_list = kind_is_instance(table, kind, STR("list")) && growth->form == GROWTH_BEHIND;
    bool is_tuple = kind_is_instance(table, kind, STR("tuple"));
    if (!is_list && !is_tuple) {
        return;
    }
    Report found = report_new(RULE_cpu_quadratic_list_concat, ast_span(ast, growth->statement));
    found.subject = cost_text(context, growth->target);
    found.message = arena_format(
        context->mem, "the %s `%.*s` is copied in every turn of the loop that adds to it; %s",
        is_list ? "list" : "tuple", STR_ARG(found.subject),
        is_list ? "extend makes it longer in place" : "a list grows in place");
    found.cost = arena_format(context->mem, "turns x len(%.*s) copies", STR_ARG(found.subject));
    found.anchor = growth->statement;
    rule_report(context, &found);
}

static void check_unit(RuleContext *context) {
    const Ast *ast = &context->facts->ast;
    LoopContext loops = cost_context(context);
    for (NodeId node = 0; node < ast->node_count; node++) {
        if (ast_kind(ast, node) == NODE_CALL) {
            check_sum(context, node);
            continue;
        }
        Growth growth = growth_of(context->facts, node);
        if (growth.form != GROWTH_NONE && loop_of_node(ast, node) != NODE_NONE) {
            check_growth(context, &loops, &growth);
        }
    }
}

/* ---- fixes ---------------------------------------------------------------------------------- */

static void chain_instead(FixContext *context, NodeId call) {
    const UnitFacts *facts = context->rule.facts;
    const Ast *ast = &facts->ast;
    bool is_list = ast_kind(ast, sum_start(&context->rule, call)) == NODE_LIST;
    fix_start(context, SAFETY_UNSAFE, STR("Go through the lists once with chain.from_iterable"));
    Str itertools = fix_import_module(context, STR("itertools"));
    NodeId argument = ast_child(ast, call, FIELD_ARGS);
    Str lists = str_span(facts->text, ast_span(ast, argument));
    if (ast_kind(ast, argument) == NODE_GENERATOR_EXP && lists.len > 2 && lists.ptr[0] == '(') {
        lists = str_slice(lists, 1, lists.len - 1); /* alone, it needs no brackets of its own */
    }
    fix_replace(context, ast_span(ast, call),
                arena_format(context->rule.mem, "%s(%.*s.chain.from_iterable(%.*s))",
                             is_list ? "list" : "tuple", STR_ARG(itertools), STR_ARG(lists)));
}

/* The value that a name has before the loop was made for it alone: nobody else holds it. */
static bool is_fresh(const LoopContext *loops, const UnitFacts *facts, NodeId value) {
    const Ast *ast = &facts->ast;
    NodeKind kind = ast_kind(ast, value);
    if (kind == NODE_CALL) {
        return call_is_pure(loops->file, loops->unit, value);
    }
    return kind == NODE_LIST || kind == NODE_LIST_COMP || kind == NODE_BIN_OP ||
           (kind == NODE_SUBSCRIPT &&
            ast_kind(ast, ast_child(ast, value, FIELD_SLICE)) == NODE_SLICE);
}

/* Nobody but the name holds the list while the loop runs: extending it in place changes nothing
 * that others see. */
static bool has_no_alias(const LoopContext *loops, const Variable *variable, NodeId loop) {
    const UnitFacts *facts = variable->facts;
    const Ast *ast = &facts->ast;
    if (!variable_is_local(variable)) {
        return false;
    }
    for (uint32_t i = 0; i < variable_binding_count(variable); i++) {
        const Binding *binding = variable_binding(variable, i);
        bool is_own = binding->kind == BINDING_ASSIGN && !binding->is_unpacked &&
                      ast_count_in_field(ast, binding->source, FIELD_TARGETS) == 1 &&
                      is_fresh(loops, facts, ast_child(ast, binding->source, FIELD_VALUE));
        if (!is_own) {
            return false;
        }
    }
    for (uint32_t i = 0; i < variable_use_count(variable); i++) {
        NodeId use = variable_use(variable, i);
        bool is_later =
            use >= ast_node(ast, loop)->subtree_end && loop_enclosing(ast, loop) == NODE_NONE;
        if (!is_later && !variable_use_only_reads(loops, use)) {
            return false;
        }
    }
    return true;
}

static void extend_instead(FixContext *context, const Growth *growth) {
    const UnitFacts *facts = context->rule.facts;
    const Ast *ast = &facts->ast;
    Arena *mem = context->rule.mem;
    LoopContext loops = cost_context(&context->rule);
    Str name = cost_text(&context->rule, growth->target);
    Str title = arena_format(mem, "Extend `%.*s` in place", STR_ARG(name));
    bool is_name = ast_kind(ast, growth->place) == NODE_NAME;
    Variable variable = {.facts = facts};
    if (is_name) {
        variable = variable_of(facts, growth->place);
    }
    NodeId loop = growth_loop(&loops, growth);
    if (kind_is_instance(kinds_table(context->rule.file), growth_start_kind(&loops, growth),
                         STR("tuple"))) {
        fix_refuse(context, title, STR("a tuple cannot grow: it would have to be a list"));
        return;
    }
    if (!is_name || loop == NODE_NONE || !has_no_alias(&loops, &variable, loop)) {
        fix_refuse(context, title,
                   arena_format(mem, "others may hold the list that `%.*s` is", STR_ARG(name)));
        return;
    }
    fix_start(context, SAFETY_UNSAFE, title);
    NodeId added = ast_child(ast, growth->value, FIELD_RIGHT);
    NodeId element = ast_kind(ast, added) == NODE_LIST ? ast_first_child(ast, added) : NODE_NONE;
    bool is_one = growth->pluses == 1 && element != NODE_NONE &&
                  ast_next_sibling(ast, element) == NODE_NONE &&
                  ast_kind(ast, element) != NODE_STARRED;
    Span span = is_one ? ast_span(ast, element) : growth->added;
    Span statement = ast_span(ast, growth->statement);
    fix_replace(context, (Span){statement.start, span.start},
                arena_format(mem, is_one ? "%.*s.append(" : "%.*s.extend(", STR_ARG(name)));
    if (span.end == statement.end) {
        fix_insert(context, statement.end, STR(")"));
    } else {
        fix_replace(context, (Span){span.end, statement.end}, STR(")"));
    }
}

static void fix(FixContext *context, const Finding *finding) {
    if (ast_kind(&context->rule.facts->ast, finding->anchor) == NODE_CALL) {
        chain_instead(context, finding->anchor);
        return;
    }
    Growth growth = growth_of(context->rule.facts, finding->anchor);
    if (!BUG_ON(growth.form == GROWTH_NONE)) {
        extend_instead(context, &growth);
    }
}

const RuleImplementation rule_cpu_quadratic_list_concat = {
    .rule = RULE_cpu_quadratic_list_concat,
    .visits = 1 << UNIT_MODULE | 1 << UNIT_FUNCTION | 1 << UNIT_CLASS,
    .any_trigger = TRIGGER_BIT(FOR) | TRIGGER_BIT(WHILE) | TRIGGER_BIT(SUM),
    .check_unit = check_unit,
    .fix = fix,
};
