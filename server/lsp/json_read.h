/* Looking into a message that cJSON has parsed. All functions take NULL for "not there", so that a
 * missing member needs no case of its own. What they return is borrowed from the message. */
#ifndef BLUETICK_LSP_JSON_READ_H
#define BLUETICK_LSP_JSON_READ_H

#include "text/line_index.h"

#include <cjson/cJSON.h>

const cJSON *json_member(const cJSON *object, const char *name);

/* Members of members: "textDocument/codeAction/disabledSupport". */
const cJSON *json_path(const cJSON *object, const char *path);

/* The text of a string member; `found` false (and empty) when it is not one. */
bool json_text(const cJSON *object, const char *name, Str *out);

/* True only for the value `true`. */
bool json_is_true(const cJSON *object, const char *path);

/* True when the array at `path` holds the string `text`. */
bool json_holds_text(const cJSON *object, const char *path, const char *text);

/* A whole number, clamped to [0, INT32_MAX]: positions beyond any text mean its end. */
bool json_position(const cJSON *position, Position *out);
bool json_range(const cJSON *range, Position *start, Position *end);

#endif
