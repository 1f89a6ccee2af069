/* cpu/uncached-pure-function: a function that computes the same values again and again, since it
 * calls itself more than once (or, with the option, is called in a loop). Off by default: whether
 * arguments repeat is not seen in the code. */
#include "rules/cpu/pure_function.h"
#include "rules/fix_builder.h"
#include "semantics/file_mentions.h"

static bool wants(const Unit *unit, const RuleOptions *options) {
    (void)options;
    return unit->kind == UNIT_FUNCTION && unit->parent == UNIT_MODULE_ID &&
           !(unit->flags & (UNIT_ASYNC | UNIT_DECORATED));
}

static bool has_self_call(const LoopContext *loops, const Ast *ast) {
    for (NodeId node = 0; node < ast->node_count; node++) {
        if (pure_function_calls(loops, node, loops->unit)) {
            return true;
        }
    }
    return false;
}

/* Only a function with a loop of its own is worth a look into a cache. */
static bool has_loop(const Ast *ast) {
    for (NodeId node = 0; node < ast->node_count; node++) {
        NodeKind kind = ast_kind(ast, node);
        if (kind == NODE_FOR || kind == NODE_WHILE || kind == NODE_COMPREHENSION) {
            return true;
        }
    }
    return false;
}

static bool is_called_in(const FileModel *file, UnitId caller, UnitId function) {
    const UnitFacts *facts = file_model_unit(file, caller);
    LoopContext loops = loop_context(file, caller);
    for (NodeId node = 0; node < facts->ast.node_count; node++) {
        if (ast_kind(&facts->ast, node) == NODE_CALL &&
            loop_of_node(&facts->ast, node) != NODE_NONE &&
            pure_function_calls(&loops, node, function)) {
            return true;
        }
    }
    return false;
}

static bool is_called_in_a_loop(const RuleContext *context) {
    TriggerSet loops = TRIGGER_BIT(FOR) | TRIGGER_BIT(WHILE);
    UnitId caller = file_model_next_mention(context->file, loops, 0);
    while (caller != UNIT_NONE) {
        if (caller != context->unit && is_called_in(context->file, caller, context->unit)) {
            return true;
        }
        caller = file_model_next_mention(context->file, loops, caller + 1);
    }
    return false;
}

static void report(RuleContext *context, NodeId function, const char *why) {
    const Ast *ast = &context->facts->ast;
    Report found = report_new(RULE_cpu_uncached_pure_function, ast_name_span(ast, function));
    found.subject = arena_copy(context->mem, ast_name(ast, function));
    found.message =
        arena_format(context->mem,
                     "`%.*s` depends on its arguments alone and %s; lru_cache keeps its "
                     "results",
                     STR_ARG(found.subject), why);
    found.anchor = function;
    rule_report(context, &found);
}

static void check_unit(RuleContext *context) {
    const Ast *ast = &context->facts->ast;
    LoopContext loops = cost_context(context);
    NodeId function = ast_definition(ast);
    if (function == NODE_NONE || !pure_function_is(&loops, function)) {
        return;
    }
    bool any_call = options_bool(context->options, OPTION_cpu_uncached_pure_function_non_recursive);
    if (pure_function_branches(&loops, function)) {
        report(context, function,
               "calls itself more than once, so that it computes the same again");
    } else if (any_call && has_loop(ast) && !has_self_call(&loops, ast) &&
               is_called_in_a_loop(context)) {
        report(context, function, "is called in a loop");
    }
}

static void fix(FixContext *context, const Finding *finding) {
    const Ast *ast = &context->rule.facts->ast;
    Str title = arena_format(context->rule.mem, "Keep the results of `%.*s` with lru_cache",
                             STR_ARG(ast_name(ast, finding->anchor)));
    if (!fix_has_row_before(context, finding->anchor)) {
        fix_refuse(context, title, STR("there is no row before the function for a decorator"));
        return;
    }
    fix_start(context, SAFETY_UNSAFE, title);
    Str cache = fix_import(context, STR("functools"), STR("lru_cache"));
    fix_insert_row_before(context, finding->anchor,
                          arena_format(context->rule.mem, "@%.*s(maxsize=1024)", STR_ARG(cache)));
}

const RuleImplementation rule_cpu_uncached_pure_function = {
    .rule = RULE_cpu_uncached_pure_function,
    .visits = 1 << UNIT_FUNCTION,
    .any_trigger = TRIGGER_BIT(RETURN),
    .wants = wants,
    .check_unit = check_unit,
    .fix = fix,
};
