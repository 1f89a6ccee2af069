/* Knows JSON-RPC's envelope; refuses to know any method. */
#include "lsp/message.h"

#include "lsp/json_clean.h"
#include "lsp/json_read.h"
#include "lsp/json_write.h"

bool message_append_id(const cJSON *id, Buf *out) {
    if (cJSON_IsString(id)) {
        json_append_string(out, str_from_c(id->valuestring));
        return true;
    }
    if (!cJSON_IsNumber(id)) {
        return false;
    }
    double number = id->valuedouble;
    if (number >= -9007199254740992.0 && number <= 9007199254740992.0 &&
        number == (double)(int64_t)number) {
        buf_format(out, "%lld", (long long)number);
    } else if (number - number == 0) {
        buf_format(out, "%.17g", number);
    } else {
        return false; /* 1e999 */
    }
    return true;
}

static void bad(Message *message, RpcError error, const char *reason) {
    message->kind = MESSAGE_BAD;
    message->error = error;
    message->reason = reason;
}

static cJSON *parse_body(Message *message, Buf *body) {
    if (body->len == 0) {
        bad(message, RPC_PARSE_ERROR, "an empty body");
        return NULL;
    }
    if (json_clean(body->ptr, body->len) < 0) {
        bad(message, RPC_PARSE_ERROR, "nested too deeply");
        return NULL;
    }
    /* body->ptr is NUL-terminated beyond its length: nothing but blanks may follow the value. */
    cJSON *root = cJSON_ParseWithLengthOpts(body->ptr, (size_t)body->len + 1, NULL, true);
    if (root == NULL) {
        bad(message, RPC_PARSE_ERROR, "not JSON");
    }
    return root;
}

static void read_call(Message *message, bool has_id, bool id_is_usable) {
    const cJSON *method = json_member(message->root, "method");
    const cJSON *params = json_member(message->root, "params");
    message->kind = has_id ? MESSAGE_REQUEST : MESSAGE_NOTIFICATION;
    message->params = cJSON_IsObject(params) || cJSON_IsArray(params) ? params : NULL;
    if (has_id && !id_is_usable) {
        bad(message, RPC_INVALID_REQUEST, "an id must be a string or a number");
    } else if (!cJSON_IsString(method)) {
        bad(message, RPC_INVALID_REQUEST, "method must be a string");
    } else if (has_id && params != message->params && !cJSON_IsNull(params)) {
        bad(message, RPC_INVALID_PARAMS, "params must be an object or an array");
    } else {
        message->method = str_from_c(method->valuestring);
    }
}

void message_parse(Message *out, Buf *body) {
    *out = (Message){.kind = MESSAGE_BAD};
    buf_init(&out->id, 0);
    out->root = parse_body(out, body);
    const cJSON *id = json_member(out->root, "id");
    bool id_is_usable = message_append_id(id, &out->id);
    if (!id_is_usable) {
        buf_append_c(&out->id, "null");
    }
    if (out->root == NULL) {
        return;
    }
    if (json_member(out->root, "method") != NULL) {
        read_call(out, id != NULL, id_is_usable);
    } else if (json_member(out->root, "result") || json_member(out->root, "error")) {
        out->kind = MESSAGE_ANSWER;
    } else {
        bad(out, RPC_INVALID_REQUEST,
            cJSON_IsArray(out->root) ? "batches are not part of LSP" : "no method");
    }
}

void message_release(Message *message) {
    cJSON_Delete(message->root);
    buf_release(&message->id);
    *message = (Message){.kind = MESSAGE_BAD};
}
