/* Where a query is made: the chain of calls that begins at its place, and where a loading call
 * belongs in it (spec/query.md E). */
#ifndef BLUETICK_RULES_QUERY_QUERY_SITE_H
#define BLUETICK_RULES_QUERY_QUERY_SITE_H

#include "rules/fix_builder.h"
#include "semantics/query_use.h"

enum { SITE_CALLS_MAX = 32 };

typedef struct QuerySite {
    const FileModel *file;
    UnitId unit;
    const UnitFacts *facts;
    NodeId place;                 /* `Book.objects`, `select(Book)` */
    NodeId calls[SITE_CALLS_MAX]; /* of the chain, innermost first, those before the rows come */
    uint32_t call_count;          /* whose value is still a query */
} QuerySite;

/* False when the query is made in several places, or in no expression that can be added to. */
bool query_site_find(const FileModel *file, const QueryKind *query, QuerySite *out);

/* The call around `node` as the receiver of a method; NODE_NONE when it is none. */
NodeId query_site_next_call(const Ast *ast, NodeId node);

/* The query is made by a function that takes the class as its first argument and gives rows:
 * `get_object_or_404(Author, pk=pk)`. That argument, NODE_NONE otherwise. */
NodeId query_site_class(const QuerySite *site);

/* The call of the chain that loads so; NODE_NONE when there is none. */
NodeId query_site_loader(const QuerySite *site, Orm orm, QueryLoads loads);

/* Appends `.text` for each of `calls` behind the last call of the chain, or in place of a bare
 * `.all()` right behind the manager; in a chain of one call a row, each on a row of its own. */
void query_site_append(FixContext *context, const QuerySite *site, const Str *calls, uint32_t count,
                       bool replaces_all);

/* Edits in bytes of the site's unit, wherever that is. */
void query_site_insert(FixContext *context, const QuerySite *site, uint32_t at, Str text);
void query_site_replace(FixContext *context, const QuerySite *site, Span span, Str text);

#endif
