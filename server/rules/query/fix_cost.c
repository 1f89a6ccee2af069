/* Knows when a number of statements is the whole number. Refuses to know what sends them. */
#include "rules/query/fix_cost.h"

#include "semantics/loops.h"

void fix_cost_leaves(FixContext *context, NodeId node, Str cost) {
    if (node != NODE_NONE && loop_of_node(&context->rule.facts->ast, node) == NODE_NONE) {
        fix_leaves(context, cost);
    }
}

void fix_cost_leaves_queries(FixContext *context, const QuerySite *site, uint32_t count) {
    Str cost = count == 1 ? STR("1 query") : arena_format(context->rule.mem, "%u queries", count);
    bool is_here = site->file == context->rule.file && site->unit == context->rule.unit;
    if (is_here) {
        fix_cost_leaves(context, site->place, cost);
    } else {
        fix_leaves(context, cost);
    }
}
