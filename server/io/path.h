/* Paths as text: nothing here asks the file system. `/` separates. */
#ifndef BLUETICK_IO_PATH_H
#define BLUETICK_IO_PATH_H

#include "base/arena.h"

static inline bool path_is_absolute(Str path) {
    return path.len > 0 && path.ptr[0] == '/';
}

/* "a/b" of "a" and "b"; `name` alone when it is absolute or `folder` is empty or ".". */
Str path_join(Str folder, Str name, Arena *mem);

/* Without "." parts, doubled and trailing slashes; ".." takes back the part before it (as text: the
 * caller resolves links first where they matter). "" becomes ".". */
Str path_normalize(Str path, Arena *mem);

/* Normalized and absolute, counted from the absolute folder `base`. */
Str path_absolute(Str path, Str base, Arena *mem);

/* How to name absolute `path` from absolute `base`: "shop/views.py", "../other.py", ".". Both must
 * be normalized. */
Str path_relative(Str path, Str base, Arena *mem);

/* The last part, and what stands before it ("" for a single name, "/" for a child of the root).
 * Borrowed. */
Str path_name(Str path);
Str path_folder(Str path);

/* True when `path` is `folder` or below it; both normalized the same way. */
bool path_is_within(Str path, Str folder);

#endif
