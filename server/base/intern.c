#include "base/intern.h"

#include "base/hash.h"
#include "base/memory.h"

#include <stdlib.h>

enum { FIRST_SLOTS = 64 };

void interner_init(Interner *interner, Arena *mem) {
    *interner = (Interner){.mem = mem, .slot_count = FIRST_SLOTS};
    interner->slots = memory_allocate_zeroed(FIRST_SLOTS, sizeof *interner->slots);
    interner->capacity = FIRST_SLOTS / 2;
    interner->names = memory_allocate_zeroed(interner->capacity, sizeof *interner->names);
    interner->names[0] = (Str){"", 0};
    interner->count = 1;
}

void interner_release(Interner *interner) {
    free(interner->names);
    free(interner->slots);
    *interner = (Interner){0};
}

void interner_clear(Interner *interner) {
    memset(interner->slots, 0, sizeof *interner->slots * interner->slot_count);
    interner->count = 1;
}

/* The slot that holds `text`, or the free one where it belongs. */
static uint32_t find_slot(const Interner *interner, Str text) {
    uint32_t mask = interner->slot_count - 1;
    uint32_t slot = (uint32_t)hash_short(text) & mask;
    while (interner->slots[slot] && !str_equal(interner->names[interner->slots[slot]], text)) {
        slot = (slot + 1) & mask;
    }
    return slot;
}

static void grow(Interner *interner) {
    interner->capacity *= 2;
    interner->slot_count *= 2;
    interner->names = memory_resize(interner->names, sizeof *interner->names * interner->capacity);
    free(interner->slots);
    interner->slots = memory_allocate_zeroed(interner->slot_count, sizeof *interner->slots);
    for (NameId id = 1; id < interner->count; id++) {
        interner->slots[find_slot(interner, interner->names[id])] = id;
    }
}

NameId interner_add(Interner *interner, Str text) {
    uint32_t slot = find_slot(interner, text);
    if (interner->slots[slot]) {
        return interner->slots[slot];
    }
    if (interner->count == interner->capacity) {
        grow(interner);
        slot = find_slot(interner, text);
    }
    NameId id = interner->count++;
    interner->names[id] = interner->mem ? arena_copy(interner->mem, text) : text;
    interner->slots[slot] = id;
    return id;
}

NameId interner_find(const Interner *interner, Str text) {
    return interner->slots[find_slot(interner, text)];
}

Str interner_text(const Interner *interner, NameId id) {
    return id < interner->count ? interner->names[id] : (Str){"", 0};
}
