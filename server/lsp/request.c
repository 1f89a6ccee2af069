/* Knows which requests wait and that each is answered once; refuses to know what they ask. */
#include "lsp/request.h"

#include "base/memory.h"

#include <stdlib.h>

Request *request_add(RequestList *requests, const RequestKind *kind, Message *message,
                     OpenDocument *document) {
    Request *request = memory_allocate_zeroed(1, sizeof *request);
    *request = (Request){
        .kind = kind,
        .id = message->id,
        .message = message->root,
        .params = message->params,
        .document = document,
    };
    buf_init(&message->id, 0);
    message->root = NULL;
    message->params = NULL;
    message->method = STR("");
    ARRAY_PUSH(requests, request);
    return request;
}

static void request_free(Request *request) {
    buf_release(&request->id);
    cJSON_Delete(request->message);
    free(request);
}

void request_remove(RequestList *requests, Request *request) {
    uint32_t at = 0;
    while (at < requests->count && requests->items[at] != request) {
        at++;
    }
    if (BUG_ON(at == requests->count)) {
        return;
    }
    requests->count--;
    memmove(requests->items + at, requests->items + at + 1,
            (requests->count - at) * sizeof *requests->items);
    request_free(request);
}

void request_list_release(RequestList *requests) {
    for (uint32_t i = 0; i < requests->count; i++) {
        request_free(requests->items[i]);
    }
    ARRAY_RELEASE(requests);
}

void request_cancel(RequestList *requests, Str id, Outbox *outbox) {
    for (uint32_t i = 0; i < requests->count; i++) {
        Request *request = requests->items[i];
        if (request->answered || !str_equal(buf_str(&request->id), id)) {
            continue;
        }
        outbox_error(outbox, id, RPC_CANCELLED, STR("cancelled"));
        if (request->job != NULL) {
            request->answered = true;
            atomic_store(&request->job->cancel, true);
        } else {
            request_remove(requests, request);
        }
        return;
    }
}

void request_answer_closed(const RequestKind *kind, Str id, Outbox *outbox) {
    if (kind->when_closed != NULL) {
        outbox_result(outbox, id, str_from_c(kind->when_closed));
    } else {
        outbox_error(outbox, id, RPC_CONTENT_MODIFIED, STR("the document is not open"));
    }
}

void request_close(RequestList *requests, const OpenDocument *document, Outbox *outbox) {
    for (uint32_t i = requests->count; i-- > 0;) {
        Request *request = requests->items[i];
        if (request->document != document) {
            continue;
        }
        if (!request->answered) {
            request_answer_closed(request->kind, buf_str(&request->id), outbox);
            request->answered = true;
        }
        if (request->job == NULL) {
            request_remove(requests, request);
        }
    }
}
