/* Growing arrays of plain values.
 *
 *     typedef struct Spans ARRAY_OF(Span) Spans;
 *     Spans spans = {0};
 *     ARRAY_PUSH(&spans, ((Span){0, 4}));
 *     ARRAY_RELEASE(&spans);
 *
 * The items move when the array grows: hold indices, not pointers. */
#ifndef BLUETICK_BASE_ARRAY_H
#define BLUETICK_BASE_ARRAY_H

#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#define ARRAY_OF(type)                                                                             \
    {                                                                                              \
        type *items;                                                                               \
        uint32_t count;                                                                            \
        uint32_t capacity;                                                                         \
    }

/* Room for `extra` more items; O(1) amortised. */
#define ARRAY_RESERVE(array, extra)                                                                \
    ((array)->items = array_grow((array)->items, (array)->count, &(array)->capacity, (extra),      \
                                 sizeof *(array)->items))

#define ARRAY_PUSH(array, value)                                                                   \
    (ARRAY_RESERVE((array), 1), (array)->items[(array)->count++] = (value))

#define ARRAY_RELEASE(array)                                                                       \
    (free((array)->items), (array)->items = NULL, (array)->count = 0, (array)->capacity = 0)

/* The same in an arena: no release, and what was outgrown stays behind until the arena goes. */
#define ARENA_PUSH(mem, array, value)                                                              \
    ((array)->items = array_grow_in_arena((mem), (array)->items, (array)->count,                   \
                                          &(array)->capacity, sizeof *(array)->items),             \
     (array)->items[(array)->count++] = (value))

struct Arena;

/* What ARENA_PUSH calls: room for one more item. */
void *array_grow_in_arena(struct Arena *mem, void *items, uint32_t count, uint32_t *capacity,
                          size_t size);

/* What ARRAY_RESERVE calls: the items, moved to a larger block when they did not fit. */
void *array_grow(void *items, uint32_t count, uint32_t *capacity, uint32_t extra, size_t size);

#endif
