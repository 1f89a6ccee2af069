/* Knows how a name is written into an existing `from x import`; its layout stays as it is. */
#include "rules/fix_import_parts.h"

#include "text/token.h"

static NodeId find_from_import(const FixContext *context, Str module) {
    const Ast *ast = import_module_ast(context);
    NodeId statement = ast_first_child(ast, NODE_ROOT);
    for (; statement != NODE_NONE; statement = ast_next_sibling(ast, statement)) {
        const Node *node = ast_node(ast, statement);
        if (node->kind == NODE_IMPORT_FROM && node->detail == 0 &&
            !(node->flags & (NODE_STAR_IMPORT | NODE_HAS_BROKEN)) &&
            str_equal(ast_name(ast, statement), module) &&
            ast_child(ast, statement, FIELD_NAMES) != NODE_NONE) {
            return statement;
        }
    }
    return NODE_NONE;
}

typedef int (*NameOrder)(Str a, Str b);

static bool names_are_sorted(const Ast *ast, NodeId statement, NameOrder order) {
    NodeId alias = ast_child(ast, statement, FIELD_NAMES);
    NodeId next = ast_next_in_field(ast, alias);
    for (; next != NODE_NONE; alias = next, next = ast_next_in_field(ast, next)) {
        if (order(ast_name(ast, alias), ast_name(ast, next)) > 0) {
            return false;
        }
    }
    return true;
}

/* The alias that the new name comes before; NODE_NONE: it comes last. */
static NodeId alias_after(const Ast *ast, NodeId statement, Str name) {
    NameOrder order = names_are_sorted(ast, statement, str_compare) ? str_compare
                      : names_are_sorted(ast, statement, import_compare_names)
                          ? import_compare_names
                          : NULL;
    NodeId alias = ast_child(ast, statement, FIELD_NAMES);
    while (order && alias != NODE_NONE && order(ast_name(ast, alias), name) < 0) {
        alias = ast_next_in_field(ast, alias);
    }
    return order ? alias : NODE_NONE;
}

static void append_alias(FixContext *context, EditList *edits, NodeId statement, Str text) {
    const FileModel *file = context->rule.file;
    const Ast *ast = import_module_ast(context);
    Arena *mem = context->rule.mem;
    NodeId last = ast_child(ast, statement, FIELD_NAMES);
    for (NodeId next = last; next != NODE_NONE; next = ast_next_in_field(ast, next)) {
        last = next;
    }
    Span span = import_module_span(context, last);
    Str line_end = fix_line_end(context);
    Str indent = fix_row_indent(file, span.start);
    TokenReader reader = token_reader_open(
        file->outline->text, (Span){span.end, import_module_span(context, statement).end});
    Token comma = token_next_significant(&reader);
    bool has_comma = token_is(&reader, comma, ",");
    if (!fix_file_begins_row(file, span.start)) {
        import_push_edit(edits, span.end, arena_format(mem, ", %.*s", STR_ARG(text)));
    } else if (has_comma) {
        import_push_edit(
            edits, import_row_end(file, comma.span.end),
            arena_format(mem, "%.*s%.*s%.*s,", STR_ARG(line_end), STR_ARG(indent), STR_ARG(text)));
    } else {
        import_push_edit(edits, span.end, STR(","));
        import_push_edit(
            edits, import_row_end(file, span.end),
            arena_format(mem, "%.*s%.*s%.*s", STR_ARG(line_end), STR_ARG(indent), STR_ARG(text)));
    }
}

bool import_extend(FixContext *context, EditList *edits, const ImportWish *wish) {
    NodeId statement = wish->name.len ? find_from_import(context, wish->module) : NODE_NONE;
    if (statement == NODE_NONE) {
        return false;
    }
    Str text = import_alias_text(wish, context->rule.mem);
    const FileModel *file = context->rule.file;
    NodeId before = alias_after(import_module_ast(context), statement, wish->name);
    if (before == NODE_NONE) {
        append_alias(context, edits, statement, text);
        return true;
    }
    uint32_t at = import_module_span(context, before).start;
    if (fix_file_begins_row(file, at)) {
        Str line_end = fix_line_end(context);
        Str indent = fix_row_indent(file, at);
        import_push_edit(edits, at,
                         arena_format(context->rule.mem, "%.*s,%.*s%.*s", STR_ARG(text),
                                      STR_ARG(line_end), STR_ARG(indent)));
    } else {
        import_push_edit(edits, at, arena_format(context->rule.mem, "%.*s, ", STR_ARG(text)));
    }
    return true;
}
