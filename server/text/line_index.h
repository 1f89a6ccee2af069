/* Byte offset <-> line and column, in the three encodings that LSP 3.17 names.
 *
 * Lines end at LF, CRLF or a lone CR, as Python and LSP both have it; the line end belongs to its
 * line. Rows and columns are 0-based here; reports add one. */
#ifndef BLUETICK_TEXT_LINE_INDEX_H
#define BLUETICK_TEXT_LINE_INDEX_H

#include "base/arena.h"

typedef enum PositionEncoding { POSITION_UTF8, POSITION_UTF16, POSITION_UTF32 } PositionEncoding;

typedef struct Position {
    uint32_t row;
    uint32_t column; /* code units of the encoding asked for */
} Position;

typedef struct LineIndex {
    Str text;               /* borrowed */
    const uint32_t *starts; /* starts[row]: first byte of the row; starts[0] == 0 */
    uint32_t count;         /* rows, at least 1: an empty text has one empty row */
} LineIndex;

/* One pass over the text; the array lives in `mem`. */
LineIndex line_index_build(Str text, Arena *mem);

/* The index of `text`, which came from `before`'s text by replacing `replaced` (bytes of the old
 * text) with `inserted_length` bytes: equal to line_index_build(text), but only the edit is read;
 * the other rows are copied and shifted. Nothing in it points into `before`. */
LineIndex line_index_edit(const LineIndex *before, Str text, Span replaced,
                          uint32_t inserted_length, Arena *mem);

/* O(log rows) + the row's length for the column. Offsets past the end are clamped. */
uint32_t line_index_row(const LineIndex *index, uint32_t offset);
Position line_index_position(const LineIndex *index, uint32_t offset, PositionEncoding encoding);

/* Clamped: past the row's end gives the end of the row (before its line end), past the last row
 * gives the end of the text; inside a character (half a surrogate pair) gives its first byte. */
uint32_t line_index_offset(const LineIndex *index, Position position, PositionEncoding encoding);

/* The row's bytes without its line end. */
Span line_index_row_span(const LineIndex *index, uint32_t row);

#endif
