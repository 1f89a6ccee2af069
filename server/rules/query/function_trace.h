/* What a function sends and calls, in order of place. Found once for a function and what it is
 * given, and remembered with the function's file: many loops lead to the same helpers. */
#ifndef BLUETICK_RULES_QUERY_FUNCTION_TRACE_H
#define BLUETICK_RULES_QUERY_FUNCTION_TRACE_H

#include "rules/query/statement.h"

typedef struct TraceStep {
    Statement statement;   /* effect STATEMENT_NONE: the step is a call */
    KindPlace called;      /* then, and where a statement only ends what others began: the function
                              that runs; node NODE_NONE: not known */
    KindId called_context; /* what it is given, where that is of an ORM; or KIND_NEVER */
    NodeId node;           /* where it stands in the function */
    bool is_conditional;   /* some call of the function does not come here */
} TraceStep;

typedef struct FunctionTrace {
    const TraceStep *items; /* up to the first statement that every call sends */
    uint32_t count;
} FunctionTrace;

/* Of the function at `node` of the unit, evaluated in `context`. Nothing but its first few thousand
 * nodes is looked at. */
FunctionTrace function_trace(const FileModel *file, UnitId unit, NodeId node, KindId context);

/* The function that the Call (or the reading of a property) runs, as a step. */
TraceStep trace_call(const FileModel *file, UnitId unit, NodeId node, KindId context);

#endif
