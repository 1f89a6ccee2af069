/* query/write-in-loop: a loop that writes one row a statement, or ends its transaction in every
 * turn. */
#include "rules/query/loop_statements.h"
#include "rules/query/query_value.h"
#include "rules/query/write_fix.h"

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

static bool is_awaited(const Ast *ast, NodeId call) {
    return ast_kind(ast, ast_node(ast, call)->parent) == NODE_AWAIT;
}

static void fix(FixContext *context, const Finding *finding) {
    const RuleContext *rule = &context->rule;
    const Ast *ast = &rule->facts->ast;
    LoopShape shape;
    Statement statement = {.effect = STATEMENT_NONE};
    if (ast_kind(ast, finding->anchor) == NODE_CALL) {
        statement = statement_of_call(rule->file, rule->unit, finding->anchor, KIND_NEVER);
    }
    if (statement.effect != STATEMENT_WRITES || !loop_shape_of(rule, finding->detail, &shape) ||
        (is_awaited(ast, statement.node) && !statement.is_ending)) {
        return;
    }
    if (!statement.call.method) {
        write_fix_cursor(context, &shape, &statement);
    } else if (statement.call.orm == ORM_DJANGO) {
        write_fix_django(context, &shape, &statement);
    } else if (statement.call.orm == ORM_PEEWEE) {
        write_fix_peewee(context, &shape, &statement);
    } else if (statement.call.on == QUERY_ON_SESSION) {
        write_fix_session(context, &shape, &statement);
    }
}

const RuleImplementation rule_query_write_in_loop = {
    .rule = RULE_query_write_in_loop,
    .visits = 1 << UNIT_MODULE | 1 << UNIT_FUNCTION,
    .any_trigger = TRIGGER_BIT(FOR) | TRIGGER_BIT(WHILE) | TRIGGER_BIT(EACH),
    .check_unit = check_unit,
    .fix = fix,
};
