/* Child processes: run one to its end with a time limit, its output captured. */
#ifndef BLUETICK_IO_PROCESS_H
#define BLUETICK_IO_PROCESS_H

#include "base/status.h"

typedef struct ProcessRequest {
    const char *const *arguments; /* argv, closed by NULL; [0] is looked up in PATH */
    const char *folder;           /* working directory; NULL = ours */
    const char *const *unset;     /* environment names the child must not see, closed by NULL, or
                                     NULL */
    uint32_t limit_ms;            /* 0 = none */
    bool takes_errors;            /* standard error is captured, standard output dropped */
} ProcessRequest;

/* Blocks until the child has ended. Its standard output is appended to `out` (its cap holds),
 * standard error is dropped (or the other way round), standard input is empty.
 * STATUS_OK = it ended by itself and `exit_code` is set (128 + signal when killed by one);
 * STATUS_NOT_FOUND = no such program; STATUS_DEADLINE = killed after limit_ms;
 * STATUS_TOO_LARGE = killed, its output passed the cap; STATUS_INVALID = anything else. */
Status process_run(const ProcessRequest *request, Buf *out, int *exit_code, Buf *err) MUST_CHECK;

/* True while a process of this id exists (also one of another user). */
bool process_is_alive(int id);

#endif
