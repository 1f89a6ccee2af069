/* What tests say about the action of a view: `self.action == "list"`, `self.request.method`. */
#ifndef BLUETICK_RULES_QUERY_VIEW_ACTION_H
#define BLUETICK_RULES_QUERY_VIEW_ACTION_H

#include "rules/query/view_choice.h"

typedef enum ViewTruth { VIEW_UNKNOWN, VIEW_NEVER, VIEW_ALWAYS } ViewTruth;

ViewTruth view_test(const ViewAsked *asked, const FileModel *file, UnitId unit, NodeId test);

/* Does the action come to `node` of the method? ALWAYS: whatever else is the case. */
ViewTruth view_reaches(const ViewAsked *asked, const FileModel *file, UnitId unit, NodeId node);

/* What the expression is for the action, when it asks for it: "list", "GET"; else empty. */
Str view_asked_name(const ViewAsked *asked, const UnitFacts *facts, NodeId node);

#endif
