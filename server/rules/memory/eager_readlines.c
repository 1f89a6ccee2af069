/* memory/eager-readlines: all lines of a file in memory at once, although they are used one after
 * another. The handle's kind must be known: a device, a buffer or a pipe is left alone. */
#include "rules/memory/readlines_fix.h"

static void report(RuleContext *context, NodeId call, const Reading *reading) {
    const UnitFacts *facts = context->facts;
    Report found = report_new(RULE_memory_eager_readlines, ast_span(&facts->ast, call));
    Str handle = str_span(facts->text, ast_span(&facts->ast, reading->handle));
    found.subject = arena_copy(context->mem, str_slice(handle, 0, str_find_byte(handle, '\n')));
    bool few = reading->use == USE_FIRST || reading->use == USE_HEAD;
    bool path = ast_kind(&facts->ast, reading->handle) == NODE_CALL &&
                (reading->form == READING_SPLITLINES || reading->form == READING_SPLIT);
    const char *instead = few    ? "only its first lines are used"
                          : path ? "an open file gives one line after another"
                                 : "the file itself gives one line after another";
    found.message = arena_format(context->mem, "`%.*s` puts the whole file into a list; %s",
                                 STR_ARG(reading_name(context, reading)), instead);
    found.cost = STR("memory of the whole file instead of one line");
    found.anchor = call;
    rule_report(context, &found);
}

static void check_unit(RuleContext *context) {
    const Ast *ast = &context->facts->ast;
    Reading reading;
    for (NodeId node = 0; node < ast->node_count; node++) {
        if (ast_kind(ast, node) == NODE_CALL && reading_of(context, node, &reading)) {
            report(context, node, &reading);
        }
    }
}

static void fix(FixContext *context, const Finding *finding) {
    Reading reading;
    RuleContext rule = context->rule;
    if (reading_of(&rule, finding->anchor, &reading)) {
        readlines_fix(context, &reading);
    }
}

const RuleImplementation rule_memory_eager_readlines = {
    .rule = RULE_memory_eager_readlines,
    .visits = 1 << UNIT_MODULE | 1 << UNIT_FUNCTION | 1 << UNIT_CLASS,
    .any_trigger = TRIGGER_BIT(WHOLE_READ),
    .check_unit = check_unit,
    .fix = fix,
};
