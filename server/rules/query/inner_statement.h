/* Statements that a call in a loop sends somewhere else: in helpers, methods, properties, in this
 * file or another. */
#ifndef BLUETICK_RULES_QUERY_INNER_STATEMENT_H
#define BLUETICK_RULES_QUERY_INNER_STATEMENT_H

#include "rules/query/statement.h"

typedef struct InnerStatement {
    Statement statement; /* effect STATEMENT_NONE: nothing was found */
    const FileModel *file;
    UnitId unit;
    Str function;        /* the name of the function that holds it */
    bool is_conditional; /* some call of the function does not send it */
} InnerStatement;

/* The nearest statement that the Call (or the reading of a property) leads to; an unconditional one
 * first. Looks at a few functions only: what is further away is another reader's business. `mem` is
 * scratch. */
InnerStatement inner_statement_find(const FileModel *file, UnitId unit, NodeId node, Arena *mem);

#endif
