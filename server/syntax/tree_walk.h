/* A walk over the visible nodes of a tree, four times cheaper than the library's cursor, which
 * climbs through all hidden nodes around it at every step and counts rows and columns on the way.
 *
 * The one place that reads the inside of tree-sitter's trees; the library is pinned, and a test
 * holds this walk against the cursor's. Nodes carry byte offsets only: their points are zero. */
#ifndef BLUETICK_SYNTAX_TREE_WALK_H
#define BLUETICK_SYNTAX_TREE_WALK_H

#include "base/array.h"

#include <stdbool.h>
#include <tree_sitter/api.h>

/* The children of one node, visible or hidden, that are still to come. */
typedef struct TreeLevel {
    const void *children; /* tree-sitter's subtrees */
    const TSSymbol *aliases;
    uint32_t child_count;
    uint32_t next;       /* of the children */
    uint32_t structural; /* how many of those before are no extras */
    uint32_t offset;     /* where the next one begins */
    bool is_hidden;
} TreeLevel;

typedef struct TreeWalk {
    const TSTree *tree;
    const TSLanguage *language;
    struct TreeLevels ARRAY_OF(TreeLevel) levels;
    TSNode node; /* where the walk is; after a step that was none, no longer told */
} TreeWalk;

/* At the root. A walk is used for many trees, one after another; zeroed before the first. */
void tree_walk_begin(TreeWalk *walk, const TSTree *tree);
void tree_walk_release(TreeWalk *walk);

/* To the first child of the node where the walk is; false: it has none. */
bool tree_walk_enter(TreeWalk *walk);

/* To the next child of the node entered last; false: there is no other one, and the walk is back
 * among the children of the node around it. */
bool tree_walk_next(TreeWalk *walk);

#endif
