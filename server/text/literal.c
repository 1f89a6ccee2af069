/* String literals. Knows prefixes, quotes, escapes and format fields; not what a line is for. */
#include "text/literal.h"

/* ---- line ends -------------------------------------------------------------------------- */

static bool has_zero_byte(uint64_t word) {
    return ((word - 0x0101010101010101u) & ~word & 0x8080808080808080u) != 0;
}

uint32_t literal_line_end(Str text, uint32_t at, uint32_t limit) {
    const uint64_t line_feeds = 0x0A0A0A0A0A0A0A0Au;
    const uint64_t returns = 0x0D0D0D0D0D0D0D0Du;
    uint64_t word;
    while (limit - at >= sizeof word) {
        memcpy(&word, text.ptr + at, sizeof word);
        if (has_zero_byte(word ^ line_feeds) || has_zero_byte(word ^ returns)) {
            break;
        }
        at += sizeof word;
    }
    while (at < limit && text.ptr[at] != '\n' && text.ptr[at] != '\r') {
        at++;
    }
    return at;
}

/* ---- prefixes --------------------------------------------------------------------------- */

static bool is_prefix_letter(char byte) {
    switch (byte | 0x20) {
    case 'b':
    case 'f':
    case 'r':
    case 't':
    case 'u':
        return true;
    default:
        return false;
    }
}

bool literal_is_prefix(Str text, uint32_t start, uint32_t end) {
    enum { PREFIX_LENGTH_MAX = 2 };
    if (end - start > PREFIX_LENGTH_MAX) {
        return false;
    }
    for (uint32_t i = start; i < end; i++) {
        if (!is_prefix_letter(text.ptr[i])) {
            return false;
        }
    }
    return true;
}

StringKind literal_kind(Str text, uint32_t start, uint32_t quote) {
    StringKind kind = {.quote = text.ptr[quote]};
    kind.triple = quote + 2 < text.len && text.ptr[quote + 1] == kind.quote &&
                  text.ptr[quote + 2] == kind.quote;
    for (uint32_t i = start; i < quote; i++) {
        char letter = (char)(text.ptr[i] | 0x20);
        kind.raw = kind.raw || letter == 'r';
        kind.format = kind.format || letter == 'f' || letter == 't';
    }
    return kind;
}

/* ---- content ---------------------------------------------------------------------------- */

/* Behind the backslash at `at` and what it escapes; a CRLF is one. */
static uint32_t after_escape(Str text, uint32_t at, uint32_t limit) {
    uint32_t next = at + 1;
    if (next < limit) {
        next = literal_after_line_end(text, next);
    }
    return next < limit ? next : limit;
}

static uint32_t one_line_end(Str text, uint32_t at, uint32_t limit, char quote, bool *closed) {
    while (at < limit) {
        char byte = text.ptr[at];
        if (byte == quote) {
            *closed = true;
            return at + 1;
        }
        if (byte == '\n' || byte == '\r') {
            return at;
        }
        at = byte == '\\' ? after_escape(text, at, limit) : at + 1;
    }
    return limit;
}

/* Backslashes directly before `at`, not before `start`: odd = the byte is escaped. Each is counted
 * for one quote only. */
static bool is_escaped(Str text, uint32_t start, uint32_t at) {
    uint32_t first = at;
    while (first > start && text.ptr[first - 1] == '\\') {
        first--;
    }
    return (at - first) % 2 == 1;
}

static uint32_t triple_end(Str text, uint32_t start, uint32_t limit, char quote, bool *closed) {
    uint32_t at = start;
    while (at < limit) {
        const char *found = memchr(text.ptr + at, quote, limit - at);
        if (!found) {
            break;
        }
        at = (uint32_t)(found - text.ptr);
        if (limit - at >= 3 && found[1] == quote && found[2] == quote &&
            !is_escaped(text, start, at)) {
            *closed = true;
            return at + 3;
        }
        at++;
    }
    return limit;
}

uint32_t literal_plain_end(Str text, uint32_t at, uint32_t limit, StringKind kind, bool *closed) {
    *closed = false;
    return kind.triple ? triple_end(text, at, limit, kind.quote, closed)
                       : one_line_end(text, at, limit, kind.quote, closed);
}

/* ---- format strings --------------------------------------------------------------------- */

/* Behind a backslash in a format string. Braces are never escaped by one, but `\N{DASH}` is a
 * character. */
static uint32_t after_format_escape(Str text, uint32_t at, uint32_t limit, StringKind kind) {
    uint32_t next = at + 1;
    if (next >= limit || text.ptr[next] == '{' || text.ptr[next] == '}') {
        return next;
    }
    if (kind.raw || text.ptr[next] != 'N' || next + 1 >= limit || text.ptr[next + 1] != '{') {
        return after_escape(text, at, limit);
    }
    uint32_t end = next + 2;
    while (end < limit && text.ptr[end] != '}' && text.ptr[end] != kind.quote &&
           text.ptr[end] != '\n' && text.ptr[end] != '\r') {
        end++;
    }
    return end < limit && text.ptr[end] == '}' ? end + 1 : end;
}

/* True, with *at behind the `{`, when it opens a field; else behind `{{`. */
static bool open_brace(Str text, uint32_t *at, uint32_t limit, const FormatString *string) {
    bool doubled = *at + 1 < limit && text.ptr[*at + 1] == '{' && string->spec_depth == 0;
    *at += doubled ? 2 : 1;
    return !doubled;
}

static bool is_closing_quote(Str text, uint32_t at, uint32_t limit, StringKind kind) {
    return !kind.triple ||
           (limit - at >= 3 && text.ptr[at + 1] == kind.quote && text.ptr[at + 2] == kind.quote);
}

FormatStop literal_format_next(Str text, uint32_t *at, uint32_t limit, FormatString *string) {
    StringKind kind = string->kind;
    while (*at < limit) {
        char byte = text.ptr[*at];
        if (byte == '{') {
            if (open_brace(text, at, limit, string)) {
                return FORMAT_FIELD;
            }
        } else if (byte == '}') {
            string->spec_depth -= string->spec_depth ? 1 : 0;
            ++*at;
        } else if (byte == '\\') {
            *at = after_format_escape(text, *at, limit, kind);
        } else if (byte == kind.quote && is_closing_quote(text, *at, limit, kind)) {
            *at += literal_quote_length(kind);
            return FORMAT_CLOSED;
        } else if ((byte == '\n' || byte == '\r') && !kind.triple) {
            return FORMAT_UNTERMINATED;
        } else {
            ++*at;
        }
    }
    return FORMAT_UNTERMINATED;
}
