/* Work at the front of a list: every other element moves. */
#ifndef BLUETICK_RULES_CPU_FRONT_OPERATION_H
#define BLUETICK_RULES_CPU_FRONT_OPERATION_H

#include "ast/ast.h"
#include "semantics/unit_facts.h"

typedef enum FrontForm {
    FRONT_NONE,
    FRONT_POP,     /* L.pop(0) */
    FRONT_DELETE,  /* del L[0] */
    FRONT_INSERT,  /* L.insert(0, x) */
    FRONT_SHIFT,   /* L = L[1:], L[:] = L[1:] */
    FRONT_PREPEND, /* L = [x] + L */
} FrontForm;

typedef struct FrontOperation {
    FrontForm form;
    NodeId node; /* the call or statement */
    NodeId list; /* L, where it is read; for FRONT_DELETE the subscript's value */
} FrontOperation;

/* What the Call, Delete or Assign at `node` does; FRONT_NONE for anything else. By shape alone. */
FrontOperation front_operation_of(const UnitFacts *facts, NodeId node);

/* `L = L[1:]` and `L = x + L`, which bind L anew. */
bool front_operation_rebinds(const UnitFacts *facts, NodeId statement);

#endif
