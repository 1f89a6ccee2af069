/* Knows rows of a text and the string literals in them; knows nothing of Python's syntax else. */
#include "text/rows.h"

#include "text/literal.h"
#include "text/token.h"

static bool is_line_end(char byte) {
    return byte == '\n' || byte == '\r';
}

static bool is_blank(char byte) {
    return byte == ' ' || byte == '\t' || byte == '\f';
}

uint32_t row_start(Str text, uint32_t at) {
    while (at > 0 && !is_line_end(text.ptr[at - 1])) {
        at--;
    }
    return at;
}

uint32_t row_end(Str text, uint32_t at) {
    return literal_line_end(text, at, text.len);
}

uint32_t row_next(Str text, uint32_t at) {
    uint32_t end = row_end(text, at);
    return end < text.len ? literal_after_line_end(text, end) : end;
}

static uint32_t skip_blanks(Str text, uint32_t at) {
    while (at < text.len && is_blank(text.ptr[at])) {
        at++;
    }
    return at;
}

bool row_begins_at(Str text, uint32_t at) {
    return skip_blanks(text, row_start(text, at)) >= at;
}

bool row_ends_at(Str text, uint32_t at) {
    at = skip_blanks(text, at);
    return at == text.len || is_line_end(text.ptr[at]) || text.ptr[at] == '#';
}

Str row_indent(Str text, uint32_t at) {
    uint32_t start = row_start(text, at);
    return str_slice(text, start, skip_blanks(text, start));
}

bool row_is_blank(Str text, uint32_t at) {
    at = skip_blanks(text, row_start(text, at));
    return at == text.len || is_line_end(text.ptr[at]);
}

bool rows_hold_long_string(Str text, Span span) {
    TokenReader reader = token_reader_open(text, span);
    for (Token token = token_next(&reader); token.kind != TOKEN_END; token = token_next(&reader)) {
        if (token.kind == TOKEN_STRING && row_end(text, token.span.start) < token.span.end) {
            return true;
        }
    }
    return false;
}
