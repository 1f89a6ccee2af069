/* Knows how a client moves out of a loop; whether it should is the rule's business. */
#include "rules/io/client_hoist_fix.h"

#include "catalog/mutators.h"
#include "semantics/purity.h"
#include "semantics/scope.h"
#include "text/rows.h"
#include "text/token.h"

typedef struct Hoist {
    FixContext *fix;
    const UnitFacts *facts;
    const Ast *ast;
    const Client *client;
    NodeId loop;      /* the one whose turns make the client */
    NodeId outermost; /* the last loop around it whose turns would do so too */
    NodeId statement; /* the one at the top of the body that makes the client */
    Str title;
} Hoist;

/* ---- what forbids it --------------------------------------------------------------------------
 */

static bool closes(const Ast *ast, NodeId name) {
    NodeId attribute = ast_node(ast, name)->parent;
    return ast_kind(ast, attribute) == NODE_ATTRIBUTE &&
           catalog_is_closer(ast_name(ast, attribute));
}

/* `with session:`, `with closing(session):` */
static bool enters(const Ast *ast, NodeId name) {
    NodeId statement = ast_statement(ast, name);
    NodeKind kind = ast_kind(ast, statement);
    if (kind != NODE_WITH && kind != NODE_ASYNC_WITH) {
        return false;
    }
    NodeId parent = ast_node(ast, name)->parent;
    return ast_kind(ast, parent) == NODE_WITHITEM ||
           (ast_kind(ast, parent) == NODE_CALL && ast_node(ast, name)->field == FIELD_ARGS);
}

/* What the loop does to the client that would not do between two turns. */
static const char *ends_early(const Hoist *hoist) {
    const ScopeTree *tree = hoist->facts->scopes;
    SymbolId id = client_symbol(&hoist->fix->rule, hoist->client);
    if (id == SYMBOL_NONE) {
        return "it has no variable of its own";
    }
    const Symbol *symbol = &tree->symbols[id];
    for (uint32_t i = 0; i < symbol->binding_count; i++) {
        NodeId node = tree->bindings[symbol->first_binding + i].node;
        if (node != hoist->client->name && ast_is_within(hoist->ast, node, hoist->outermost)) {
            return "its variable is bound again in the loop";
        }
    }
    for (uint32_t i = 0; i < symbol->use_count; i++) {
        NodeId node = tree->uses[tree->symbol_uses[symbol->first_use + i]].node;
        if (!ast_is_within(hoist->ast, node, hoist->outermost)) {
            continue;
        }
        if (closes(hoist->ast, node) || enters(hoist->ast, node)) {
            return "each turn closes it";
        }
        if (!loop_runs(hoist->ast, hoist->loop, node)) {
            return "its variable is read outside of the turns that make it";
        }
    }
    return NULL;
}

/* The loops begin rows, and the body begins the row behind its own loop's. */
static bool has_rows(const Hoist *hoist) {
    Str text = hoist->facts->text;
    uint32_t start = ast_node(hoist->ast, hoist->loop)->start;
    uint32_t body = ast_node(hoist->ast, hoist->statement)->start;
    return row_begins_at(text, start) && row_begins_at(text, body) &&
           row_begins_at(text, ast_node(hoist->ast, hoist->outermost)->start) &&
           row_start(text, start) != row_start(text, body);
}

static const char *common_obstacle(const Hoist *hoist) {
    const Ast *ast = hoist->ast;
    if (ast_child(ast, hoist->loop, FIELD_BODY) != hoist->statement) {
        return "other statements of the turn run before it";
    }
    return has_rows(hoist) ? NULL : "the loop's body stands on the loop's own row";
}

static void refuse(const Hoist *hoist, const char *reason) {
    fix_refuse(hoist->fix, hoist->title, str_from_c(reason));
}

/* The rows with `from` at their beginning replaced by `to`; others stay as they are. */
static Str indented(const Hoist *hoist, Span rows, Str from, Str to) {
    Str text = hoist->facts->text;
    Buf out;
    buf_init(&out, 0);
    for (uint32_t at = rows.start; at < rows.end; at = row_next(text, at)) {
        uint32_t next = row_next(text, at);
        Str row = str_slice(text, at, next < rows.end ? next : rows.end);
        bool begins = row_start(text, at) == at && !row_is_blank(text, at);
        if (begins && str_starts_with(row, from)) {
            buf_append(&out, to);
            row = str_slice(row, from.len, row.len);
        }
        buf_append(&out, row);
    }
    Str result = arena_copy(hoist->fix->rule.mem, buf_str(&out));
    buf_release(&out);
    return result;
}

static Str indent_of(const Hoist *hoist, NodeId statement) {
    return row_indent(hoist->facts->text, ast_node(hoist->ast, statement)->start);
}

/* ---- `x = C()` ------------------------------------------------------------------------------- */

/* The last of the statements from `hoist->statement` on that make the client or set it up. */
static NodeId last_to_move(const Hoist *hoist) {
    LoopContext loops = loop_context(hoist->fix->rule.file, hoist->fix->rule.unit);
    NodeId last = hoist->statement;
    for (NodeId next = ast_next_in_field(hoist->ast, last);
         next != NODE_NONE &&
         client_is_configuration(&hoist->fix->rule, &loops, hoist->outermost, hoist->client, next);
         next = ast_next_in_field(hoist->ast, last)) {
        last = next;
    }
    return last;
}

/* Behind the rows and the blank ones that follow them. */
static uint32_t end_of_rows(Str text, uint32_t at) {
    at = row_next(text, at);
    while (at < text.len && row_is_blank(text, at)) {
        at = row_next(text, at);
    }
    return at;
}

static const char *move_obstacle(const Hoist *hoist, NodeId last, Span rows) {
    Str text = hoist->facts->text;
    const char *reason = ends_early(hoist);
    if (reason) {
        return reason;
    }
    if (ast_next_in_field(hoist->ast, last) == NODE_NONE) {
        return "the turn does nothing else";
    }
    bool whole = row_ends_at(text, ast_node(hoist->ast, last)->end);
    return whole && !rows_hold_long_string(text, rows) ? NULL
                                                       : "its rows cannot be moved as they are";
}

static void move_rows(const Hoist *hoist) {
    Str text = hoist->facts->text;
    NodeId last = last_to_move(hoist);
    uint32_t end = ast_node(hoist->ast, last)->end;
    Span rows = {row_start(text, ast_node(hoist->ast, hoist->statement)->start),
                 row_next(text, end)};
    const char *reason = move_obstacle(hoist, last, rows);
    if (reason) {
        refuse(hoist, reason);
        return;
    }
    fix_start(hoist->fix, SAFETY_UNSAFE, hoist->title);
    fix_insert(hoist->fix, row_start(text, ast_node(hoist->ast, hoist->outermost)->start),
               indented(hoist, rows, indent_of(hoist, hoist->statement),
                        indent_of(hoist, hoist->outermost)));
    fix_delete(hoist->fix, (Span){rows.start, end_of_rows(text, end)});
}

/* ---- `with C() as x:` ------------------------------------------------------------------------ */

/* From the statement's first byte to the end of the row that its colon stands on. */
static Span header_of(const Hoist *hoist, NodeId statement) {
    Str text = hoist->facts->text;
    uint32_t body = ast_node(hoist->ast, ast_child(hoist->ast, statement, FIELD_BODY))->start;
    uint32_t start = ast_node(hoist->ast, statement)->start;
    uint32_t end = row_end(text, start);
    TokenReader reader = token_reader_open(text, (Span){start, body});
    for (Token token = token_next(&reader); token.kind != TOKEN_END; token = token_next(&reader)) {
        if (token_is(&reader, token, ":")) {
            end = row_end(text, token.span.end); /* the last one: before come those in brackets */
        }
    }
    return (Span){start, end};
}

static const char *swap_obstacle(const Hoist *hoist, Span loop_header, Span with_header) {
    const Ast *ast = hoist->ast;
    Str text = hoist->facts->text;
    const CatalogClass *made = catalog_class(hoist->client->callable->returns);
    NodeId body = ast_child(ast, hoist->statement, FIELD_BODY);
    Span rows = {loop_header.start, ast_node(ast, hoist->loop)->end};
    Str outer = indent_of(hoist, hoist->loop);
    Str inner = indent_of(hoist, hoist->statement);
    if (ast_count_in_field(ast, hoist->statement, FIELD_ITEMS) != 1) {
        return "the `with` enters other things too";
    }
    if (hoist->outermost != hoist->loop) {
        return "the loop around would still make it in every turn";
    }
    if (made && (made->traits & CLASS_DB_CONNECTION)) {
        return "each turn ends its own transaction";
    }
    if (ast_child(ast, hoist->loop, FIELD_ORELSE) != NODE_NONE) {
        return "the loop has an `else`";
    }
    if (with_header.end > ast_node(ast, body)->start || inner.len <= outer.len ||
        !str_starts_with(inner, outer) || rows_hold_long_string(text, rows)) {
        return "its rows cannot be indented otherwise as they are";
    }
    return hoist->client->name == NODE_NONE ? NULL : ends_early(hoist);
}

/* The statements after the `with` go into the loop that is one step deeper now. */
static void indent_rest(const Hoist *hoist, Str step) {
    Str text = hoist->facts->text;
    uint32_t end = ast_node(hoist->ast, hoist->loop)->end;
    uint32_t at = row_next(text, ast_node(hoist->ast, hoist->statement)->end);
    for (; at < end; at = row_next(text, at)) {
        if (!row_is_blank(text, at)) {
            fix_insert(hoist->fix, at, step);
        }
    }
}

static void swap_nesting(const Hoist *hoist) {
    Span loop_header = header_of(hoist, hoist->loop);
    Span with_header = header_of(hoist, hoist->statement);
    const char *reason = swap_obstacle(hoist, loop_header, with_header);
    if (reason) {
        refuse(hoist, reason);
        return;
    }
    Str outer = indent_of(hoist, hoist->loop);
    Str inner = indent_of(hoist, hoist->statement);
    fix_start(hoist->fix, SAFETY_UNSAFE, hoist->title);
    fix_replace(hoist->fix, loop_header, indented(hoist, with_header, inner, outer));
    fix_replace(hoist->fix, with_header, indented(hoist, loop_header, outer, inner));
    indent_rest(hoist, str_slice(inner, outer.len, inner.len));
}

/* ---- both ------------------------------------------------------------------------------------ */

static bool is_invariant(const LoopContext *loops, const Ast *ast, NodeId loop, NodeId call) {
    for (NodeId child = ast_first_child(ast, call); child != NODE_NONE;
         child = ast_next_sibling(ast, child)) {
        if (ast_node(ast, child)->field != FIELD_FUNC && !loop_is_invariant(loops, loop, child)) {
            return false;
        }
    }
    return true;
}

/* Loops around the loop that would make the client anew as well; only `if` may stand between. */
static NodeId outermost_loop(const Hoist *hoist) {
    const Ast *ast = hoist->ast;
    LoopContext loops = loop_context(hoist->fix->rule.file, hoist->fix->rule.unit);
    NodeId found = hoist->loop;
    for (NodeId node = ast_node(ast, found)->parent; node != NODE_NONE;
         node = ast_node(ast, node)->parent) {
        NodeKind kind = ast_kind(ast, node);
        bool loop = kind == NODE_FOR || kind == NODE_ASYNC_FOR || kind == NODE_WHILE;
        if (kind != NODE_IF && !loop) {
            break;
        }
        if (loop && !is_invariant(&loops, ast, node, hoist->client->call)) {
            break;
        }
        found = loop ? node : found;
    }
    return found;
}

static Str title_of(FixContext *context, const Client *client) {
    const Ast *ast = &context->rule.facts->ast;
    if (client->name == NODE_NONE) {
        return STR("Make one client before the loop");
    }
    return arena_format(context->rule.mem, "Make one `%.*s` before the loop",
                        STR_ARG(ast_name(ast, client->name)));
}

void client_hoist_fix(FixContext *context, const Client *client) {
    const Ast *ast = &context->rule.facts->ast;
    Hoist hoist = {.fix = context,
                   .facts = context->rule.facts,
                   .ast = ast,
                   .client = client,
                   .loop = loop_of_node(ast, client->call),
                   .title = title_of(context, client)};
    if (hoist.loop == NODE_NONE || loop_is_comprehension(ast, hoist.loop)) {
        refuse(&hoist, "the client is made inside a comprehension");
        return;
    }
    hoist.outermost = outermost_loop(&hoist);
    hoist.statement = ast_statement(ast, client->call);
    NodeKind kind = ast_kind(ast, hoist.statement);
    NodeId parent = ast_node(ast, client->value)->parent;
    bool item =
        ast_kind(ast, parent) == NODE_WITHITEM && ast_node(ast, parent)->parent == hoist.statement;
    bool assigned = (kind == NODE_ASSIGN || kind == NODE_ANN_ASSIGN) && parent == hoist.statement &&
                    client->name != NODE_NONE;
    const char *reason =
        item || assigned ? common_obstacle(&hoist) : "the client is made inside an expression";
    if (reason) {
        refuse(&hoist, reason);
    } else if (item) {
        swap_nesting(&hoist);
    } else {
        move_rows(&hoist);
    }
}
