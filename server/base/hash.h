/* Content addresses. 128 bits of XXH3: a collision between two texts is not a case to handle. */
#ifndef BLUETICK_BASE_HASH_H
#define BLUETICK_BASE_HASH_H

#include "base/str.h"

typedef struct Hash {
    uint64_t low;
    uint64_t high;
} Hash;

/* Of one text. */
Hash hash_text(Str text);

/* Of several pieces as if they were one text: hash_start, hash_add for each, hash_finish.
 * The state is opaque and lives on the heap: new/free. */
typedef struct HashState HashState;
HashState *hash_state_new(void);
void hash_state_free(HashState *state);
void hash_start(HashState *state);
void hash_add(HashState *state, Str text);
Hash hash_finish(const HashState *state);

/* 64 bits for hash tables. */
uint64_t hash_short(Str text);

static inline bool hash_equal(Hash a, Hash b) {
    return a.low == b.low && a.high == b.high;
}

#endif
