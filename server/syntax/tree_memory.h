/* Memory for tree-sitter's nodes: blocks that one tree gives back are kept for the next one.
 *
 * A unit's tree is thousands of small blocks that all come and go within one parse; asking the
 * system for each was a tenth of a whole scan. Blocks are the system's own all the same, so that it
 * does not matter where one was taken and where it is given back. */
#ifndef BLUETICK_SYNTAX_TREE_MEMORY_H
#define BLUETICK_SYNTAX_TREE_MEMORY_H

#include <stddef.h>
#include <stdint.h>

/* Kept blocks by size in steps of 16 bytes; a list of each size, linked through the blocks. */
enum { TREE_BLOCK_SIZES = 33 };

typedef struct TreeMemory {
    void *kept[TREE_BLOCK_SIZES];
    uint32_t bytes; /* kept */
} TreeMemory;

/* Once in a process, before anything is parsed and before there are threads; without it everything
 * works as well, a little slower. */
void tree_memory_install(void);

/* Between them tree-sitter, on this thread, is served from `memory`. They do not nest. */
void tree_memory_enter(TreeMemory *memory);
void tree_memory_leave(void);

/* Gives all kept blocks back to the system. */
void tree_memory_release(TreeMemory *memory);

#endif
