/* What a comprehension over rows does, done by the database (spec/query.md D16 to D18). */
#ifndef BLUETICK_RULES_QUERY_ROWS_FIX_H
#define BLUETICK_RULES_QUERY_ROWS_FIX_H

#include "rules/fix_builder.h"
#include "rules/query/rows_in_python.h"

/* `[row.column for row in query]` */
void rows_fix_values(FixContext *context, const RowsInPython *rows, const ModelField *column);

/* `[row for row in query if row.column == value]` */
void rows_fix_filter(FixContext *context, const RowsInPython *rows, const ModelField *column);

/* `sum(row.column for row in query)`: `call` */
void rows_fix_aggregate(FixContext *context, NodeId call, const RowsInPython *rows,
                        const ModelField *column);

#endif
