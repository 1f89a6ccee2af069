/* Borrowed text and byte ranges: the two types that travel through every room.
 *
 * A Str is not NUL-terminated and owns nothing. A Span counts bytes, half open, and says nothing
 * about which text it is in: the place that holds it does. */
#ifndef BLUETICK_BASE_STR_H
#define BLUETICK_BASE_STR_H

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

typedef struct Str {
    const char *ptr;
    uint32_t len;
} Str;

typedef struct Span {
    uint32_t start; /* first byte */
    uint32_t end;   /* one past the last byte */
} Span;

/* For string literals and string constants only: sizeof counts the NUL. */
#define STR(literal) ((Str){(literal), (uint32_t)(sizeof(literal) - 1)})

/* For printf's "%.*s". Evaluates its argument twice: no calls with effects. */
#define STR_ARG(text) (int)(text).len, (text).ptr

/* A NUL-terminated string of our own (argv, a table entry); never source text. */
Str str_from_c(const char *text);

static inline bool str_equal(Str a, Str b) {
    return a.len == b.len && (a.len == 0 || memcmp(a.ptr, b.ptr, a.len) == 0);
}

/* Byte order, a prefix before what it begins: the order of every sorted table. */
int str_compare(Str a, Str b);

/* A byte of a Python identifier: letters, digits, `_`, and what stands beyond ASCII. */
static inline bool str_is_word_byte(char byte) {
    unsigned char lower = (unsigned char)byte | 32;
    return (lower >= 'a' && lower <= 'z') || (byte >= '0' && byte <= '9') || byte == '_' ||
           (unsigned char)byte >= 0x80;
}

/* True when `text` is one of `sorted` (by str_compare). O(log count). */
bool str_is_among(const Str *sorted, uint32_t count, Str text);

bool str_starts_with(Str text, Str prefix);
bool str_ends_with(Str text, Str suffix);

/* text[start, end), clamped to the text. */
static inline Str str_slice(Str text, uint32_t start, uint32_t end) {
    end = end > text.len ? text.len : end;
    start = start > end ? end : start;
    return (Str){text.ptr + start, end - start};
}

static inline Str str_span(Str text, Span span) {
    return str_slice(text, span.start, span.end);
}

/* Offset of the first `byte`, or text.len. */
uint32_t str_find_byte(Str text, char byte);

/* What stands behind the last dot: "c" of "a.b.c"; all of it when there is none. */
Str str_last_part(Str dotted);

/* Offset of the first `needle`, or text.len; an empty needle is found at 0. */
uint32_t str_find(Str text, Str needle);

/* Without the blanks, tabs and line ends at both sides. */
Str str_trim(Str text);

static inline bool span_is_empty(Span span) {
    return span.end <= span.start;
}
static inline uint32_t span_length(Span span) {
    return span.end - span.start;
}
static inline bool span_contains(Span outer, Span inner) {
    return outer.start <= inner.start && inner.end <= outer.end;
}

#endif
