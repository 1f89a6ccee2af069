/* What `bluetick debug scope FILE` prints: what each name is, and where that belief comes from. */
#ifndef BLUETICK_SEMANTICS_SCOPE_DUMP_H
#define BLUETICK_SEMANTICS_SCOPE_DUMP_H

#include "semantics/file_scope.h"

/* One block per scope of the file, one line per name; loads every unit. */
void scope_dump(const FileModel *file, Buf *out);

#endif
