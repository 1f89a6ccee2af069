/* Sessions of requests that were given a default. */
#ifndef BLUETICK_RULES_IO_SESSION_CHANGE_H
#define BLUETICK_RULES_IO_SESSION_CHANGE_H

#include "rules/rule.h"

/* The session that the method call is made on may have a timeout of its own. */
bool session_is_customised(RuleContext *context, NodeId call);

#endif
