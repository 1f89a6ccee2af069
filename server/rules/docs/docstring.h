/* Where a definition's docstring is, and its lines as inspect.cleandoc would give them.
 *
 * Nothing is decoded or copied: lines are slices of the unit's text, so every position is exact.
 * Offsets are unit offsets. */
#ifndef BLUETICK_RULES_DOCS_DOCSTRING_H
#define BLUETICK_RULES_DOCS_DOCSTRING_H

#include "ast/ast.h"

typedef enum DocstringState {
    DOCSTRING_ABSENT,
    DOCSTRING_BLANK,    /* there, but white space only: as good as absent */
    DOCSTRING_OPAQUE,   /* documented in a form whose text we do not read: "a" "b", __doc__ = x */
    DOCSTRING_READABLE, /* one plain literal */
    DOCSTRING_UNKNOWN,  /* the body begins with broken code */
} DocstringState;

typedef struct DocLine {
    uint32_t start;  /* first byte of the line; of the first one: just after the quotes */
    uint32_t text;   /* first byte that is not white space; == end on a blank line */
    uint32_t end;    /* one past the last byte that is not white space */
    uint32_t next;   /* first byte of the next line; of the last one: the closing quotes */
    uint32_t indent; /* columns beyond the common margin; 0 for the first line */
    bool joined;     /* a backslash at a line's end joined several rows to this line */
} DocLine;

typedef struct Docstring {
    DocstringState state;
    NodeId statement; /* the Expr, or NODE_NONE */
    Span literal;     /* prefix and quotes included */
    Span content;     /* between the quotes */
    char quote;
    bool triple;
    bool raw;
    const DocLine *lines; /* READABLE only; at least one */
    uint32_t line_count;
    uint32_t first; /* index of the first line with text */
    uint32_t last;  /* index of the last line with text */
} Docstring;

/* The docstring of a FunctionDef, AsyncFunctionDef or ClassDef; the lines are not split yet. O(body
 * statements) for a class without a literal (it may assign __doc__), else O(1). */
Docstring docstring_find(const Ast *ast, NodeId definition, Str text);

/* Fills the lines of a READABLE docstring. O(bytes). */
void docstring_split(Docstring *docstring, Str text, Arena *mem);

/* docstring_split for a literal's text alone (`"""..."""` with prefix): what tests use. */
Docstring docstring_read_literal(Str text, Span literal);

static inline bool doc_line_is_blank(const DocLine *line) {
    return line->text == line->end;
}
static inline Str doc_line_text(Str text, const DocLine *line) {
    return (Str){text.ptr + line->text, line->end - line->text};
}

#endif
