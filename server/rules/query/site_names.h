/* What a class or a library's function is called where a query is made, in the finding's own file
 * or another. */
#ifndef BLUETICK_RULES_QUERY_SITE_NAMES_H
#define BLUETICK_RULES_QUERY_SITE_NAMES_H

#include "rules/query/query_site.h"

/* The function of this dotted path as code at the site can call it: "joinedload",
 * "orm.joinedload". Where it is missing an import is added to the site's file. */
Str site_names_function(FixContext *context, const QuerySite *site, Str path);

/* The class, likewise; empty when there is no name for it. An import is added only of a module that
 * the file imports from already: any other might lead in a circle. */
Str site_names_class(FixContext *context, const QuerySite *site, const Model *model);

#endif
