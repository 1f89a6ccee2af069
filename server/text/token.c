/* Reads tokens of a span again. Knows Python's lexical grammar as far as an edit needs it; nothing
 * of indentation. */
#include "text/token.h"

#include "text/literal.h"

#include <stddef.h>

/* ---- bytes ------------------------------------------------------------------------------ */

static bool is_name_byte(char byte) {
    return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') || byte == '_' ||
           (byte >= '0' && byte <= '9') || (unsigned char)byte >= 0x80;
}

static bool is_digit(char byte) {
    return byte >= '0' && byte <= '9';
}

static bool is_line_end(char byte) {
    return byte == '\n' || byte == '\r';
}

static bool is_quote(char byte) {
    return byte == '\'' || byte == '"';
}

static bool is_blank(char byte) {
    return byte == ' ' || byte == '\t' || byte == '\f';
}

/* ---- strings ---------------------------------------------------------------------------- */

/* The format strings that are open around a place: in each a field is being read. */
typedef struct Fields {
    FormatString strings[FORMAT_DEPTH_MAX];
    uint32_t count;
    uint32_t depth; /* brackets open inside them all */
} Fields;

/* The text of the innermost format string; pops it when it ends there. */
static uint32_t read_format_text(const TokenReader *reader, Fields *fields, uint32_t at) {
    FormatString *string = &fields->strings[fields->count - 1];
    if (literal_format_next(reader->text, &at, reader->end, string) != FORMAT_FIELD) {
        fields->depth = string->base;
        fields->count--;
    }
    return at;
}

/* A literal whose first quote is at `quote`; a format string's fields are left to the caller. */
static uint32_t read_literal(const TokenReader *reader, Fields *fields, uint32_t start,
                             uint32_t quote) {
    StringKind kind = literal_kind(str_slice(reader->text, 0, reader->end), start, quote);
    uint32_t at = quote + literal_quote_length(kind);
    if (kind.format && fields->count < FORMAT_DEPTH_MAX) {
        fields->strings[fields->count++] = (FormatString){.kind = kind, .base = fields->depth};
        return read_format_text(reader, fields, at);
    }
    bool closed = false;
    return literal_plain_end(reader->text, at, reader->end, kind, &closed);
}

static uint32_t read_field_word(const TokenReader *reader, Fields *fields, uint32_t at) {
    uint32_t start = at;
    while (at < reader->end && is_name_byte(reader->text.ptr[at])) {
        at++;
    }
    bool prefix = at < reader->end && is_quote(reader->text.ptr[at]) &&
                  literal_is_prefix(reader->text, start, at);
    return prefix ? read_literal(reader, fields, start, at) : at;
}

/* One token of the code in a field. */
static uint32_t read_field_part(const TokenReader *reader, Fields *fields, uint32_t at) {
    FormatString *string = &fields->strings[fields->count - 1];
    char byte = reader->text.ptr[at];
    if (is_quote(byte)) {
        return read_literal(reader, fields, at, at);
    }
    if (is_name_byte(byte)) {
        return read_field_word(reader, fields, at);
    }
    if (byte == '#') {
        return literal_line_end(reader->text, at, reader->end);
    }
    if (fields->depth == string->base && (byte == '}' || byte == ':')) {
        string->spec_depth += byte == ':' ? 1 : 0;
        return read_format_text(reader, fields, at + 1);
    }
    if (byte == '(' || byte == '[' || byte == '{') {
        fields->depth++;
    } else if ((byte == ')' || byte == ']' || byte == '}') && fields->depth > string->base) {
        fields->depth--;
    }
    return at + 1;
}

/* Behind the whole literal, its fields included. */
static uint32_t string_end(const TokenReader *reader, uint32_t start, uint32_t quote) {
    Fields fields;
    fields.count = 0;
    fields.depth = 0;
    uint32_t at = read_literal(reader, &fields, start, quote);
    while (fields.count && at < reader->end) {
        at = read_field_part(reader, &fields, at);
    }
    return at;
}

/* ---- numbers, operators ----------------------------------------------------------------- */

static bool is_hexadecimal(Str text, uint32_t start) {
    return start + 1 < text.len && text.ptr[start] == '0' && (text.ptr[start + 1] | 0x20) == 'x';
}

static uint32_t number_end(const TokenReader *reader, uint32_t start) {
    Str text = str_slice(reader->text, 0, reader->end);
    bool hexadecimal = is_hexadecimal(text, start);
    uint32_t at = start;
    while (at < reader->end) {
        char byte = text.ptr[at];
        bool sign = (byte == '+' || byte == '-') && at > start && !hexadecimal &&
                    (text.ptr[at - 1] | 0x20) == 'e' && at + 1 < reader->end &&
                    is_digit(text.ptr[at + 1]);
        if (!sign && byte != '.' && !is_name_byte(byte)) {
            break;
        }
        at++;
    }
    return at;
}

/* Longest first. */
static const Str OPERATORS[] = {
    {"**=", 3},
    {"//=", 3},
    {"<<=", 3},
    {">>=", 3},
    {"...", 3},
    {"!=",  2},
    {"%=",  2},
    {"&=",  2},
    {"**",  2},
    {"*=",  2},
    {"+=",  2},
    {"-=",  2},
    {"->",  2},
    {"//",  2},
    {"/=",  2},
    {":=",  2},
    {"<<",  2},
    {"<=",  2},
    {"<>",  2},
    {"==",  2},
    {">=",  2},
    {">>",  2},
    {"@=",  2},
    {"^=",  2},
    {"|=",  2},
    {"%",   1},
    {"&",   1},
    {"(",   1},
    {")",   1},
    {"*",   1},
    {"+",   1},
    {",",   1},
    {"-",   1},
    {".",   1},
    {"/",   1},
    {":",   1},
    {";",   1},
    {"<",   1},
    {"=",   1},
    {">",   1},
    {"@",   1},
    {"[",   1},
    {"]",   1},
    {"^",   1},
    {"{",   1},
    {"|",   1},
    {"}",   1},
    {"~",   1},
};

static uint32_t operator_length(Str rest) {
    for (size_t i = 0; i < sizeof OPERATORS / sizeof *OPERATORS; i++) {
        if (str_starts_with(rest, OPERATORS[i])) {
            return OPERATORS[i].len;
        }
    }
    return 0;
}

/* ---- tokens ----------------------------------------------------------------------------- */

TokenReader token_reader_open(Str text, Span span) {
    uint32_t end = span.end > text.len ? text.len : span.end;
    uint32_t start = span.start > end ? end : span.start;
    return (TokenReader){.text = text, .at = start, .end = end};
}

static TokenKind read_name(const TokenReader *reader, uint32_t start, uint32_t *end) {
    uint32_t at = start;
    while (at < reader->end && is_name_byte(reader->text.ptr[at])) {
        at++;
    }
    *end = at;
    if (at < reader->end && is_quote(reader->text.ptr[at]) &&
        literal_is_prefix(reader->text, start, at)) {
        *end = string_end(reader, start, at);
        return TOKEN_STRING;
    }
    return TOKEN_NAME;
}

/* The token's kind and, in *end, the offset behind it; `start` is not a blank. */
static TokenKind read_token(const TokenReader *reader, uint32_t start, uint32_t *end) {
    Str rest = str_slice(reader->text, start, reader->end);
    char byte = rest.ptr[0];
    if (is_line_end(byte)) {
        *end = start + (byte == '\r' && rest.len > 1 && rest.ptr[1] == '\n' ? 2 : 1);
        return TOKEN_NEWLINE;
    }
    if (byte == '#') {
        *end = literal_line_end(reader->text, start, reader->end);
        return TOKEN_COMMENT;
    }
    if (is_quote(byte)) {
        *end = string_end(reader, start, start);
        return TOKEN_STRING;
    }
    if (is_digit(byte) || (byte == '.' && rest.len > 1 && is_digit(rest.ptr[1]))) {
        *end = number_end(reader, start);
        return TOKEN_NUMBER;
    }
    if (is_name_byte(byte)) {
        return read_name(reader, start, end);
    }
    if (byte == '\\' && rest.len > 1 && is_line_end(rest.ptr[1])) {
        *end = start + (rest.ptr[1] == '\r' && rest.len > 2 && rest.ptr[2] == '\n' ? 3 : 2);
        return TOKEN_CONTINUATION;
    }
    uint32_t length = operator_length(rest);
    *end = start + (length ? length : 1);
    return length ? TOKEN_OPERATOR : TOKEN_UNKNOWN;
}

Token token_next(TokenReader *reader) {
    while (reader->at < reader->end && is_blank(reader->text.ptr[reader->at])) {
        reader->at++;
    }
    uint32_t start = reader->at;
    if (start >= reader->end) {
        return (Token){
            TOKEN_END, {reader->end, reader->end}
        };
    }
    uint32_t end = start;
    TokenKind kind = read_token(reader, start, &end);
    reader->at = end;
    return (Token){
        kind, {start, end}
    };
}

Token token_next_significant(TokenReader *reader) {
    for (;;) {
        Token token = token_next(reader);
        if (token.kind != TOKEN_COMMENT && token.kind != TOKEN_NEWLINE &&
            token.kind != TOKEN_CONTINUATION) {
            return token;
        }
    }
}

bool token_is(const TokenReader *reader, Token token, const char *text) {
    return token.kind != TOKEN_END &&
           str_equal(str_span(reader->text, token.span), str_from_c(text));
}

Token token_find(Str text, Span span, const char *wanted) {
    TokenReader reader = token_reader_open(text, span);
    uint32_t depth = 0;
    for (;;) {
        Token token = token_next_significant(&reader);
        if (token.kind == TOKEN_END) {
            return token;
        }
        char byte = token.kind == TOKEN_OPERATOR ? text.ptr[token.span.start] : ' ';
        bool closes = byte == ')' || byte == ']' || byte == '}';
        depth -= closes && depth ? 1 : 0;
        if (depth == 0 && token_is(&reader, token, wanted)) {
            return token;
        }
        depth += byte == '(' || byte == '[' || byte == '{' ? 1 : 0;
    }
}
