/* Whole rows of a text: what fixes that move or indent statements ask. */
#ifndef BLUETICK_TEXT_ROWS_H
#define BLUETICK_TEXT_ROWS_H

#include "base/str.h"

/* The first byte of the row that holds `at`; the line end (or the text's end) that closes it; and
 * what stands behind that line end. O(row). */
uint32_t row_start(Str text, uint32_t at);
uint32_t row_end(Str text, uint32_t at);
uint32_t row_next(Str text, uint32_t at);

/* Blanks alone stand before `at` on its row; blanks and perhaps a comment alone from `at` on. */
bool row_begins_at(Str text, uint32_t at);
bool row_ends_at(Str text, uint32_t at);

/* The blanks that begin the row of `at`. */
Str row_indent(Str text, uint32_t at);

bool row_is_blank(Str text, uint32_t at);

/* A string literal in the span goes over several rows: its rows may not be indented otherwise. The
 * span begins between tokens. O(span). */
bool rows_hold_long_string(Str text, Span span);

#endif
