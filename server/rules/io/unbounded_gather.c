/* io/unbounded-gather: as many requests at once as a list has elements, with nothing that holds
 * them back. */
#include "rules/call_chain.h"
#include "rules/io/bounded_gather_fix.h"
#include "rules/io/gather.h"

static bool is_too_many(const RuleContext *context, const TaskStart *start, EffectChain *chain) {
    if ((start->loop == NODE_NONE && start->mapped == NODE_NONE) ||
        !gather_is_unbounded(context, start)) {
        return false;
    }
    *chain = gather_effect(context, start);
    return chain->callable && !gather_has_gate(context, start, chain);
}

static Str callee_name(const RuleContext *context, NodeId call) {
    Str name = call_chain_name((CallPlace){context->file, context->unit, call});
    return arena_copy(context->mem, name);
}

static void report(RuleContext *context, const TaskStart *start, const EffectChain *chain) {
    Report found =
        report_new(RULE_io_unbounded_gather, ast_span(&context->facts->ast, start->spawner));
    Str source = gather_source(context, start);
    bool database = (chain->callable->effects & CATALOG_DB) != 0;
    found.subject = callee_name(context, start->spawner);
    found.message = arena_format(
        context->mem, "as many %s at once as `%.*s` has elements: nothing holds them back",
        database ? "database calls" : "requests", STR_ARG(source));
    found.cost = STR("waits for a free connection end in timeouts");
    if (chain->is_likely) {
        found.certainty = CERTAINTY_LIKELY;
    }
    found.anchor = start->spawner;
    call_chain_relate(context, chain, STR("waits"), &found);
    rule_report(context, &found);
}

static void check_unit(RuleContext *context) {
    TaskStarts starts = task_starts(context->file, context->unit);
    NodeId reported = NODE_NONE;
    for (uint32_t i = 0; i < starts.count; i++) {
        EffectChain chain;
        if (starts.items[i].spawner != reported && is_too_many(context, &starts.items[i], &chain)) {
            report(context, &starts.items[i], &chain);
            reported = starts.items[i].spawner;
        }
    }
}

/* All starts of the spawner that are too many get the same gate. */
static void fix(FixContext *context, const Finding *finding) {
    RuleContext rule = context->rule;
    TaskStarts starts = task_starts(rule.file, rule.unit);
    TaskStart *chosen = ARENA_ARRAY(rule.mem, TaskStart, starts.count);
    uint32_t count = 0;
    for (uint32_t i = 0; i < starts.count; i++) {
        EffectChain chain;
        if (starts.items[i].spawner == finding->anchor &&
            is_too_many(&rule, &starts.items[i], &chain)) {
            chosen[count++] = starts.items[i];
        }
    }
    if (count) {
        bounded_gather_fix(context, (TaskStarts){chosen, count});
    }
}

const RuleImplementation rule_io_unbounded_gather = {
    .rule = RULE_io_unbounded_gather,
    .visits = 1 << UNIT_MODULE | 1 << UNIT_FUNCTION,
    .any_trigger = TRIGGER_BIT(ASYNC) | TRIGGER_BIT(AWAIT),
    .check_unit = check_unit,
    .fix = fix,
};
