/* query/queryset-index: each index on a query that is not in memory is a statement of its own. */
#include "rules/query/query_value.h"
#include "rules/shape.h"
#include "semantics/purity.h"

static bool is_index(const Ast *ast, NodeId node) {
    NodeId index = ast_child(ast, node, FIELD_SLICE);
    return ast_kind(ast, node) == NODE_SUBSCRIPT && index != NODE_NONE &&
           ast_kind(ast, index) != NODE_SLICE &&
           !(ast_node(ast, node)->flags & (NODE_STORE | NODE_DEL)) &&
           ast_kind(ast, ast_child(ast, node, FIELD_VALUE)) == NODE_NAME;
}

static bool evaluates_all(QueryEvaluation how) {
    return how == QUERY_EVALUATION_ITERATED || how == QUERY_EVALUATION_COUNTED ||
           how == QUERY_EVALUATION_TESTED || how == QUERY_EVALUATION_SEARCHED ||
           how == QUERY_EVALUATION_SHOWN;
}

/* Something brings all rows into memory: then an index is free. */
static bool is_evaluated_whole(const RuleContext *context, SymbolId variable) {
    const ScopeTree *tree = context->facts->scopes;
    const Symbol *symbol = &tree->symbols[variable];
    for (uint32_t i = 0; i < symbol->use_count; i++) {
        NodeId evaluating;
        NodeId use = tree->uses[tree->symbol_uses[symbol->first_use + i]].node;
        if (evaluates_all(
                query_evaluation(context->file, context->unit, use, KIND_NEVER, &evaluating))) {
            return true;
        }
    }
    return false;
}

/* The second index with a constant: one is fine, and of more it is enough to tell once. */
static bool is_second_index(const RuleContext *context, SymbolId variable, NodeId node) {
    const Ast *ast = &context->facts->ast;
    uint32_t before = 0;
    for (NodeId other = 0; other < node; other++) {
        if (is_index(ast, other) &&
            ast_kind(ast, ast_child(ast, other, FIELD_SLICE)) == NODE_CONSTANT &&
            shape_local(context->facts, ast_child(ast, other, FIELD_VALUE)) == variable) {
            before++;
        }
    }
    return before == 1;
}

static bool repeats(const RuleContext *context, SymbolId variable, NodeId node) {
    const Ast *ast = &context->facts->ast;
    NodeId name = ast_child(ast, node, FIELD_VALUE);
    LoopContext loops = loop_context(context->file, context->unit);
    NodeId loop = loop_of_node(ast, node);
    if (loop != NODE_NONE && query_is_repeated(context, node) && !loop_binds(&loops, loop, name)) {
        return true;
    }
    return ast_kind(ast, ast_child(ast, node, FIELD_SLICE)) == NODE_CONSTANT &&
           is_second_index(context, variable, node);
}

static void check_node(RuleContext *context, NodeId node) {
    const Ast *ast = &context->facts->ast;
    QueryValue value;
    if (!query_value_of(context, ast_child(ast, node, FIELD_VALUE), &value) || value.is_rows ||
        value.variable == SYMBOL_NONE || !repeats(context, value.variable, node) ||
        is_evaluated_whole(context, value.variable)) {
        return;
    }
    Report report = query_value_report(context, RULE_query_queryset_index, node, &value);
    report.subject = shape_first_row(context->facts, node, context->mem);
    report.severity = query_severity(context->file, VARIANT_query_queryset_index_test);
    report.message = arena_format(context->mem,
                                  "`%.*s` sends a query of its own, as every index on a query "
                                  "that is not in memory; make it a list first",
                                  STR_ARG(report.subject));
    report.cost = STR("1 query an index");
    rule_report(context, &report);
}

static void check_unit(RuleContext *context) {
    const Ast *ast = &context->facts->ast;
    for (NodeId node = 0; node < ast->node_count; node++) {
        if (is_index(ast, node)) {
            check_node(context, node);
        }
    }
}

const RuleImplementation rule_query_queryset_index = {
    .rule = RULE_query_queryset_index,
    .visits = 1 << UNIT_MODULE | 1 << UNIT_FUNCTION,
    .any_trigger = TRIGGER_BIT(QUERY_NAME),
    .check_unit = check_unit,
};
