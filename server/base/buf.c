#include "base/buf.h"

#include "base/memory.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

enum { SMALLEST_CAPACITY = 64 };

void buf_init(Buf *buf, uint32_t cap) {
    *buf = (Buf){.cap = cap};
}

void buf_release(Buf *buf) {
    free(buf->ptr);
    *buf = (Buf){.cap = buf->cap};
}

void buf_clear(Buf *buf) {
    buf->len = 0;
    buf->overflowed = false;
    if (buf->ptr) {
        buf->ptr[0] = '\0';
    }
}

/* True when `extra` more bytes fit under the cap; there is room for them and a NUL then. */
static bool reserve(Buf *buf, uint64_t extra) {
    uint64_t cap = buf->cap ? buf->cap : BUF_CAP_DEFAULT;
    uint64_t wanted = buf->len + extra;
    if (wanted > cap) {
        buf->overflowed = true;
        return false;
    }
    if (wanted + 1 > buf->capacity) {
        uint64_t grown = (uint64_t)buf->capacity * 2;
        grown = grown < SMALLEST_CAPACITY ? SMALLEST_CAPACITY : grown;
        grown = grown < wanted + 1 ? wanted + 1 : grown;
        grown = grown > cap + 1 ? cap + 1 : grown;
        buf->ptr = memory_resize(buf->ptr, (size_t)grown);
        buf->capacity = (uint32_t)grown;
    }
    return true;
}

void buf_append(Buf *buf, Str text) {
    if (!reserve(buf, text.len)) {
        return;
    }
    if (text.len) {
        memcpy(buf->ptr + buf->len, text.ptr, text.len);
    }
    buf->len += text.len;
    buf->ptr[buf->len] = '\0';
}

void buf_append_c(Buf *buf, const char *text) {
    buf_append(buf, str_from_c(text));
}

void buf_append_byte(Buf *buf, char byte) {
    buf_append(buf, (Str){&byte, 1});
}

void buf_append_repeat(Buf *buf, char byte, uint32_t count) {
    if (reserve(buf, count)) {
        memset(buf->ptr + buf->len, byte, count);
        buf->len += count;
        buf->ptr[buf->len] = '\0';
    }
}

void buf_append_number(Buf *buf, uint64_t number) {
    enum { DIGITS_MAX = 20 };
    char digits[DIGITS_MAX];
    uint32_t start = DIGITS_MAX;
    do {
        digits[--start] = (char)('0' + number % 10);
        number /= 10;
    } while (number);
    buf_append(buf, (Str){digits + start, DIGITS_MAX - start});
}

/* Written at once where there is room, else measured so and written again. */
void buf_format(Buf *buf, const char *format, ...) {
    if (!reserve(buf, 0)) {
        return;
    }
    uint32_t room = buf->capacity - buf->len;
    va_list arguments;
    va_start(arguments, format);
    int length = vsnprintf(buf->ptr + buf->len, room, format, arguments);
    va_end(arguments);
    if (length >= 0 && (uint32_t)length >= room && reserve(buf, (uint64_t)length)) {
        room = (uint32_t)length + 1;
        va_start(arguments, format);
        vsnprintf(buf->ptr + buf->len, room, format, arguments);
        va_end(arguments);
    }
    buf->len += length >= 0 && (uint32_t)length < room ? (uint32_t)length : 0;
    buf->ptr[buf->len] = '\0';
}
