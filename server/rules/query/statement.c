/* Knows what sends a statement where it stands; refuses to know loops. */
#include "rules/query/statement.h"

#include "catalog/extension.h"
#include "rules/shape.h"

enum { NAME_BYTES_MAX = 72 };

/* ---- calls ---------------------------------------------------------------------------------- */

static bool is_likely_query(const FileModel *file, KindId query, KindId receiver) {
    QueryKind kind;
    RowKind row;
    const KindTable *table = kinds_table(file);
    if (query_kind_get(table, query, &kind) && (kind.flags & QUERY_IS_LIKELY)) {
        return true;
    }
    return row_kind_get(table, receiver, &row) && (row.flags & ROW_IS_LIKELY);
}

static StatementEffect effect_of(uint32_t effects) {
    return effects & QUERY_WRITES  ? STATEMENT_WRITES
           : effects & QUERY_READS ? STATEMENT_READS
                                   : STATEMENT_NONE;
}

/* The text of a literal that begins so, past its prefix and quotes; empty for anything else. */
static Str literal_start(const UnitFacts *facts, NodeId node) {
    NodeKind kind = ast_kind(&facts->ast, node);
    bool is_text = kind == NODE_JOINED_STR ||
                   (kind == NODE_CONSTANT && ast_node(&facts->ast, node)->detail == CONSTANT_STR);
    Str text = is_text ? str_span(facts->text, ast_span(&facts->ast, node)) : STR("");
    uint32_t at = 0;
    while (at < text.len && text.ptr[at] != '"' && text.ptr[at] != '\'') {
        at++;
    }
    return str_slice(text, at, text.len);
}

/* A cursor's or connection's execute with the statement written out: the one piece of evidence that
 * needs no kind (spec/query.md B1, D). */
static StatementEffect effect_of_cursor(const FileModel *file, UnitId unit, NodeId call) {
    const UnitFacts *facts = file_model_unit(file, unit);
    NodeId function = ast_child(&facts->ast, call, FIELD_FUNC);
    NodeId first = ast_child(&facts->ast, call, FIELD_ARGS);
    if (ast_kind(&facts->ast, function) != NODE_ATTRIBUTE || first == NODE_NONE ||
        !catalog_runs_sql(ast_name(&facts->ast, function))) {
        return STATEMENT_NONE;
    }
    return effect_of(catalog_sql_effect(literal_start(facts, first)));
}

Statement statement_of_call(const FileModel *file, UnitId unit, NodeId node, KindId context) {
    Statement out = {.node = node,
                     .evaluating = node,
                     .query = KIND_NEVER,
                     .evaluation = QUERY_EVALUATION_CALLED};
    out.call = query_call(file, unit, node, context);
    if (!out.call.method) {
        out.effect = effect_of_cursor(file, unit, node);
        return out;
    }
    out.effect = effect_of(out.call.effects);
    out.query = out.call.query;
    out.is_ending = (out.call.effects & QUERY_ENDS) != 0;
    out.is_bulk = (out.call.effects & QUERY_BULK) != 0;
    out.is_likely = is_likely_query(file, out.call.query, out.call.receiver);
    return out;
}

bool statement_may_be(const Ast *ast, NodeId call) {
    NodeId function = ast_child(ast, call, FIELD_FUNC);
    NodeKind kind = ast_kind(ast, function);
    return (kind == NODE_ATTRIBUTE || kind == NODE_NAME) &&
           catalog_query_sends(ast_name(ast, function));
}

/* ---- evaluations ---------------------------------------------------------------------------- */

/* `User[key]`: one row by its key, where the ORM's classes can be indexed. */
static bool is_indexed_class(const FileModel *file, UnitId unit, NodeId node, KindId context,
                             Statement *out) {
    const Ast *ast = &file_model_unit(file, unit)->ast;
    NodeId value = ast_child(ast, node, FIELD_VALUE);
    if (ast_kind(ast, node) != NODE_SUBSCRIPT || value == NODE_NONE) {
        return false;
    }
    const Kind *kind = kind_get(kinds_table(file), kinds_expression_in(file, unit, value, context));
    const Model *model = kind->tag == KIND_TAG_CLASS ? model_of_kind(file, kind) : NULL;
    const CatalogQueryMethod *method =
        model ? catalog_query_method(model->orm, QUERY_ON_CLASS, STR("__getitem__")) : NULL;
    if (!method) {
        return false;
    }
    out->effect = effect_of(method->effects);
    out->call.method = method;
    out->evaluating = node;
    out->evaluation = QUERY_EVALUATION_INDEXED;
    return true;
}

static bool may_be_query(NodeKind kind) {
    return kind == NODE_NAME || kind == NODE_ATTRIBUTE || kind == NODE_CALL ||
           kind == NODE_SUBSCRIPT;
}

Statement statement_of_evaluation(const FileModel *file, UnitId unit, NodeId node, KindId context) {
    const Ast *ast = &file_model_unit(file, unit)->ast;
    Statement out = {.node = node, .query = KIND_NEVER};
    QueryKind query;
    if (!may_be_query(ast_kind(ast, node)) ||
        (ast_node(ast, node)->flags & (NODE_STORE | NODE_DEL))) {
        return out;
    }
    if (is_indexed_class(file, unit, node, context, &out) || !query_may_be_evaluated(ast, node)) {
        return out;
    }
    KindId kind = kinds_expression_in(file, unit, node, context);
    if (!query_kind_get(kinds_table(file), kind, &query) || !query_runs_when_evaluated(&query)) {
        return out;
    }
    out.evaluation = query_evaluation(file, unit, node, context, &out.evaluating);
    if (out.evaluation == QUERY_EVALUATION_NONE || out.evaluation == QUERY_EVALUATION_CALLED) {
        return out;
    }
    out.effect = STATEMENT_READS;
    out.query = kind;
    out.is_likely = (query.flags & QUERY_IS_LIKELY) != 0;
    return out;
}

/* ---- words ---------------------------------------------------------------------------------- */

/* The end of a bracket that opens at `at`; the text's end when it does not close. */
static uint32_t skip_bracket(Str text, uint32_t at) {
    uint32_t depth = 0;
    for (; at < text.len; at++) {
        depth += text.ptr[at] == '(' || text.ptr[at] == '[';
        depth -= text.ptr[at] == ')' || text.ptr[at] == ']';
        if (depth == 0) {
            return at;
        }
    }
    return text.len;
}

Str statement_name(const FileModel *file, UnitId unit, NodeId node, Arena *mem) {
    const UnitFacts *facts = file_model_unit(file, unit);
    Str text = str_span(facts->text, ast_span(&facts->ast, node));
    char *name = arena_allocate(mem, NAME_BYTES_MAX + 8);
    uint32_t length = 0;
    for (uint32_t at = 0; at < text.len && length < NAME_BYTES_MAX; at++) {
        char byte = text.ptr[at];
        if (byte == '(' || byte == '[') {
            uint32_t end = skip_bracket(text, at);
            bool is_empty = end == at + 1;
            name[length++] = byte;
            for (int dot = 0; dot < 3 && !is_empty; dot++) {
                name[length++] = '.';
            }
            name[length++] = byte == '(' ? ')' : ']';
            at = end;
        } else if (byte > ' ' && byte != '\\') {
            name[length++] = byte;
        }
    }
    return (Str){name, length};
}
