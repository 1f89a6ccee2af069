/* What `from module import *` brings. */
#ifndef BLUETICK_SEMANTICS_STAR_EXPORT_H
#define BLUETICK_SEMANTICS_STAR_EXPORT_H

#include "semantics/file_model.h"

/* Does a star import of the module bring the name, if the module has it? What `__all__` lists;
 * without one the names that begin with no underscore; where it is computed, both. `mem` for what
 * is read. */
bool star_export_has(const FileModel *module, Str name, Arena *mem);

#endif
