/* Knows frames and envelopes of what leaves; refuses to know streams and what is said. */
#include "lsp/outbox.h"

#include "lsp/frame.h"
#include "lsp/json_write.h"

void outbox_init(Outbox *outbox) {
    buf_init(&outbox->frames, 0);
}

void outbox_release(Outbox *outbox) {
    buf_release(&outbox->frames);
}

static void write_frame(Outbox *outbox, Str head, Str value) {
    frame_write_header(&outbox->frames, head.len + value.len + 1);
    buf_append(&outbox->frames, head);
    buf_append(&outbox->frames, value);
    buf_append_byte(&outbox->frames, '}');
}

void outbox_result(Outbox *outbox, Str id, Str result) {
    Buf head;
    buf_init(&head, 0);
    buf_format(&head, "{\"jsonrpc\":\"2.0\",\"id\":%.*s,\"result\":", STR_ARG(id));
    write_frame(outbox, buf_str(&head), result);
    buf_release(&head);
}

void outbox_error(Outbox *outbox, Str id, RpcError error, Str text) {
    Buf head;
    buf_init(&head, 0);
    buf_format(&head,
               "{\"jsonrpc\":\"2.0\",\"id\":%.*s,\"error\":{\"code\":%d,\"message\":", STR_ARG(id),
               (int)error);
    json_append_string(&head, text);
    write_frame(outbox, buf_str(&head), STR("}"));
    buf_release(&head);
}

void outbox_notify(Outbox *outbox, const char *method, Str params) {
    Buf head;
    buf_init(&head, 0);
    buf_format(&head, "{\"jsonrpc\":\"2.0\",\"method\":\"%s\",\"params\":", method);
    write_frame(outbox, buf_str(&head), params);
    buf_release(&head);
}

void outbox_request(Outbox *outbox, const char *id, const char *method, Str params) {
    Buf head;
    buf_init(&head, 0);
    buf_format(&head, "{\"jsonrpc\":\"2.0\",\"id\":\"%s\",\"method\":\"%s\"%s", id, method,
               params.len > 0 ? ",\"params\":" : "");
    write_frame(outbox, buf_str(&head), params);
    buf_release(&head);
}
