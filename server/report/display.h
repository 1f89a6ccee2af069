/* Text as a terminal shows it: columns of characters, and bytes that must not reach a terminal.
 *
 * Source, messages and paths come from strangers: control characters (escape sequences), the
 * characters that reorder text (bidirectional overrides) and bytes that are not UTF-8 are replaced
 * by visible ones of one column each. */
#ifndef BLUETICK_REPORT_DISPLAY_H
#define BLUETICK_REPORT_DISPLAY_H

#include "base/buf.h"

enum { DISPLAY_TAB = 4 }; /* tab stops of code frames */

typedef struct DisplayChar {
    uint32_t code;    /* what is shown: U+FFFD for bad bytes, U+24xx for controls */
    uint32_t bytes;   /* consumed, at least 1 */
    uint32_t columns; /* 0, 1 or 2; a tab: 1 (its stop is the caller's business) */
    bool as_is;       /* the bytes themselves may be shown */
} DisplayChar;

/* The character at text[at]; at < text.len. */
DisplayChar display_char(Str text, uint32_t at);

/* Columns of a code point: 0 (combining, joiners), 1 or 2 (East Asian wide, emoji). */
uint32_t display_width(uint32_t code);

/* Columns that `text` takes when it begins at `column` (for tab stops). */
uint32_t display_columns(Str text, uint32_t column);

/* Appends `text` so that it takes those columns; tabs become spaces. */
void display_append(Buf *out, Str text, uint32_t column);

/* One line of words (a message, a path): as display_append, line ends become spaces. */
void display_append_line(Buf *out, Str text);

void utf8_append(Buf *out, uint32_t code);

#endif
