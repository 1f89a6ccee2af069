/* Classes that are no units: under a condition, or in a function. */
#ifndef BLUETICK_TEXT_INNER_CLASS_H
#define BLUETICK_TEXT_INNER_CLASS_H

#include "text/outline.h"

typedef struct InnerClass {
    uint32_t at; /* file offset of `class` */
    Span name;   /* file bytes */
    Str bases;   /* as outline_class_bases */
} InnerClass;

typedef struct InnerClasses {
    const Outline *outline;
    UnitId unit;
    uint32_t hole; /* of the unit's, the next one */
    uint32_t at;   /* file offset of the next line */
} InnerClasses;

/* Those in one unit's own text. Read off the beginnings of its lines: in a string may stand what
 * looks like one. */
InnerClasses inner_classes(const Outline *outline, UnitId unit);

/* False at the end. O(bytes of the unit's own) for all; none are read of a unit without any. */
bool inner_classes_next(InnerClasses *classes, InnerClass *found);

/* Differs when their names or bases do. */
uint64_t inner_classes_key(const Outline *outline, UnitId unit);

#endif
