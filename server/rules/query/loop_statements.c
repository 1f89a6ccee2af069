/* Knows how repeated statements are found and shown; which of them are whose, the rules say. */
#include "rules/query/loop_statements.h"

#include "rules/query/row_callers.h"
#include "rules/query/statement_loop.h"
#include "rules/shape.h"
#include "semantics/purity.h"

/* ---- finding -------------------------------------------------------------------------------- */

/* A relation of a row of the loop: query/n-plus-one. */
static bool is_of_many_rows(const FileModel *file, const Statement *statement) {
    const KindTable *table = kinds_table(file);
    QueryKind query;
    RowKind row;
    if (statement->call.method && statement->call.on == QUERY_ON_ROW &&
        statement->call.method->loads == QUERY_LOADS_FETCHED) {
        return true;
    }
    return query_kind_get(table, statement->query, &query) &&
           row_kind_get(table, query.parent, &row) && (row.flags & ROW_IS_MANY) &&
           statement->effect == STATEMENT_READS;
}

static bool is_expression_of_interest(NodeKind kind) {
    return kind == NODE_CALL || kind == NODE_ATTRIBUTE || kind == NODE_NAME ||
           kind == NODE_SUBSCRIPT;
}

static bool brings_all(QueryEvaluation how) {
    return how == QUERY_EVALUATION_ITERATED || how == QUERY_EVALUATION_COUNTED ||
           how == QUERY_EVALUATION_TESTED || how == QUERY_EVALUATION_SEARCHED ||
           how == QUERY_EVALUATION_SHOWN;
}

/* The use is behind `node`, or the name is bound anew between the two. */
static bool is_of_another_value(const ScopeTree *tree, const Symbol *symbol, NodeId use,
                                NodeId node) {
    bool is_other = use >= node;
    for (uint32_t i = 0; i < symbol->binding_count && !is_other; i++) {
        NodeId bound = tree->bindings[symbol->first_binding + i].node;
        is_other = bound > use && bound < node;
    }
    return is_other;
}

/* A query of Django keeps its rows: a name that was evaluated before costs nothing more, and one
 * that is bound before the loop is evaluated in its first turn only. */
static bool keeps_its_rows(const RuleContext *context, const Statement *statement) {
    const UnitFacts *facts = context->facts;
    const ScopeTree *tree = facts->scopes;
    NodeId node = statement->node;
    QueryKind query;
    SymbolId variable =
        ast_kind(&facts->ast, node) == NODE_NAME ? shape_local(facts, node) : SYMBOL_NONE;
    if (variable == SYMBOL_NONE ||
        !query_kind_get(kinds_table(context->file), statement->query, &query) ||
        query.orm != ORM_DJANGO) {
        return false;
    }
    LoopContext loops = loop_context(context->file, context->unit);
    NodeId loop = statement_loop_of_node(context->file, context->unit, node);
    if (loop != NODE_NONE && brings_all(statement->evaluation) && !loop_binds(&loops, loop, node)) {
        return true;
    }
    const Symbol *symbol = &tree->symbols[variable];
    for (uint32_t i = 0; i < symbol->use_count; i++) {
        const Use *use = &tree->uses[tree->symbol_uses[symbol->first_use + i]];
        NodeId evaluating;
        if (!is_of_another_value(tree, symbol, use->node, node) &&
            brings_all(query_evaluation(context->file, context->unit, use->node, KIND_NEVER,
                                        &evaluating))) {
            return true;
        }
    }
    return false;
}

/* What the unit's callers give it; asked once a visit, when a parameter matters. */
typedef struct Callers {
    bool is_asked;
    RowCallers list;
} Callers;

/* `.all()` of `x.all().first()`: the outer call says it. */
static bool direct_in(RuleContext *context, NodeId node, KindId given, LoopStatement *found) {
    const Ast *ast = &context->facts->ast;
    Statement statement = {.effect = STATEMENT_NONE};
    if (ast_kind(ast, node) == NODE_CALL && statement_may_be(ast, node)) {
        statement = statement_of_call(context->file, context->unit, node, given);
    }
    if (statement.effect == STATEMENT_NONE) {
        statement = statement_of_evaluation(context->file, context->unit, node, given);
    }
    *found = (LoopStatement){.statement = statement};
    return statement.effect != STATEMENT_NONE;
}

/* By its place alone it may be what sends a statement. */
static bool may_send(const Ast *ast, NodeId node) {
    NodeKind parent = ast_kind(ast, ast_node(ast, node)->parent);
    Field field = (Field)ast_node(ast, node)->field;
    return (ast_kind(ast, node) == NODE_CALL && statement_may_be(ast, node)) ||
           (ast_kind(ast, node) == NODE_SUBSCRIPT && field != FIELD_FUNC) || field == FIELD_ITER ||
           (parent == NODE_CALL && field == FIELD_ARGS);
}

/* The same, with a parameter of the unit being what some caller gives: likely. */
static bool direct(RuleContext *context, NodeId node, Callers *callers, LoopStatement *found) {
    if (direct_in(context, node, KIND_NEVER, found)) {
        return true;
    }
    if (!may_send(&context->facts->ast, node) || !row_callers_may_tell(context->facts, node)) {
        return false;
    }
    if (!callers->is_asked) {
        callers->list = row_callers_of(context->file, context->unit, context->scratch);
        callers->is_asked = true;
    }
    for (uint32_t i = 0; i < callers->list.count; i++) {
        if (direct_in(context, node, callers->list.items[i].context, found)) {
            found->statement.is_likely = true;
            return true;
        }
    }
    return false;
}

static bool inner(RuleContext *context, NodeId node, LoopStatement *found) {
    const Ast *ast = &context->facts->ast;
    NodeKind kind = ast_kind(ast, node);
    bool is_called = kind == NODE_ATTRIBUTE && ast_node(ast, node)->field == FIELD_FUNC;
    if ((kind != NODE_CALL && kind != NODE_ATTRIBUTE) || is_called ||
        (ast_node(ast, node)->flags & (NODE_STORE | NODE_DEL))) {
        return false;
    }
    InnerStatement statement =
        inner_statement_find(context->file, context->unit, node, context->scratch);
    *found =
        (LoopStatement){.statement = statement.statement, .is_inner = true, .inner = statement};
    found->statement.node = found->statement.evaluating = node;
    return statement.statement.effect != STATEMENT_NONE;
}

static bool find(RuleContext *context, NodeId node, Callers *callers, LoopStatement *found) {
    NodeId loop = statement_loop_of_node(context->file, context->unit, node);
    if (loop == NODE_NONE) {
        return false;
    }
    if (direct(context, node, callers, found)) {
        bool is_of_others = is_of_many_rows(context->file, &found->statement) ||
                            keeps_its_rows(context, &found->statement);
        loop = is_of_others ? NODE_NONE
                            : statement_loop(context->file, context->unit, &found->statement);
    } else if (!inner(context, node, found)) {
        return false;
    }
    found->loop = loop;
    return loop != NODE_NONE;
}

/* ---- remembered for the other rule ----------------------------------------------------------- */

struct FileLoopStatements {
    UnitId unit;
    struct LoopStatementList ARRAY_OF(LoopStatement) found;
    UnitNotes notes;
};

static void collect(RuleContext *context, struct FileLoopStatements *out) {
    const Ast *ast = &context->facts->ast;
    Callers callers = {.is_asked = false};
    for (NodeId node = 0; node < ast->node_count; node++) {
        LoopStatement found;
        if (is_expression_of_interest(ast_kind(ast, node)) &&
            find(context, node, &callers, &found)) {
            ARENA_PUSH(context->file->mem, &out->found, found);
        }
    }
}

static const struct FileLoopStatements *statements_of(RuleContext *context) {
    const FileModel *file = context->file;
    struct FileLoopStatements *known = file->layers->loop_statements;
    if (known && known->unit == context->unit) {
        file_model_renote(file, &known->notes);
        return known;
    }
    known = known ? known : ARENA_NEW(file->mem, struct FileLoopStatements);
    *known = (struct FileLoopStatements){.unit = context->unit};
    UnitWatch watch;
    file_model_watch(file, &watch);
    collect(context, known);
    known->notes = file_model_unwatch(file, &watch, file->mem);
    file->layers->loop_statements = known;
    return known;
}

void loop_statements_visit(RuleContext *context, StatementEffect effect,
                           void (*visit)(RuleContext *context, const LoopStatement *found)) {
    const struct FileLoopStatements *statements = statements_of(context);
    for (uint32_t i = 0; i < statements->found.count; i++) {
        const LoopStatement *found = &statements->found.items[i];
        if (found->statement.effect == effect) {
            visit(context, found);
        }
    }
}

/* ---- showing --------------------------------------------------------------------------------
 */

static void relate(RuleContext *context, const LoopStatement *found, Report *report) {
    const InnerStatement *inner = &found->inner;
    const FileModel *file = inner->file;
    ReportRelated *related = ARENA_NEW(context->mem, ReportRelated);
    Span span = ast_span(&file_model_unit(file, inner->unit)->ast, inner->statement.node);
    related->path = file->id == context->file->id ? STR("") : file->path;
    related->unit = inner->unit;
    related->span = span;
    Str name = statement_name(file, inner->unit, inner->statement.node, context->scratch);
    related->message = arena_format(context->mem, "`%.*s` sends `%.*s` here",
                                    STR_ARG(inner->function), STR_ARG(name));
    report->related = related;
    report->related_count = 1;
}

Report loop_statement_report(RuleContext *context, RuleId rule, const LoopStatement *found) {
    const Statement *statement = &found->statement;
    Report report = report_new(rule, ast_span(&context->facts->ast, statement->node));
    NodeId function = ast_child(&context->facts->ast, statement->node, FIELD_FUNC);
    NodeId named = function == NODE_NONE ? statement->node : function;
    /* An attribute chain over several rows is owned by the row of its last name. */
    report.owner = ast_name_span(&context->facts->ast, named).start;
    report.subject = statement_name(context->file, context->unit, statement->node, context->mem);
    report.anchor = statement->node;
    report.detail = found->loop;
    bool is_likely = statement->is_likely || (found->is_inner && found->inner.is_conditional);
    report.certainty = is_likely ? CERTAINTY_LIKELY : CERTAINTY_CERTAIN;
    if (found->is_inner) {
        relate(context, found, &report);
    }
    return report;
}

Str loop_statement_message(RuleContext *context, const LoopStatement *found, const char *what) {
    Arena *scratch = context->scratch;
    Str name = statement_name(context->file, context->unit, found->statement.node, scratch);
    if (!found->is_inner) {
        return arena_format(context->mem, "`%.*s` %s in every turn of the loop", STR_ARG(name),
                            what);
    }
    Str inner =
        statement_name(found->inner.file, found->inner.unit, found->inner.statement.node, scratch);
    return arena_format(context->mem, "`%.*s` %s in every turn of the loop: `%.*s`", STR_ARG(name),
                        what, STR_ARG(inner));
}
