/* Which file a dotted name means. Part of the index; see index/index.h for the rules. */
#ifndef BLUETICK_INDEX_MODULES_H
#define BLUETICK_INDEX_MODULES_H

#include "index/index.h"

typedef struct Modules {
    const IndexFile *files; /* by path */
    uint32_t file_count;
    const Str *names; /* by FileId: dotted, from the file's nearest root */
    const Str *roots; /* folders that hold modules and no `__init__`, by path; "" is the project's
                         own; no `/` at the end */
    uint32_t root_count;
} Modules;

/* O(files x depth); lives in `mem`. */
void modules_build(Modules *modules, const IndexFile *files, uint32_t count, Arena *mem);

/* O(log files). */
FileId modules_find(const Modules *modules, Str path);

FileId modules_resolve(const Modules *modules, FileId from, Str dotted);
bool modules_is_package(const Modules *modules, FileId from, Str dotted);

#endif
