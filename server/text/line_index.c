/* Offsets to rows and columns and back. Knows line ends and the three position encodings; nothing
 * of Python. Bytes that are not UTF-8 count as one unit each, so that no offset is out of reach. */
#include "text/line_index.h"

#include "base/array.h"

typedef struct Offsets ARRAY_OF(uint32_t) Offsets;

/* Start of the row after the line end at `at`: CRLF is one line end. */
static uint32_t after_line_end(Str text, uint32_t at) {
    bool pair = text.ptr[at] == '\r' && at + 1 < text.len && text.ptr[at + 1] == '\n';
    return at + (pair ? 2 : 1);
}

/* Without a CR in the text memchr may run. */
static void collect_lf_rows(Str text, Offsets *starts) {
    const char *at = text.ptr;
    const char *end = text.ptr + text.len;
    while (at < end && (at = memchr(at, '\n', (size_t)(end - at)))) {
        at++;
        ARRAY_PUSH(starts, (uint32_t)(at - text.ptr));
    }
}

static void collect_mixed_rows(Str text, uint32_t from, Offsets *starts) {
    uint32_t at = from;
    while (at < text.len) {
        char byte = text.ptr[at];
        if (byte == '\n' || byte == '\r') {
            at = after_line_end(text, at);
            ARRAY_PUSH(starts, at);
        } else {
            at++;
        }
    }
}

LineIndex line_index_build(Str text, Arena *mem) {
    Offsets starts = {0};
    ARRAY_RESERVE(&starts, text.len / 32 + 1);
    ARRAY_PUSH(&starts, 0);
    if (text.len && memchr(text.ptr, '\r', text.len)) {
        collect_mixed_rows(text, 0, &starts);
    } else if (text.len) {
        collect_lf_rows(text, &starts);
    }
    uint32_t *kept = arena_allocate(mem, sizeof *kept * starts.count);
    memcpy(kept, starts.items, sizeof *kept * starts.count);
    LineIndex index = {.text = text, .starts = kept, .count = starts.count};
    ARRAY_RELEASE(&starts);
    return index;
}

uint32_t line_index_row(const LineIndex *index, uint32_t offset) {
    uint32_t low = 0;
    uint32_t high = index->count;
    while (high - low > 1) {
        uint32_t middle = low + (high - low) / 2;
        if (index->starts[middle] <= offset) {
            low = middle;
        } else {
            high = middle;
        }
    }
    return low;
}

Span line_index_row_span(const LineIndex *index, uint32_t row) {
    if (row >= index->count) {
        return (Span){index->text.len, index->text.len};
    }
    uint32_t start = index->starts[row];
    uint32_t end = row + 1 < index->count ? index->starts[row + 1] : index->text.len;
    if (row + 1 < index->count) {
        end--;
        bool pair = index->text.ptr[end] == '\n' && end > start && index->text.ptr[end - 1] == '\r';
        end -= pair ? 1 : 0;
    }
    return (Span){start, end};
}

/* Bytes of the character at `at`, cut off at `end`; a stray byte is a character of its own. */
static uint32_t character_length(Str text, uint32_t at, uint32_t end) {
    unsigned char lead = (unsigned char)text.ptr[at];
    uint32_t wanted = lead < 0xC2 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : lead < 0xF5 ? 4 : 1;
    uint32_t length = 1;
    while (length < wanted && at + length < end &&
           ((unsigned char)text.ptr[at + length] & 0xC0) == 0x80) {
        length++;
    }
    return length == wanted ? wanted : 1;
}

static uint32_t character_units(uint32_t length, PositionEncoding encoding) {
    if (encoding == POSITION_UTF8) {
        return length;
    }
    return encoding == POSITION_UTF16 && length == 4 ? 2 : 1;
}

Position line_index_position(const LineIndex *index, uint32_t offset, PositionEncoding encoding) {
    offset = offset > index->text.len ? index->text.len : offset;
    uint32_t row = line_index_row(index, offset);
    uint32_t start = index->starts[row];
    if (encoding == POSITION_UTF8) {
        return (Position){row, offset - start};
    }
    uint32_t column = 0;
    for (uint32_t at = start; at < offset;) {
        uint32_t length = character_length(index->text, at, index->text.len);
        if (at + length > offset) {
            break; /* inside a character: its first byte */
        }
        column += character_units(length, encoding);
        at += length;
    }
    return (Position){row, column};
}

uint32_t line_index_offset(const LineIndex *index, Position position, PositionEncoding encoding) {
    if (position.row >= index->count) {
        return index->text.len;
    }
    Span row = line_index_row_span(index, position.row);
    uint32_t column = 0;
    uint32_t at = row.start;
    while (at < row.end) {
        uint32_t length = character_length(index->text, at, row.end);
        column += character_units(length, encoding);
        if (column > position.column) {
            break;
        }
        at += length;
    }
    return at;
}
