/* Knows how a query is asked for values, fewer rows or a sum; which comprehension wants that, the
 * rules say. */
#include "rules/query/rows_fix.h"

#include "rules/query/django_parts.h"
#include "rules/shape.h"

/* Facts that forbid all three; NULL: none. */
static const char *obstacle(const RuleContext *rule, const RowsInPython *rows) {
    QueryKind query;
    Str text = shape_text(rule->facts, rows->comprehension);
    uint32_t unfit = QUERY_IS_DISTINCT | QUERY_IS_ITERATOR | QUERY_IS_LOCKING | QUERY_IS_SERVED;
    if (!query_kind_get(kinds_table(rule->file), rows->value.query, &query) ||
        query.orm != ORM_DJANGO) {
        return "how this library asks for it is not known";
    }
    if (rows->value.is_rows || query.stage != QUERY_STAGE_LAZY) {
        return "the rows are fetched as a list";
    }
    if (query.flags & unfit) {
        return "the query is distinct, locks its rows, or has them in memory";
    }
    return str_find_byte(text, '#') < text.len ? "a comment stands in the comprehension" : NULL;
}

static NodeId iterable_of(const Ast *ast, const RowsInPython *rows) {
    return ast_child(ast, ast_child(ast, rows->comprehension, FIELD_GENERATORS), FIELD_ITER);
}

/* A relation of an object that came from elsewhere may be in memory: then this asks again. */
static bool is_of_relation(const RuleContext *rule, const RowsInPython *rows) {
    QueryKind query;
    return query_kind_get(kinds_table(rule->file), rows->value.query, &query) &&
           query.parent != KIND_NEVER;
}

/* ---- values --------------------------------------------------------------------------------- */

void rows_fix_values(FixContext *context, const RowsInPython *rows, const ModelField *column) {
    const RuleContext *rule = &context->rule;
    const Ast *ast = &rule->facts->ast;
    Str title = STR("Fetch the one column");
    NodeKind kind = ast_kind(ast, rows->comprehension);
    const char *reason = obstacle(rule, rows);
    if (!reason && !catalog_is_plain_column(column->class_path)) {
        reason = "the column's values are no plain values on an object";
    }
    if (!reason && kind == NODE_GENERATOR_EXP) {
        reason = "the rows are read one at a time";
    }
    if (reason) {
        fix_refuse(context, title, str_from_c(reason));
        return;
    }
    fix_start(context, is_of_relation(rule, rows) ? SAFETY_UNSAFE : SAFETY_SAFE, title);
    Str values = arena_format(rule->mem, "values_list(\"%.*s\", flat=True)",
                              STR_ARG(ast_name(ast, rows->element)));
    Str query = django_query_with(rule, iterable_of(ast, rows), values);
    fix_replace(context, ast_span(ast, rows->comprehension),
                arena_format(rule->mem, "%s(%.*s)", kind == NODE_SET_COMP ? "set" : "list",
                             STR_ARG(query)));
}

/* ---- filter --------------------------------------------------------------------------------- */

/* `filter(col=value)`, `exclude(col=value)`, `filter(col__gt=value)`; empty when it cannot be
 * said. */
static Str condition_call(const RuleContext *rule, NodeId condition, Str column) {
    const Ast *ast = &rule->facts->ast;
    bool is_not = ast_kind(ast, condition) == NODE_UNARY_OP;
    NodeId inner = is_not ? ast_child(ast, condition, FIELD_OPERAND) : condition;
    if (is_not && ast_node(ast, condition)->detail != OPERATOR_NOT) {
        return STR("");
    }
    if (ast_kind(ast, inner) == NODE_ATTRIBUTE) {
        return arena_format(rule->mem, "filter(%.*s=%s)", STR_ARG(column),
                            is_not ? "False" : "True");
    }
    static const struct {
        uint8_t op;
        const char *lookup;
    } lookups[] = {
        {OPERATOR_EQ,     ""     },
        {OPERATOR_NOT_EQ, ""     },
        {OPERATOR_LT,     "__lt" },
        {OPERATOR_LT_E,   "__lte"},
        {OPERATOR_GT,     "__gt" },
        {OPERATOR_GT_E,   "__gte"},
    };
    uint8_t op = ast_node(ast, ast_child(ast, inner, FIELD_OPS))->detail;
    Str value = shape_text(rule->facts, ast_child(ast, inner, FIELD_COMPARATORS));
    if (op == OPERATOR_IS) {
        return arena_format(rule->mem, "filter(%.*s__isnull=%s)", STR_ARG(column),
                            is_not ? "False" : "True");
    }
    for (size_t i = 0; i < sizeof lookups / sizeof lookups[0]; i++) {
        if (lookups[i].op == op) {
            return arena_format(rule->mem, "%s(%.*s%s=%.*s)",
                                is_not != (op == OPERATOR_NOT_EQ) ? "exclude" : "filter",
                                STR_ARG(column), lookups[i].lookup, STR_ARG(value));
        }
    }
    return STR("");
}

void rows_fix_filter(FixContext *context, const RowsInPython *rows, const ModelField *column) {
    const RuleContext *rule = &context->rule;
    const Ast *ast = &rule->facts->ast;
    Str title = STR("Filter in the query");
    const char *reason = obstacle(rule, rows);
    Str call = reason ? STR("") : condition_call(rule, rows->condition, column->name);
    if (!reason && (!call.len || ast_kind(ast, rows->comprehension) == NODE_GENERATOR_EXP)) {
        reason = "the rows are read one at a time";
    }
    if (reason) {
        fix_refuse(context, title, str_from_c(reason));
        return;
    }
    fix_start(context, SAFETY_UNSAFE, title);
    bool is_set = ast_kind(ast, rows->comprehension) == NODE_SET_COMP;
    fix_replace(context, ast_span(ast, rows->comprehension),
                arena_format(rule->mem, "%s(%.*s)", is_set ? "set" : "list",
                             STR_ARG(django_query_with(rule, iterable_of(ast, rows), call))));
}

/* ---- sum ------------------------------------------------------------------------------------ */

/* `a or b` needs no parentheses here. */
static bool takes_or(const Ast *ast, NodeId node) {
    switch (ast_kind(ast, ast_node(ast, node)->parent)) {
    case NODE_RETURN:
    case NODE_ASSIGN:
    case NODE_ANN_ASSIGN:
    case NODE_EXPR:
    case NODE_KEYWORD:
        return true;
    case NODE_CALL:
        return ast_node(ast, node)->field == FIELD_ARGS;
    default:
        return (ast_node(ast, node)->flags & NODE_PARENTHESIZED) != 0;
    }
}

void rows_fix_aggregate(FixContext *context, NodeId call, const RowsInPython *rows,
                        const ModelField *column) {
    const RuleContext *rule = &context->rule;
    const Ast *ast = &rule->facts->ast;
    Str title = STR("Let the database add up");
    const char *reason = obstacle(rule, rows);
    CatalogNumber number = catalog_number_field(column->class_path);
    if (query_builtin_argument(rule, call, STR("sum")) == NODE_NONE) {
        reason = "without a row the database answers None where this raises an error";
    } else if (!reason && number == CATALOG_NUMBER_NONE) {
        reason = "the column is no number that the database adds up alike";
    } else if (!reason && column->is_nullable) {
        reason = "the column may be empty, which the database passes over and sum() does not";
    }
    if (reason) {
        fix_refuse(context, title, str_from_c(reason));
        return;
    }
    bool is_same = number == CATALOG_NUMBER_EXACT && !is_of_relation(rule, rows);
    fix_start(context, is_same ? SAFETY_SAFE : SAFETY_UNSAFE, title);
    Str sum = django_function(context, call, STR("Sum"));
    Str aggregate = arena_format(rule->mem, "aggregate(total=%.*s(\"%.*s\"))", STR_ARG(sum),
                                 STR_ARG(ast_name(ast, rows->element)));
    bool is_free = takes_or(ast, call);
    fix_replace(context, ast_span(ast, call),
                arena_format(rule->mem, "%s%.*s[\"total\"] or 0%s", is_free ? "" : "(",
                             STR_ARG(django_query_with(rule, iterable_of(ast, rows), aggregate)),
                             is_free ? "" : ")"));
}
