/* Whether a literal is certainly a valid regular expression. */
#ifndef BLUETICK_RULES_CPU_PATTERN_LITERAL_H
#define BLUETICK_RULES_CPU_PATTERN_LITERAL_H

#include "base/str.h"

/* `literal` as in the source, quotes and prefix included. False when there is any doubt: unusual
 * groups, back references, counted repetitions, escapes that Python itself would read. */
bool pattern_literal_is_valid(Str literal);

#endif
