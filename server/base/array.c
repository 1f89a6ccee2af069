#include "base/array.h"

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
