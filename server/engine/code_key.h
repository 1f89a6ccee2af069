/* What others can see of a unit's text. */
#ifndef BLUETICK_ENGINE_CODE_KEY_H
#define BLUETICK_ENGINE_CODE_KEY_H

#include "text/outline.h"

/* Of the unit's code: comments, its docstring, and blank lines where no other string may hold them
 * do not count. O(bytes of the unit). */
uint64_t code_key(const Outline *outline, UnitId unit);

#endif
