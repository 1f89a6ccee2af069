/* Escapes of the formats that are not JSON: a table of bytes and what stands for them.
 * Room-internal. */
#ifndef BLUETICK_REPORT_ESCAPE_H
#define BLUETICK_REPORT_ESCAPE_H

#include "base/buf.h"

typedef struct Escape {
    char byte;
    const char *text;
} Escape;

/* Appends text with the bytes of the table (closed by {0, NULL}) replaced; other control
 * characters and bad UTF-8 become visible, as in report/display.h. */
void escape_append(Buf *out, Str text, const Escape *escapes);

/* `key="text"` with a blank before it, escaped for XML. */
void xml_attribute(Buf *out, const char *key, Str text);

#endif
