/* Which method does what, and when it may be called. */
#ifndef BLUETICK_LSP_DISPATCH_H
#define BLUETICK_LSP_DISPATCH_H

#include "lsp/session.h"

/* A row of the method table. A request has `call` (answered at once: the handler writes result or
 * error) or `about` (waits for a document); a notification has `note`. */
typedef struct Method {
    const char *name;
    void (*call)(Session *session, const Message *message);
    const RequestKind *about;
    void (*note)(Session *session, const cJSON *params);
} Method;

/* Sorted by name; a test checks it. */
extern const Method method_table[];
extern const uint32_t method_count;

const Method *method_find(Str name);

/* One message from the client; may take what it needs out of it. */
void dispatch_message(Session *session, Message *message);

#endif
