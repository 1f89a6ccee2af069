/* Which file a dotted name means. Part of the index; see index/index.h for the rules. */
#ifndef BLUETICK_INDEX_MODULES_H
#define BLUETICK_INDEX_MODULES_H

#include "index/index.h"
#include "index/name_table.h"

typedef struct Modules {
    const IndexFile *files; /* by path */
    uint32_t file_count;
    const Str *names; /* by FileId: dotted, from the root of the file's outermost package */
    const uint32_t *root_ends; /* by FileId: where that name begins in the path */
    /* What stands directly in a root, by its name: `start` is where the name begins in the path of
     * `file`, `unit` is 1 when the root is inside a package. */
    NameTable tops;
} Modules;

/* O(files x depth); lives in `mem`. */
void modules_build(Modules *modules, const IndexFile *files, uint32_t count, Arena *mem);

/* O(log files). */
FileId modules_find(const Modules *modules, Str path);

/* O(roots that hold the name's first part x log files). */
FileId modules_resolve(const Modules *modules, FileId from, Str dotted);
bool modules_is_package(const Modules *modules, FileId from, Str dotted);

#endif
