/* Knows how a chain of calls is told; knows nothing about what the calls mean. */
#include "rules/call_chain.h"

Str call_chain_name(CallPlace place) {
    const UnitFacts *facts = file_model_unit(place.file, place.unit);
    NodeId function = ast_child(&facts->ast, place.call, FIELD_FUNC);
    Str text = str_span(facts->text, ast_span(&facts->ast, function));
    return str_slice(text, 0, str_find_byte(text, '\n'));
}

static Str message(const RuleContext *context, const EffectChain *chain, uint32_t step, Str verb) {
    if (step + 1 == chain->step_count) {
        return arena_format(context->mem, "%.*s %.*s here", STR_ARG(chain->callable->path),
                            STR_ARG(verb));
    }
    Str name = call_chain_name(chain->steps[step]);
    return arena_format(context->mem, "which calls `%.*s`", STR_ARG(name));
}

void call_chain_relate(const RuleContext *context, const EffectChain *chain, Str verb,
                       Report *report) {
    if (chain->step_count < 2) {
        return;
    }
    ReportRelated *related = ARENA_ARRAY(context->mem, ReportRelated, chain->step_count - 1);
    for (uint32_t i = 1; i < chain->step_count; i++) {
        CallPlace step = chain->steps[i];
        bool is_own = step.file->id == context->file->id;
        Span span = ast_span(&file_model_unit(step.file, step.unit)->ast, step.call);
        related[i - 1] = (ReportRelated){
            .path = is_own ? STR("") : step.file->path,
            .unit = step.unit,
            .span = span,
            .message = message(context, chain, i, verb),
        };
    }
    report->related = related;
    report->related_count = chain->step_count - 1;
}
