#include "base/array.h"

#include "base/arena.h"
#include "base/memory.h"

enum { SMALLEST_CAPACITY = 8 };

void *array_grow(void *items, uint32_t count, uint32_t *capacity, uint32_t extra, size_t size) {
    uint64_t wanted = (uint64_t)count + extra;
    if (wanted <= *capacity) {
        return items;
    }
    uint64_t grown = (uint64_t)*capacity * 2;
    grown = grown < SMALLEST_CAPACITY ? SMALLEST_CAPACITY : grown;
    grown = grown < wanted ? wanted : grown;
    if (grown > UINT32_MAX) {
        grown = wanted <= UINT32_MAX ? UINT32_MAX : wanted; /* the allocation below then fails */
    }
    void *moved = memory_resize(items, (size_t)grown * size);
    *capacity = (uint32_t)grown;
    return moved;
}

void *array_grow_in_arena(struct Arena *mem, void *items, uint32_t count, uint32_t *capacity,
                          size_t size) {
    if (count < *capacity) {
        return items;
    }
    uint32_t grown = *capacity ? *capacity * 2 : SMALLEST_CAPACITY;
    void *moved = arena_allocate(mem, (size_t)grown * size);
    if (count) {
        memcpy(moved, items, (size_t)count * size);
    }
    *capacity = grown;
    return moved;
}
