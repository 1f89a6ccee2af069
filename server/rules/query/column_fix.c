/* Knows how a query says which columns it loads; refuses to know relations. */
#include "rules/query/column_fix.h"

#include "rules/query/call_words.h"
#include "rules/query/fix_cost.h"
#include "rules/query/query_site.h"
#include "rules/query/site_names.h"
#include "rules/shape.h"

/* The `load_only(..)` among the options; NODE_NONE when there is none. */
static NodeId load_only_call(const QuerySite *site, NodeId options, Arena *mem) {
    const Ast *ast = &site->facts->ast;
    for (NodeId argument = options == NODE_NONE ? NODE_NONE : ast_child(ast, options, FIELD_ARGS);
         argument != NODE_NONE; argument = ast_next_in_field(ast, argument)) {
        bool is_only =
            ast_kind(ast, argument) == NODE_CALL &&
            catalog_loader(kinds_callee(site->file, site->unit, argument, mem)) == LOADER_ONLY;
        if (is_only) {
            return argument;
        }
    }
    return NODE_NONE;
}

/* `load_only(Report.title)` takes `Report.owner` too; false when it is written otherwise. */
static bool add_to_load_only(FixContext *context, const QuerySite *site, NodeId call, Str column) {
    const Ast *ast = &site->facts->ast;
    NodeId last = ast_last_in_field(ast, call, FIELD_ARGS);
    NodeId owner = ast_child(ast, last, FIELD_VALUE);
    if (ast_kind(ast, last) != NODE_ATTRIBUTE || ast_kind(ast, owner) != NODE_NAME) {
        return false;
    }
    query_site_insert(context, site, ast_node(ast, last)->end,
                      arena_format(context->rule.mem, ", %.*s.%.*s", STR_ARG(ast_name(ast, owner)),
                                   STR_ARG(column)));
    return true;
}

/* The argument goes, and with the last one the call: `defer("body")`. False when a comment would go
 * too. */
static bool remove_argument(FixContext *context, const QuerySite *site, NodeId call,
                            NodeId argument) {
    const Ast *ast = &site->facts->ast;
    NodeId before = NODE_NONE;
    for (NodeId at = ast_child(ast, call, FIELD_ARGS); at != argument;
         at = ast_next_in_field(ast, at)) {
        before = at;
    }
    NodeId next = ast_next_in_field(ast, argument);
    NodeId receiver = ast_child(ast, ast_child(ast, call, FIELD_FUNC), FIELD_VALUE);
    bool is_call = before == NODE_NONE && next == NODE_NONE;
    Span gone = is_call ? (Span){ast_node(ast, receiver)->end, ast_node(ast, call)->end}
                : before != NODE_NONE
                    ? (Span){ast_node(ast, before)->end, ast_node(ast, argument)->end}
                    : (Span){ast_node(ast, argument)->start, ast_node(ast, next)->start};
    Str text = str_span(site->facts->text, gone);
    if (str_find_byte(text, '#') < text.len) {
        return false;
    }
    bool is_manager = is_call && receiver == site->place && site->call_count == 1;
    query_site_replace(context, site, gone, is_manager ? STR(".all()") : STR(""));
    return true;
}

static bool add_django_column(FixContext *context, const QuerySite *site, Str column) {
    const Ast *ast = &site->facts->ast;
    NodeId only = query_site_loader(site, ORM_DJANGO, QUERY_LOADS_ONLY);
    NodeId defer = query_site_loader(site, ORM_DJANGO, QUERY_LOADS_DEFERRED);
    if (only != NODE_NONE && defer == NODE_NONE && call_words_are_literal(site, only)) {
        call_words_widen(context, site, only, &column, 1);
        return true;
    }
    for (NodeId argument = defer == NODE_NONE || only != NODE_NONE
                               ? NODE_NONE
                               : ast_child(ast, defer, FIELD_ARGS);
         argument != NODE_NONE; argument = ast_next_in_field(ast, argument)) {
        if (str_equal(call_words_literal(site, argument), column)) {
            return remove_argument(context, site, defer, argument);
        }
    }
    return false;
}

static bool add_column(FixContext *context, const QuerySite *site, const QueryKind *query,
                       const Model *model, Str column) {
    Arena *mem = context->rule.mem;
    const ModelField *field = model_field(site->file, model, column);
    if (query->orm == ORM_DJANGO) {
        return add_django_column(context, site, column);
    }
    NodeId options = query_site_loader(site, ORM_SQLALCHEMY, QUERY_LOADS_OPTIONS);
    NodeId only = load_only_call(site, options, context->rule.scratch);
    if (only != NODE_NONE) {
        return add_to_load_only(context, site, only, column);
    }
    Str name = site_names_class(context, site, model);
    Str undefer =
        site_names_function(context, site, catalog_loading_call(ORM_SQLALCHEMY, LOADING_COLUMN));
    if (!field || !field->is_deferred || !name.len || !undefer.len || site->call_count == 0) {
        return false;
    }
    Str option =
        arena_format(mem, "%.*s(%.*s.%.*s)", STR_ARG(undefer), STR_ARG(name), STR_ARG(column));
    NodeId last = ast_last_in_field(&site->facts->ast, options, FIELD_ARGS);
    if (last != NODE_NONE) {
        Str separator = call_words_separator(site, last, mem);
        query_site_insert(context, site, ast_node(&site->facts->ast, last)->end,
                          arena_format(mem, "%.*s%.*s", STR_ARG(separator), STR_ARG(option)));
        return true;
    }
    Str call = arena_format(mem, "%.*s(%.*s)",
                            STR_ARG(catalog_loading_call(ORM_SQLALCHEMY, LOADING_OPTIONS)),
                            STR_ARG(option));
    query_site_append(context, site, &call, 1, false);
    return true;
}

/* The column joins what the query loads. */
void column_fix(FixContext *context, const RowCost *cost) {
    KindTable *table = kinds_table(context->rule.file);
    RowKind row;
    QueryKind query;
    QuerySite site;
    Str title = STR("Load the column with the query");
    bool is_own = row_kind_get(table, cost->hit.value, &row) && row.path.len == 0 &&
                  query_kind_get(table, row.query, &query) && query.parent == KIND_NEVER &&
                  (query.orm == ORM_DJANGO || query.orm == ORM_SQLALCHEMY);
    const Model *model =
        is_own ? model_of_kind(context->rule.file, kind_get(table, query.model)) : NULL;
    if (!model || !query_site_find(context->rule.file, &query, &site) ||
        site.file->id != context->rule.file->id) {
        fix_refuse(context, title, STR("where the query is made is not seen from here"));
        return;
    }
    Str column = arena_copy(context->rule.mem, cost->hit.path);
    fix_start(context, SAFETY_SAFE, title);
    fix_cost_leaves_queries(context, &site, 1);
    if (str_find_byte(column, '.') < column.len ||
        !add_column(context, &site, &query, model, column)) {
        fix_abandon(context);
        fix_refuse(context, title, STR("what the query loads is not written as a list of names"));
    }
}
