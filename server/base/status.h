/* How the world fails: a file, a config, a message. Broken Python is not an error, and a mistake of
 * our own is BUG_ON's business. The human text goes to the caller's Buf. */
#ifndef BLUETICK_BASE_STATUS_H
#define BLUETICK_BASE_STATUS_H

#include "base/buf.h"

#define STATUS_TABLE(X)                                                                            \
    X(STATUS_OK, 0, "ok")                                                                          \
    X(STATUS_NOT_FOUND, -1, "not found")                                                           \
    X(STATUS_UNREADABLE, -2, "cannot be read")                                                     \
    X(STATUS_UNWRITABLE, -3, "cannot be written")                                                  \
    X(STATUS_TOO_LARGE, -4, "too large")                                                           \
    X(STATUS_INVALID, -5, "invalid")                                                               \
    X(STATUS_DEADLINE, -6, "took too long")                                                        \
    X(STATUS_CANCELLED, -7, "cancelled")                                                           \
    X(STATUS_CHANGED, -8, "changed meanwhile")                                                     \
    X(STATUS_UNSUPPORTED, -9, "not supported")

typedef enum Status {
#define X(name, value, text) name = (value),
    STATUS_TABLE(X)
#undef X
} Status;

#define MUST_CHECK __attribute__((warn_unused_result))

/* A fixed English text, never NULL. */
const char *status_text(Status status);

/* Appends the formatted text to `err` (which may be NULL) and returns `status` unchanged. */
Status status_note(Status status, Buf *err, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* A broken promise inside our own code: debug builds abort with the place. A release build goes on,
 * and the expression is true, so that the caller can drop the result at hand:
 *     if (BUG_ON(span.end > text.len)) return; */
#define BUG_ON(condition) ((condition) ? bug_report(#condition, __FILE__, __LINE__) : false)

/* Always true. */
bool bug_report(const char *condition, const char *file, int line);

#endif
