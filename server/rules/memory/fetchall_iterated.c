/* memory/fetchall-iterated: all rows of a result in a list, although they are used one after
 * another and the cursor gives them one after another. A loop that uses the connection meanwhile
 * needs the list: a new statement would end the result. */
#include "catalog/extension.h"
#include "rules/fix_builder.h"
#include "rules/memory/row_reader.h"
#include "rules/shape.h"
#include "semantics/kinds.h"

static void report_rows(RuleContext *context, NodeId call, NodeId cursor) {
    const UnitFacts *facts = context->facts;
    Report found = report_new(RULE_memory_fetchall_iterated, ast_span(&facts->ast, call));
    found.subject = shape_first_row(facts, cursor, context->mem);
    found.message = arena_format(context->mem,
                                 "all rows are fetched into a list; `%.*s` gives one after another",
                                 STR_ARG(found.subject));
    found.cost = STR("memory of the whole result instead of one row");
    found.anchor = call;
    rule_report(context, &found);
}

static void report_table(RuleContext *context, NodeId call) {
    const UnitFacts *facts = context->facts;
    Report found = report_new(RULE_memory_fetchall_iterated, ast_span(&facts->ast, call));
    found.severity = (int)variant_info(VARIANT_memory_fetchall_iterated_pandas)->severity;
    found.subject = STR("read_csv");
    found.message = STR("the whole table is read although its rows are used one after another; "
                        "`chunksize=` gives it piece by piece");
    found.cost = STR("memory of the whole table instead of one piece");
    found.anchor = NODE_NONE;
    rule_report(context, &found);
}

static void check_unit(RuleContext *context) {
    const Ast *ast = &context->facts->ast;
    bool tables = options_bool(context->options, OPTION_memory_fetchall_iterated_pandas);
    for (NodeId node = 0; node < ast->node_count; node++) {
        if (ast_kind(ast, node) != NODE_CALL) {
            continue;
        }
        NodeId cursor = rows_fetched_for_reading(context, node);
        if (cursor != NODE_NONE) {
            report_rows(context, node, cursor);
        } else if (tables && table_read_for_rows(context, node)) {
            report_table(context, node);
        }
    }
}

static void fix(FixContext *context, const Finding *finding) {
    const UnitFacts *facts = context->rule.facts;
    const Ast *ast = &facts->ast;
    NodeId call = finding->anchor;
    NodeId cursor = call == NODE_NONE ? NODE_NONE : rows_fetched_for_reading(&context->rule, call);
    if (cursor == NODE_NONE) {
        return;
    }
    fix_start(context, SAFETY_UNSAFE, STR("Iterate over the cursor itself"));
    fix_delete(context, (Span){ast_node(ast, cursor)->end, ast_node(ast, call)->end});
}

const RuleImplementation rule_memory_fetchall_iterated = {
    .rule = RULE_memory_fetchall_iterated,
    .visits = 1 << UNIT_MODULE | 1 << UNIT_FUNCTION | 1 << UNIT_CLASS,
    .any_trigger = TRIGGER_BIT(WHOLE_RESULT),
    .check_unit = check_unit,
    .fix = fix,
};
