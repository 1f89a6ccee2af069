/* URIs of documents <-> paths, and when two spellings name one document.
 *
 * A client's spelling is echoed exactly wherever we answer; this file only says which path and
 * which document it means. Nothing here touches the file system. */
#ifndef BLUETICK_LSP_URI_H
#define BLUETICK_LSP_URI_H

#include "base/buf.h"

typedef enum PathStyle {
    PATH_POSIX,
    PATH_WINDOWS, /* `c:/dir/file`, `//server/share/file`; `/` separators, drive in lower case */
} PathStyle;

/* The style of the system that this binary was built for. */
PathStyle path_style_native(void);

/* The path that a `file:` URI names, appended, percent-decoded, with `.`, `..` and doubled
 * separators taken out. False for any other scheme, for a host that is not this machine (POSIX), or
 * when nothing is left. A malformed percent sign stands for itself; an encoded NUL makes it
 * false. */
bool uri_to_path(Str uri, PathStyle style, Buf *path);

/* `file:` and the path, percent-encoded as RFC 3986 asks for, appended. */
void uri_from_path(Str path, PathStyle style, Buf *uri);

/* Equal for all spellings of one document, appended: the scheme in lower case, the rest decoded,
 * the path of a `file:` URI as uri_to_path has it. */
void uri_key(Str uri, PathStyle style, Buf *key);

#endif
