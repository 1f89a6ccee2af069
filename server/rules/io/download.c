#include "rules/io/download.h"

#include "catalog/extension.h"
#include "catalog/name_list.h"
#include "rules/shape.h"
#include "semantics/kinds.h"

/* ---- the reply ------------------------------------------------------------------------------- */

static const CatalogStream *stream_of(RuleContext *context, NodeId reply) {
    KindTable *table = kinds_table(context->file);
    const Kind *kind = kind_get(table, kinds_expression(context->file, context->unit, reply));
    return kind->tag == KIND_TAG_INSTANCE ? catalog_stream(kind->path) : NULL;
}

/* R of `R.content` or `R.read()`. */
static NodeId reply_of(RuleContext *context, NodeId body, const CatalogStream **stream) {
    const Ast *ast = &context->facts->ast;
    bool called = ast_kind(ast, body) == NODE_CALL;
    NodeId attribute = called ? ast_child(ast, body, FIELD_FUNC) : body;
    if (attribute == NODE_NONE || ast_kind(ast, attribute) != NODE_ATTRIBUTE ||
        (called && shape_has_arguments(ast, body))) {
        return NODE_NONE;
    }
    NodeId reply = ast_child(ast, attribute, FIELD_VALUE);
    *stream = stream_of(context, reply);
    bool whole = *stream && str_equal((*stream)->whole, ast_name(ast, attribute)) &&
                 called == ((*stream)->pieces.len == 0);
    return whole ? reply : NODE_NONE;
}

static bool is_false(const Ast *ast, NodeId value) {
    return ast_kind(ast, value) == NODE_CONSTANT && ast_node(ast, value)->detail == CONSTANT_FALSE;
}

/* The call sends a request whose body is read at once. */
static bool reads_at_once(RuleContext *context, NodeId call) {
    const Ast *ast = &context->facts->ast;
    Str path = kinds_callee(context->file, context->unit, call, context->scratch);
    const CatalogCallable *row = extended_callable(context->file->extension, path);
    NodeId stream = ast_keyword(ast, call, STR("stream"));
    return row && (row->effects & CATALOG_HTTP_REQUEST) && !shape_has_splat(ast, call) &&
           (stream == NODE_NONE || is_false(ast, ast_child(ast, stream, FIELD_VALUE)));
}

/* Every other use asks for the status or a header. */
static bool only_heads(const UnitFacts *facts, const Download *download) {
    const Ast *ast = &facts->ast;
    enum { USES_MAX = 1000 }; /* asked once for each body that is written */
    const Symbol *symbol = &facts->scopes->symbols[download->variable];
    if (symbol->use_count > USES_MAX) {
        return false;
    }
    for (uint32_t i = 0; i < symbol->use_count; i++) {
        NodeId use = facts->scopes->uses[facts->scopes->symbol_uses[symbol->first_use + i]].node;
        NodeId attribute = ast_node(ast, use)->parent;
        bool head = ast_kind(ast, attribute) == NODE_ATTRIBUTE &&
                    !(ast_node(ast, attribute)->flags & (NODE_STORE | NODE_DEL)) &&
                    name_list_has(download->stream->heads, ast_name(ast, attribute));
        if (use != download->reply && !head) {
            return false;
        }
    }
    return true;
}

/* The variable's only binding is the request, by assignment or `with`. */
static NodeId variable_request(const UnitFacts *facts, SymbolId variable, NodeId reply) {
    const ScopeTree *tree = facts->scopes;
    if (tree->symbols[variable].binding_count != 1) {
        return NODE_NONE;
    }
    uint8_t kind = tree->bindings[tree->symbols[variable].first_binding].kind;
    return kind == BINDING_ASSIGN || kind == BINDING_WITH ? shape_opening_call(facts, reply)
                                                          : NODE_NONE;
}

static bool find_request(RuleContext *context, Download *out) {
    const UnitFacts *facts = context->facts;
    if (ast_kind(&facts->ast, out->reply) == NODE_CALL) {
        out->request = out->reply;
        return reads_at_once(context, out->request);
    }
    out->variable = shape_local(facts, out->reply);
    if (out->variable == SYMBOL_NONE || !only_heads(facts, out)) {
        return false;
    }
    out->request = variable_request(facts, out->variable, out->reply);
    return out->request != NODE_NONE && reads_at_once(context, out->request);
}

/* ---- where it goes --------------------------------------------------------------------------- */

static bool find_sink(RuleContext *context, NodeId call, Download *out) {
    const Ast *ast = &context->facts->ast;
    out->is_path = str_equal(shape_method(ast, call), STR("write_bytes"));
    out->sink = shape_receiver(ast, call, out->is_path ? STR("write_bytes") : STR("write"));
    if (out->sink == NODE_NONE || ast_kind(ast, ast_node(ast, call)->parent) != NODE_EXPR) {
        return false;
    }
    KindTable *table = kinds_table(context->file);
    KindId kind = kinds_expression(context->file, context->unit, out->sink);
    bool file = (kind_traits(table, kind) & CLASS_FILE_HANDLE) != 0;
    bool path = kind_is_instance(table, kind, STR("pathlib.Path"));
    bool unknown = kind == KIND_UNKNOWN || kind == KIND_NEVER;
    /* Only paths have write_bytes; write() is had by buffers and archives too. */
    out->is_likely = !out->is_path && unknown;
    return unknown || (out->is_path ? path : file);
}

bool download_of(RuleContext *context, NodeId call, Download *out) {
    *out = (Download){.write = call, .request = NODE_NONE, .variable = SYMBOL_NONE};
    if (!find_sink(context, call, out)) {
        return false;
    }
    out->body = shape_only_argument(&context->facts->ast, call);
    if (out->body == NODE_NONE) {
        return false;
    }
    out->reply = reply_of(context, out->body, &out->stream);
    return out->reply != NODE_NONE && find_request(context, out);
}
