/* Which versions a requirement lets in: "~=4.2", ">=1.4,<2.1", Poetry's "^4.2 || ^5.0". */
#ifndef BLUETICK_CONFIG_VERSION_RANGE_H
#define BLUETICK_CONFIG_VERSION_RANGE_H

#include "registry/library.h"

/* A bare version ("4.2") is that one. What cannot be read limits nothing. Ends only; the source is
 * left unsaid. O(text). */
LibraryRange version_range_read(Str text);

/* What a user names: "4.2" (all of it) or "1.4.46", nothing else. False leaves `out` alone. */
bool version_range_of_target(Str text, LibraryRange *out);

#endif
