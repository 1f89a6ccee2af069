/* The project snapshot: which files there are, what their modules are called, and where classes and
 * calls of a name stand. Immutable once made; read by any number of threads at once.
 *
 * It evaluates nothing: what a name *is* is asked of semantics, which opens the files it needs. So
 * it is made from outlines alone, without a parse.
 *
 * Modules (https://docs.python.org/3/reference/import.html): a root is a folder without `__init__`
 * that is in no package; each may be on Python's path. An absolute import means the root that is
 * nearest to the importing file, one above it before one beside it (src layout, tests beside the
 * package, several services beside each other); of two that are as near, neither. The standard
 * library comes before all roots but the file's own. In a root a package (folder with `__init__`)
 * comes before a module; a folder without `__init__` (namespace package, possibly in several roots)
 * counts where no root has better. `.pyi` stands in where there is no `.py`. */
#ifndef BLUETICK_INDEX_INDEX_H
#define BLUETICK_INDEX_INDEX_H

#include "semantics/project.h"

typedef struct IndexFile {
    Str path; /* relative to the project's root, `/` separators */
    const Outline *outline;
} IndexFile;

typedef struct ProjectIndex ProjectIndex;

/* `files` in order of path: a file's place is its FileId. Paths and outlines are borrowed and must
 * outlive the index. O(bytes of the files). */
ProjectIndex *project_index_new(const IndexFile *files, uint32_t count);

/* What is called by name in a file, each time once, in order, and a digest of the classes that
 * stand under a condition at its module level. */
typedef struct CalledNames {
    const uint32_t *hashes;
    const UnitId *units; /* where each stands */
    uint32_t count;
    uint64_t conditional_classes;
} CalledNames;

/* What an index would hold of the file. O(bytes); in `mem`. */
CalledNames project_index_called_names(const Outline *outline, Arena *mem);

/* A file in another version. */
typedef struct LaidFile {
    FileId file;
    const Outline *outline; /* borrowed */
} LaidFile;

/* `base` with some files laid over it, in order of file, each once. Borrows `base`, or what that is
 * laid over: both must outlive it. O(bytes of the files that are not as the lowest has them). */
ProjectIndex *project_index_over(const ProjectIndex *base, const LaidFile *laid, uint32_t count);

void project_index_free(ProjectIndex *index); /* NULL is fine */

uint32_t project_index_file_count(const ProjectIndex *index);
/* The file of a path, or FILE_NONE. */
FileId project_index_find(const ProjectIndex *index, Str path);

/* The questions of semantics/project.h that need no file opened. Any thread; lists live in `mem`.
 */
FileId project_index_module(const ProjectIndex *index, FileId from, Str dotted);
bool project_index_is_package(const ProjectIndex *index, FileId from, Str dotted);
Str project_index_module_name(const ProjectIndex *index, FileId file);
/* Equal when the same calls by name stand in the file, in whatever order. */
uint64_t project_index_calls_key(const ProjectIndex *index, FileId file);
ProjectUnits project_index_classes_named(const ProjectIndex *index, Str name, Arena *mem);
ProjectUnits project_index_classes_mentioning(const ProjectIndex *index, TriggerSet words,
                                              Arena *mem);
ProjectUnits project_index_callers_named(const ProjectIndex *index, Str name, Arena *mem);

/* Names that callers were asked for: may hold more than were added. */
typedef struct NameFilter {
    uint64_t bits[256];
} NameFilter;

void name_filter_add(NameFilter *filter, Str name);

/* A sum over what an index finds in a unit's text: classes by name, and calls of names that the
 * filter holds, in whatever order. */
uint64_t project_index_text_key(Str text, const NameFilter *calls);

#endif
