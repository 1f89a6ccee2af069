/* cpu/string-concat-in-loop: a text or bytes that is copied each time something is added to it.
 *
 * CPython grows a local text in place (`text += s`), so that this is linear; it cannot do so for
 * bytes, for what others can see (attributes, subscripts, globals, cells), in front, for two
 * additions in one expression, or when somebody keeps the text of each turn. */
#include "rules/cpu/concat_fix.h"
#include "rules/cpu/growth.h"
#include "rules/cpu/variable.h"

typedef enum Weight {
    WEIGHT_COPIED,
    WEIGHT_KEPT, /* stored elsewhere in every turn */
    WEIGHT_IN_PLACE_ON_CPYTHON,
} Weight;

/* The text of this turn is stored, passed on or yielded, in every turn. */
static bool is_kept(const LoopContext *loops, const UnitFacts *facts, NodeId loop, NodeId use) {
    const Ast *ast = &facts->ast;
    NodeId parent = ast_node(ast, use)->parent;
    NodeKind kind = ast_kind(ast, parent);
    if (!loop_runs(ast, loop, use) || variable_use_only_reads(loops, use) ||
        cost_may_be_skipped(ast, loop, use)) {
        return false;
    }
    if (kind == NODE_CALL && ast_node(ast, use)->field != FIELD_FUNC) {
        return !call_keeps_arguments(loops->file, loops->unit, parent);
    }
    bool is_value = ast_node(ast, use)->field == FIELD_VALUE;
    return kind == NODE_TUPLE || kind == NODE_LIST || kind == NODE_DICT || kind == NODE_YIELD ||
           (is_value && (kind == NODE_ASSIGN || kind == NODE_ANN_ASSIGN));
}

static bool find_kept(const LoopContext *loops, const Variable *variable, NodeId loop) {
    for (uint32_t i = 0; i < variable_use_count(variable); i++) {
        NodeId use = variable_use(variable, i);
        if (ast_is_within(&variable->facts->ast, use, loop) &&
            is_kept(loops, variable->facts, loop, use)) {
            return true;
        }
    }
    return false;
}

static bool is_kept_in_loop(const LoopContext *loops, const Variable *variable, NodeId loop,
                            NodeId place) {
    CostMemo *memo = cost_memo(loops);
    if (memo && cost_answers(&memo->kept, variable->facts, loop, place, NULL)) {
        return memo->kept.answer;
    }
    bool answer = find_kept(loops, variable, loop);
    if (memo) {
        memo->kept = (CostAnswer){loop, place, NULL, answer};
    }
    return answer;
}

static Weight weight_of(const LoopContext *loops, const UnitFacts *facts, const Growth *growth,
                        NodeId loop, bool is_bytes) {
    if (is_bytes || ast_kind(&facts->ast, growth->place) != NODE_NAME ||
        growth->form == GROWTH_BEFORE || (growth->form == GROWTH_BEHIND && growth->pluses > 1)) {
        return WEIGHT_COPIED;
    }
    Variable variable = variable_of(facts, growth->place);
    if (!variable_is_local(&variable)) {
        return WEIGHT_COPIED;
    }
    return is_kept_in_loop(loops, &variable, loop, growth->place) ? WEIGHT_KEPT
                                                                  : WEIGHT_IN_PLACE_ON_CPYTHON;
}

static Str message_of(RuleContext *context, Weight weight, Str place, bool is_bytes,
                      GrowthForm form) {
    if (weight == WEIGHT_KEPT) {
        return arena_format(context->mem,
                            "`%.*s` is also stored in every turn of the loop, so that adding to it "
                            "copies it; join the parts once instead",
                            STR_ARG(place));
    }
    if (weight == WEIGHT_IN_PLACE_ON_CPYTHON) {
        return arena_format(context->mem,
                            "`%.*s` grows in every turn of the loop, in place on CPython only; "
                            "collect the parts and join them once",
                            STR_ARG(place));
    }
    bool is_buffer = is_bytes && form == GROWTH_IN_PLACE;
    return arena_format(
        context->mem, "`%.*s` is copied in every turn of the loop that adds to it; %s",
        STR_ARG(place),
        is_buffer ? "a bytearray grows in place" : "collect the parts and join them once");
}

static void check_growth(RuleContext *context, const LoopContext *loops, const Growth *growth) {
    const UnitFacts *facts = context->facts;
    KindTable *table = kinds_table(context->file);
    NodeId loop = growth_loop(loops, growth);
    if (loop == NODE_NONE) {
        return;
    }
    KindId kind = growth_start_kind(loops, growth);
    bool is_bytes = kind_is_instance(table, kind, STR("bytes"));
    if (!is_bytes && !kind_is_instance(table, kind, STR("str"))) {
        return;
    }
    Weight weight = weight_of(loops, facts, growth, loop, is_bytes);
    if (weight == WEIGHT_IN_PLACE_ON_CPYTHON &&
        !options_bool(context->options, OPTION_cpu_string_concat_in_loop_local)) {
        return;
    }
    Report found =
        report_new(RULE_cpu_string_concat_in_loop, ast_span(&facts->ast, growth->statement));
    found.subject = cost_text(context, growth->target);
    found.message = message_of(context, weight, found.subject, is_bytes, growth->form);
    found.cost =
        arena_format(context->mem, "turns x len(%.*s) bytes copied", STR_ARG(found.subject));
    found.anchor = growth->statement;
    rule_report(context, &found);
}

static void check_unit(RuleContext *context) {
    const Ast *ast = &context->facts->ast;
    LoopContext loops = cost_context(context);
    for (NodeId node = 0; node < ast->node_count; node++) {
        Growth growth = growth_of(context->facts, node);
        if (growth.form != GROWTH_NONE && loop_of_node(ast, node) != NODE_NONE) {
            check_growth(context, &loops, &growth);
        }
    }
}

static void fix(FixContext *context, const Finding *finding) {
    Growth growth = growth_of(context->rule.facts, finding->anchor);
    if (!BUG_ON(growth.form == GROWTH_NONE)) {
        concat_fix(context, &growth);
    }
}

const RuleImplementation rule_cpu_string_concat_in_loop = {
    .rule = RULE_cpu_string_concat_in_loop,
    .visits = 1 << UNIT_MODULE | 1 << UNIT_FUNCTION | 1 << UNIT_CLASS,
    .any_trigger = TRIGGER_BIT(FOR) | TRIGGER_BIT(WHILE),
    .check_unit = check_unit,
    .fix = fix,
};
