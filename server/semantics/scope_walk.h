/* The first half of building a scope tree: one walk over the ast in order of evaluation that finds
 * scopes, names, bindings and uses. Only scope_tree_build uses it. */
#ifndef BLUETICK_SEMANTICS_SCOPE_WALK_H
#define BLUETICK_SEMANTICS_SCOPE_WALK_H

#include "base/array.h"
#include "semantics/scope.h"

/* All of it in `scratch`: most units are small, and nothing is freed piece by piece. */
typedef struct ScopeWalk {
    struct ARRAY_OF(Scope) scopes;
    struct ARRAY_OF(Symbol) symbols;   /* in order of appearance; home not set yet */
    struct ARRAY_OF(Binding) bindings; /* in order of evaluation; symbol: of the scope written in */
    struct ARRAY_OF(Use) uses;         /* likewise */
    ScopeId *scope_of;                 /* by node */
    Str *extra_names;
    uint32_t extra_name_count;
} ScopeWalk;

void scope_walk(ScopeWalk *out, const Ast *ast, Arena *scratch);

/* The definition that a function or class unit is: the root's first statement. Unlike
 * ast_definition also when broken pieces follow it. NODE_NONE for a module unit, whose definitions
 * are units of their own. */
NodeId scope_walk_definition(const Ast *ast);

#endif
