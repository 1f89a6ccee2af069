/* String literals, byte by byte: what the unit scanner and the token reader share.
 *
 * Fields of f- and t-strings are code: whoever reads them keeps a stack of FormatString and comes
 * back here after each field. Python 3.12's rules: a field may hold the quotes of its string, line
 * ends and further format strings; a specification after `:` is text again and may hold fields. */
#ifndef BLUETICK_TEXT_LITERAL_H
#define BLUETICK_TEXT_LITERAL_H

#include "base/str.h"

typedef struct StringKind {
    char quote;
    bool triple;
    bool raw;
    bool format; /* f or t */
} StringKind;

/* CPython gives up at 150 nested format strings; deeper ones are read as plain strings here. */
enum { FORMAT_DEPTH_MAX = 64 };

typedef struct FormatString {
    StringKind kind;
    uint32_t spec_depth; /* format specifications that are open around the place read */
    uint32_t base;       /* bracket depth outside the string: a field ends at a `}` there */
} FormatString;

typedef enum FormatStop {
    FORMAT_CLOSED,       /* behind the closing quotes */
    FORMAT_FIELD,        /* behind the `{` of a field */
    FORMAT_UNTERMINATED, /* at the line end of a one-line string, or at the limit */
} FormatStop;

/* True when text[start, end) are letters that may stand before a quote. */
bool literal_is_prefix(Str text, uint32_t start, uint32_t end);

/* The literal whose first quote is text[quote] and whose prefix begins at `start`. */
StringKind literal_kind(Str text, uint32_t start, uint32_t quote);

static inline uint32_t literal_quote_length(StringKind kind) {
    return kind.triple ? 3 : 1;
}

/* Reads a plain string's content from `at`. Returns the offset behind the closing quotes, or, with
 * *closed false, the line end that cut a one-line string off, or `limit`. */
uint32_t literal_plain_end(Str text, uint32_t at, uint32_t limit, StringKind kind, bool *closed);

/* Reads the text part of a format string from *at on, up to one of FormatStop. */
FormatStop literal_format_next(Str text, uint32_t *at, uint32_t limit, FormatString *string);

/* The first LF or CR at or after `at`, or `limit`. */
uint32_t literal_line_end(Str text, uint32_t at, uint32_t limit);

/* Behind the line end that stands at `at`: LF, CRLF or CR. */
static inline uint32_t literal_after_line_end(Str text, uint32_t at) {
    bool pair = text.ptr[at] == '\r' && at + 1 < text.len && text.ptr[at + 1] == '\n';
    return at + (pair ? 2 : 1);
}

#endif
