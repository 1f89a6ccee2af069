#include "base/memory.h"

#include <stdio.h>
#include <stdlib.h>

static void *checked(void *block, size_t size) {
    if (!block && size) {
        fputs("bluetick: out of memory\n", stderr);
        abort();
    }
    return block;
}

void *memory_allocate(size_t size) {
    return checked(malloc(size), size);
}

void *memory_allocate_zeroed(size_t count, size_t size) {
    return checked(calloc(count, size), count && size ? 1 : 0);
}

void *memory_resize(void *block, size_t size) {
    return checked(realloc(block, size), size);
}
