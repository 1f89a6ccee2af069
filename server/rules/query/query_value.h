/* All rows of a query as one value, and what the code does with them: for the rules that a single
 * evaluation breaks (spec/query.md D). */
#ifndef BLUETICK_RULES_QUERY_QUERY_VALUE_H
#define BLUETICK_RULES_QUERY_QUERY_VALUE_H

#include "rules/query/statement.h"

typedef struct QueryValue {
    KindId query;
    NodeId source;     /* the expression that makes the query or fetches its rows */
    SymbolId variable; /* the local name that the value is reached by; SYMBOL_NONE: none */
    bool is_rows;      /* fetched as a list: `.all()`; else a query that is evaluated */
    bool is_likely;
} QueryValue;

/* The expression stands for a query that is not in memory yet: a chain of calls, or a local name
 * that is bound to one once. */
bool query_value_of(const RuleContext *context, NodeId expression, QueryValue *out);

/* Nobody looks at the rows: a value without a name, or a name that is used in nothing but len() and
 * truth tests. */
bool query_value_is_unread(const RuleContext *context, const QueryValue *value);

/* No other use of the name than this one. */
bool query_value_is_used_once(const RuleContext *context, const QueryValue *value);

/* The only argument of a call of this builtin; NODE_NONE for any other node. */
NodeId query_builtin_argument(const RuleContext *context, NodeId call, Str builtin);

/* In a loop that turns often: the loop rules speak then. */
bool query_is_repeated(const RuleContext *context, NodeId node);

/* A finding on `node` about the value. */
Report query_value_report(RuleContext *context, RuleId rule, NodeId node, const QueryValue *value);

/* A test or a migration. */
bool query_is_unimportant(const FileModel *file);

/* The variant's severity in a test or a migration, else the registry's. */
int query_severity(const FileModel *file, VariantId in_tests);

#endif
