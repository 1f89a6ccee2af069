/* Columns and harmless bytes. Knows nothing of findings. */
#include "report/display.h"

typedef struct WidthRange {
    uint32_t first;
    uint32_t last;
    uint32_t columns;
} WidthRange;

static const WidthRange ranges[] = {
#define WIDTH(first, last, columns) {first, last, columns},
#include "report/unicode_width.def"
#undef WIDTH
};

enum { REPLACEMENT = 0xFFFD, CONTROL_PICTURES = 0x2400, DELETE_PICTURE = 0x2421 };

uint32_t display_width(uint32_t code) {
    uint32_t low = 0;
    uint32_t high = sizeof ranges / sizeof *ranges;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (ranges[middle].last < code) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    bool inside = low < sizeof ranges / sizeof *ranges && ranges[low].first <= code;
    return inside ? ranges[low].columns : 1;
}

/* The code point that text[at] begins, its length in *bytes; REPLACEMENT and 1 byte if none. */
static uint32_t decode(Str text, uint32_t at, uint32_t *bytes) {
    static const uint32_t least[] = {0, 0, 0x80, 0x800, 0x10000};
    unsigned char lead = (unsigned char)text.ptr[at];
    uint32_t length = lead < 0x80 ? 1 : lead < 0xC0 ? 0 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
    *bytes = 1;
    if (length == 1) {
        return lead;
    }
    if (length == 0 || lead > 0xF4 || length > text.len - at) {
        return REPLACEMENT;
    }
    uint32_t code = lead & (0x7Fu >> length);
    for (uint32_t i = 1; i < length; i++) {
        unsigned char byte = (unsigned char)text.ptr[at + i];
        if ((byte & 0xC0) != 0x80) {
            return REPLACEMENT;
        }
        code = code << 6 | (byte & 0x3F);
    }
    if (code < least[length] || code > 0x10FFFF || (code >= 0xD800 && code <= 0xDFFF)) {
        return REPLACEMENT;
    }
    *bytes = length;
    return code;
}

static bool reorders(uint32_t code) {
    return (code >= 0x202A && code <= 0x202E) || (code >= 0x2066 && code <= 0x2069) ||
           code == 0x200E || code == 0x200F || code == 0x061C;
}

DisplayChar display_char(Str text, uint32_t at) {
    DisplayChar found = {.as_is = true};
    uint32_t code = decode(text, at, &found.bytes);
    found.code = code;
    found.columns = 1;
    if (code == '\t') {
        return found;
    }
    if (code < 0x20 || code == 0x7F) {
        found.code = code == 0x7F ? DELETE_PICTURE : CONTROL_PICTURES + code;
        found.as_is = false;
    } else if ((code >= 0x80 && code < 0xA0) || reorders(code) || code == 0x2028 ||
               code == 0x2029) {
        found.code = REPLACEMENT;
        found.as_is = false;
    } else if (code == REPLACEMENT) {
        found.as_is = false;
    } else {
        found.columns = code < 0x80 ? 1 : display_width(code);
    }
    return found;
}

static uint32_t columns_at(const DisplayChar *found, uint32_t column) {
    return found->code == '\t' ? DISPLAY_TAB - column % DISPLAY_TAB : found->columns;
}

uint32_t display_columns(Str text, uint32_t column) {
    uint32_t start = column;
    for (uint32_t at = 0; at < text.len;) {
        DisplayChar found = display_char(text, at);
        column += columns_at(&found, column);
        at += found.bytes;
    }
    return column - start;
}

void utf8_append(Buf *out, uint32_t code) {
    if (code < 0x80) {
        buf_append_byte(out, (char)code);
        return;
    }
    char bytes[4];
    uint32_t length = code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
    for (uint32_t i = length - 1; i > 0; i--) {
        bytes[i] = (char)(0x80 | (code & 0x3F));
        code >>= 6;
    }
    static const uint32_t leads[] = {0, 0, 0xC0, 0xE0, 0xF0};
    bytes[0] = (char)(leads[length] | code);
    buf_append(out, (Str){bytes, length});
}

/* Nearly all text: shown as it is, one column a byte. */
static uint32_t plain_length(Str text, uint32_t at) {
    uint32_t start = at;
    while (at < text.len && text.ptr[at] >= ' ' && text.ptr[at] < 0x7F) {
        at++;
    }
    return at - start;
}

void display_append(Buf *out, Str text, uint32_t column) {
    for (uint32_t at = 0; at < text.len;) {
        uint32_t plain = plain_length(text, at);
        if (plain > 0) {
            buf_append(out, str_slice(text, at, at + plain));
            column += plain;
            at += plain;
            continue;
        }
        DisplayChar found = display_char(text, at);
        uint32_t columns = columns_at(&found, column);
        if (found.code == '\t') {
            buf_append_repeat(out, ' ', columns);
        } else if (found.as_is) {
            buf_append(out, str_slice(text, at, at + found.bytes));
        } else {
            utf8_append(out, found.code);
        }
        column += columns;
        at += found.bytes;
    }
}

void display_append_line(Buf *out, Str text) {
    uint32_t start = 0;
    for (uint32_t at = 0; at <= text.len; at++) {
        bool ends =
            at == text.len || text.ptr[at] == '\n' || text.ptr[at] == '\r' || text.ptr[at] == '\t';
        if (!ends) {
            continue;
        }
        display_append(out, str_slice(text, start, at), 0);
        start = at + 1;
        if (at < text.len) {
            buf_append_byte(out, ' ');
        }
    }
}
