/* Knows where rows begin and end, and puts whole rows into a fix; knows nothing about what stands
 * in them. */
#include "rules/fix_builder.h"
#include "rules/fix_draft.h"
#include "text/rows.h"

static uint32_t to_file(const FixContext *context, uint32_t at) {
    return outline_to_file(context->rule.file->outline, context->rule.unit, at);
}

bool fix_file_begins_row(const FileModel *file, uint32_t file_offset) {
    return row_begins_at(file->outline->text, file_offset);
}

bool fix_begins_row(const FixContext *context, uint32_t at) {
    return fix_file_begins_row(context->rule.file, to_file(context, at));
}

/* In file offsets: from the first byte of its first row to the first byte after its last one. */
static Span rows_of(const FileModel *file, Span span) {
    Str text = file->outline->text;
    return (Span){row_start(text, span.start), row_next(text, span.end)};
}

bool fix_takes_rows(const FixContext *context, Span span, Str *text) {
    const FileModel *file = context->rule.file;
    Span inner = outline_span_to_file(file->outline, context->rule.unit, span);
    Str rest = str_trim(str_slice(file->outline->text, inner.end, rows_of(file, inner).end));
    *text = str_trim(str_slice(file->outline->text, inner.start, rows_of(file, inner).end));
    return fix_file_begins_row(file, inner.start) &&
           (rest.len == 0 || str_starts_with(rest, STR("#")));
}

bool fix_owns_rows(const FixContext *context, Span span) {
    Span inner = outline_span_to_file(context->rule.file->outline, context->rule.unit, span);
    Str text;
    return fix_takes_rows(context, span, &text) && text.len == span_length(inner);
}

void fix_delete_rows(FixContext *context, Span span) {
    const FileModel *file = context->rule.file;
    Span inner = outline_span_to_file(file->outline, context->rule.unit, span);
    fix_replace_in_file(context, rows_of(file, inner), STR(""));
}

bool fix_has_row_before(const FixContext *context, NodeId statement) {
    const Ast *ast = &context->rule.facts->ast;
    bool is_elif =
        ast_kind(ast, statement) == NODE_IF && (ast_node(ast, statement)->flags & NODE_ELIF);
    return !is_elif && fix_begins_row(context, ast_node(ast, statement)->start);
}

void fix_insert_row_before(FixContext *context, NodeId statement, Str text) {
    uint32_t at = ast_node(&context->rule.facts->ast, statement)->start;
    fix_insert(context, at,
               arena_format(context->rule.mem, "%.*s%.*s%.*s", STR_ARG(text),
                            STR_ARG(fix_line_end(context)), STR_ARG(fix_indent_of(context, at))));
}

/* Where the statement's rows end: comments that stand deeper than it below its last row belong to
 * it. */
static uint32_t end_of_rows(const FixContext *context, NodeId statement, Str indent) {
    const FileModel *file = context->rule.file;
    Str source = file->outline->text;
    uint32_t end = to_file(context, ast_node(&context->rule.facts->ast, statement)->end);
    uint32_t at = rows_of(file, (Span){end, end}).end;
    while (at < source.len) {
        Span row = rows_of(file, (Span){at, at});
        Str text = str_trim(str_span(source, row));
        if (!str_starts_with(text, STR("#")) || fix_row_indent(file, at).len <= indent.len) {
            break;
        }
        at = row.end;
    }
    return at;
}

void fix_insert_row_after(FixContext *context, NodeId statement, Str text) {
    const Node *node = ast_node(&context->rule.facts->ast, statement);
    Str source = context->rule.file->outline->text;
    Str indent = fix_indent_of(context, node->start);
    Str line_end = fix_line_end(context);
    uint32_t at = end_of_rows(context, statement, indent);
    bool is_open = at == source.len && at > 0 && source.ptr[at - 1] != '\n' &&
                   source.ptr[at - 1] != '\r'; /* the last row has no line end */
    Str row =
        arena_format(context->rule.mem, "%.*s%.*s%.*s%.*s", STR_ARG(is_open ? line_end : STR("")),
                     STR_ARG(indent), STR_ARG(text), STR_ARG(is_open ? STR("") : line_end));
    fix_replace_in_file(context, (Span){at, at}, row);
}
