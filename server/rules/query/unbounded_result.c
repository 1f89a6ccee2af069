/* query/unbounded-result: an endpoint gives every row of a table, however many there will be. */
#include "rules/query/query_value.h"
#include "rules/query/unpaged_view.h"
#include "semantics/entry_point.h"

/* ---- endpoints ------------------------------------------------------------------------------ */

/* A parameter that every framework's views call so. */
static bool takes_request(const Ast *ast, NodeId function) {
    NodeId parameter = ast_child(ast, function, FIELD_ARGS);
    for (; parameter != NODE_NONE; parameter = ast_next_in_field(ast, parameter)) {
        if (str_equal(ast_name(ast, parameter), STR("request"))) {
            return true;
        }
    }
    return false;
}

static bool is_endpoint(const UnitFacts *facts, NodeId function) {
    return ast_kind_is_function(ast_kind(&facts->ast, function)) &&
           (takes_request(&facts->ast, function) || entry_is_handler(facts, function));
}

/* ---- what is given --------------------------------------------------------------------------- */

/* A chain goes on: the outer call says what is fetched. */
static bool is_receiver(const Ast *ast, NodeId node) {
    return ast_kind(ast, ast_node(ast, node)->parent) == NODE_ATTRIBUTE;
}

static Str callee_text(const UnitFacts *facts, NodeId call) {
    NodeId function = ast_child(&facts->ast, call, FIELD_FUNC);
    return str_span(facts->text, ast_span(&facts->ast, function));
}

/* From the rows up to the Return, nothing takes a part of them or only their number. */
static bool is_given_whole(const RuleContext *context, NodeId node) {
    const UnitFacts *facts = context->facts;
    const Ast *ast = &facts->ast;
    for (NodeId at = node; at != NODE_NONE; at = ast_node(ast, at)->parent) {
        NodeKind kind = ast_kind(ast, at);
        if (kind == NODE_RETURN) {
            return true;
        }
        bool is_part = kind == NODE_SUBSCRIPT || kind == NODE_COMPARE || kind == NODE_UNARY_OP ||
                       kind == NODE_LAMBDA || ast_kind_is_statement(kind);
        if (is_part ||
            (kind == NODE_CALL && at != node && catalog_is_paging(callee_text(facts, at)))) {
            return false;
        }
    }
    return false;
}

static bool takes_all(QueryEvaluation how) {
    return how == QUERY_EVALUATION_NONE || how == QUERY_EVALUATION_ITERATED ||
           how == QUERY_EVALUATION_SHOWN;
}

/* Every row of a table: not narrowed, not cut, not the rows of one other row. */
static bool is_whole_table(const RuleContext *context, NodeId node, QueryValue *value) {
    NodeId evaluating;
    QueryKind query;
    const uint32_t bounded = QUERY_IS_NARROWED | QUERY_IS_LIMITED | QUERY_IS_EMPTY | QUERY_IS_RAW |
                             QUERY_IS_JOINED | QUERY_IS_DETACHED;
    return query_value_of(context, node, value) &&
           query_kind_get(kinds_table(context->file), value->query, &query) &&
           !(query.flags & bounded) && query.parent == KIND_NEVER &&
           takes_all(query_evaluation(context->file, context->unit, node, KIND_NEVER, &evaluating));
}

static void check_node(RuleContext *context, NodeId node, Certainty certainty) {
    QueryValue value;
    if (!is_whole_table(context, node, &value)) {
        return;
    }
    Report report = query_value_report(context, RULE_query_unbounded_result, node, &value);
    report.message = arena_format(context->mem,
                                  "`%.*s` gives every row of the table to whoever asks; cut it "
                                  "into pages",
                                  STR_ARG(report.subject));
    report.cost = STR("every row is fetched");
    report.certainty = report.certainty < certainty ? report.certainty : certainty;
    rule_report(context, &report);
}

/* ---- the rule ------------------------------------------------------------------------------- */

static bool may_be_rows(const Ast *ast, NodeId node) {
    NodeKind kind = ast_kind(ast, node);
    return (kind == NODE_NAME || kind == NODE_CALL || kind == NODE_ATTRIBUTE) &&
           !(ast_node(ast, node)->flags & (NODE_STORE | NODE_DEL)) &&
           ast_node(ast, node)->field != FIELD_FUNC && !is_receiver(ast, node);
}

static void check_return(RuleContext *context, NodeId given) {
    const Ast *ast = &context->facts->ast;
    NodeId end = ast_node(ast, given)->subtree_end;
    for (NodeId node = given + 1; node < end; node++) {
        if (may_be_rows(ast, node) && is_given_whole(context, node)) {
            check_node(context, node, CERTAINTY_CERTAIN);
        }
    }
}

/* The settings may name a pagination class for all views that name none. */
static void check_view(RuleContext *context) {
    UnpagedView view;
    if (unpaged_view_of(context, &view)) {
        check_node(context, view.queryset,
                   view.is_settings_aside ? CERTAINTY_CERTAIN : CERTAINTY_LIKELY);
    }
}

static void check_function(RuleContext *context) {
    const Ast *ast = &context->facts->ast;
    bool is_inside = false;
    NodeId end = 0;
    for (NodeId node = 0; node < ast->node_count; node++) {
        if (node >= end && is_endpoint(context->facts, node)) {
            is_inside = true;
            end = ast_node(ast, node)->subtree_end;
        } else if (is_inside && node < end && ast_kind(ast, node) == NODE_RETURN) {
            check_return(context, node);
        }
    }
}

static void check_unit(RuleContext *context) {
    if (query_is_unimportant(context->file)) {
        return;
    }
    if (context->file->outline->units[context->unit].kind == UNIT_CLASS) {
        check_view(context);
    } else {
        check_function(context);
    }
}

const RuleImplementation rule_query_unbounded_result = {
    .rule = RULE_query_unbounded_result,
    .visits = 1 << UNIT_FUNCTION | 1 << UNIT_CLASS,
    .any_trigger = TRIGGER_BIT(QUERY_NAME),
    .check_unit = check_unit,
};
