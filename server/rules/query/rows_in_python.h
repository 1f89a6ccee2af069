/* A comprehension over all rows of a query that does what the database could do. */
#ifndef BLUETICK_RULES_QUERY_ROWS_IN_PYTHON_H
#define BLUETICK_RULES_QUERY_ROWS_IN_PYTHON_H

#include "rules/query/query_value.h"

typedef struct RowsInPython {
    NodeId comprehension; /* ListComp, SetComp, GeneratorExp */
    NodeId element;
    NodeId condition; /* the only `if`; NODE_NONE: there is none */
    Str target;       /* the row's name */
    QueryValue value;
    const Model *model;
} RowsInPython;

/* One generator with a plain name over the rows of one model, fetched for it alone, not sliced. */
bool rows_in_python(const RuleContext *context, NodeId node, RowsInPython *out);

/* The column that `row.name` reads; NULL when the expression is anything else. */
const ModelField *rows_column(const RuleContext *context, const RowsInPython *rows,
                              NodeId expression);

#endif
