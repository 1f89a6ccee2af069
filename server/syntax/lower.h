/* Lowering: tree-sitter's tree of Python becomes the compact ast, in one walk.
 *
 * What each node of the grammar becomes stands in shapes.def and turns.def. The walk keeps its own
 * stack; its cost is linear in the number of tree nodes whatever the text. */
#ifndef BLUETICK_SYNTAX_LOWER_H
#define BLUETICK_SYNTAX_LOWER_H

#include "ast/ast.h"

#include <tree_sitter/api.h>

/* Symbols of the grammar resolved to our tables; immutable. */
typedef struct LowerTables LowerTables;
LowerTables *lower_tables_new(const TSLanguage *language);
void lower_tables_free(LowerTables *tables);

/* The growing arrays of one worker, kept from unit to unit. */
typedef struct Lower Lower;
Lower *lower_new(const LowerTables *tables); /* borrows the tables */
void lower_free(Lower *lower);

/* The ast of the whole tree, in `mem`. `text` is what was parsed. */
Ast lower_tree(Lower *lower, const TSTree *tree, Str text, Arena *mem);

#endif
