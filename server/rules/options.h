/* Option values as rules see them: plain, already merged from defaults, config and flags.
 *
 * `options_bool(context->options, OPTION_docs_tests)`; the rows stand in registry/options.def. */
#ifndef BLUETICK_RULES_OPTIONS_H
#define BLUETICK_RULES_OPTIONS_H

#include "registry/rule_options.h"

#endif
