/* What the callers of a function in the project give it: a function that goes through a parameter
 * is seen with that. */
#ifndef BLUETICK_RULES_QUERY_ROW_CALLERS_H
#define BLUETICK_RULES_QUERY_ROW_CALLERS_H

#include "semantics/query_use.h"

/* The context that all known callers agree on; KIND_NEVER when there is none, when they differ, or
 * when no loop of the unit begins at a parameter. */
KindId row_callers_context(const FileModel *file, UnitId unit, Arena *mem);

#endif
