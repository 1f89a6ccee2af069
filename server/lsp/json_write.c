/* Knows where commas go; the escapes are report/json_writer.h's. */
#include "lsp/json_write.h"

#include "report/json_writer.h"

void json_append_string(Buf *out, Str text) {
    JsonWriter json = json_writer(out);
    json_string(&json, text);
}

void json_append_comma(Buf *out) {
    char last = out->len > 0 ? out->ptr[out->len - 1] : '{';
    if (last != '{' && last != '[' && last != ':') {
        buf_append_byte(out, ',');
    }
}

void json_append_name(Buf *out, const char *name) {
    json_append_comma(out);
    buf_format(out, "\"%s\":", name);
}
