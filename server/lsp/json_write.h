/* The few bytes of JSON that answers are put together from; long ones are written piece by piece
 * into a Buf, never built as a tree. */
#ifndef BLUETICK_LSP_JSON_WRITE_H
#define BLUETICK_LSP_JSON_WRITE_H

#include "base/buf.h"

/* The text in quotes, escaped. O(length). */
void json_append_string(Buf *out, Str text);

/* `"name":` with a comma before it unless it is an object's or array's first item. */
void json_append_name(Buf *out, const char *name);

/* A comma unless the text ends where a value begins: after `{`, `[` or `:`. */
void json_append_comma(Buf *out);

#endif
