/* query/exists-via-count: every row is counted, only to see whether there is one. */
#include "rules/query/size_fix.h"
#include "rules/shape.h"

/* The comparison asks only whether the count is 0: `> 0`, `!= 0`, `>= 1`, `== 0`, `< 1`. `count` is
 * on the left, or it is turned around. */
static bool asks_for_any(uint8_t op, Str number, bool is_turned) {
    static const uint8_t turned[][2] = {
        {OPERATOR_GT,   OPERATOR_LT  },
        {OPERATOR_LT,   OPERATOR_GT  },
        {OPERATOR_GT_E, OPERATOR_LT_E},
        {OPERATOR_LT_E, OPERATOR_GT_E},
    };
    for (size_t i = 0; is_turned && i < sizeof turned / sizeof turned[0]; i++) {
        if (turned[i][0] == op) {
            op = turned[i][1];
            break;
        }
    }
    bool zero = str_equal(number, STR("0"));
    bool one = str_equal(number, STR("1"));
    return (zero && (op == OPERATOR_GT || op == OPERATOR_NOT_EQ || op == OPERATOR_EQ)) ||
           (one && (op == OPERATOR_GT_E || op == OPERATOR_LT));
}

/* The use hands the rows to somebody: not `users.filter()`, which is another query, and not a test.
 */
static bool reads_rows(const RuleContext *context, NodeId use) {
    const Ast *ast = &context->facts->ast;
    if (ast_kind(ast, ast_node(ast, use)->parent) == NODE_ATTRIBUTE ||
        (ast_node(ast, use)->flags & (NODE_STORE | NODE_DEL))) {
        return false;
    }
    NodeId evaluating;
    QueryEvaluation how =
        query_evaluation(context->file, context->unit, use, KIND_NEVER, &evaluating);
    return how != QUERY_EVALUATION_COUNTED && how != QUERY_EVALUATION_TESTED;
}

/* `users.count()` where the rows of `users` are read as well: the count is one query too many, and
 * another question would be so too. */
static bool is_read_too(const RuleContext *context, NodeId call) {
    const Ast *ast = &context->facts->ast;
    const ScopeTree *tree = context->facts->scopes;
    NodeId function = ast_child(ast, call, FIELD_FUNC);
    NodeId receiver = function == NODE_NONE ? NODE_NONE : ast_child(ast, function, FIELD_VALUE);
    SymbolId variable =
        ast_kind(ast, receiver) == NODE_NAME ? shape_local(context->facts, receiver) : SYMBOL_NONE;
    if (variable == SYMBOL_NONE) {
        return false;
    }
    const Symbol *symbol = &tree->symbols[variable];
    for (uint32_t i = 0; i < symbol->use_count; i++) {
        const Use *use = &tree->uses[tree->symbol_uses[symbol->first_use + i]];
        if (use->scope == symbol->scope && reads_rows(context, use->node)) {
            return true;
        }
    }
    return false;
}

/* A count() of a query, or the len() of one that nobody reads. */
static bool counts(const RuleContext *context, NodeId node, QueryValue *value) {
    NodeId argument = query_builtin_argument(context, node, STR("len"));
    if (argument != NODE_NONE) {
        return query_value_of(context, argument, value) && query_value_is_unread(context, value);
    }
    QueryKind query;
    QueryCall call = query_call(context->file, context->unit, node, KIND_NEVER);
    if (!call.method || call.method->gives != QUERY_GIVES_COUNT ||
        !query_kind_get(kinds_table(context->file), call.query, &query) ||
        (query.flags & (QUERY_IS_SERVED | QUERY_IS_EMPTY)) || is_read_too(context, node)) {
        return false;
    }
    *value = (QueryValue){.query = call.query,
                          .source = node,
                          .variable = SYMBOL_NONE,
                          .is_likely = (query.flags & QUERY_IS_LIKELY) != 0};
    return true;
}

/* The comparison, taken apart. */
typedef struct Comparison {
    NodeId count;
    bool wants_none; /* `== 0`, `< 1` */
    QueryValue value;
} Comparison;

static bool comparison_of(const RuleContext *context, NodeId compare, Comparison *out) {
    const UnitFacts *facts = context->facts;
    const Ast *ast = &facts->ast;
    NodeId left = ast_child(ast, compare, FIELD_LEFT);
    NodeId right = ast_child(ast, compare, FIELD_COMPARATORS);
    NodeId op = ast_child(ast, compare, FIELD_OPS);
    if (left == NODE_NONE || right == NODE_NONE || op == NODE_NONE ||
        ast_next_in_field(ast, right) != NODE_NONE) {
        return false;
    }
    bool is_turned = ast_kind(ast, left) == NODE_CONSTANT;
    NodeId number = is_turned ? left : right;
    uint8_t asked = ast_node(ast, op)->detail;
    *out = (Comparison){.count = is_turned ? right : left};
    out->wants_none = asked == OPERATOR_EQ || asked == (is_turned ? OPERATOR_GT : OPERATOR_LT);
    return ast_kind(ast, out->count) == NODE_CALL && ast_kind(ast, number) == NODE_CONSTANT &&
           asks_for_any(asked, shape_text(facts, number), is_turned) &&
           counts(context, out->count, &out->value);
}

static void check_compare(RuleContext *context, NodeId compare) {
    Comparison found;
    if (!comparison_of(context, compare, &found) || query_is_repeated(context, compare)) {
        return;
    }
    Report report = query_value_report(context, RULE_query_exists_via_count, compare, &found.value);
    report.subject = statement_name(context->file, context->unit, found.count, context->mem);
    report.severity = query_severity(context->file, VARIANT_query_exists_via_count_test);
    report.message = arena_format(context->mem,
                                  "`%.*s` counts every row to see whether there is one; ask the "
                                  "database",
                                  STR_ARG(report.subject));
    report.cost = STR("every row is counted");
    rule_report(context, &report);
}

static void check_unit(RuleContext *context) {
    const Ast *ast = &context->facts->ast;
    for (NodeId node = 0; node < ast->node_count; node++) {
        if (ast_kind(ast, node) == NODE_COMPARE) {
            check_compare(context, node);
        }
    }
}

static void fix(FixContext *context, const Finding *finding) {
    Comparison found;
    if (comparison_of(&context->rule, finding->anchor, &found)) {
        size_fix_compare(context, finding->anchor, found.count, found.wants_none, &found.value);
    }
}

const RuleImplementation rule_query_exists_via_count = {
    .rule = RULE_query_exists_via_count,
    .visits = 1 << UNIT_MODULE | 1 << UNIT_FUNCTION,
    .any_trigger = TRIGGER_BIT(QUERY_NAME),
    .check_unit = check_unit,
    .fix = fix,
};
