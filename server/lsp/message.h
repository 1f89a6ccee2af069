/* JSON-RPC 2.0: what a body is (request, notification, answer, or nothing usable), and the error
 * codes of LSP. */
#ifndef BLUETICK_LSP_MESSAGE_H
#define BLUETICK_LSP_MESSAGE_H

#include "base/buf.h"

#include <cjson/cJSON.h>

typedef enum RpcError {
    RPC_PARSE_ERROR = -32700,
    RPC_INVALID_REQUEST = -32600,
    RPC_METHOD_NOT_FOUND = -32601,
    RPC_INVALID_PARAMS = -32602,
    RPC_INTERNAL_ERROR = -32603,
    RPC_NOT_INITIALIZED = -32002,
    RPC_CONTENT_MODIFIED = -32801,
    RPC_CANCELLED = -32800,
} RpcError;

typedef enum MessageKind {
    MESSAGE_REQUEST,
    MESSAGE_NOTIFICATION,
    MESSAGE_ANSWER, /* to a request of ours */
    MESSAGE_BAD,    /* `error` and `reason` say what to answer under `id` */
} MessageKind;

typedef struct Message {
    MessageKind kind;
    cJSON *root;         /* owned */
    Buf id;              /* as JSON text: `7`, `"a-1"`, `null` when there is none */
    Str method;          /* borrowed from root */
    const cJSON *params; /* an object or array of root, or NULL */
    RpcError error;
    const char *reason;
} Message;

/* Cleans `body` in place (lsp/json_clean.h) and parses it. Always gives a message: what cannot be
 * used is MESSAGE_BAD. The caller releases it. */
void message_parse(Message *out, Buf *body);
void message_release(Message *message);

/* The value of an id as JSON text, appended; false when it is neither a string nor a number. */
bool message_append_id(const cJSON *id, Buf *out);

#endif
