/* Path patterns of the config: gitignore's kind of globs.
 *
 * `*` and `?` stay within a name, `**` crosses directories, `[a-z]` and `[!a-z]` are classes, a
 * backslash takes the next character as it is. A pattern without a slash (but at its end) matches
 * at any depth; one with a slash starts at the root. A pattern that matches a directory matches
 * all that is in it. */
#ifndef BLUETICK_CONFIG_GLOB_H
#define BLUETICK_CONFIG_GLOB_H

#include "base/str.h"

enum { GLOB_LENGTH_MAX = 256 };

/* Longer patterns and unclosed classes are errors of the config. */
bool glob_is_valid(Str pattern);

/* `path` is relative to the root, `/` separators, no leading `./`. False for an invalid pattern.
 * O(path x pattern), never more. */
bool glob_matches(Str pattern, Str path);

#endif
