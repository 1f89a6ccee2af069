/* `bluetick server`: a session over standard input and output, a named pipe or a loopback
 * socket. */
#ifndef BLUETICK_LSP_SERVE_H
#define BLUETICK_LSP_SERVE_H

#include "base/status.h"
#include "text/line_index.h"

typedef struct ServeOptions {
    const char *version;              /* of the program, as it introduces itself */
    const char *pipe;                 /* connect to this pipe; NULL = no */
    uint16_t port;                    /* connect to this port of 127.0.0.1; 0 = no */
    int process_id;                   /* leave when this process has gone; 0 = none */
    const PositionEncoding *encoding; /* forced; NULL = the client chooses */
} ServeOptions;

/* Runs until the client leaves, its bytes end, it cannot be written to, or its process has gone.
 * `exit_code` is 0 when it asked to shut down first, else 1. A transport that cannot be opened is a
 * status, with the reason in err. */
Status serve(const ServeOptions *options, int *exit_code, Buf *err) MUST_CHECK;

#endif
