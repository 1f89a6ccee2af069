/* What is known of a unit from its text alone: addressed by the hash of that text, immutable once
 * built, shared by versions of a file, by files and by threads. */
#ifndef BLUETICK_SEMANTICS_UNIT_FACTS_H
#define BLUETICK_SEMANTICS_UNIT_FACTS_H

#include "ast/candidate.h"
#include "base/hash.h"

typedef struct ScopeTree ScopeTree; /* semantics/scope.h */

typedef struct UnitFacts {
    Hash hash;
    Str text; /* the collapsed text as parsed: what all unit offsets count in */
    Ast ast;
    CandidateArray candidates;
    const ScopeTree *scopes; /* NULL until somebody needs it: unit_facts_bind */
    Span broken;             /* the first Broken node, when ast.has_broken */
    uint32_t broken_count;
    uint64_t limited_queries; /* bit i: query i had more matches than it may have */
    uint64_t limited_own;     /* the same of the project's own queries */
    bool timed_out; /* the parse passed its deadline: the ast is empty, the engine has noted it */
} UnitFacts;

/* Fills what follows from facts->ast, in `mem`: broken places, then scopes. `text` and `ast` are
 * set. Facts that are shared are completed before; others may leave the scopes until asked. */
void unit_facts_complete(UnitFacts *facts, Arena *mem);
void unit_facts_find_broken(UnitFacts *facts);
void unit_facts_bind(UnitFacts *facts, Arena *mem);

/* A copy that borrows nothing from the original: text, ast, names and candidates lie in `mem`, in
 * one block if it is empty; then completed there. */
UnitFacts unit_facts_copy(const UnitFacts *facts, Arena *mem);

#endif
