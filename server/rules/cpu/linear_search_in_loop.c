/* cpu/linear-search-in-loop: a list is searched from its beginning, in each turn for something
 * else.
 */
#include "rules/cpu/search_fix.h"

static const char *instead_of(SearchForm form) {
    switch (form) {
    case SEARCH_INDEX:
        return "a dictionary of first positions gives it in one step";
    case SEARCH_COUNT:
        return "a Counter counts all of them once";
    case SEARCH_NEXT:
        return "a dictionary by that key finds it in one step";
    default:
        return "collect what stays, or use a set or dictionary";
    }
}

static const char *verb_of(SearchForm form) {
    switch (form) {
    case SEARCH_INDEX:
        return "index";
    case SEARCH_COUNT:
        return "count";
    case SEARCH_NEXT:
        return "next";
    default:
        return "remove";
    }
}

static void report(RuleContext *context, const Search *search) {
    Report found =
        report_new(RULE_cpu_linear_search_in_loop, ast_span(&context->facts->ast, search->call));
    found.subject = cost_text(context, search->list);
    found.message =
        arena_format(context->mem,
                     "`%s` searches `%.*s` from its beginning in every turn of the "
                     "loop; %s",
                     verb_of(search->form), STR_ARG(found.subject), instead_of(search->form));
    found.cost =
        arena_format(context->mem, "turns x len(%.*s) comparisons", STR_ARG(found.subject));
    found.anchor = search->call;
    rule_report(context, &found);
}

static void check_unit(RuleContext *context) {
    const Ast *ast = &context->facts->ast;
    LoopContext loops = cost_context(context);
    for (NodeId node = 0; node < ast->node_count; node++) {
        Search search;
        if (ast_kind(ast, node) == NODE_CALL && search_of(&loops, node, &search)) {
            report(context, &search);
        }
    }
}

static void fix(FixContext *context, const Finding *finding) {
    LoopContext loops = cost_context(&context->rule);
    Search search;
    if (!BUG_ON(!search_of(&loops, finding->anchor, &search))) {
        search_fix(context, &search);
    }
}

const RuleImplementation rule_cpu_linear_search_in_loop = {
    .rule = RULE_cpu_linear_search_in_loop,
    .visits = 1 << UNIT_MODULE | 1 << UNIT_FUNCTION | 1 << UNIT_CLASS,
    .any_trigger = TRIGGER_BIT(FOR) | TRIGGER_BIT(WHILE),
    .check_unit = check_unit,
    .fix = fix,
};
