/* Knows the plain part of the syntax of Python's `re`; refuses to judge the rest. */
#include "rules/cpu/pattern_literal.h"

#include <ctype.h>

typedef struct Reader {
    Str text;
    uint32_t at;
    uint32_t depth;   /* open groups */
    bool has_atom;    /* something stands before that can be repeated */
    bool is_doubtful; /* seen enough */
} Reader;

static char peek(const Reader *reader) {
    return reader->at < reader->text.len ? reader->text.ptr[reader->at] : '\0';
}

/* The content of `r"..."` or `"..."`; the latter without backslashes. */
static bool unquote(Str literal, Str *content) {
    bool is_raw = literal.len > 0 && (literal.ptr[0] == 'r' || literal.ptr[0] == 'R');
    Str rest = str_slice(literal, is_raw, literal.len);
    char quote = rest.len > 1 ? rest.ptr[0] : '\0';
    bool is_quoted = (quote == '"' || quote == '\'') && rest.ptr[rest.len - 1] == quote;
    *content = is_quoted ? str_slice(rest, 1, rest.len - 1) : STR("");
    return is_quoted && str_find_byte(*content, quote) == content->len &&
           (is_raw || str_find_byte(*content, '\\') == content->len);
}

static void read_escape(Reader *reader) {
    reader->at++;
    char escaped = peek(reader);
    bool is_plain = escaped != '\0' && (ispunct((unsigned char)escaped) || escaped == ' ');
    reader->is_doubtful |= !is_plain && (escaped == '\0' || !strchr("dDwWsSbBnrt", escaped));
    reader->at++;
    reader->has_atom = escaped != 'b' && escaped != 'B';
}

/* One end of a range in a set; false for an escape of a class (`\w`), which can be none. */
static bool read_set_item(Reader *reader, char *item) {
    if (peek(reader) != '\\') {
        *item = peek(reader);
        reader->at++;
        return true;
    }
    reader->at++;
    *item = peek(reader);
    bool is_plain = ispunct((unsigned char)*item) != 0;
    reader->is_doubtful |= !is_plain && (*item == '\0' || !strchr("dDwWsSnrt", *item));
    reader->at++;
    return is_plain;
}

static void read_set(Reader *reader) {
    reader->at++;
    reader->at += peek(reader) == '^';
    uint32_t start = reader->at;
    while (!reader->is_doubtful && (peek(reader) != ']' || reader->at == start)) {
        char first;
        char last;
        bool can_range = read_set_item(reader, &first);
        bool is_range = peek(reader) == '-' && reader->at + 1 < reader->text.len &&
                        reader->text.ptr[reader->at + 1] != ']';
        if (is_range) {
            reader->at++;
            reader->is_doubtful |= !can_range || !read_set_item(reader, &last) || last < first;
        }
        reader->is_doubtful |= reader->at >= reader->text.len || first == '[';
    }
    reader->at++;
    reader->has_atom = true;
}

static void read_group(Reader *reader) {
    reader->at++;
    if (peek(reader) == '?') {
        reader->at++;
        reader->is_doubtful |= peek(reader) != ':' && peek(reader) != '=' && peek(reader) != '!';
        reader->at++;
    }
    reader->depth++;
    reader->has_atom = false;
}

static void read_repetition(Reader *reader) {
    reader->is_doubtful |= !reader->has_atom;
    reader->at++;
    reader->at += peek(reader) == '?';
    reader->has_atom = false;
}

static void read_one(Reader *reader) {
    switch (peek(reader)) {
    case '\\':
        read_escape(reader);
        break;
    case '[':
        read_set(reader);
        break;
    case '(':
        read_group(reader);
        break;
    case ')':
        reader->is_doubtful |= reader->depth == 0;
        reader->depth -= reader->depth > 0;
        reader->has_atom = true;
        reader->at++;
        break;
    case '*':
    case '+':
    case '?':
        read_repetition(reader);
        break;
    case '|':
    case '^':
    case '$':
        reader->has_atom = false;
        reader->at++;
        break;
    case '{':
        reader->is_doubtful = true;
        break;
    default:
        reader->has_atom = true;
        reader->at++;
    }
}

bool pattern_literal_is_valid(Str literal) {
    Reader reader = {0};
    if (!unquote(literal, &reader.text)) {
        return false;
    }
    while (reader.at < reader.text.len && !reader.is_doubtful) {
        read_one(&reader);
    }
    return !reader.is_doubtful && reader.depth == 0 && reader.at == reader.text.len;
}
