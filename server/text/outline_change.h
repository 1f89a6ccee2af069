/* What a change of a file shows to who knows it from its outline, without having read its units. */
#ifndef BLUETICK_TEXT_OUTLINE_CHANGE_H
#define BLUETICK_TEXT_OUTLINE_CHANGE_H

#include "text/outline.h"

/* The same units under the same names, with the same trigger words, bases and decorators: then a
 * UnitId names the same unit in both. O(units). */
bool outline_same_shape(const Outline *before, const Outline *after);

/* A sum over the attributes that stand in the unit (`.name`, and what comes behind it), in whatever
 * order: a class's attributes are looked for in its methods before they are read. */
uint64_t outline_attributes_key(const Outline *outline, UnitId unit);

#endif
