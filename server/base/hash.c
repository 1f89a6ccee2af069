#include "base/hash.h"

#include "base/memory.h"

#include <stdlib.h>
#include <xxhash.h>

struct HashState {
    XXH3_state_t *xxh;
};

static Hash from_xxh(XXH128_hash_t value) {
    return (Hash){value.low64, value.high64};
}

Hash hash_text(Str text) {
    return from_xxh(XXH3_128bits(text.ptr, text.len));
}

HashState *hash_state_new(void) {
    HashState *state = memory_allocate(sizeof *state);
    state->xxh = XXH3_createState();
    hash_start(state);
    return state;
}

void hash_state_free(HashState *state) {
    if (state) {
        XXH3_freeState(state->xxh);
        free(state);
    }
}

void hash_start(HashState *state) {
    XXH3_128bits_reset(state->xxh);
}

void hash_add(HashState *state, Str text) {
    XXH3_128bits_update(state->xxh, text.ptr, text.len);
}

Hash hash_finish(const HashState *state) {
    return from_xxh(XXH3_128bits_digest(state->xxh));
}

uint64_t hash_short(Str text) {
    return XXH3_64bits(text.ptr, text.len);
}
