/* The queries that one iteration goes through together: the arguments of chain() and zip(), the
 * arms of a union. */
#ifndef BLUETICK_RULES_QUERY_QUERY_ARMS_H
#define BLUETICK_RULES_QUERY_QUERY_ARMS_H

#include "rules/query/query_site.h"

enum { QUERY_ARMS_MAX = 8 };

typedef struct QueryArm {
    QueryKind query;
    QuerySite site;
} QueryArm;

/* Those of the loop's iterable, each place once; 0 when there are too many, when one is not known
 * where it is made, or when the loop is no For and no comprehension. */
uint32_t query_arms_find(const RuleContext *rule, NodeId loop, QueryArm arms[QUERY_ARMS_MAX]);

#endif
