/* What the callers of a function in the project give it: a function that goes through a parameter
 * is seen with that. */
#ifndef BLUETICK_RULES_QUERY_ROW_CALLERS_H
#define BLUETICK_RULES_QUERY_ROW_CALLERS_H

#include "semantics/query_use.h"

typedef struct RowCaller {
    KindId context;
    KindPlace call; /* where the first of the callers stands that give this */
} RowCaller;

typedef struct RowCallers {
    const RowCaller *items; /* each context once, in order of the files */
    uint32_t count;
} RowCallers;

/* None when no loop of the unit begins at a parameter. */
RowCallers row_callers_find(const FileModel *file, UnitId unit, Arena *mem);

/* Whatever the unit does with its parameters. */
RowCallers row_callers_of(const FileModel *file, UnitId unit, Arena *mem);

/* The expression begins at a parameter, or at a variable that was made of one. */
bool row_callers_may_tell(const UnitFacts *facts, NodeId expression);

#endif
