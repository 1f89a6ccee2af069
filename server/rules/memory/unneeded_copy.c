/* memory/unneeded-copy: a copy of a builtin container that is thrown away, or only read while the
 * original stays the same. What could change the original meanwhile is judged in container_use.c.
 */
#include "rules/memory/copies.h"
#include "rules/shape.h"

static Str message_of(RuleContext *context, const Copy *copy, Str source) {
    switch (copy->use) {
    case COPY_OF_NEW:
        return arena_format(context->mem, "the comprehension makes a new %.*s already",
                            STR_ARG(copy->consumer));
    case COPY_CONSUMED:
        return arena_format(context->mem, "`%.*s` reads `%.*s` once; it needs no copy for that",
                            STR_ARG(copy->consumer), STR_ARG(source));
    case COPY_ITERATED:
        return arena_format(context->mem, "the loop leaves `%.*s` as it is; it needs no copy",
                            STR_ARG(source));
    case COPY_LOCAL:
        break;
    }
    return arena_format(context->mem,
                        "the copy of `%.*s` is only read, and `%.*s` stays as it is meanwhile",
                        STR_ARG(source), STR_ARG(source));
}

static void report(RuleContext *context, const Copy *copy) {
    const UnitFacts *facts = context->facts;
    Report found = report_new(RULE_memory_unneeded_copy, ast_span(&facts->ast, copy->expression));
    found.subject = shape_first_row(facts, copy->source, context->mem);
    found.certainty = copy->is_likely ? CERTAINTY_LIKELY : CERTAINTY_CERTAIN;
    found.message = message_of(context, copy, found.subject);
    found.cost = STR("time and memory of one more container");
    found.anchor = copy->expression;
    rule_report(context, &found);
}

static void check_unit(RuleContext *context) {
    const Ast *ast = &context->facts->ast;
    CopyBudget budget = {COPY_STEPS_MAX};
    Copy copy;
    for (NodeId node = 0; node < ast->node_count; node++) {
        NodeKind kind = ast_kind(ast, node);
        bool shape = kind == NODE_CALL || kind == NODE_SUBSCRIPT;
        if (shape && copy_of(context, node, &budget, &copy)) {
            report(context, &copy);
        }
    }
}

static void fix(FixContext *context, const Finding *finding) {
    CopyBudget budget = {COPY_STEPS_MAX};
    Copy copy;
    if (copy_of(&context->rule, finding->anchor, &budget, &copy)) {
        copy_fix(context, &copy);
    }
}

const RuleImplementation rule_memory_unneeded_copy = {
    .rule = RULE_memory_unneeded_copy,
    .visits = 1 << UNIT_MODULE | 1 << UNIT_FUNCTION | 1 << UNIT_CLASS,
    .any_trigger = TRIGGER_BIT(FOR) | TRIGGER_BIT(COPY) | TRIGGER_BIT(SET),
    .check_unit = check_unit,
    .fix = fix,
};
