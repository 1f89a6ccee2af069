/* Places by name: built once, in two passes over them, then only read. Part of the index. */
#ifndef BLUETICK_INDEX_NAME_TABLE_H
#define BLUETICK_INDEX_NAME_TABLE_H

#include "base/arena.h"
#include "base/array.h"

/* Something called by a name: the name stands at `start` in the text of `file`. */
typedef struct NamePlace {
    uint32_t file;
    uint32_t start;
    uint32_t unit;
} NamePlace;

typedef struct NamePlaces ARRAY_OF(NamePlace) NamePlaces;

typedef struct NameTable {
    NamePlace *places;       /* grouped by bucket, in each in order of addition */
    uint32_t *bucket_starts; /* bucket_count + 1 of them */
    uint32_t bucket_count;   /* a power of two */
} NameTable;

/* `hashes[i]` is the hash of the name of places[i]. O(count); lives in `mem`. */
NameTable name_table_build(const NamePlace *places, const uint32_t *hashes, uint32_t count,
                           Arena *mem);

uint32_t name_table_hash(Str name);

/* The bucket that holds all places of the name, among others. */
static inline Span name_table_bucket(const NameTable *table, Str name) {
    uint32_t bucket = name_table_hash(name) & (table->bucket_count - 1);
    return (Span){table->bucket_starts[bucket], table->bucket_starts[bucket + 1]};
}

#endif
