/* Knows how a match of a project's own pattern becomes a report; what is matched stands in the
 * project's query files. */
#include "rules/rule.h"
#include "rules/shape.h"

static NodeId reported_node(const OwnRule *own, const Candidate *candidate) {
    if (own->slot != OWN_SLOT_FIRST) {
        return candidate->captures[own->slot];
    }
    uint32_t slot = 0;
    while (slot + 1 < CANDIDATE_CAPTURES_MAX && candidate->captures[slot] == NODE_NONE) {
        slot++;
    }
    return candidate->captures[slot];
}

static void check_candidate(RuleContext *context, const Candidate *candidate) {
    const OwnRule *own = context->own;
    NodeId node = own ? reported_node(own, candidate) : NODE_NONE;
    if (node == NODE_NONE) {
        return;
    }
    Report report = report_new(RULE_own_query, ast_span(&context->facts->ast, node));
    report.own = own;
    report.severity = (int)own->severity;
    report.subject = shape_first_row(context->facts, node, context->mem);
    report.message = own->message;
    report.anchor = node;
    rule_report(context, &report);
}

const RuleImplementation rule_own_query = {
    .rule = RULE_own_query,
    .check_candidate = check_candidate,
};
