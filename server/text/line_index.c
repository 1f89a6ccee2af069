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

/* Rows that begin behind a line end in text[from, until). */
static void collect_mixed_rows(Str text, uint32_t from, uint32_t until, Offsets *starts) {
    uint32_t at = from;
    while (at < until) {
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
        collect_mixed_rows(text, 0, text.len, &starts);
    } else if (text.len) {
        collect_lf_rows(text, &starts);
    }
    uint32_t *kept = arena_allocate(mem, sizeof *kept * starts.count);
    memcpy(kept, starts.items, sizeof *kept * starts.count);
    LineIndex index = {.text = text, .starts = kept, .count = starts.count};
    ARRAY_RELEASE(&starts);
    return index;
}

LineIndex line_index_edit(const LineIndex *before, Str text, Span replaced,
                          uint32_t inserted_length, Arena *mem) {
    uint32_t row = line_index_row(before, replaced.start);
    row -= row && before->starts[row] == replaced.start ? 1 : 0; /* CR and LF may meet or part */
    uint32_t tail = line_index_row(before, replaced.end) + 1;
    uint32_t shift = inserted_length - span_length(replaced);
    uint32_t until = tail < before->count ? before->starts[tail] + shift : text.len;
    Offsets read = {0};
    collect_mixed_rows(text, before->starts[row], until, &read);
    /* the last line read ends where the first kept row begins */
    uint32_t count = read.count - (tail < before->count && read.count ? 1 : 0);
    uint32_t tail_count = before->count - tail;
    uint32_t *starts = arena_allocate(mem, sizeof *starts * ((size_t)row + 1 + count + tail_count));
    memcpy(starts, before->starts, sizeof *starts * (row + 1));
    if (count) {
        memcpy(starts + row + 1, read.items, sizeof *starts * count);
    }
    for (uint32_t i = 0; i < tail_count; i++) {
        starts[row + 1 + count + i] = before->starts[tail + i] + shift;
    }
    ARRAY_RELEASE(&read);
    return (LineIndex){.text = text, .starts = starts, .count = row + 1 + count + tail_count};
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
