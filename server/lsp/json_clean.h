/* Makes the bytes of a message fit for cJSON, in place, before it sees them.
 *
 * cJSON holds strings NUL-terminated, refuses lone surrogates and recurses over nesting. So: NUL
 * becomes a blank (as the parser of Python sees it), a lone surrogate U+FFFD, a byte that is not
 * UTF-8 `?`; all keep their width in UTF-16 and UTF-8, so that positions still count. Depth is
 * capped. What JSON is otherwise wrong about is left for cJSON to refuse. */
#ifndef BLUETICK_LSP_JSON_CLEAN_H
#define BLUETICK_LSP_JSON_CLEAN_H

#include "base/status.h"

enum { JSON_DEPTH_MAX = 128 };

/* STATUS_TOO_LARGE when arrays and objects nest deeper than JSON_DEPTH_MAX. One pass. */
Status json_clean(char *bytes, uint32_t length) MUST_CHECK;

#endif
