/* The second half of building a scope tree: whose variable each symbol is. Only scope_tree_build
 * uses it. */
#ifndef BLUETICK_SEMANTICS_SCOPE_RESOLVE_H
#define BLUETICK_SEMANTICS_SCOPE_RESOLVE_H

#include "semantics/scope_walk.h"

/* Fills tree->scopes and tree->symbols (grouped by scope, homes set) in `mem`, and renumbers the
 * symbols in the walk's bindings and uses. Needs tree->extra_names. The symbols are returned for
 * their groups to be filled in. */
Symbol *scope_resolve(ScopeTree *tree, const Ast *ast, ScopeWalk *walk, Arena *mem, Arena *scratch);

#endif
