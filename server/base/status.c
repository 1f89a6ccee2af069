#include "base/status.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

const char *status_text(Status status) {
    switch (status) {
#define X(name, value, text)                                                                       \
    case name:                                                                                     \
        return text;
        STATUS_TABLE(X)
#undef X
    }
    return "unknown";
}

Status status_note(Status status, Buf *err, const char *format, ...) {
    if (err) {
        char text[1024];
        va_list arguments;
        va_start(arguments, format);
        vsnprintf(text, sizeof text, format, arguments);
        va_end(arguments);
        buf_append_c(err, text);
    }
    return status;
}

bool bug_report(const char *condition, const char *file, int line) {
    fprintf(stderr, "bluetick: bug at %s:%d: %s\n", file, line, condition);
#ifndef NDEBUG
    abort();
#endif
    return true;
}
