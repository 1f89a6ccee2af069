/* query/query-in-loop: a loop that sends a statement of its own for each element, here or in what
 * it calls. Relations of the rows that the loop goes through are query/n-plus-one. */
#include "rules/query/loop_statements.h"
#include "rules/query/query_value.h"
#include "rules/query/read_fix.h"

static void report(RuleContext *context, const LoopStatement *found) {
    Report report = loop_statement_report(context, RULE_query_query_in_loop, found);
    report.severity = query_severity(context->file, VARIANT_query_query_in_loop_test);
    report.message = loop_statement_message(context, found, "sends a query");
    report.cost = STR("N queries");
    rule_report(context, &report);
}

static void check_unit(RuleContext *context) {
    loop_statements_visit(context, STATEMENT_READS, report);
}

static void fix(FixContext *context, const Finding *finding) {
    const RuleContext *rule = &context->rule;
    Statement statement = {.effect = STATEMENT_NONE};
    if (ast_kind(&rule->facts->ast, finding->anchor) == NODE_CALL) {
        statement = statement_of_call(rule->file, rule->unit, finding->anchor, KIND_NEVER);
    }
    if (statement.effect == STATEMENT_READS && statement.call.method) {
        read_fix(context, finding->detail, &statement);
    }
}

const RuleImplementation rule_query_query_in_loop = {
    .rule = RULE_query_query_in_loop,
    .visits = 1 << UNIT_MODULE | 1 << UNIT_FUNCTION,
    .any_trigger = TRIGGER_BIT(FOR) | TRIGGER_BIT(WHILE) | TRIGGER_BIT(EACH),
    .check_unit = check_unit,
    .fix = fix,
};
