/* A set of access paths ("author", "author.publisher") written as one text, so that equal sets are
 * equal texts: sorted, joined by ';'. A path may bear a mark, its first byte ('-', '!'...), which
 * counts as a part of it; a path never holds a ';'. */
#ifndef BLUETICK_SEMANTICS_PATH_SET_H
#define BLUETICK_SEMANTICS_PATH_SET_H

#include "base/arena.h"

/* The path after the one at `*at`, which begins at 0; false at the end. */
bool path_set_next(Str set, uint32_t *at, Str *path);

bool path_set_has(Str set, Str path);

/* Sets live in `mem` or are one of those given. O(items). */
Str path_set_add(Str set, Str path, Arena *mem);
Str path_set_union(Str a, Str b, Arena *mem);
Str path_set_intersection(Str a, Str b, Arena *mem);

/* Of the paths that lead through `prefix` what comes after it: of {a, a.b, -a.c} below "a": {-c,
 * b}. Marks stay. */
Str path_set_below(Str set, Str prefix, Arena *mem);
/* Each path with `prefix` and a dot before it, after its mark. */
Str path_set_under(Str set, Str prefix, Arena *mem);
/* Without the paths that bear the mark. */
Str path_set_without(Str set, char mark, Arena *mem);

/* "a" and "b" give "a.b"; an empty one gives the other. */
Str access_path_join(Str path, Str name, Arena *mem);

#endif
