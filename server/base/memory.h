/* The one place where running out of memory ends the process.
 *
 * tree-sitter aborts when it cannot allocate, so pretending to survive would be theatre; input size
 * is capped before anything is read, so no single document comes near the limit. */
#ifndef BLUETICK_BASE_MEMORY_H
#define BLUETICK_BASE_MEMORY_H

#include <stddef.h>

/* Never NULL for size > 0. The caller frees with free(). */
void *memory_allocate(size_t size);
void *memory_allocate_zeroed(size_t count, size_t size);
void *memory_resize(void *block, size_t size);

#endif
