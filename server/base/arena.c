#include "base/arena.h"

#include "base/memory.h"

#include <stdalign.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>

enum { FIRST_BLOCK_BYTES = 4096, LARGEST_BLOCK_BYTES = 1 << 20 };

struct ArenaBlock {
    ArenaBlock *previous;
    size_t used;
    size_t capacity;
    bool is_lent; /* by whoever made the arena */
    alignas(max_align_t) char bytes[];
};

void arena_init(Arena *arena) {
    *arena = (Arena){0};
}

void arena_init_with(Arena *arena, void *bytes, size_t size) {
    ArenaBlock *block = bytes;
    *block = (ArenaBlock){.capacity = size - sizeof *block, .is_lent = true};
    *arena = (Arena){.current = block};
}

static void free_block(Arena *arena, ArenaBlock *block) {
    if (!block->is_lent) {
        arena->allocated -= block->capacity;
        free(block);
    }
}

void arena_release(Arena *arena) {
    ArenaBlock *block = arena->current;
    while (block) {
        ArenaBlock *previous = block->previous;
        free_block(arena, block);
        block = previous;
    }
    *arena = (Arena){0};
}

void arena_reset(Arena *arena) {
    ArenaBlock *keep = arena->current;
    for (ArenaBlock *block = keep; block; block = block->previous) {
        keep = block->capacity > keep->capacity ? block : keep;
    }
    ArenaBlock *block = arena->current;
    while (block) {
        ArenaBlock *previous = block->previous;
        if (block != keep) {
            free_block(arena, block);
        }
        block = previous;
    }
    if (keep) {
        keep->previous = NULL;
        keep->used = 0;
    }
    arena->current = keep;
}

ArenaMark arena_mark(const Arena *arena) {
    return (ArenaMark){arena->current, arena->current ? arena->current->used : 0};
}

void arena_rewind(Arena *arena, ArenaMark mark) {
    while (arena->current != mark.block) {
        ArenaBlock *previous = arena->current->previous;
        free_block(arena, arena->current);
        arena->current = previous;
    }
    if (arena->current) {
        arena->current->used = mark.used;
    }
}

static ArenaBlock *add_block_of(Arena *arena, size_t capacity) {
    ArenaBlock *block = memory_allocate(sizeof *block + capacity);
    *block = (ArenaBlock){.previous = arena->current, .capacity = capacity};
    arena->current = block;
    arena->allocated += capacity;
    return block;
}

static ArenaBlock *add_block(Arena *arena, size_t size) {
    size_t capacity = arena->current ? arena->current->capacity * 2 : FIRST_BLOCK_BYTES;
    capacity = capacity > LARGEST_BLOCK_BYTES ? LARGEST_BLOCK_BYTES : capacity;
    capacity = capacity < size ? size : capacity;
    return add_block_of(arena, capacity);
}

void arena_reserve(Arena *arena, size_t bytes) {
    ArenaBlock *block = arena->current;
    if (bytes && (!block || block->capacity - block->used < bytes)) {
        add_block_of(arena, bytes);
    }
}

void *arena_allocate(Arena *arena, size_t size) {
    size_t rounded = (size + alignof(max_align_t) - 1) & ~(alignof(max_align_t) - 1);
    ArenaBlock *block = arena->current;
    if (!block || block->capacity - block->used < rounded) {
        block = add_block(arena, rounded);
    }
    void *result = block->bytes + block->used;
    block->used += rounded;
    return result;
}

void *arena_allocate_zeroed(Arena *arena, size_t size) {
    void *result = arena_allocate(arena, size);
    return memset(result, 0, size);
}

Str arena_copy(Arena *arena, Str text) {
    char *copy = arena_allocate(arena, (size_t)text.len + 1);
    if (text.len) {
        memcpy(copy, text.ptr, text.len);
    }
    copy[text.len] = '\0';
    return (Str){copy, text.len};
}

/* Into a small text first: most are short, and are written once so. */
Str arena_format(Arena *arena, const char *format, ...) {
    enum { SHORT_BYTES = 256 };
    char brief[SHORT_BYTES];
    va_list arguments;
    va_start(arguments, format);
    int length = vsnprintf(brief, sizeof brief, format, arguments);
    va_end(arguments);
    if (length < 0) {
        return (Str){"", 0};
    }
    if (length < SHORT_BYTES) {
        return arena_copy(arena, (Str){brief, (uint32_t)length});
    }
    char *text = arena_allocate(arena, (size_t)length + 1);
    va_start(arguments, format);
    vsnprintf(text, (size_t)length + 1, format, arguments);
    va_end(arguments);
    return (Str){text, (uint32_t)length};
}
