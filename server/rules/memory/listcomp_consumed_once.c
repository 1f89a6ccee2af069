/* memory/listcomp-consumed-once: a list comprehension that only feeds a builtin or a `for`, which
 * would take its values one by one. The fix stands in listcomp_fix.c. */
#include "rules/memory/listcomp.h"

#include "semantics/kinds.h"

static Str message_of(RuleContext *context, const Consumption *consumption) {
    Str name = consumption->name;
    switch (consumption->use) {
    case LISTCOMP_SHORT_CIRCUIT:
        return arena_format(context->mem,
                            "`%.*s` may stop at the first hit, but the list is built to its end",
                            STR_ARG(name));
    case LISTCOMP_SET:
    case LISTCOMP_DICT:
    case LISTCOMP_SORTED: /* makes a container of its own */
        return arena_format(context->mem, "the list is built only for `%.*s` to read it once",
                            STR_ARG(name));
    case LISTCOMP_LOOP:
        return STR("the loop takes one value after another; the list holds them all in memory");
    case LISTCOMP_REDUCER:
    case LISTCOMP_ENUMERATE:
        break;
    }
    return arena_format(
        context->mem,
        "`%.*s` takes one value after another; the list holds them all in memory before it",
        STR_ARG(name));
}

static void report(RuleContext *context, const Consumption *consumption) {
    const UnitFacts *facts = context->facts;
    Report found = report_new(RULE_memory_listcomp_consumed_once,
                              ast_span(&facts->ast, consumption->comprehension));
    if (consumption->use == LISTCOMP_REDUCER) {
        found.severity = (int)variant_info(VARIANT_memory_listcomp_consumed_once_memory)->severity;
    }
    found.certainty = consumption->is_likely ? CERTAINTY_LIKELY : CERTAINTY_CERTAIN;
    found.subject = consumption->name;
    found.message = message_of(context, consumption);
    found.cost = STR("memory of the whole list instead of one value");
    found.anchor = consumption->comprehension;
    rule_report(context, &found);
}

static void check_unit(RuleContext *context) {
    const Ast *ast = &context->facts->ast;
    Consumption consumption;
    for (NodeId node = 0; node < ast->node_count; node++) {
        if (ast_kind(ast, node) == NODE_LIST_COMP &&
            listcomp_consumption(context, node, &consumption)) {
            report(context, &consumption);
        }
    }
}

static void fix(FixContext *context, const Finding *finding) {
    Consumption consumption;
    if (listcomp_consumption(&context->rule, finding->anchor, &consumption)) {
        listcomp_fix(context, &consumption);
    }
}

const RuleImplementation rule_memory_listcomp_consumed_once = {
    .rule = RULE_memory_listcomp_consumed_once,
    .visits = 1 << UNIT_MODULE | 1 << UNIT_FUNCTION | 1 << UNIT_CLASS,
    .any_trigger = TRIGGER_BIT(FOR),
    .check_unit = check_unit,
    .fix = fix,
};
