/* The token reader: what the ast does not hold (commas, parentheses, comments) is read again here,
 * over a span of source, where an edit needs it. */
#ifndef BLUETICK_TEXT_TOKEN_H
#define BLUETICK_TEXT_TOKEN_H

#include "base/str.h"

typedef enum TokenKind {
    TOKEN_END,
    TOKEN_NAME, /* identifiers and keywords */
    TOKEN_NUMBER,
    TOKEN_STRING,       /* one whole literal with prefix and quotes; f-strings with their fields */
    TOKEN_OPERATOR,     /* longest match: `**=`, `:=`, `->`, `(`, `,`... */
    TOKEN_COMMENT,      /* `#` up to the line end */
    TOKEN_NEWLINE,      /* LF, CRLF or CR, also inside brackets */
    TOKEN_CONTINUATION, /* a backslash and its line end */
    TOKEN_UNKNOWN,      /* one byte that begins nothing */
} TokenKind;

typedef struct Token {
    TokenKind kind;
    Span span; /* bytes of TokenReader.text */
} Token;

typedef struct TokenReader {
    Str text;
    uint32_t at;
    uint32_t end;
} TokenReader;

/* Reads text[span]; the span must begin between tokens. */
TokenReader token_reader_open(Str text, Span span);

/* The next token; TOKEN_END at the end, again and again. Blanks are skipped. */
Token token_next(TokenReader *reader);

/* The next token that is neither comment, newline nor continuation. */
Token token_next_significant(TokenReader *reader);

bool token_is(const TokenReader *reader, Token token, const char *text);

/* The first significant token in `span` whose text is `text` and that stands outside nested
 * brackets; TOKEN_END when there is none. */
Token token_find(Str text, Span span, const char *wanted);

#endif
