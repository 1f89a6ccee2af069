/* Knows which names hold a query and how they are used; refuses to know what is wrong with it. */
#include "rules/query/query_value.h"

#include "rules/query/statement_loop.h"
#include "rules/shape.h"

/* `.all()` and its like give the rows as a list. */
static bool is_fetched(const RuleContext *context, NodeId expression, QueryValue *out) {
    const Ast *ast = &context->facts->ast;
    if (ast_kind(ast, expression) != NODE_CALL) {
        return false;
    }
    QueryCall call = query_call(context->file, context->unit, expression, KIND_NEVER);
    if (!call.method || call.method->gives != QUERY_GIVES_ROWS || call.query == KIND_NEVER) {
        return false;
    }
    out->query = call.query;
    out->is_rows = true;
    return true;
}

static bool is_unevaluated(const RuleContext *context, NodeId expression, QueryValue *out) {
    KindId kind = kinds_expression(context->file, context->unit, expression);
    QueryKind query;
    if (!query_kind_get(kinds_table(context->file), kind, &query)) {
        return is_fetched(context, expression, out);
    }
    out->query = kind;
    out->is_rows = query.stage == QUERY_STAGE_SCALARS;
    return out->is_rows || query_runs_when_evaluated(&query) ||
           is_fetched(context, expression, out);
}

bool query_value_of(const RuleContext *context, NodeId expression, QueryValue *out) {
    const UnitFacts *facts = context->facts;
    *out = (QueryValue){.source = expression, .variable = SYMBOL_NONE};
    if (ast_kind(&facts->ast, expression) == NODE_NAME) {
        out->variable = shape_local(facts, expression);
        out->source =
            out->variable == SYMBOL_NONE ? NODE_NONE : shape_only_value(facts, out->variable);
    }
    QueryKind query;
    if (ast_kind(&facts->ast, out->source) != NODE_CALL &&
        ast_kind(&facts->ast, out->source) != NODE_ATTRIBUTE &&
        ast_kind(&facts->ast, out->source) != NODE_SUBSCRIPT) {
        return false;
    }
    if (!is_unevaluated(context, out->source, out) ||
        !query_kind_get(kinds_table(context->file), out->query, &query) ||
        (query.flags & (QUERY_IS_SERVED | QUERY_IS_EMPTY | QUERY_IS_DETACHED))) {
        return false;
    }
    out->is_likely = (query.flags & QUERY_IS_LIKELY) != 0;
    return true;
}

static bool is_used_for_its_size(const RuleContext *context, NodeId use) {
    NodeId evaluating;
    QueryEvaluation how =
        query_evaluation(context->file, context->unit, use, KIND_NEVER, &evaluating);
    return how == QUERY_EVALUATION_COUNTED || how == QUERY_EVALUATION_TESTED;
}

bool query_value_is_unread(const RuleContext *context, const QueryValue *value) {
    if (value->variable == SYMBOL_NONE) {
        return true;
    }
    const ScopeTree *tree = context->facts->scopes;
    const Symbol *symbol = &tree->symbols[value->variable];
    for (uint32_t i = 0; i < symbol->use_count; i++) {
        const Use *use = &tree->uses[tree->symbol_uses[symbol->first_use + i]];
        if (use->scope != symbol->scope || !is_used_for_its_size(context, use->node)) {
            return false;
        }
    }
    return (symbol->flags & SYMBOL_CELL) == 0;
}

bool query_value_is_used_once(const RuleContext *context, const QueryValue *value) {
    const Symbol *symbol =
        value->variable == SYMBOL_NONE ? NULL : &context->facts->scopes->symbols[value->variable];
    return !symbol || (symbol->use_count == 1 && !(symbol->flags & SYMBOL_CELL));
}

NodeId query_builtin_argument(const RuleContext *context, NodeId call, Str builtin) {
    const Ast *ast = &context->facts->ast;
    NodeId function = ast_child(ast, call, FIELD_FUNC);
    if (ast_kind(ast, call) != NODE_CALL || ast_kind(ast, function) != NODE_NAME ||
        !str_equal(ast_name(ast, function), builtin) ||
        !str_equal(kinds_callee(context->file, context->unit, call, context->scratch), builtin)) {
        return NODE_NONE;
    }
    return shape_only_argument(ast, call);
}

bool query_is_repeated(const RuleContext *context, NodeId node) {
    return statement_loop_of_node(context->file, context->unit, node) != NODE_NONE;
}

bool query_is_unimportant(const FileModel *file) {
    return file_model_is_test(file) || file_model_is_migration(file);
}

int query_severity(const FileModel *file, VariantId in_tests) {
    return query_is_unimportant(file) ? (int)variant_info(in_tests)->severity
                                      : SEVERITY_FROM_REGISTRY;
}

Report query_value_report(RuleContext *context, RuleId rule, NodeId node, const QueryValue *value) {
    Report report = report_new(rule, ast_span(&context->facts->ast, node));
    report.subject = statement_name(context->file, context->unit, node, context->mem);
    report.certainty = value->is_likely ? CERTAINTY_LIKELY : CERTAINTY_CERTAIN;
    report.anchor = node;
    report.detail = value->source;
    return report;
}
