/* Which versions of libraries a folder's dependency files name.
 *
 * requirements*.txt (also of a folder `requirements` and the folders in it, and what they include
 * within the project),
 * poetry.lock, uv.lock, pdm.lock, Pipfile, Pipfile.lock, setup.cfg, setup.py; a pyproject.toml is
 * read with the config. Files that cannot be read, or are larger than anyone writes, say nothing.
 */
#ifndef BLUETICK_WORKSPACE_LIBRARY_FILES_H
#define BLUETICK_WORKSPACE_LIBRARY_FILES_H

#include "base/arena.h"
#include "registry/library.h"

/* Adds what the absolute folder's files say. `project`: absolute, what is included lies below it.
 * True when the folder is where a project ends: it holds `.git`. Packages (with an `__init__.py`)
 * are not looked at: they are asked about for each file. O(entries + bytes of such files). */
bool library_files_read(Str folder, Str project, LibraryVersions *versions);

/* A change of this file (a name or a path) may change the versions. */
bool library_files_is_one(Str path);

#endif
