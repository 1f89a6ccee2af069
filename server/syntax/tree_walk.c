/* Knows how tree-sitter lays out a tree: hidden nodes, aliases, padding. Knows nothing about what
 * the nodes mean. */
#include "syntax/tree_walk.h"

/* The library's own headers, which are not on the include path by themselves. */
#include <tree_sitter/../../src/language.h>
#include <tree_sitter/../../src/subtree.h>

void tree_walk_begin(TreeWalk *walk, const TSTree *tree) {
    walk->tree = tree;
    walk->language = ts_tree_language(tree);
    walk->levels.count = 0;
    walk->node = ts_tree_root_node(tree);
}

void tree_walk_release(TreeWalk *walk) {
    ARRAY_RELEASE(&walk->levels);
}

/* False: it has no children at all. */
static bool open_level(TreeWalk *walk, Subtree parent, uint32_t offset, bool is_hidden) {
    uint32_t count = ts_subtree_child_count(parent);
    if (count == 0) {
        return false;
    }
    struct TreeLevels *levels = &walk->levels;
    if (levels->count == levels->capacity) {
        ARRAY_RESERVE(levels, 1);
    }
    levels->items[levels->count++] = (TreeLevel){
        .children = ts_subtree_children(parent),
        .aliases = ts_language_alias_sequence(walk->language, parent.ptr->production_id),
        .child_count = count,
        .offset = offset,
        .is_hidden = is_hidden,
    };
    return true;
}

/* What a step has to know of a child. */
typedef struct Seen {
    uint32_t bytes;
    bool is_visible;
    bool is_extra;
} Seen;

static inline Seen look_at(Subtree child) {
    return child.data.is_inline
               ? (Seen){child.data.size_bytes, child.data.visible, child.data.extra}
               : (Seen){child.ptr->size.bytes, child.ptr->visible, child.ptr->extra};
}

static inline uint32_t padding_of(Subtree subtree) {
    return subtree.data.is_inline ? subtree.data.padding_bytes : subtree.ptr->padding.bytes;
}

/* Past the next child of the level; its alias, 0 = none. */
static inline TSSymbol take_child(TreeLevel *level, const Subtree *child, Seen seen) {
    level->next++;
    level->offset += seen.bytes;
    if (level->next < level->child_count) {
        level->offset += padding_of(child[1]);
    }
    if (seen.is_extra) {
        return 0;
    }
    uint32_t structural = level->structural++;
    return level->aliases ? level->aliases[structural] : 0;
}

bool tree_walk_next(TreeWalk *walk) {
    while (walk->levels.count) {
        TreeLevel *level = &walk->levels.items[walk->levels.count - 1];
        while (level->next < level->child_count) {
            const Subtree *child = (const Subtree *)level->children + level->next;
            uint32_t offset = level->offset;
            Seen seen = look_at(*child);
            TSSymbol alias = take_child(level, child, seen);
            if (alias || seen.is_visible) {
                walk->node = (TSNode){
                    {offset, 0, 0, alias},
                    child, walk->tree
                };
                return true;
            }
            if (ts_subtree_visible_child_count(*child) && open_level(walk, *child, offset, true)) {
                level = &walk->levels.items[walk->levels.count - 1];
            }
        }
        walk->levels.count--;
        if (!level->is_hidden) {
            return false;
        }
    }
    return false;
}

bool tree_walk_enter(TreeWalk *walk) {
    const Subtree *subtree = walk->node.id;
    return open_level(walk, *subtree, walk->node.context[0], false) && tree_walk_next(walk);
}
