/* What an analysis may ask of the rest of the project.
 *
 * A file is named by its FileId in the snapshot at hand. Whoever asks notes it (project_*), since
 * an answer that looked beyond its file is out of date when the snapshot changes. A file that is
 * analysed alone is a project of one: every question has an answer. */
#ifndef BLUETICK_SEMANTICS_PROJECT_H
#define BLUETICK_SEMANTICS_PROJECT_H

#include "semantics/file_model.h"

/* A unit of some file. */
typedef struct ProjectUnit {
    FileId file;
    UnitId unit;
} ProjectUnit;

typedef struct ProjectUnits {
    const ProjectUnit *items; /* by file, then by place */
    uint32_t count;
} ProjectUnits;

/* What semantics remembers for the project: one evaluator of kinds for all files but the one that
 * is analysed. Zero when the provider is made. */
typedef struct ProjectLayers {
    struct FileKinds *kinds;
    struct ProjectModels *models; /* semantics/model.h */
    Asks *asks;                   /* NULL: nobody keeps what answers were told */
    Arena *mem;                   /* lives as long as the provider */
    Arena *scratch;               /* of the evaluator alone */
} ProjectLayers;

/* The provider; index/ answers what is static, engine/project_view opens files. All answers live as
 * long as the provider. */
typedef struct Project {
    void *context;
    /* Never NULL for a valid id; the same model each time. Its units are loaded on demand. */
    const FileModel *(*file)(void *context, FileId file);
    /* Its outline alone: nothing is opened for it. Every byte of the file counts from then on. */
    const Outline *(*outline)(void *context, FileId file);
    /* The same for who looks at the heads of its classes only (name, bases, trigger words): no more
     * of it is kept track of (engine/questions.h). */
    const Outline *(*heads)(void *context, FileId file);
    /* The file that `dotted` names where file `from` imports it: "a.b", ".b", "..c" (leading dots
     * as in an import statement). A package is its `__init__`. FILE_NONE: not of the project, or a
     * folder without `__init__`. */
    FileId (*module)(void *context, FileId from, Str dotted);
    /* True when `dotted` is a package or a folder of modules of the project, though it may have no
     * file of its own. */
    bool (*is_package)(void *context, FileId from, Str dotted);
    /* The dotted name under which the project imports the file: "shop.models". */
    Str (*module_name)(void *context, FileId file);
    /* Class units of this name, in any file; a module unit where the class stands under a condition
     * in it. */
    ProjectUnits (*classes_named)(void *context, Str name);
    /* Class units that mention one of the trigger words. */
    ProjectUnits (*classes_mentioning)(void *context, TriggerSet words);
    /* Units with a call of this name in them, `name(`, whatever it calls: where callers may be. */
    ProjectUnits (*callers_named)(void *context, Str name);
    uint32_t file_count;
    ProjectLayers *layers; /* never NULL */
} Project;

/* The questions, as asked from `file`; each is noted as one to the project when it goes beyond the
 * file itself, also when there is no project yet: there may be one later. */
const FileModel *project_file(const FileModel *file, FileId id);
FileId project_module(const FileModel *file, Str dotted);
bool project_is_package(const FileModel *file, Str dotted);
Str project_module_name(const FileModel *file, FileId id);
/* In `mem` when there is no project. */
ProjectUnits project_classes_named(const FileModel *file, Str name, Arena *mem);
ProjectUnits project_classes_mentioning(const FileModel *file, TriggerSet words, Arena *mem);
ProjectUnits project_callers_named(const FileModel *file, Str name, Arena *mem);

/* An answer that a shared model's layer remembers is computed between these two (asks_enter,
 * asks_leave) and noted at each use. What is remembered of a file that is analysed lives no longer
 * than its analysis, to which all is told: nothing happens for it. */
AnswerId project_answer(const FileModel *file, AnswerId *answer);
void project_answered(const FileModel *file, AnswerId before);
void project_note_answer(const FileModel *file, AnswerId answer);

#endif
