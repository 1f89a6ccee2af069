/* JSON's syntax and nothing else. */
#include "report/json_writer.h"

#include "report/display.h"

static void before_value(JsonWriter *json) {
    if (json->needs_comma) {
        buf_append_byte(json->out, ',');
    }
    json->needs_comma = true;
}

void json_open(JsonWriter *json, char bracket) {
    before_value(json);
    buf_append_byte(json->out, bracket);
    json->needs_comma = false;
}

void json_close(JsonWriter *json, char bracket) {
    buf_append_byte(json->out, bracket);
    json->needs_comma = true;
}

void json_new_line(JsonWriter *json, uint32_t level) {
    if (json->needs_comma) {
        buf_append_byte(json->out, ',');
        json->needs_comma = false;
    }
    buf_append_byte(json->out, '\n');
    buf_append_repeat(json->out, ' ', 2 * level);
}

void json_key(JsonWriter *json, const char *key) {
    before_value(json);
    buf_format(json->out, "\"%s\":", key);
    json->needs_comma = false;
}

static void append_control(Buf *out, unsigned char byte) {
    static const char *const names[] = {
        ['\b'] = "\\b", ['\t'] = "\\t", ['\n'] = "\\n", ['\f'] = "\\f", ['\r'] = "\\r"};
    if (byte < sizeof names / sizeof *names && names[byte] != NULL) {
        buf_append_c(out, names[byte]);
    } else {
        buf_format(out, "\\u%04x", byte);
    }
}

void json_string(JsonWriter *json, Str text) {
    before_value(json);
    Buf *out = json->out;
    buf_append_byte(out, '"');
    uint32_t plain = 0; /* text[plain, at) is copied as it is */
    for (uint32_t at = 0; at < text.len;) {
        unsigned char byte = (unsigned char)text.ptr[at];
        uint32_t bytes = 1;
        bool escape = byte < 0x20 || byte == '"' || byte == '\\' || byte == 0x7F;
        bool bad = false;
        if (byte >= 0x80) {
            DisplayChar found = display_char(text, at);
            bytes = found.bytes;
            bad = bytes == 1; /* no character above 0x7F has one byte */
        }
        if (escape || bad) {
            buf_append(out, str_slice(text, plain, at));
            plain = at + bytes;
        }
        if (bad) {
            utf8_append(out, 0xFFFD);
        } else if (byte == '"' || byte == '\\') {
            buf_append_byte(out, '\\');
            buf_append_byte(out, (char)byte);
        } else if (escape) {
            append_control(out, byte);
        }
        at += bytes;
    }
    buf_append(out, str_slice(text, plain, text.len));
    buf_append_byte(out, '"');
}

void json_number(JsonWriter *json, uint64_t number) {
    before_value(json);
    buf_format(json->out, "%llu", (unsigned long long)number);
}

void json_bool(JsonWriter *json, bool value) {
    before_value(json);
    buf_append_c(json->out, value ? "true" : "false");
}

void json_null(JsonWriter *json) {
    before_value(json);
    buf_append_c(json->out, "null");
}

void json_string_at(JsonWriter *json, const char *key, Str text) {
    json_key(json, key);
    json_string(json, text);
}

void json_number_at(JsonWriter *json, const char *key, uint64_t number) {
    json_key(json, key);
    json_number(json, number);
}

void json_bool_at(JsonWriter *json, const char *key, bool value) {
    json_key(json, key);
    json_bool(json, value);
}

void json_open_at(JsonWriter *json, const char *key, char bracket) {
    json_key(json, key);
    json_open(json, bracket);
}

void json_optional_at(JsonWriter *json, const char *key, Str text) {
    json_key(json, key);
    if (text.len == 0) {
        json_null(json);
    } else {
        json_string(json, text);
    }
}
