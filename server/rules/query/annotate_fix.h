/* Numbers and truths of related rows as columns of the query: annotate(Count), annotate(Exists)
 * (spec/query.md D6). */
#ifndef BLUETICK_RULES_QUERY_ANNOTATE_FIX_H
#define BLUETICK_RULES_QUERY_ANNOTATE_FIX_H

#include "rules/fix_builder.h"
#include "rules/query/eager_path.h"
#include "rules/query/query_site.h"

typedef enum AnnotateForm {
    ANNOTATE_NONE,
    ANNOTATE_COUNT,    /* of all related rows: the same number */
    ANNOTATE_FILTERED, /* of some of them */
    ANNOTATE_EXISTS,
} AnnotateForm;

/* What the access can be made into. */
AnnotateForm annotate_form(FixContext *context, const RowCost *cost, const EagerPath *path,
                           const QuerySite *site);

/* Offers it. False when a name is missing or taken. */
bool annotate_fix(FixContext *context, const RowCost *cost, const EagerPath *path,
                  const QuerySite *site, AnnotateForm form);

#endif
