/* query/write-in-loop: a loop that writes one row a statement, or ends its transaction in every
 * turn. */
#include "rules/query/loop_statements.h"
#include "rules/query/query_value.h"

static void report(RuleContext *context, const LoopStatement *found) {
    Report report = loop_statement_report(context, RULE_query_write_in_loop, found);
    report.severity = query_severity(context->file, VARIANT_query_write_in_loop_test);
    const char *what = found->statement.is_ending ? "writes and waits for the database"
                                                  : "sends a statement that writes";
    report.message = loop_statement_message(context, found, what);
    report.cost = STR("N round trips");
    rule_report(context, &report);
}

static void check_unit(RuleContext *context) {
    loop_statements_visit(context, STATEMENT_WRITES, report);
}

const RuleImplementation rule_query_write_in_loop = {
    .rule = RULE_query_write_in_loop,
    .visits = 1 << UNIT_MODULE | 1 << UNIT_FUNCTION,
    .any_trigger = TRIGGER_BIT(FOR) | TRIGGER_BIT(WHILE),
    .check_unit = check_unit,
};
