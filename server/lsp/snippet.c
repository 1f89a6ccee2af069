/* Knows how a snippet escapes and where a placeholder stands as a word of its own; refuses to know
 * what it is for. */
#include "lsp/snippet.h"

static bool is_blank(char byte) {
    return byte == ' ' || byte == '\t' || byte == '\n' || byte == '\r';
}

/* A placeholder stands apart: in `"see TODO.md"` is none. */
static bool stands_alone(Str text, uint32_t at, uint32_t end) {
    return (at == 0 || is_blank(text.ptr[at - 1])) && (end == text.len || is_blank(text.ptr[end]));
}

/* The next one at or after `from`, or text.len. */
static uint32_t next_placeholder(Str text, Str placeholder, uint32_t from) {
    while (from < text.len) {
        uint32_t at = from + str_find(str_slice(text, from, text.len), placeholder);
        if (at >= text.len || stands_alone(text, at, at + placeholder.len)) {
            return at;
        }
        from = at + 1;
    }
    return text.len;
}

static void append_escaped(Str text, Buf *out) {
    for (uint32_t i = 0; i < text.len; i++) {
        char byte = text.ptr[i];
        if (byte == '\\' || byte == '$' || byte == '}') {
            buf_append_byte(out, '\\');
        }
        buf_append_byte(out, byte);
    }
}

bool snippet_write(Str text, Str placeholder, uint32_t *stops, Buf *out) {
    if (placeholder.len == 0 || next_placeholder(text, placeholder, 0) == text.len) {
        return false;
    }
    uint32_t from = 0;
    while (from < text.len) {
        uint32_t at = next_placeholder(text, placeholder, from);
        append_escaped(str_slice(text, from, at), out);
        if (at < text.len) {
            buf_format(out, "${%u:", ++*stops);
            append_escaped(placeholder, out);
            buf_append_byte(out, '}');
        }
        from = at + placeholder.len;
    }
    return true;
}
