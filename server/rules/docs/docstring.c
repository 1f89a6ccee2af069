/* Knows Python's forms of a docstring and cleandoc's idea of lines. Knows nothing of sections. */
#include "rules/docs/docstring.h"

#include "base/array.h"

static bool is_blank_byte(char byte) {
    return byte == ' ' || byte == '\t' || byte == '\n' || byte == '\r' || byte == '\f' ||
           byte == '\v';
}

static bool is_quote(char byte) {
    return byte == '"' || byte == '\'';
}

/* ---- finding ---------------------------------------------------------------------------- */

static bool assigns_doc(const Ast *ast, NodeId statement) {
    NodeKind kind = ast_kind(ast, statement);
    if (kind != NODE_ASSIGN && kind != NODE_ANN_ASSIGN) {
        return false;
    }
    NodeId target = ast_first_child(ast, statement);
    return target != NODE_NONE && ast_kind(ast, target) == NODE_NAME &&
           str_equal(ast_name(ast, target), STR("__doc__"));
}

/* A class may set its documentation by assignment, anywhere in its body. */
static bool class_assigns_doc(const Ast *ast, NodeId definition, NodeId first) {
    if (ast_kind(ast, definition) != NODE_CLASS_DEF) {
        return false;
    }
    for (NodeId child = first; child != NODE_NONE; child = ast_next_sibling(ast, child)) {
        if (assigns_doc(ast, child)) {
            return true;
        }
    }
    return false;
}

static bool is_string_literal(const Ast *ast, NodeId value) {
    return value != NODE_NONE && ast_kind(ast, value) == NODE_CONSTANT &&
           ast_node(ast, value)->detail == CONSTANT_STR;
}

/* The string constant that stands alone in `statement`, or NODE_NONE. */
static NodeId literal_of(const Ast *ast, NodeId statement) {
    if (ast_kind(ast, statement) != NODE_EXPR) {
        return NODE_NONE;
    }
    NodeId value = ast_first_child(ast, statement);
    return is_string_literal(ast, value) ? value : NODE_NONE;
}

Docstring docstring_read_literal(Str text, Span literal) {
    Docstring doc = {.state = DOCSTRING_OPAQUE, .statement = NODE_NONE, .literal = literal};
    uint32_t at = literal.start;
    while (at < literal.end && !is_quote(text.ptr[at])) {
        doc.raw = doc.raw || text.ptr[at] == 'r' || text.ptr[at] == 'R';
        at++;
    }
    if (at >= literal.end) {
        return doc;
    }
    doc.quote = text.ptr[at];
    doc.triple =
        literal.end - at >= 6 && text.ptr[at + 1] == doc.quote && text.ptr[at + 2] == doc.quote;
    uint32_t width = doc.triple ? 3 : 1;
    if (literal.end - at < 2 * width) {
        return doc;
    }
    doc.content = (Span){at + width, literal.end - width};
    doc.state = DOCSTRING_BLANK;
    for (uint32_t i = doc.content.start; i < doc.content.end; i++) {
        if (!is_blank_byte(text.ptr[i])) {
            doc.state = DOCSTRING_READABLE;
            break;
        }
    }
    return doc;
}

Docstring docstring_find(const Ast *ast, NodeId definition, Str text) {
    Docstring doc = {.state = DOCSTRING_ABSENT, .statement = NODE_NONE};
    NodeId first = ast_child(ast, definition, FIELD_BODY);
    if (first == NODE_NONE || ast_kind(ast, first) == NODE_BROKEN) {
        doc.state = DOCSTRING_UNKNOWN;
        return doc;
    }
    NodeId value = literal_of(ast, first);
    if (value == NODE_NONE) {
        doc.state = class_assigns_doc(ast, definition, first) ? DOCSTRING_OPAQUE : DOCSTRING_ABSENT;
        return doc;
    }
    Span span = ast_span(ast, value);
    uint8_t flags = ast_node(ast, value)->flags;
    if (flags & (NODE_IMPLICIT_CONCATENATION | NODE_PARENTHESIZED)) {
        doc.state = DOCSTRING_OPAQUE;
        doc.literal = span;
    } else {
        doc = docstring_read_literal(text, span);
    }
    doc.statement = first;
    if (doc.state == DOCSTRING_BLANK && class_assigns_doc(ast, definition, first)) {
        doc.state = DOCSTRING_OPAQUE;
    }
    return doc;
}

/* ---- lines ------------------------------------------------------------------------------ */

typedef struct DocLines ARRAY_OF(DocLine) DocLines;

/* True when the backslashes before `at` escape what follows. */
static bool is_escaped(Str text, uint32_t from, uint32_t at) {
    uint32_t count = 0;
    while (at - count > from && text.ptr[at - count - 1] == '\\') {
        count++;
    }
    return count % 2 == 1;
}

static uint32_t line_end_width(Str text, uint32_t at, uint32_t end) {
    if (text.ptr[at] == '\n') {
        return 1;
    }
    if (text.ptr[at] != '\r') {
        return 0;
    }
    return at + 1 < end && text.ptr[at + 1] == '\n' ? 2 : 1;
}

/* Skips white space, and a backslash-newline that joins the rows before the text. */
static uint32_t text_start(Str text, const Docstring *doc, uint32_t at, uint32_t end) {
    while (at < end) {
        if (is_blank_byte(text.ptr[at])) {
            at++;
        } else if (!doc->raw && text.ptr[at] == '\\' && at + 1 < end &&
                   line_end_width(text, at + 1, end) > 0) {
            at += 1 + line_end_width(text, at + 1, end);
        } else {
            break;
        }
    }
    return at;
}

static uint32_t columns(Str text, uint32_t start, uint32_t end) {
    uint32_t column = 0;
    for (uint32_t i = start; i < end && is_blank_byte(text.ptr[i]); i++) {
        column = text.ptr[i] == '\t' ? (column / 8 + 1) * 8 : column + 1;
    }
    return column;
}

/* The line at `start`; `more` says whether a line end follows, and thus another line. */
static DocLine read_line(Str text, const Docstring *doc, uint32_t start, bool *more) {
    DocLine line = {.start = start};
    uint32_t end = doc->content.end;
    uint32_t at = start;
    for (;;) {
        while (at < end && text.ptr[at] != '\n' && text.ptr[at] != '\r') {
            at++;
        }
        if (at >= end) {
            break;
        }
        if (doc->raw || !is_escaped(text, start, at)) {
            break;
        }
        line.joined = true;
        at += line_end_width(text, at, end);
    }
    *more = at < end;
    line.next = *more ? at + line_end_width(text, at, end) : end;
    line.text = text_start(text, doc, start, at);
    line.end = at;
    while (line.end > line.text && is_blank_byte(text.ptr[line.end - 1])) {
        line.end--;
    }
    line.indent = columns(text, start, line.text);
    return line;
}

/* inspect.cleandoc: the first line loses its blanks, the others their common margin. */
static void take_margin_off(DocLines *lines) {
    uint32_t margin = UINT32_MAX;
    for (uint32_t i = 1; i < lines->count; i++) {
        const DocLine *line = &lines->items[i];
        if (!doc_line_is_blank(line) && line->indent < margin) {
            margin = line->indent;
        }
    }
    lines->items[0].indent = 0;
    for (uint32_t i = 1; i < lines->count; i++) {
        DocLine *line = &lines->items[i];
        line->indent = doc_line_is_blank(line) ? 0 : line->indent - margin;
    }
}

void docstring_split(Docstring *docstring, Str text, Arena *mem) {
    if (docstring->state != DOCSTRING_READABLE || docstring->lines) {
        return;
    }
    DocLines lines = {0};
    uint32_t at = docstring->content.start;
    for (bool more = true; more;) {
        DocLine line = read_line(text, docstring, at, &more);
        ARRAY_PUSH(&lines, line);
        at = line.next;
    }
    take_margin_off(&lines);
    DocLine *copy = ARENA_ARRAY(mem, DocLine, lines.count);
    memcpy(copy, lines.items, sizeof(DocLine) * lines.count);
    docstring->lines = copy;
    docstring->line_count = lines.count;
    while (doc_line_is_blank(&copy[docstring->first])) {
        docstring->first++;
    }
    docstring->last = lines.count - 1;
    while (doc_line_is_blank(&copy[docstring->last])) {
        docstring->last--;
    }
    ARRAY_RELEASE(&lines);
}
