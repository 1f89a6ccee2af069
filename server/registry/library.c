/* Ranges of versions. Refuses to know how files write them. */
#include "registry/library.h"

typedef struct LibraryRow {
    Str distribution;
    Str name;
} LibraryRow;

#define TEXT(literal)                                                                              \
    { (literal), (uint32_t)(sizeof(literal) - 1) }

static const LibraryRow rows[] = {
#define LIBRARY(symbol, distribution, name) {TEXT(distribution), TEXT(name)},
#include "registry/libraries.def"
#undef LIBRARY
};

enum { PATCH_STEP = 1, MINOR_STEP = 1000, MAJOR_STEP = 1000 * 1000 };

static uint32_t part(uint32_t value) {
    return value < LIBRARY_PART_MAX ? value : LIBRARY_PART_MAX;
}

uint32_t library_version(uint32_t major, uint32_t minor, uint32_t patch) {
    return part(major) * MAJOR_STEP + part(minor) * MINOR_STEP + part(patch) * PATCH_STEP;
}

uint32_t library_version_major(uint32_t version) {
    return version / MAJOR_STEP;
}

uint32_t library_version_minor(uint32_t version) {
    return version % MAJOR_STEP / MINOR_STEP;
}

uint32_t library_version_patch(uint32_t version) {
    return version % MINOR_STEP;
}

static bool is_separator(char byte) {
    return byte == '-' || byte == '_' || byte == '.';
}

static char lower(char byte) {
    return byte >= 'A' && byte <= 'Z' ? (char)(byte + ('a' - 'A')) : byte;
}

/* `normal` is normalised, `text` need not be. */
static bool is_distribution(Str normal, Str text) {
    uint32_t at = 0;
    uint32_t i = 0;
    while (i < text.len && at < normal.len) {
        char byte = text.ptr[i++];
        if (is_separator(byte)) {
            while (i < text.len && is_separator(text.ptr[i])) {
                i++;
            }
            byte = '-';
        }
        if (lower(byte) != normal.ptr[at++]) {
            return false;
        }
    }
    return i == text.len && at == normal.len;
}

LibraryId library_find(Str distribution) {
    uint32_t found = 0;
    while (found < LIBRARY_COUNT && !is_distribution(rows[found].distribution, distribution)) {
        found++;
    }
    return (LibraryId)found;
}

Str library_distribution(LibraryId library) {
    return rows[library].distribution;
}

Str library_title(LibraryId library) {
    return rows[library].name;
}

void library_range_add(LibraryRange *range, LibraryRange more) {
    if ((!more.least && !more.before) || more.source < range->source) {
        return;
    }
    if (more.source > range->source) {
        *range = more;
        return;
    }
    bool is_open = !range->before || !more.before;
    range->least = more.least < range->least ? more.least : range->least;
    range->before = is_open ? 0 : more.before > range->before ? more.before : range->before;
}

static bool allows(const LibraryRange *range, uint32_t version) {
    return version >= range->least && (!range->before || version < range->before);
}

void library_versions_narrow(LibraryVersions *outer, const LibraryVersions *nearer) {
    for (uint32_t i = 0; i < LIBRARY_COUNT; i++) {
        LibraryRange *range = &outer->ranges[i];
        const LibraryRange *near = &nearer->ranges[i];
        bool is_locked_above = range->source == LIBRARY_LOCKED && near->source < LIBRARY_LOCKED &&
                               allows(near, range->least);
        if (near->source != LIBRARY_UNSAID && !is_locked_above) {
            *range = *near;
        }
    }
}

bool library_may_be_before(const LibraryVersions *versions, LibraryId library, uint32_t version) {
    const LibraryRange *range = versions ? &versions->ranges[library] : NULL;
    return range && ((range->least && range->least < version) ||
                     library_is_before(versions, library, version));
}

bool library_is_before(const LibraryVersions *versions, LibraryId library, uint32_t version) {
    const LibraryRange *range = versions ? &versions->ranges[library] : NULL;
    return range && range->before && range->before <= version;
}
