/* The client's text of one open document as it stands now, and what changed since the engine was
 * last told. Belongs to the loop's thread; workers get copies of what they need. */
#ifndef BLUETICK_LSP_TEXT_BUFFER_H
#define BLUETICK_LSP_TEXT_BUFFER_H

#include "base/array.h"
#include "base/buf.h"
#include "text/line_index.h"

typedef struct RowStarts ARRAY_OF(uint32_t) RowStarts;

/* All changes since text_buffer_take_changes, as one replacement. */
typedef struct TextChange {
    bool any;
    bool whole;    /* the text was set anew: spans mean nothing */
    Span replaced; /* bytes of the text as it was */
    uint32_t end;  /* the new bytes are [replaced.start, end) of the text as it is */
} TextChange;

typedef struct TextBuffer {
    Buf text;         /* UTF-8 without a byte order mark */
    RowStarts starts; /* as LineIndex.starts */
    TextChange change;
} TextBuffer;

void text_buffer_init(TextBuffer *buffer);
void text_buffer_release(TextBuffer *buffer);

/* The whole text anew; a byte order mark in front is no part of it. */
void text_buffer_set(TextBuffer *buffer, Str text);

/* Replaces bytes in place; the span must be within the text. Cost: moving what follows, and the row
 * starts of what follows. */
void text_buffer_replace(TextBuffer *buffer, Span span, Str text);

/* The bytes between two positions, clamped to the text; an inverted range is turned around. */
Span text_buffer_span(const TextBuffer *buffer, Position start, Position end,
                      PositionEncoding encoding);

/* Borrowed until the next change. */
LineIndex text_buffer_lines(const TextBuffer *buffer);

/* What changed, and forgets it. */
TextChange text_buffer_take_change(TextBuffer *buffer);

#endif
