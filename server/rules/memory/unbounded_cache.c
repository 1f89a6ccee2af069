/* memory/unbounded-cache: a cache without a bound around a method. Its keys hold `self`, so that no
 * instance is ever freed. Functions, static and class methods, members of enumerations, instances
 * that are equal by value or that there is one of are left alone. */
#include "rules/memory/cached_method.h"
#include "rules/shape.h"

static void report(RuleContext *context, const CachedMethod *method) {
    const UnitFacts *facts = context->facts;
    Report found =
        report_new(RULE_memory_unbounded_cache, ast_span(&facts->ast, method->decorator));
    Str name = ast_name(&facts->ast, method->function);
    found.subject = name;
    found.message =
        method->is_bounded
            ? arena_format(context->mem,
                           "the cache of `%.*s` keeps instances of `%.*s` alive that nothing "
                           "else uses",
                           STR_ARG(name), STR_ARG(method->class_name))
            : arena_format(context->mem,
                           "the cache of `%.*s` keeps every instance of `%.*s` alive for ever",
                           STR_ARG(name), STR_ARG(method->class_name));
    found.cost = STR("memory of all instances and arguments ever seen");
    found.anchor = method->function;
    rule_report(context, &found);
}

static void check_unit(RuleContext *context) {
    const Ast *ast = &context->facts->ast;
    CachedMethod method;
    for (NodeId node = 0; node < ast->node_count; node++) {
        if (ast_kind_is_function(ast_kind(ast, node)) && cached_method(context, node, &method)) {
            report(context, &method);
        }
    }
}

static void fix(FixContext *context, const Finding *finding) {
    CachedMethod method;
    if (cached_method(&context->rule, finding->anchor, &method)) {
        cached_method_fix(context, &method);
    }
}

const RuleImplementation rule_memory_unbounded_cache = {
    .rule = RULE_memory_unbounded_cache,
    .visits = 1 << UNIT_MODULE | 1 << UNIT_FUNCTION | 1 << UNIT_CLASS,
    .any_trigger = TRIGGER_BIT(CACHE_DECORATOR),
    .check_unit = check_unit,
    .fix = fix,
};
