/* Views of REST framework that list what their `queryset` gives. */
#ifndef BLUETICK_RULES_QUERY_UNPAGED_VIEW_H
#define BLUETICK_RULES_QUERY_UNPAGED_VIEW_H

#include "rules/rule.h"

typedef struct UnpagedView {
    NodeId queryset;        /* the value of `queryset = ...` in the class body */
    bool is_settings_aside; /* `pagination_class = None`: whatever the settings say */
} UnpagedView;

/* True when the class unit at hand lists its queryset and no class of the project that it is made
 * of pages, filters or lists in its own way. O(classes in its order). */
bool unpaged_view_of(const RuleContext *context, UnpagedView *out);

#endif
