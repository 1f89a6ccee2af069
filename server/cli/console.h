/* Standard output and error of a command. Output that cannot be written is an error of the run: a
 * closed pipe and a full disk must not look like success. */
#ifndef BLUETICK_CLI_CONSOLE_H
#define BLUETICK_CLI_CONSOLE_H

#include "base/status.h"

/* The bytes, down to the system. STATUS_UNWRITABLE, with the reason told on standard error (not
 * when the reader has simply gone). */
Status console_write(Str bytes) MUST_CHECK;

/* "bluetick: TEXT\n" to standard error. */
void console_complain(Str text);

/* Raw bytes to standard error, for progress and remarks. */
void console_remark(Str text);

bool console_error_is_terminal(void);

typedef enum ColorWish { COLOR_AUTO, COLOR_ALWAYS, COLOR_NEVER } ColorWish;

/* False for any text but auto, always, never. */
bool color_wish_find(Str text, ColorWish *out);

/* auto: NO_COLOR, FORCE_COLOR, then whether standard output is a terminal that can. */
bool console_wants_color(ColorWish wish);

#endif
