/* Spans of a document as LSP writes them: ranges in the client's encoding. */
#ifndef BLUETICK_LSP_LSP_TEXT_H
#define BLUETICK_LSP_LSP_TEXT_H

#include "base/buf.h"
#include "text/line_index.h"

/* Turns offsets into positions. Offsets asked for in rising order on one row cost the bytes between
 * them, not the row: a row of 4 MB with 10,000 findings stays linear. */
typedef struct RangeWriter {
    const LineIndex *lines;
    PositionEncoding encoding;
    uint32_t row;
    uint32_t row_end; /* where the next row starts; 0 = nothing asked yet */
    uint32_t offset;
    uint32_t column;
} RangeWriter;

RangeWriter range_writer(const LineIndex *lines, PositionEncoding encoding);

Position range_writer_position(RangeWriter *writer, uint32_t offset);

/* {"start":{"line":0,"character":4},"end":{...}}, appended. */
void range_write(RangeWriter *writer, Span span, Buf *out);

#endif
