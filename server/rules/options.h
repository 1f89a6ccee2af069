/* Option values as rules see them: plain, already merged from defaults, config and flags. */
#ifndef BLUETICK_RULES_OPTIONS_H
#define BLUETICK_RULES_OPTIONS_H

#include "base/str.h"

typedef struct RuleOptions RuleOptions;

#endif
