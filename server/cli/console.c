/* Knows the process's standard streams. Refuses to know what is written. */
#include "cli/console.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

Status console_write(Str bytes) {
    uint32_t done = 0;
    while (done < bytes.len) {
        ssize_t count = write(STDOUT_FILENO, bytes.ptr + done, bytes.len - done);
        if (count < 0 && errno == EINTR) {
            continue;
        }
        if (count < 0) {
            if (errno != EPIPE) {
                fprintf(stderr, "bluetick: cannot write to standard output: %s\n", strerror(errno));
            }
            return STATUS_UNWRITABLE;
        }
        done += (uint32_t)count;
    }
    return STATUS_OK;
}

void console_complain(Str text) {
    fprintf(stderr, "bluetick: %.*s\n", STR_ARG(text));
}

void console_remark(Str text) {
    fwrite(text.ptr, 1, text.len, stderr);
    fflush(stderr);
}

bool console_error_is_terminal(void) {
    return isatty(STDERR_FILENO) != 0;
}

bool color_wish_find(Str text, ColorWish *out) {
    static const char *const names[] = {"auto", "always", "never"};
    for (int i = 0; i <= COLOR_NEVER; i++) {
        if (str_equal(text, str_from_c(names[i]))) {
            *out = (ColorWish)i;
            return true;
        }
    }
    return false;
}

static bool is_set(const char *name) {
    const char *value = getenv(name);
    return value != NULL && value[0] != '\0';
}

bool console_wants_color(ColorWish wish) {
    if (wish != COLOR_AUTO) {
        return wish == COLOR_ALWAYS;
    }
    if (is_set("NO_COLOR")) {
        return false;
    }
    if (is_set("FORCE_COLOR")) {
        return strcmp(getenv("FORCE_COLOR"), "0") != 0;
    }
    const char *terminal = getenv("TERM");
    bool is_dumb = terminal != NULL && strcmp(terminal, "dumb") == 0;
    return isatty(STDOUT_FILENO) != 0 && !is_dumb;
}
