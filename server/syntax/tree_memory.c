/* Knows which blocks are kept and how the allocator is told; knows nothing about trees. */
#include "syntax/tree_memory.h"

#include "base/memory.h"

#include <malloc.h>
#include <stdbool.h>
#include <stdlib.h>
#include <tree_sitter/api.h>

/* The tree of a unit of a thousand lines; all that an idle parser keeps. */
enum { KEPT_BYTES_MAX = 1 << 20, STEP = 16, OVERHEAD = 8, LEAST_INDEX = 2 };

/* A sanitizer has to see each block come and go. */
#if defined(__SANITIZE_ADDRESS__)
#define SEES_EVERY_BLOCK true
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define SEES_EVERY_BLOCK true
#endif
#endif
#ifndef SEES_EVERY_BLOCK
#define SEES_EVERY_BLOCK false
#endif

/* The library's allocator has no context argument: this is where one thread's parse finds its own.
 * Set and cleared by the parse itself; no state outlives it here. */
static _Thread_local TreeMemory *current;

/* The list in which blocks for `size` bytes stand: each holds STEP * index - OVERHEAD or more, the
 * sizes that the system's allocator rounds up to. */
static size_t index_for(size_t size) {
    size_t index = (size + OVERHEAD + STEP - 1) / STEP;
    return index < LEAST_INDEX ? LEAST_INDEX : index;
}

static void *take(size_t size) {
    size_t index = index_for(size);
    TreeMemory *memory = current;
    if (memory && index < TREE_BLOCK_SIZES && memory->kept[index]) {
        void *block = memory->kept[index];
        memory->kept[index] = *(void **)block;
        memory->bytes -= (uint32_t)index * STEP;
        return block;
    }
    return memory_allocate(index < TREE_BLOCK_SIZES ? index * STEP - OVERHEAD : size);
}

static void *take_zeroed(size_t count, size_t size) {
    return memory_allocate_zeroed(count, size);
}

static void *resize(void *block, size_t size) {
    return memory_resize(block, size ? size : 1);
}

static void give_back(void *block) {
    TreeMemory *memory = current;
    if (!memory || !block) {
        free(block);
        return;
    }
    size_t index = (malloc_usable_size(block) + OVERHEAD) / STEP;
    if (index >= TREE_BLOCK_SIZES || memory->bytes >= KEPT_BYTES_MAX) {
        free(block);
        return;
    }
    *(void **)block = memory->kept[index];
    memory->kept[index] = block;
    memory->bytes += (uint32_t)index * STEP;
}

void tree_memory_install(void) {
    if (!SEES_EVERY_BLOCK) {
        ts_set_allocator(take, take_zeroed, resize, give_back);
    }
}

void tree_memory_enter(TreeMemory *memory) {
    current = memory;
}

void tree_memory_leave(void) {
    current = NULL;
}

void tree_memory_release(TreeMemory *memory) {
    for (size_t index = 0; index < TREE_BLOCK_SIZES; index++) {
        while (memory->kept[index]) {
            void *block = memory->kept[index];
            memory->kept[index] = *(void **)block;
            free(block);
        }
    }
    memory->bytes = 0;
}
