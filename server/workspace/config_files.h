/* Which config is in force where: the nearest folder upwards with a bluetick.toml, or a
 * pyproject.toml with a [tool.bluetick] table.
 *
 * Reads files (config/ is pure); each folder is looked at once. One thread. */
#ifndef BLUETICK_WORKSPACE_CONFIG_FILES_H
#define BLUETICK_WORKSPACE_CONFIG_FILES_H

#include "base/array.h"
#include "base/intern.h"
#include "base/status.h"
#include "config/config.h"
#include "engine/own_rules.h"
#include "workspace/file_problem.h"

/* One config in force, shared by the files it governs. */
typedef struct ProjectConfig {
    Str path;   /* of the config file, from the working directory; empty = defaults and flags */
    Str folder; /* absolute; its patterns count from here, and it is the files' root */
    Config values;
    Str text;      /* of the file; empty for defaults */
    OwnRules *own; /* its own rules; NULL: none, or not read yet (own_rule_files.h) */
    bool own_is_read;
    bool is_broken; /* not all of the file could be used */
} ProjectConfig;

typedef struct ConfigFiles {
    Str working_folder;   /* absolute, normalized */
    bool is_isolated;     /* no file is looked for */
    ProjectConfig *fixed; /* --config: in force everywhere */
    /* Applied over every config; may be NULL. STATUS_INVALID with a reason ends the run. */
    Status (*override)(void *data, Config *values, Arena *mem, Buf *err);
    void *override_data;
    Interner folders;                           /* absolute folders looked at */
    struct ARRAY_OF(ProjectConfig *) governing; /* by folder id - 1 */
    FileProblems *problems;                     /* where they are kept as well, or NULL */
    Arena *mem;                                 /* borrowed: owns configs and texts */
    ProjectConfig *defaults;
    struct ARRAY_OF(OwnRules *) own; /* owned */
} ConfigFiles;

void config_files_init(ConfigFiles *files, Str working_folder, Arena *mem);
void config_files_release(ConfigFiles *files);

/* Puts this file in force everywhere. */
Status config_files_fix(ConfigFiles *files, Str path, Buf *err) MUST_CHECK;

/* The config that governs files in this absolute, normalized folder; lives as long as `mem`. A file
 * that is wrong is told of once; what could be used of it is in force from then on. */
Status config_files_find(ConfigFiles *files, Str folder, const ProjectConfig **out,
                         Buf *err) MUST_CHECK;

/* The same as far as it is known: nothing is read. NULL when it is not, or broken. */
const ProjectConfig *config_files_known(const ConfigFiles *files, Str folder);

#endif
