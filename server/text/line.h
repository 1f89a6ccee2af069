/* The beginning of a line, and the classes of bytes that the unit scanner tells apart. */
#ifndef BLUETICK_TEXT_LINE_H
#define BLUETICK_TEXT_LINE_H

#include "text/outline.h"

typedef enum ByteClass {
    BYTE_PLAIN, /* nothing to do: blanks, operators */
    BYTE_WORD,  /* letters, digits, `_` and all of a character beyond ASCII */
    BYTE_QUOTE,
    BYTE_OPEN,
    BYTE_CLOSE,
    BYTE_COLON,
    BYTE_HASH,
    BYTE_ESCAPE,
    BYTE_LINE_END,
} ByteClass;

extern const uint8_t BYTE_CLASS[256];

static inline uint8_t line_class(Str text, uint32_t at) {
    return BYTE_CLASS[(unsigned char)text.ptr[at]];
}

static inline bool line_is_end(Str text, uint32_t at) {
    return text.ptr[at] == '\n' || text.ptr[at] == '\r';
}

typedef struct Indent {
    uint32_t at;     /* first byte behind the indentation */
    uint32_t column; /* as tree-sitter counts: a tab is 8, a form feed begins anew */
    bool continued;  /* a backslash and a line end stand inside */
} Indent;

/* Reads the indentation of the line that begins at `at`. */
Indent line_read_indent(Str text, uint32_t at);

uint32_t line_skip_blanks(Str text, uint32_t at);

/* True when `word` stands at `at` and ends there. */
bool line_is_word(Str text, uint32_t at, Str word);

/* The definition whose first keyword stands at `at`; UNIT_MODULE when there is none. *keyword_end
 * is behind `def` or `class`. */
UnitKind line_definition(Str text, uint32_t at, uint32_t *keyword_end);

/* True when a decorator or a definition stands at `at`, the first byte of a statement. */
bool line_is_definition(Str text, uint32_t at);

/* The identifier behind a keyword; empty, at the keyword's end, when there is none. */
Span line_read_name(Str text, uint32_t keyword_end);

/* False only when the token at `at` is certainly no string, alone or in parentheses. */
bool line_may_be_string(Str text, uint32_t at);

/* True only when the statement at `at` is certainly one literal without b, f or t that holds more
 * than white space. O(literal). */
bool line_is_docstring(Str text, uint32_t at);

#endif
