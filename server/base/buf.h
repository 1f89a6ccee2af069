/* Growing text with a hard cap: the output parameter of everything that writes.
 *
 * Past the cap nothing more is appended and `overflowed` says so: no input, however hostile, makes
 * a report grow without end. The text is always NUL-terminated beyond `len`. */
#ifndef BLUETICK_BASE_BUF_H
#define BLUETICK_BASE_BUF_H

#include "base/str.h"

typedef struct Buf {
    char *ptr;
    uint32_t len;
    uint32_t capacity;
    uint32_t cap; /* most bytes ever held; 0 = BUF_CAP_DEFAULT */
    bool overflowed;
} Buf;

#define BUF_CAP_DEFAULT (1u << 30)

void buf_init(Buf *buf, uint32_t cap);
void buf_release(Buf *buf);
void buf_clear(Buf *buf); /* keeps the memory */

void buf_append(Buf *buf, Str text);
void buf_append_c(Buf *buf, const char *text);
void buf_append_byte(Buf *buf, char byte);
void buf_append_repeat(Buf *buf, char byte, uint32_t count);
void buf_append_number(Buf *buf, uint64_t number); /* in decimal */
void buf_format(Buf *buf, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* Borrowed until the next append. */
static inline Str buf_str(const Buf *buf) {
    return (Str){buf->ptr ? buf->ptr : "", buf->len};
}

#endif
