/* JSON written straight into a Buf: no tree, any size. The writer puts the commas.
 *
 *     JsonWriter json = json_writer(out);
 *     json_open(&json, '{');
 *     json_key(&json, "line");
 *     json_number(&json, 12);
 *     json_close(&json, '}');
 *
 * Strings may hold any bytes: what is not UTF-8 becomes U+FFFD, so the result always parses. */
#ifndef BLUETICK_REPORT_JSON_WRITER_H
#define BLUETICK_REPORT_JSON_WRITER_H

#include "base/buf.h"

typedef struct JsonWriter {
    Buf *out;
    bool needs_comma; /* a value stands before in the innermost bracket */
} JsonWriter;

static inline JsonWriter json_writer(Buf *out) {
    return (JsonWriter){out, false};
}

void json_open(JsonWriter *json, char bracket);  /* '{' or '[' */
void json_close(JsonWriter *json, char bracket); /* '}' or ']' */

/* A key of our own: plain ASCII without quotes. */
void json_key(JsonWriter *json, const char *key);
void json_string(JsonWriter *json, Str text);
void json_number(JsonWriter *json, uint64_t number);
void json_bool(JsonWriter *json, bool value);
void json_null(JsonWriter *json);

/* A line end and two blanks for each level before the next value: for people who read along. */
void json_new_line(JsonWriter *json, uint32_t level);

/* key and value. */
void json_string_at(JsonWriter *json, const char *key, Str text);
void json_number_at(JsonWriter *json, const char *key, uint64_t number);
void json_bool_at(JsonWriter *json, const char *key, bool value);
void json_open_at(JsonWriter *json, const char *key, char bracket);

/* null when the text is empty. */
void json_optional_at(JsonWriter *json, const char *key, Str text);

#endif
