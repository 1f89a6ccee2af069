/* The beginning of a line. Knows indentation, keywords of definitions and what a string looks like;
 * not what stands around the line. */
#include "text/line.h"

#include "text/literal.h"

/* clang-format off */
#define P BYTE_PLAIN
#define W BYTE_WORD
#define WORDS W, W, W, W, W, W, W, W, W, W, W, W, W, W, W, W
const uint8_t BYTE_CLASS[256] = {
    /* 00 */ P, P, P, P, P, P, P, P, P, P, BYTE_LINE_END, P, P, BYTE_LINE_END, P, P,
    /* 10 */ P, P, P, P, P, P, P, P, P, P, P, P, P, P, P, P,
    /* 20 */ P, P, BYTE_QUOTE, BYTE_HASH, P, P, P, BYTE_QUOTE, BYTE_OPEN, BYTE_CLOSE, P, P, P, P, P, P,
    /* 30 */ W, W, W, W, W, W, W, W, W, W, BYTE_COLON, P, P, P, P, P,
    /* 40 */ P, W, W, W, W, W, W, W, W, W, W, W, W, W, W, W,
    /* 50 */ W, W, W, W, W, W, W, W, W, W, W, BYTE_OPEN, BYTE_ESCAPE, BYTE_CLOSE, P, W,
    /* 60 */ P, W, W, W, W, W, W, W, W, W, W, W, W, W, W, W,
    /* 70 */ W, W, W, W, W, W, W, W, W, W, W, BYTE_OPEN, P, BYTE_CLOSE, P, P,
    /* 80 */ WORDS, WORDS, WORDS, WORDS, WORDS, WORDS, WORDS, WORDS,
};
#undef P
#undef W
/* clang-format on */

Indent line_read_indent(Str text, uint32_t at) {
    Indent indent = {.at = at};
    for (; indent.at < text.len; indent.at++) {
        char byte = text.ptr[indent.at];
        if (byte == ' ') {
            indent.column++;
        } else if (byte == '\t') {
            indent.column += 8;
        } else if (byte == '\f') {
            indent.column = 0;
        } else if (byte == '\\' && indent.at + 1 < text.len && line_is_end(text, indent.at + 1)) {
            indent.at = literal_after_line_end(text, indent.at + 1) - 1;
            indent.continued = true;
        } else {
            break;
        }
    }
    return indent;
}

bool line_is_word(Str text, uint32_t at, Str word) {
    return text.len - at >= word.len && memcmp(text.ptr + at, word.ptr, word.len) == 0 &&
           (text.len - at == word.len || line_class(text, at + word.len) != BYTE_WORD);
}

uint32_t line_skip_blanks(Str text, uint32_t at) {
    while (at < text.len && (text.ptr[at] == ' ' || text.ptr[at] == '\t' || text.ptr[at] == '\f')) {
        at++;
    }
    return at;
}

UnitKind line_definition(Str text, uint32_t at, uint32_t *keyword_end) {
    if (at >= text.len) {
        return UNIT_MODULE;
    }
    char byte = text.ptr[at];
    if (byte == 'd' && line_is_word(text, at, STR("def"))) {
        *keyword_end = at + 3;
        return UNIT_FUNCTION;
    }
    if (byte == 'c' && line_is_word(text, at, STR("class"))) {
        *keyword_end = at + 5;
        return UNIT_CLASS;
    }
    if (byte == 'a' && line_is_word(text, at, STR("async"))) {
        uint32_t def = line_skip_blanks(text, at + 5);
        *keyword_end = def + 3;
        return def < text.len && line_is_word(text, def, STR("def")) ? UNIT_FUNCTION : UNIT_MODULE;
    }
    return UNIT_MODULE;
}

bool line_is_definition(Str text, uint32_t at) {
    uint32_t keyword_end = 0;
    return at < text.len &&
           (text.ptr[at] == '@' || line_definition(text, at, &keyword_end) != UNIT_MODULE);
}

bool line_may_be_string(Str text, uint32_t at) {
    enum { LETTERS = 2 };
    uint32_t end = at;
    while (end < text.len && end - at < LETTERS && line_class(text, end) == BYTE_WORD) {
        end++;
    }
    if (end >= text.len) {
        return false;
    }
    if (line_class(text, end) == BYTE_QUOTE) {
        return literal_is_prefix(text, at, end);
    }
    return text.ptr[at] == '(' || text.ptr[at] == '\\';
}

static bool is_blank_text(Str text) {
    return str_trim(text).len == 0 || str_find_byte(text, '\f') < text.len;
}

bool line_is_docstring(Str text, uint32_t at) {
    uint32_t quote = at;
    while (quote < text.len && quote - at < 2 && strchr("rRuU", text.ptr[quote])) {
        quote++;
    }
    if (quote >= text.len || line_class(text, quote) != BYTE_QUOTE ||
        !literal_is_prefix(text, at, quote)) {
        return false;
    }
    StringKind kind = literal_kind(text, at, quote);
    uint32_t start = quote + literal_quote_length(kind);
    bool closed;
    uint32_t end = literal_plain_end(text, start, text.len, kind, &closed);
    if (!closed || is_blank_text(str_slice(text, start, end - literal_quote_length(kind)))) {
        return false;
    }
    end = line_skip_blanks(text, end);
    return end >= text.len || line_is_end(text, end) || text.ptr[end] == '#' ||
           text.ptr[end] == ';';
}

Span line_read_name(Str text, uint32_t keyword_end) {
    uint32_t start = line_skip_blanks(text, keyword_end);
    uint32_t end = start;
    while (end < text.len && line_class(text, end) == BYTE_WORD) {
        end++;
    }
    return end > start ? (Span){start, end} : (Span){keyword_end, keyword_end};
}
