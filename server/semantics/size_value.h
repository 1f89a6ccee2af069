/* Which expression a name or an attribute of a class always stands for, as far as its size goes. */
#ifndef BLUETICK_SEMANTICS_SIZE_VALUE_H
#define BLUETICK_SEMANTICS_SIZE_VALUE_H

#include "semantics/file_scope.h"

/* An expression of a file. */
typedef struct SizePlace {
    const FileModel *file;
    UnitId unit;
    NodeId node;
} SizePlace;

/* Replaces a Name or `self.name`, `cls.name` by the one expression it is bound to: a constant by
 * its spelling, of this file or imported from another of the project (`NAMES`, `const.NAMES`), a
 * variable or class attribute with one binding that nothing makes longer (an
 * element added, passed to a call that is not known). False when it is anything else.
 * O(uses of the name); for attributes it loads the methods of the class. */
bool size_value(SizePlace *place, Arena *scratch);

#endif
