/* Knows how places are grouped by the hash of a name; whether the name is the one asked for, the
 * reader compares. */
#include "index/name_table.h"

#include "base/hash.h"

enum { PLACES_A_BUCKET = 2 };

uint32_t name_table_hash(Str name) {
    return (uint32_t)(hash_short(name) >> 7);
}

NameTable name_table_build(const NamePlace *places, const uint32_t *hashes, uint32_t count,
                           Arena *mem) {
    NameTable table = {.bucket_count = 1};
    while (table.bucket_count < count / PLACES_A_BUCKET) {
        table.bucket_count *= 2;
    }
    table.bucket_starts = ARENA_ARRAY(mem, uint32_t, table.bucket_count + 2);
    table.places = ARENA_ARRAY(mem, NamePlace, count);
    uint32_t mask = table.bucket_count - 1;
    uint32_t *ends =
        table.bucket_starts + 1; /* first the sizes, then where each begins, then ends */
    for (uint32_t i = 0; i < count; i++) {
        ends[(hashes[i] & mask) + 1]++;
    }
    for (uint32_t bucket = 0; bucket < table.bucket_count; bucket++) {
        ends[bucket + 1] += ends[bucket];
    }
    for (uint32_t i = 0; i < count; i++) {
        table.places[ends[hashes[i] & mask]++] = places[i];
    }
    return table;
}
