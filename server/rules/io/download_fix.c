#include "rules/io/download.h"

#include "rules/shape.h"
#include "semantics/kinds.h"
#include "text/rows.h"

static const char *const pieces_title = "Write the body piece by piece";

static Str text_of(const FixContext *context, NodeId node) {
    return shape_text(context->rule.facts, node);
}

/* ---- the request, asked for a stream --------------------------------------------------------- */

/* httpx streams through a function of its own, which takes the verb. */
static bool has_stream_function(const Download *download) {
    return str_equal(download->stream->path, STR("httpx.Response"));
}

/* "GET" for `httpx.get(...)`; empty when the call says the verb itself. */
static Str verb_of(const Ast *ast, NodeId request, Arena *mem) {
    Str name = ast_name(ast, ast_child(ast, request, FIELD_FUNC));
    if (str_equal(name, STR("request"))) {
        return STR("");
    }
    char *upper = arena_allocate(mem, name.len + 1);
    for (uint32_t i = 0; i < name.len; i++) {
        char byte = name.ptr[i];
        upper[i] = (char)(byte >= 'a' && byte <= 'z' ? byte - 'a' + 'A' : byte);
    }
    upper[name.len] = 0;
    return (Str){upper, name.len};
}

static bool can_stream(const Ast *ast, const Download *download) {
    NodeId function = ast_child(ast, download->request, FIELD_FUNC);
    NodeId first = ast_child(ast, download->request, FIELD_ARGS);
    bool attribute = ast_kind(ast, function) == NODE_ATTRIBUTE;
    bool keyword = ast_keyword(ast, download->request, STR("stream")) != NODE_NONE;
    return first != NODE_NONE && !keyword && (attribute || !has_stream_function(download));
}

/* The request's text with the stream asked for. */
static Str streamed_request(FixContext *context, const Download *download) {
    const UnitFacts *facts = context->rule.facts;
    const Ast *ast = &facts->ast;
    Arena *mem = context->rule.mem;
    Span call = ast_span(ast, download->request);
    if (!has_stream_function(download)) {
        uint32_t at = ast_node(ast, ast_last_argument(ast, download->request))->end;
        Str head = str_slice(facts->text, call.start, at);
        Str tail = str_slice(facts->text, at, call.end);
        return arena_format(mem, "%.*s, stream=True%.*s", STR_ARG(head), STR_ARG(tail));
    }
    NodeId function = ast_child(ast, download->request, FIELD_FUNC);
    NodeId first = ast_child(ast, download->request, FIELD_ARGS);
    Str owner = text_of(context, ast_child(ast, function, FIELD_VALUE));
    uint32_t start = ast_node(ast, first)->start;
    Str opening = str_slice(facts->text, ast_node(ast, function)->end, start);
    Str rest = str_slice(facts->text, start, call.end);
    Str verb = verb_of(ast, download->request, mem);
    return verb.len ? arena_format(mem, "%.*s.stream%.*s\"%.*s\", %.*s", STR_ARG(owner),
                                   STR_ARG(opening), STR_ARG(verb), STR_ARG(rest))
                    : arena_format(mem, "%.*s.stream%.*s%.*s", STR_ARG(owner), STR_ARG(opening),
                                   STR_ARG(rest));
}

/* ---- the rows that write --------------------------------------------------------------------- */

/* `out` as it may be named again and again: a name or attribute. */
static bool is_chain(const Ast *ast, NodeId node) {
    while (ast_kind(ast, node) == NODE_ATTRIBUTE) {
        node = ast_child(ast, node, FIELD_VALUE);
    }
    return ast_kind(ast, node) == NODE_NAME;
}

/* Rows of nested blocks, each one step deeper than the one before. */
typedef struct Rows {
    FixContext *context;
    Str text;
    Str indent; /* of the next row */
} Rows;

static void add_row(Rows *rows, Str row) {
    Arena *mem = rows->context->rule.mem;
    if (rows->text.len == 0) {
        rows->text = row;
    } else {
        Str eol = fix_line_end(rows->context);
        rows->text = arena_format(mem, "%.*s%.*s%.*s%.*s", STR_ARG(rows->text), STR_ARG(eol),
                                  STR_ARG(rows->indent), STR_ARG(row));
    }
    Str step = fix_indent_unit(rows->context);
    rows->indent = arena_format(mem, "%.*s%.*s", STR_ARG(rows->indent), STR_ARG(step));
}

/* `with path.open("wb") as out:` where the sink must be opened first; the name to write to. */
static Str open_sink(Rows *rows, const Download *download) {
    FixContext *context = rows->context;
    const Ast *ast = &context->rule.facts->ast;
    Str sink = text_of(context, download->sink);
    if (!download->is_path && is_chain(ast, download->sink)) {
        return sink;
    }
    Str name = fix_fresh_name(context, STR("out"));
    add_row(rows, download->is_path
                      ? arena_format(context->rule.mem, "with %.*s.open(\"wb\") as %.*s:",
                                     STR_ARG(sink), STR_ARG(name))
                      : arena_format(context->rule.mem, "with %.*s as %.*s:", STR_ARG(sink),
                                     STR_ARG(name)));
    return name;
}

/* `for chunk in response.iter_bytes(): out.write(chunk)`, with what opens the sink around it. */
static void write_pieces(Rows *rows, const Download *download, Str reply) {
    FixContext *context = rows->context;
    Arena *mem = context->rule.mem;
    Str out = open_sink(rows, download);
    Str chunk = fix_fresh_name(context, STR("chunk"));
    add_row(rows, arena_format(mem, "for %.*s in %.*s.%.*s:", STR_ARG(chunk), STR_ARG(reply),
                               STR_ARG(download->stream->pieces)));
    add_row(rows, arena_format(mem, "%.*s.write(%.*s)", STR_ARG(out), STR_ARG(chunk)));
}

/* ---- a reply that is read as a file ---------------------------------------------------------- */

static void copy_file(FixContext *context, const Download *download) {
    const Ast *ast = &context->rule.facts->ast;
    bool plain = !download->is_path;
    NodeId statement = shape_row_statement(context->rule.facts, download->write);
    if (!plain && statement == NODE_NONE) {
        fix_refuse(context, str_from_c(pieces_title), STR("the write has no row of its own"));
        return;
    }
    fix_start(context, plain ? SAFETY_SAFE : SAFETY_UNSAFE, str_from_c(pieces_title));
    Str shutil = fix_import_module(context, STR("shutil"));
    Rows rows = {context, STR(""), STR("")};
    Str out = text_of(context, download->sink);
    if (!plain) {
        rows.indent = fix_indent_of(context, ast_node(ast, download->write)->start);
        out = open_sink(&rows, download);
    }
    Str reply = text_of(context, download->reply);
    add_row(&rows, arena_format(context->rule.mem, "%.*s.copyfileobj(%.*s, %.*s)", STR_ARG(shutil),
                                STR_ARG(reply), STR_ARG(out)));
    fix_replace(context, ast_span(ast, download->write), rows.text);
}

/* ---- a request that stands in the write ------------------------------------------------------ */

static void stream_in_place(FixContext *context, const Download *download) {
    const Ast *ast = &context->rule.facts->ast;
    fix_start(context, SAFETY_UNSAFE, str_from_c(pieces_title));
    Rows rows = {context, STR(""), fix_indent_of(context, ast_node(ast, download->write)->start)};
    Str reply = fix_fresh_name(context, STR("response"));
    Str request = streamed_request(context, download);
    add_row(&rows, arena_format(context->rule.mem, "with %.*s as %.*s:", STR_ARG(request),
                                STR_ARG(reply)));
    write_pieces(&rows, download, reply);
    fix_replace(context, ast_span(ast, download->write), rows.text);
}

/* ---- a request that is assigned: the rest of its block moves into `with` ----------------------
 */

/* The statement of the block that `node` stands in; NODE_NONE when it stands outside. */
static NodeId in_block(const Ast *ast, NodeId assign, NodeId node) {
    NodeId block = ast_node(ast, assign)->parent;
    if (!ast_is_within(ast, node, block)) {
        return NODE_NONE;
    }
    while (ast_node(ast, node)->parent != block) {
        node = ast_node(ast, node)->parent;
    }
    return ast_node(ast, node)->field == ast_node(ast, assign)->field ? node : NODE_NONE;
}

/* The last statement of the assignment's block that uses the reply; NODE_NONE when it is used
 * outside of the block too. */
static NodeId last_user(const UnitFacts *facts, const Download *download, NodeId assign) {
    const ScopeTree *tree = facts->scopes;
    const Symbol *symbol = &tree->symbols[download->variable];
    NodeId last = NODE_NONE;
    for (uint32_t i = 0; i < symbol->use_count; i++) {
        NodeId use = tree->uses[tree->symbol_uses[symbol->first_use + i]].node;
        NodeId statement = in_block(&facts->ast, assign, use);
        if (statement == NODE_NONE || statement < assign) {
            return NODE_NONE;
        }
        last = last == NODE_NONE || statement > last ? statement : last;
    }
    return last;
}

/* Why the rows from the assignment to the last use cannot become a block; NULL when they can. */
static const char *obstacle(const UnitFacts *facts, NodeId assign, NodeId last) {
    const Ast *ast = &facts->ast;
    Span first = ast_span(ast, assign);
    if (last == NODE_NONE) {
        return "the response is used outside of the block that it is made in";
    }
    NodeId next = ast_next_sibling(ast, assign);
    Span rest = {ast_node(ast, next)->start, ast_node(ast, last)->end};
    if (!row_begins_at(facts->text, first.start) || !row_ends_at(facts->text, first.end) ||
        !row_begins_at(facts->text, rest.start) || !row_ends_at(facts->text, rest.end)) {
        return "two statements share a row";
    }
    return rows_hold_long_string(facts->text, rest)
               ? "a string over several rows stands in the rows that would be indented"
               : NULL;
}

/* One step deeper, every row that holds something. */
static void indent_rows(FixContext *context, Span span) {
    Str text = context->rule.facts->text;
    Str step = fix_indent_unit(context);
    for (uint32_t at = row_next(text, span.start); at < span.end; at = row_next(text, at)) {
        if (!row_is_blank(text, at)) {
            fix_insert(context, at, step);
        }
    }
}

static void replace_write(FixContext *context, const Download *download, bool deeper) {
    const Ast *ast = &context->rule.facts->ast;
    Span write = ast_span(ast, download->write);
    Str indent = fix_indent_of(context, write.start);
    Str step = deeper ? fix_indent_unit(context) : STR("");
    Rows rows = {context, STR(""),
                 arena_format(context->rule.mem, "%.*s%.*s", STR_ARG(indent), STR_ARG(step))};
    write_pieces(&rows, download, text_of(context, download->reply));
    fix_replace(context, write, rows.text);
}

static void stream_block(FixContext *context, const Download *download, NodeId assign) {
    const UnitFacts *facts = context->rule.facts;
    const Ast *ast = &facts->ast;
    NodeId last = last_user(facts, download, assign);
    const char *reason = obstacle(facts, assign, last);
    bool wrapped = (ast_node(ast, download->request)->flags & NODE_PARENTHESIZED) != 0;
    if (reason || wrapped) {
        fix_refuse(context, str_from_c(pieces_title),
                   str_from_c(reason ? reason : "the request stands in parentheses"));
        return;
    }
    fix_start(context, SAFETY_UNSAFE, str_from_c(pieces_title));
    Span whole = ast_span(ast, assign);
    Str reply = text_of(context, download->reply);
    Str request = streamed_request(context, download);
    fix_replace(
        context, whole,
        arena_format(context->rule.mem, "with %.*s as %.*s:", STR_ARG(request), STR_ARG(reply)));
    indent_rows(context, (Span){whole.end, ast_node(ast, last)->end});
    replace_write(context, download, true);
}

/* The request stands in a `with` already: it is asked for a stream there. */
static void stream_with(FixContext *context, const Download *download) {
    const Ast *ast = &context->rule.facts->ast;
    fix_start(context, SAFETY_UNSAFE, str_from_c(pieces_title));
    fix_replace(context, ast_span(ast, download->request), streamed_request(context, download));
    replace_write(context, download, false);
}

void download_fix(FixContext *context, const Download *download) {
    const UnitFacts *facts = context->rule.facts;
    const Ast *ast = &facts->ast;
    if (download->stream->pieces.len == 0) {
        copy_file(context, download);
        return;
    }
    if (!can_stream(ast, download) || shape_row_statement(facts, download->write) == NODE_NONE) {
        fix_refuse(context, str_from_c(pieces_title),
                   STR("the request or the write cannot be split into rows"));
        return;
    }
    NodeId owner = ast_node(ast, download->request)->parent;
    if (download->variable == SYMBOL_NONE) {
        stream_in_place(context, download);
    } else if (ast_kind(ast, owner) == NODE_ASSIGN) {
        stream_block(context, download, owner);
    } else {
        stream_with(context, download);
    }
}
