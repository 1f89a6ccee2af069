/* Rows, gutters and carets. Knows nothing of findings. */
#include "report/frame.h"

#include "report/display.h"

Palette palette_of(ReportStyle style, Severity severity) {
    static const char *const colors[SEVERITY_COUNT] = {
        [SEVERITY_HINT] = "\x1b[1;36m",
        [SEVERITY_INFO] = "\x1b[1;34m",
        [SEVERITY_WARNING] = "\x1b[1;33m",
        [SEVERITY_ERROR] = "\x1b[1;31m",
    };
    if (!style.color) {
        return (Palette){"", "", "", "", ""};
    }
    return (Palette){"\x1b[34m", "\x1b[1m", colors[severity], "\x1b[32m", "\x1b[0m"};
}

static uint32_t digits_of(uint32_t number) {
    uint32_t digits = 1;
    while (number >= 10) {
        number /= 10;
        digits++;
    }
    return digits;
}

static uint32_t last_row(const LineIndex *lines, Span span) {
    return line_index_row(lines, span_is_empty(span) ? span.start : span.end - 1);
}

uint32_t frame_gutter(const LineIndex *lines, Span span) {
    return digits_of(last_row(lines, span) + 1);
}

void frame_bar(Buf *out, uint32_t gutter, const Palette *palette) {
    buf_append_c(out, palette->gutter);
    buf_append_repeat(out, ' ', gutter + 1);
    buf_append_byte(out, '|');
    buf_append_c(out, palette->reset);
}

void frame_remark(Buf *out, uint32_t gutter, const Palette *palette, const char *word) {
    buf_append_c(out, palette->gutter);
    buf_append_repeat(out, ' ', gutter + 1);
    buf_append_c(out, "= ");
    buf_append_c(out, palette->reset);
    buf_append_c(out, palette->strong);
    buf_append_c(out, word);
    buf_append_byte(out, ':');
    buf_append_c(out, palette->reset);
    buf_append_byte(out, ' ');
}

static bool is_continuation(Str text, uint32_t at) {
    return at < text.len && ((unsigned char)text.ptr[at] & 0xC0) == 0x80;
}

/* The part of the row that is shown: all of it, or a window that begins before `focus`. */
static Span visible_part(Str text, Span row, uint32_t focus) {
    Span part = row;
    if (focus - row.start > FRAME_BYTES_BEFORE) {
        part.start = focus - FRAME_BYTES_BEFORE;
        while (part.start < focus && is_continuation(text, part.start)) {
            part.start++;
        }
    }
    if (row.end - focus > FRAME_BYTES_AFTER) {
        part.end = focus + FRAME_BYTES_AFTER;
        while (part.end > focus && is_continuation(text, part.end)) {
            part.end--;
        }
    }
    return part;
}

static uint32_t skip_indent(Str text, Span row) {
    uint32_t at = row.start;
    while (at < row.end && (text.ptr[at] == ' ' || text.ptr[at] == '\t' || text.ptr[at] == '\f')) {
        at++;
    }
    return at;
}

static void append_carets(Buf *out, Str text, Span part, Span marked, uint32_t column,
                          const Palette *palette) {
    uint32_t end = marked.end < part.end ? marked.end : part.end;
    uint32_t before = display_columns(str_slice(text, part.start, marked.start), column);
    uint32_t width = display_columns(str_slice(text, marked.start, end), column + before);
    buf_append_repeat(out, ' ', 1 + column + before);
    buf_append_c(out, palette->severity);
    buf_append_repeat(out, '^', width > 0 ? width : 1);
    buf_append_c(out, palette->reset);
    buf_append_byte(out, '\n');
}

static void append_row(Buf *out, const LineIndex *lines, uint32_t row, Span span, uint32_t gutter,
                       const Palette *palette) {
    Str text = lines->text;
    Span whole = line_index_row_span(lines, row);
    uint32_t start = span.start > whole.start ? span.start : skip_indent(text, whole);
    start = start > whole.end ? whole.end : start;
    Span marked = {start, span.end < whole.end ? span.end : whole.end};
    marked.end = marked.end < start ? start : marked.end;
    Span part = visible_part(text, whole, start);
    bool is_cut = part.start > whole.start;
    buf_append_c(out, palette->gutter);
    buf_append_repeat(out, ' ', gutter - digits_of(row + 1));
    buf_append_number(out, row + 1);
    buf_append_c(out, " |");
    buf_append_c(out, palette->reset);
    Str shown = str_span(text, part);
    if (shown.len > 0) {
        buf_append_c(out, is_cut ? " …" : " ");
        display_append(out, shown, is_cut);
        buf_append_c(out, part.end < whole.end ? "…" : "");
    }
    buf_append_byte(out, '\n');
    frame_bar(out, gutter, palette);
    append_carets(out, text, part, marked, is_cut, palette);
}

void frame_append(Buf *out, const LineIndex *lines, Span span, const Palette *palette) {
    uint32_t gutter = frame_gutter(lines, span);
    uint32_t first = line_index_row(lines, span.start);
    uint32_t last = last_row(lines, span);
    frame_bar(out, gutter, palette);
    buf_append_byte(out, '\n');
    bool is_long = last - first >= FRAME_ROWS_MAX;
    for (uint32_t row = first; row <= last; row++) {
        if (is_long && row == first + FRAME_ROWS_MAX - 2) {
            buf_format(out, "%s...%s\n", palette->gutter, palette->reset);
            row = last;
        }
        append_row(out, lines, row, span, gutter, palette);
    }
}
