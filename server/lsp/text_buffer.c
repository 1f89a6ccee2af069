/* Knows bytes, row starts and how edits add up; refuses to know JSON, documents and Python. */
#include "lsp/text_buffer.h"

void text_buffer_init(TextBuffer *buffer) {
    *buffer = (TextBuffer){.change = {.any = false}};
    buf_init(&buffer->text, 0);
    ARRAY_PUSH(&buffer->starts, 0);
}

void text_buffer_release(TextBuffer *buffer) {
    buf_release(&buffer->text);
    ARRAY_RELEASE(&buffer->starts);
}

/* A row starts at `at` > 0 when the two bytes around it say so: rows end at LF, CRLF or CR. */
static bool is_row_start(Str text, uint32_t at) {
    char before = text.ptr[at - 1];
    return before == '\n' || (before == '\r' && (at == text.len || text.ptr[at] != '\n'));
}

/* Appends the row starts in [from, to]. */
static void find_row_starts(Str text, uint32_t from, uint32_t to, RowStarts *out) {
    for (uint32_t at = from > 0 ? from : 1; at <= to; at++) {
        if (is_row_start(text, at)) {
            ARRAY_PUSH(out, at);
        }
    }
}

static void set_rows(TextBuffer *buffer) {
    Arena mem;
    arena_init(&mem);
    LineIndex lines = line_index_build(buf_str(&buffer->text), &mem);
    buffer->starts.count = 0;
    ARRAY_RESERVE(&buffer->starts, lines.count);
    memcpy(buffer->starts.items, lines.starts, lines.count * sizeof *lines.starts);
    buffer->starts.count = lines.count;
    arena_release(&mem);
}

void text_buffer_set(TextBuffer *buffer, Str text) {
    if (str_starts_with(text, STR("\xEF\xBB\xBF"))) {
        text = str_slice(text, 3, text.len);
    }
    buf_clear(&buffer->text);
    buf_append(&buffer->text, text);
    set_rows(buffer);
    buffer->change = (TextChange){.any = true, .whole = true};
}

/* The first row that starts at or after `offset`. */
static uint32_t first_row_from(const RowStarts *starts, uint32_t offset) {
    uint32_t low = 0;
    uint32_t high = starts->count;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (starts->items[middle] < offset) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low;
}

/* Row starts in [span.start, span.end] depend on bytes that were replaced; later ones only move. */
static void update_rows(TextBuffer *buffer, Span span, uint32_t inserted) {
    RowStarts *starts = &buffer->starts;
    uint32_t first = first_row_from(starts, span.start > 0 ? span.start : 1);
    uint32_t kept = first_row_from(starts, span.end + 1);
    RowStarts found = {0};
    find_row_starts(buf_str(&buffer->text), span.start, span.start + inserted, &found);
    uint32_t tail = starts->count - kept;
    ARRAY_RESERVE(starts, found.count);
    memmove(starts->items + first + found.count, starts->items + kept, tail * sizeof(uint32_t));
    if (found.count > 0) {
        memcpy(starts->items + first, found.items, found.count * sizeof(uint32_t));
    }
    uint32_t moved = inserted - span_length(span); /* wraps around when the text shrinks */
    for (uint32_t i = 0; i < tail; i++) {
        starts->items[first + found.count + i] += moved;
    }
    starts->count = first + found.count + tail;
    ARRAY_RELEASE(&found);
}

/* Adds one replacement to those not yet told: the hull of both. */
static void note_change(TextChange *change, Span span, uint32_t inserted) {
    if (change->whole) {
        return;
    }
    if (!change->any) {
        *change = (TextChange){.any = true, .replaced = span, .end = span.start + inserted};
        return;
    }
    uint32_t hull = change->end > span.end ? change->end : span.end;
    change->replaced.end += hull - change->end;
    if (span.start < change->replaced.start) {
        change->replaced.start = span.start;
    }
    change->end = hull + inserted - span_length(span);
}

/* Makes room for `inserted` bytes where `span` was. */
static void move_tail(Buf *text, Span span, uint32_t inserted) {
    uint32_t tail = text->len - span.end;
    uint32_t length = text->len - span_length(span) + inserted;
    if (length > text->len) {
        buf_append_repeat(text, ' ', length - text->len);
    }
    memmove(text->ptr + span.start + inserted, text->ptr + span.end, tail);
    text->len = length;
    text->ptr[length] = '\0';
}

void text_buffer_replace(TextBuffer *buffer, Span span, Str text) {
    uint64_t length = (uint64_t)buffer->text.len + text.len;
    if (length > BUF_CAP_DEFAULT || (text.len == 0 && span_is_empty(span))) {
        return;
    }
    buf_append_repeat(&buffer->text, ' ', 0); /* so that there is memory, if empty */
    move_tail(&buffer->text, span, text.len);
    if (text.len > 0) {
        memcpy(buffer->text.ptr + span.start, text.ptr, text.len);
    }
    update_rows(buffer, span, text.len);
    note_change(&buffer->change, span, text.len);
}

LineIndex text_buffer_lines(const TextBuffer *buffer) {
    return (LineIndex){
        .text = buf_str(&buffer->text),
        .starts = buffer->starts.items,
        .count = buffer->starts.count,
    };
}

Span text_buffer_span(const TextBuffer *buffer, Position start, Position end,
                      PositionEncoding encoding) {
    LineIndex lines = text_buffer_lines(buffer);
    Span span = {line_index_offset(&lines, start, encoding),
                 line_index_offset(&lines, end, encoding)};
    if (span.end < span.start) {
        span = (Span){span.end, span.start};
    }
    return span;
}

TextChange text_buffer_take_change(TextBuffer *buffer) {
    TextChange change = buffer->change;
    buffer->change = (TextChange){.any = false};
    return change;
}
