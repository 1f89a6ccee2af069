/* Code frames: the rows of a span with carets under it. Room-internal. */
#ifndef BLUETICK_REPORT_FRAME_H
#define BLUETICK_REPORT_FRAME_H

#include "report/report.h"

/* ANSI sequences, empty without colour. */
typedef struct Palette {
    const char *gutter;
    const char *strong;
    const char *severity; /* of the finding at hand */
    const char *help;
    const char *reset;
} Palette;

Palette palette_of(ReportStyle style, Severity severity);

enum {
    FRAME_ROWS_MAX = 4, /* a longer span shows its first rows and its last */
    FRAME_BYTES_BEFORE =
        160, /* of a row, around the span's start; the rest is cut with an ellipsis */
    FRAME_BYTES_AFTER = 240
};

/* Digits of the largest row number that the frame shows: the width of its gutter. */
uint32_t frame_gutter(const LineIndex *lines, Span span);

/* Appends
 *
 *        |
 *     12 |     reply = requests.get(url)
 *        |             ^^^^^^^^^^^^^^^^^
 *
 * Wide characters and tabs align. O(bytes shown). */
void frame_append(Buf *out, const LineIndex *lines, Span span, const Palette *palette);

/* "   |" of that gutter, without a line end; and "   = " + word + ": ". */
void frame_bar(Buf *out, uint32_t gutter, const Palette *palette);
void frame_remark(Buf *out, uint32_t gutter, const Palette *palette, const char *word);

#endif
