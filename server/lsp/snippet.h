/* The snippet syntax of LSP: text with places to fill in, one after another. */
#ifndef BLUETICK_LSP_SNIPPET_H
#define BLUETICK_LSP_SNIPPET_H

#include "base/buf.h"

/* `text` as a snippet whose words `placeholder` are tab stops: `${4:TODO.}`. Numbers go on from
 * *stops, so that the edits of one fix share them. False, and nothing is written, when there is
 * none: then the text is better sent plain. O(bytes). */
bool snippet_write(Str text, Str placeholder, uint32_t *stops, Buf *out);

#endif
