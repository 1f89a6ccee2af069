/* Knows rows, columns and the three encodings; refuses to know what a range is about. */
#include "lsp/lsp_text.h"

RangeWriter range_writer(const LineIndex *lines, PositionEncoding encoding) {
    return (RangeWriter){.lines = lines, .encoding = encoding};
}

static uint32_t units_of(unsigned char byte, PositionEncoding encoding) {
    if (encoding == POSITION_UTF8) {
        return 1;
    }
    if ((byte & 0xC0) == 0x80) {
        return 0;
    }
    return encoding == POSITION_UTF16 && byte >= 0xF0 ? 2 : 1;
}

static void move_to_row(RangeWriter *writer, uint32_t offset) {
    const LineIndex *lines = writer->lines;
    writer->row = line_index_row(lines, offset);
    writer->row_end =
        writer->row + 1 < lines->count ? lines->starts[writer->row + 1] : lines->text.len + 1;
    writer->offset = lines->starts[writer->row];
    writer->column = 0;
}

Position range_writer_position(RangeWriter *writer, uint32_t offset) {
    const LineIndex *lines = writer->lines;
    offset = offset < lines->text.len ? offset : lines->text.len;
    if (offset < writer->offset || offset >= writer->row_end) {
        move_to_row(writer, offset);
    }
    while (writer->offset < offset) {
        writer->column +=
            units_of((unsigned char)lines->text.ptr[writer->offset], writer->encoding);
        writer->offset++;
    }
    return (Position){writer->row, writer->column};
}

void range_write(RangeWriter *writer, Span span, Buf *out) {
    Position start = range_writer_position(writer, span.start);
    RangeWriter ahead = *writer;
    Position end = range_writer_position(&ahead, span.end);
    buf_format(out,
               "{\"start\":{\"line\":%u,\"character\":%u},\"end\":{\"line\":%u,\"character\":%u}}",
               start.row, start.column, end.row, end.column);
}
