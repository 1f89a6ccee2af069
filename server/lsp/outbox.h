/* What the server says, as frames, in the order it was said. The session empties it at the end of
 * each turn: many answers are one write. */
#ifndef BLUETICK_LSP_OUTBOX_H
#define BLUETICK_LSP_OUTBOX_H

#include "lsp/message.h"

typedef struct Outbox {
    Buf frames; /* not yet given to the stream */
} Outbox;

void outbox_init(Outbox *outbox);
void outbox_release(Outbox *outbox);

/* `id` and `result` are JSON texts. */
void outbox_result(Outbox *outbox, Str id, Str result);
void outbox_error(Outbox *outbox, Str id, RpcError error, Str text);

/* A request whose answer nobody waits for. `id` is plain text; no params when they are empty. */
void outbox_request(Outbox *outbox, const char *id, const char *method, Str params);

/* `params` is JSON text: one object. */
void outbox_notify(Outbox *outbox, const char *method, Str params);

#endif
