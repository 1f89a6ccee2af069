/* Requests about an open document: they wait until its newest text has been analysed, those for
 * fixes also for the project to catch up (for a while), are answered once, and can be cancelled at
 * any time in between. */
#ifndef BLUETICK_LSP_REQUEST_H
#define BLUETICK_LSP_REQUEST_H

#include "lsp/client.h"
#include "lsp/crew.h"
#include "lsp/document_result.h"
#include "lsp/message.h"
#include "lsp/outbox.h"

typedef struct OpenDocument OpenDocument;

/* What a request is answered from. Nothing in it changes meanwhile. */
typedef struct Scene {
    const cJSON *params;
    const Client *client;
    const DocumentResult *result;
    /* The project as it is now, for edits of other files: what the result was made with may be an
     * older state that said the same of this file. NULL: in none. */
    ProjectFiles *project;
    const Snapshot *snapshot;
    bool project_is_behind;         /* a file has changed that it does not have yet */
    Str uri;                        /* as the client spelled it at didOpen */
    const int64_t *version;         /* of the text, for edits; NULL when the client gave none */
    const RuleSelection *selection; /* that the result was made with */
    Analyzer *analyzer;             /* NULL when answered on the loop's thread */
    const atomic_bool *cancel;
} Scene;

/* `result` is JSON text; when `error` is not 0, `reason` is answered instead. */
typedef struct Answer {
    Buf result;
    int error;
    const char *reason;
} Answer;

typedef struct RequestKind {
    void (*answer)(const Scene *scene, Answer *out);
    bool on_worker;          /* builds or tries fixes: too slow for the loop's thread */
    const char *uri_path;    /* where in params the document is named */
    const char *when_closed; /* the answer for a document that is not open; NULL: an error */
} RequestKind;

extern const RequestKind request_pull_diagnostics;
extern const RequestKind request_hover;
extern const RequestKind request_code_actions;
extern const RequestKind request_resolve_action;

typedef struct Request {
    const RequestKind *kind;
    Buf id;         /* JSON text */
    cJSON *message; /* owned; params are within */
    const cJSON *params;
    OpenDocument *document;
    Job *job;      /* runs on a worker, or NULL */
    bool answered; /* cancelled while it ran: what the job brings is dropped */
} Request;

typedef struct RequestList ARRAY_OF(Request *) RequestList; /* in the order they came */

/* Takes id and root out of the message. */
Request *request_add(RequestList *requests, const RequestKind *kind, Message *message,
                     OpenDocument *document);

/* Out of the list, and freed. */
void request_remove(RequestList *requests, Request *request);
void request_list_release(RequestList *requests);

/* Answers -32800 once; an id that is not waiting is ignored. */
void request_cancel(RequestList *requests, Str id, Outbox *outbox);

/* Answers as for a document that is not open: the kind's own answer, or that it is gone. */
void request_answer_closed(const RequestKind *kind, Str id, Outbox *outbox);

/* The document is gone: its waiting requests get the answer of a closed one. */
void request_close(RequestList *requests, const OpenDocument *document, Outbox *outbox);

#endif
