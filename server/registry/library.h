/* The versions of libraries that a project runs on: plain data. */
#ifndef BLUETICK_REGISTRY_LIBRARY_H
#define BLUETICK_REGISTRY_LIBRARY_H

#include "base/str.h"

typedef enum LibraryId {
#define LIBRARY(symbol, distribution, name) LIBRARY_##symbol,
#include "registry/libraries.def"
#undef LIBRARY
    LIBRARY_COUNT
} LibraryId;

enum { LIBRARY_PART_MAX = 999 };

/* A version as one number that sorts as versions do; parts beyond LIBRARY_PART_MAX are cut. */
uint32_t library_version(uint32_t major, uint32_t minor, uint32_t patch);
uint32_t library_version_major(uint32_t version);
uint32_t library_version_minor(uint32_t version);
uint32_t library_version_patch(uint32_t version);

typedef enum LibrarySource {
    LIBRARY_UNSAID,
    LIBRARY_DECLARED, /* a requirement: what the project may be run on */
    LIBRARY_LOCKED    /* a lock file: what it is run on */
} LibrarySource;

/* Allowed are versions from `least` up to, not with, `before`; 0: no such end. */
typedef struct LibraryRange {
    uint32_t least;
    uint32_t before;
    uint32_t source; /* LibrarySource */
} LibraryRange;

typedef struct LibraryVersions {
    LibraryRange ranges[LIBRARY_COUNT];
} LibraryVersions;

/* By distribution as it is written anywhere ("Django", "Flask_SQLAlchemy"); LIBRARY_COUNT when it
 * is none of ours. */
LibraryId library_find(Str distribution);
Str library_distribution(LibraryId library);
Str library_title(LibraryId library);

/* One more statement of the same folder: a lock replaces declarations, of two of a kind both
 * hold. A range without ends says nothing. */
void library_range_add(LibraryRange *range, LibraryRange more);

/* What holds in a folder that says `nearer` below one where `range` holds: the nearer, unless the
 * outer is locked at something that it allows. */
void library_versions_narrow(LibraryVersions *outer, const LibraryVersions *nearer);

/* The project may be run on versions before this one; unknown versions are new ones. */
bool library_may_be_before(const LibraryVersions *versions, LibraryId library, uint32_t version);
/* The project is run on versions before this one only. */
bool library_is_before(const LibraryVersions *versions, LibraryId library, uint32_t version);

#endif
