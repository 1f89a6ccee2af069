/* Replaces bytes. Knows XML's escapes and no format. */
#include "report/escape.h"

#include "report/display.h"

static const char *escape_of(char byte, const Escape *escapes) {
    for (; escapes->text != NULL; escapes++) {
        if (escapes->byte == byte) {
            return escapes->text;
        }
    }
    return NULL;
}

void escape_append(Buf *out, Str text, const Escape *escapes) {
    for (uint32_t at = 0; at < text.len;) {
        const char *escape = escape_of(text.ptr[at], escapes);
        DisplayChar found = display_char(text, at);
        if (escape != NULL) {
            buf_append_c(out, escape);
        } else if (found.as_is) {
            buf_append(out, str_slice(text, at, at + found.bytes));
        } else {
            utf8_append(out, found.code);
        }
        at += found.bytes;
    }
}

void xml_attribute(Buf *out, const char *key, Str text) {
    static const Escape escapes[] = {
        {'&',  "&amp;" },
        {'<',  "&lt;"  },
        {'>',  "&gt;"  },
        {'"',  "&quot;"},
        {'\t', "&#9;"  },
        {'\n', "&#10;" },
        {'\r', "&#13;" },
        {'\0', NULL    }
    };
    buf_format(out, " %s=\"", key);
    escape_append(out, text, escapes);
    buf_append_byte(out, '"');
}
