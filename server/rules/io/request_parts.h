/* Steps of request_plan_make that stand in files of their own. Each gives a reason why not, or
 * nothing. */
#ifndef BLUETICK_RULES_IO_REQUEST_PARTS_H
#define BLUETICK_RULES_IO_REQUEST_PARTS_H

#include "rules/io/request_plan.h"

/* The body of a `with` that the request is the item of: fills kept and last. */
Str request_parts_of_with(RequestPlan *plan);

/* Who needs which names of the target, and which feeds nobody else needs. */
Str request_parts_name(RequestPlan *plan);

#endif
