/* query/queryset-index: each index on a query that is not in memory is a statement of its own. */
#include "rules/fix_builder.h"
#include "rules/query/fix_cost.h"
#include "rules/query/query_value.h"
#include "rules/shape.h"
#include "semantics/purity.h"

#include <stdlib.h>

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

/* What is known of a variable of the unit at hand: found once, however often it is indexed. */
typedef struct Indexed {
    uint32_t constants; /* indexes with a constant seen so far */
    bool is_whole;      /* something brings all rows into memory: then an index is free */
    bool is_known;      /* is_whole was asked */
} Indexed;

static bool is_evaluated_whole(const RuleContext *context, SymbolId variable, Indexed *known) {
    const ScopeTree *tree = context->facts->scopes;
    const Symbol *symbol = &tree->symbols[variable];
    for (uint32_t i = 0; !known->is_known && !known->is_whole && i < symbol->use_count; i++) {
        NodeId evaluating;
        NodeId use = tree->uses[tree->symbol_uses[symbol->first_use + i]].node;
        known->is_whole = evaluates_all(
            query_evaluation(context->file, context->unit, use, KIND_NEVER, &evaluating));
    }
    known->is_known = true;
    return known->is_whole;
}

/* The second index with a constant: one is fine, and of more it is enough to tell once. */
static bool is_second_index(const Ast *ast, NodeId node, const Indexed *known) {
    return ast_kind(ast, ast_child(ast, node, FIELD_SLICE)) == NODE_CONSTANT &&
           known->constants == 2;
}

static bool repeats(const RuleContext *context, const Indexed *known, NodeId node) {
    const Ast *ast = &context->facts->ast;
    NodeId name = ast_child(ast, node, FIELD_VALUE);
    LoopContext loops = loop_context(context->file, context->unit);
    NodeId loop = loop_of_node(ast, node);
    if (loop != NODE_NONE && query_is_repeated(context, node) && !loop_binds(&loops, loop, name)) {
        return true;
    }
    return is_second_index(ast, node, known);
}

static void check_node(RuleContext *context, NodeId node, SymbolId variable, Indexed *known) {
    const Ast *ast = &context->facts->ast;
    QueryValue value;
    if (!query_value_of(context, ast_child(ast, node, FIELD_VALUE), &value) || value.is_rows ||
        !repeats(context, known, node) || is_evaluated_whole(context, variable, known)) {
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

/* ---- fix ------------------------------------------------------------------------------------ */

typedef struct Reads {
    const NodeId *items;
    uint32_t count;
} Reads;

static int compare_nodes(const void *a, const void *b) {
    NodeId left = *(const NodeId *)a;
    NodeId right = *(const NodeId *)b;
    return (left > right) - (left < right);
}

/* The places that read the variable, in comprehensions too. */
static Reads reads_of(const RuleContext *rule, SymbolId variable) {
    const Ast *ast = &rule->facts->ast;
    const ScopeTree *tree = rule->facts->scopes;
    const Symbol *symbol = &tree->symbols[variable];
    NodeId *items = ARENA_ARRAY(rule->mem, NodeId, symbol->use_count);
    uint32_t count = 0;
    for (uint32_t i = 0; i < symbol->use_count; i++) {
        NodeId node = tree->uses[tree->symbol_uses[symbol->first_use + i]].node;
        if (ast_kind(ast, node) == NODE_NAME &&
            !(ast_node(ast, node)->flags & (NODE_STORE | NODE_DEL))) {
            items[count++] = node;
        }
    }
    if (count > 1) {
        qsort(items, count, sizeof *items, compare_nodes);
    }
    return (Reads){items, count};
}

/* The use reads a list as well as a query: an index, or a loop. */
static bool is_list_use(const RuleContext *rule, NodeId use) {
    const Ast *ast = &rule->facts->ast;
    NodeId around = ast_node(ast, use)->parent;
    NodeId evaluating;
    bool is_read = ast_kind(ast, around) == NODE_SUBSCRIPT &&
                   ast_child(ast, around, FIELD_VALUE) == use &&
                   !(ast_node(ast, around)->flags & (NODE_STORE | NODE_DEL));
    return is_read ||
           evaluates_all(query_evaluation(rule->file, rule->unit, use, KIND_NEVER, &evaluating));
}

/* `rows.count()`, `rows.exists()`: the function that says the same of a list; empty for any other
 * method. *call is the Call. */
static Str list_function(const RuleContext *rule, NodeId use, NodeId *call) {
    const Ast *ast = &rule->facts->ast;
    NodeId attribute = ast_node(ast, use)->parent;
    *call = ast_node(ast, attribute)->parent;
    if (ast_kind(ast, attribute) != NODE_ATTRIBUTE || ast_kind(ast, *call) != NODE_CALL ||
        ast_node(ast, attribute)->field != FIELD_FUNC || shape_has_arguments(ast, *call)) {
        return STR("");
    }
    const CatalogQueryMethod *method =
        catalog_query_method(ORM_DJANGO, QUERY_ON_QUERY, ast_name(ast, attribute));
    return method && method->gives == QUERY_GIVES_COUNT   ? STR("len")
           : method && method->gives == QUERY_GIVES_TRUTH ? STR("bool")
                                                          : STR("");
}

/* The code writes to the database: each index may have seen something else. */
struct FileWrites {
    UnitId unit;
    bool writes;
};

static bool find_write(const RuleContext *rule) {
    const Ast *ast = &rule->facts->ast;
    for (NodeId node = 0; node < ast->node_count; node++) {
        if (ast_kind(ast, node) == NODE_CALL && statement_may_be(ast, node) &&
            statement_of_call(rule->file, rule->unit, node, KIND_NEVER).effect ==
                STATEMENT_WRITES) {
            return true;
        }
    }
    return false;
}

/* Every fix of a unit asks this: found once for the unit at hand. */
static bool writes(const RuleContext *rule) {
    const FileModel *file = rule->file;
    struct FileWrites *known = file->layers->writes;
    if (!known || known->unit != rule->unit) {
        known = known ? known : ARENA_NEW(file->mem, struct FileWrites);
        *known = (struct FileWrites){rule->unit, find_write(rule)};
        file->layers->writes = known;
    }
    return known->writes;
}

static const char *obstacle(const RuleContext *rule, const QueryValue *value) {
    const Ast *ast = &rule->facts->ast;
    QueryKind query;
    if (!query_kind_get(kinds_table(rule->file), value->query, &query) || query.orm != ORM_DJANGO) {
        return "how this library gives a list is not known";
    }
    if (writes(rule)) {
        return "the code writes to the database, and each index may have to see that";
    }
    NodeId home = enclosing_function(ast, value->source);
    Reads reads = reads_of(rule, value->variable);
    for (uint32_t i = 0; i < reads.count; i++) {
        NodeId use = reads.items[i];
        NodeId call;
        if (enclosing_function(ast, use) != home) {
            return "an inner function uses the query";
        }
        if (!is_list_use(rule, use) && !list_function(rule, use, &call).len) {
            return "more is asked of the query than a list can answer";
        }
    }
    return NULL;
}

static void fix(FixContext *context, const Finding *finding) {
    const RuleContext *rule = &context->rule;
    const Ast *ast = &rule->facts->ast;
    Str title = STR("Fetch the rows once, as a list");
    QueryValue value;
    if (!query_value_of(rule, ast_child(ast, finding->anchor, FIELD_VALUE), &value) ||
        value.variable == SYMBOL_NONE) {
        return;
    }
    const char *reason = obstacle(rule, &value);
    if (reason) {
        fix_refuse(context, title, str_from_c(reason));
        return;
    }
    fix_start(context, SAFETY_SAFE, title);
    fix_cost_leaves(context, value.source, STR("1 query"));
    fix_replace(
        context, ast_span(ast, value.source),
        arena_format(rule->mem, "list(%.*s)", STR_ARG(shape_text(rule->facts, value.source))));
    Reads reads = reads_of(rule, value.variable);
    for (uint32_t i = 0; i < reads.count; i++) {
        NodeId use = reads.items[i];
        NodeId call;
        Str function = list_function(rule, use, &call);
        if (function.len) {
            fix_replace(context, ast_span(ast, call),
                        arena_format(rule->mem, "%.*s(%.*s)", STR_ARG(function),
                                     STR_ARG(ast_name(ast, use))));
        }
    }
}

static void check_index(RuleContext *context, NodeId node, Indexed *variables) {
    const Ast *ast = &context->facts->ast;
    SymbolId variable = shape_local(context->facts, ast_child(ast, node, FIELD_VALUE));
    if (variable != SYMBOL_NONE) {
        variables[variable].constants +=
            ast_kind(ast, ast_child(ast, node, FIELD_SLICE)) == NODE_CONSTANT;
        check_node(context, node, variable, &variables[variable]);
    }
}

static void check_unit(RuleContext *context) {
    const Ast *ast = &context->facts->ast;
    Indexed *variables = NULL;
    for (NodeId node = 0; node < ast->node_count; node++) {
        if (!is_index(ast, node)) {
            continue;
        }
        if (!variables) {
            variables =
                ARENA_ARRAY(context->scratch, Indexed, context->facts->scopes->symbol_count);
        }
        check_index(context, node, variables);
    }
}

const RuleImplementation rule_query_queryset_index = {
    .rule = RULE_query_queryset_index,
    .visits = 1 << UNIT_MODULE | 1 << UNIT_FUNCTION,
    .any_trigger = TRIGGER_BIT(QUERY_NAME),
    .check_unit = check_unit,
    .fix = fix,
};
