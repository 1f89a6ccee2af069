/* Which files a run is about.
 *
 * Arguments are files (always taken, unless the excludes are forced) and folders (walked: .py and
 * .pyi files that neither the excludes nor git leave out). Each file is taken once, by the name
 * that is reported; the list is sorted by it, so the order of arguments never shows. */
#ifndef BLUETICK_WORKSPACE_FILE_SET_H
#define BLUETICK_WORKSPACE_FILE_SET_H

#include "base/array.h"
#include "workspace/config_files.h"

typedef struct InputFile {
    Str path;      /* as reported: from the working directory */
    Str absolute;  /* normalized; links are not resolved */
    Str root_path; /* from the project's root: what rules see */
    const ProjectConfig *config;
} InputFile;

/* What could not be listed, with its reason. */
typedef struct InputTrouble {
    Str path;
    Str reason;
    bool is_fatal; /* exit code 3; else a remark (git did not answer) */
} InputTrouble;

typedef struct FileSetRequest {
    const Str *arguments; /* as typed; none = the working directory */
    uint32_t argument_count;
    ConfigFiles *configs;
    Arena *mem; /* owns all texts of the result */
} FileSetRequest;

typedef struct FileSet {
    struct ARRAY_OF(InputFile) files;
    struct ARRAY_OF(InputTrouble) troubles;
    uint32_t excluded; /* Python files and folders left out by excludes and git, met by the walk */
} FileSet;

/* Walks and sorts. A config that cannot be read or understood ends it: the status, with the reason
 * appended to err. */
Status file_set_collect(FileSet *out, const FileSetRequest *request, Buf *err) MUST_CHECK;
void file_set_release(FileSet *set);

/* True for the names a walk takes. */
bool file_set_is_python(Str name);

/* True when the folder has an `__init__.py`. */
bool file_set_is_package(Str folder, Arena *scratch);

/* Where Python would import what is in `folder` from: the folder itself, or the one above the
 * outermost package that it is or is in. A slice of it; one look at the disk a level. */
Str file_set_import_folder(Str folder, Arena *scratch);

/* The root that rules see the file from: the folder of its config, else the working directory when
 * the file is within, else its own folder; of a package without a config, what it is imported from:
 * `cd shop; bluetick check` sees shop/views.py as shop.views. */
Str file_set_root_path(Str absolute, const ProjectConfig *config, Str working_folder, Arena *mem);

#endif
