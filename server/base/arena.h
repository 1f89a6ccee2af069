/* Memory with one lifetime: allocated piece by piece, released as a whole.
 *
 * Not thread-safe: one arena belongs to one thread at a time. */
#ifndef BLUETICK_BASE_ARENA_H
#define BLUETICK_BASE_ARENA_H

#include "base/str.h"

#include <stddef.h>

typedef struct ArenaBlock ArenaBlock;

typedef struct Arena {
    ArenaBlock *current; /* newest block; the others hang behind it */
    size_t allocated;    /* bytes taken from the system, for statistics */
} Arena;

/* A place to rewind to: what was allocated after it is forgotten. */
typedef struct ArenaMark {
    ArenaBlock *block;
    size_t used;
} ArenaMark;

void arena_init(Arena *arena);

/* An arena whose first block is the caller's `bytes`, aligned for any type, which outlive it: for
 * what nearly always fits on the stack, so that nothing is taken from the system. */
void arena_init_with(Arena *arena, void *bytes, size_t size);

void arena_release(Arena *arena);

/* Forgets all allocations and keeps the largest block for the next run. */
void arena_reset(Arena *arena);

ArenaMark arena_mark(const Arena *arena);
void arena_rewind(Arena *arena, ArenaMark mark);

/* The next `bytes` bytes (rounded up per allocation to the alignment) come from one block: for
 * small arenas whose size is known, so that nothing is left over. */
void arena_reserve(Arena *arena, size_t bytes);

/* `size` bytes aligned for any type, not cleared. */
void *arena_allocate(Arena *arena, size_t size);
void *arena_allocate_zeroed(Arena *arena, size_t size);

/* A copy that lives as long as the arena; also NUL-terminated, beyond len. */
Str arena_copy(Arena *arena, Str text);

/* printf into the arena; NUL-terminated, beyond len. */
Str arena_format(Arena *arena, const char *format, ...) __attribute__((format(printf, 2, 3)));

#define ARENA_NEW(arena, type) ((type *)arena_allocate_zeroed((arena), sizeof(type)))
#define ARENA_ARRAY(arena, type, count)                                                            \
    ((type *)arena_allocate_zeroed((arena), sizeof(type) * (size_t)(count)))

#endif
