/* io/blocking-call-in-async: a call in a coroutine that holds the event loop's thread, directly or
 * through functions of the file.
 *
 * The innermost function must be the `async def` itself: a nested def or lambda runs elsewhere.
 * What blocks is the catalog's business; how the chain is found is semantics/blocking.h's. */
#include "rules/call_chain.h"
#include "rules/io/to_thread_fix.h"
#include "semantics/blocking.h"
#include "semantics/kinds.h"
#include "semantics/scope.h"

/* ---- where ---------------------------------------------------------------------------------- */

/* The coroutine whose own code evaluates `node`; NODE_NONE when that is something else. */
static NodeId coroutine_of(const UnitFacts *facts, NodeId node) {
    const ScopeTree *tree = facts->scopes;
    ScopeId scope = scope_function(tree, scope_of_node(tree, node));
    if (scope == SCOPE_NONE) {
        return NODE_NONE;
    }
    NodeId function = tree->scopes[scope].node;
    return ast_kind(&facts->ast, function) == NODE_ASYNC_FUNCTION_DEF ? function : NODE_NONE;
}

static bool is_awaited(const Ast *ast, NodeId call) {
    return ast_kind(ast, ast_node(ast, call)->parent) == NODE_AWAIT;
}

/* `0`, `0.0`: gives up the thread's turn and nothing more. */
static bool is_zero_sleep(const UnitFacts *facts, NodeId call, const CatalogCallable *callable) {
    NodeId argument = ast_child(&facts->ast, call, FIELD_ARGS);
    if (!(callable->effects & CATALOG_SLEEP) || argument == NODE_NONE) {
        return false;
    }
    Str text = str_span(facts->text, ast_span(&facts->ast, argument));
    return str_equal(text, STR("0")) || str_equal(text, STR("0.0"));
}

/* In a test nothing else waits while it writes its few files: that subset would be noise there. */
static uint32_t counted_effects(const FileModel *file, const RuleOptions *options) {
    uint32_t effects = 0;
    if (options_bool(options, OPTION_io_blocking_call_in_async_files) &&
        !file_model_is_test_module(file)) {
        effects |= CATALOG_FILE;
    }
    if (options_bool(options, OPTION_io_blocking_call_in_async_db)) {
        effects |= CATALOG_DB;
    }
    return effects;
}

/* ---- what is said ---------------------------------------------------------------------------- */

/* "; asyncio.sleep does not", from the catalog, when there is something to use instead. */
static Str advice(RuleContext *context, const CatalogCallable *callable) {
    Str counterpart = catalog_async_counterpart(callable->path);
    return counterpart.len ? arena_format(context->mem, "; use %.*s", STR_ARG(counterpart))
                           : (Str){"", 0};
}

static Str message(RuleContext *context, NodeId call, NodeId coroutine, const EffectChain *chain) {
    Str name = ast_name(&context->facts->ast, coroutine);
    Str instead = advice(context, chain->callable);
    Str path = chain->callable->path;
    if (chain->step_count == 1) {
        return arena_format(context->mem, "%.*s blocks the event loop in coroutine `%.*s`%.*s",
                            STR_ARG(path), STR_ARG(name), STR_ARG(instead));
    }
    Str helper = call_chain_name((CallPlace){context->file, context->unit, call});
    return arena_format(context->mem,
                        "`%.*s` blocks the event loop in coroutine `%.*s`: it reaches %.*s%.*s",
                        STR_ARG(helper), STR_ARG(name), STR_ARG(path), STR_ARG(instead));
}

static void check_call(RuleContext *context, NodeId call, uint32_t counted) {
    const UnitFacts *facts = context->facts;
    if (is_awaited(&facts->ast, call)) {
        return;
    }
    NodeId coroutine = coroutine_of(facts, call);
    if (coroutine == NODE_NONE) {
        return;
    }
    EffectChain chain = blocking_chain(context->file, context->unit, call, counted, context->mem);
    if (!chain.callable || (chain.step_count == 1 && is_zero_sleep(facts, call, chain.callable))) {
        return;
    }
    Report report = report_new(RULE_io_blocking_call_in_async, ast_span(&facts->ast, call));
    report.subject =
        arena_copy(context->mem, call_chain_name((CallPlace){context->file, context->unit, call}));
    report.message = message(context, call, coroutine, &chain);
    report.cost = STR("every other task waits meanwhile");
    if (file_model_is_test(context->file)) {
        report.severity = (int)variant_info(VARIANT_io_blocking_call_in_async_test)->severity;
    } else if (chain.callable->effects & CATALOG_FILE) {
        report.severity = (int)variant_info(VARIANT_io_blocking_call_in_async_files)->severity;
    }
    report.anchor = call;
    call_chain_relate(context, &chain, STR("blocks"), &report);
    rule_report(context, &report);
}

static void check_unit(RuleContext *context) {
    const Ast *ast = &context->facts->ast;
    uint32_t counted = counted_effects(context->file, context->options);
    for (NodeId node = 0; node < ast->node_count; node++) {
        if (ast_kind(ast, node) == NODE_CALL) {
            check_call(context, node, counted);
        }
    }
}

static void fix(FixContext *context, const Finding *finding) {
    RuleContext *rule = &context->rule;
    EffectChain chain = blocking_chain(rule->file, rule->unit, finding->anchor,
                                       counted_effects(rule->file, rule->options), rule->scratch);
    to_thread_fix(context, finding->anchor, chain.callable);
}

const RuleImplementation rule_io_blocking_call_in_async = {
    .rule = RULE_io_blocking_call_in_async,
    .visits = 1 << UNIT_MODULE | 1 << UNIT_FUNCTION | 1 << UNIT_CLASS,
    .any_trigger = TRIGGER_BIT(ASYNC),
    .check_unit = check_unit,
    .fix = fix,
};
