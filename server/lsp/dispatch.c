/* Knows methods, phases and what each misuse is answered with; refuses to know what a method
 * does. */
#include "lsp/dispatch.h"

#include "lsp/handlers.h"

#include <stdlib.h>

const Method method_table[] = {
    {.name = "$/cancelRequest",                     .note = handle_cancel                  },
    {.name = "$/setTrace",                          .note = handle_set_trace               },
    {.name = "codeAction/resolve",                  .about = &request_resolve_action       },
    {.name = "exit",                                .note = handle_exit                    },
    {.name = "initialize",                          .call = handle_initialize              },
    {.name = "initialized",                         .note = handle_initialized             },
    {.name = "shutdown",                            .call = handle_shutdown                },
    {.name = "textDocument/codeAction",             .about = &request_code_actions         },
    {.name = "textDocument/diagnostic",             .about = &request_pull_diagnostics     },
    {.name = "textDocument/didChange",              .note = handle_did_change              },
    {.name = "textDocument/didClose",               .note = handle_did_close               },
    {.name = "textDocument/didOpen",                .note = handle_did_open                },
    {.name = "textDocument/didSave",                .note = handle_did_save                },
    {.name = "textDocument/hover",                  .about = &request_hover                },
    {.name = "workspace/didChangeConfiguration",    .note = handle_did_change_configuration},
    {.name = "workspace/didChangeWatchedFiles",     .note = handle_watched_files           },
    {.name = "workspace/didChangeWorkspaceFolders", .note = handle_did_change_folders      },
    {.name = "workspace/executeCommand",            .call = handle_execute_command         },
};
const uint32_t method_count = sizeof method_table / sizeof *method_table;

static int compare_method(const void *name, const void *row) {
    return str_compare(*(const Str *)name, str_from_c(((const Method *)row)->name));
}

const Method *method_find(Str name) {
    return bsearch(&name, method_table, method_count, sizeof *method_table, compare_method);
}

static void refuse(Session *session, const Message *message, RpcError error, const char *reason) {
    outbox_error(&session->outbox, buf_str(&message->id), error, str_from_c(reason));
}

/* What the phase alone forbids a request; 0 = nothing. */
static int phase_error(Phase phase, Str method, const char **reason) {
    bool initialize = str_equal(method, STR("initialize"));
    if (phase == PHASE_NEW && !initialize) {
        *reason = "the server is not initialized";
        return RPC_NOT_INITIALIZED;
    }
    if (phase == PHASE_RUNNING && initialize) {
        *reason = "the server is initialized already";
        return RPC_INVALID_REQUEST;
    }
    if (phase >= PHASE_SHUT_DOWN) {
        *reason = "the server has shut down";
        return RPC_INVALID_REQUEST;
    }
    return 0;
}

/* Where the request is about a document that is not open, it is answered here. */
static void add_request(Session *session, const RequestKind *kind, Message *message) {
    Str uri;
    if (!json_text(json_member(message->params, kind->uri_path), "uri", &uri)) {
        refuse(session, message, RPC_INVALID_PARAMS, "params name no document");
        return;
    }
    OpenDocument *document = open_documents_find(&session->documents, uri);
    if (document != NULL && document->is_python) {
        request_add(&session->requests, kind, message, document);
    } else {
        request_answer_closed(kind, buf_str(&message->id), &session->outbox);
    }
}

static void dispatch_request(Session *session, Message *message) {
    const char *reason = "";
    const Method *method = method_find(message->method);
    int error = phase_error(session->phase, message->method, &reason);
    if (error != 0) {
        refuse(session, message, (RpcError)error, reason);
    } else if (method == NULL || method->note != NULL) {
        refuse(session, message, RPC_METHOD_NOT_FOUND, "no such request");
    } else if (method->about != NULL) {
        add_request(session, method->about, message);
    } else {
        method->call(session, message);
    }
}

static bool is_optional(Str method) {
    return str_starts_with(method, STR("$/"));
}

static void dispatch_notification(Session *session, const Message *message) {
    const Method *method = method_find(message->method);
    bool allowed = session->phase == PHASE_RUNNING || str_equal(message->method, STR("exit"));
    if (!allowed) {
        return;
    }
    if (method != NULL && method->note != NULL) {
        method->note(session, message->params);
    } else if (!is_optional(message->method)) {
        session_log(session, LOG_DEBUG, "ignored notification %.*s", STR_ARG(message->method));
    }
}

void dispatch_message(Session *session, Message *message) {
    switch (message->kind) {
    case MESSAGE_REQUEST:
        dispatch_request(session, message);
        break;
    case MESSAGE_NOTIFICATION:
        dispatch_notification(session, message);
        break;
    case MESSAGE_BAD:
        refuse(session, message, message->error, message->reason);
        break;
    case MESSAGE_ANSWER:
        handle_answer(session, message);
        break;
    }
}
