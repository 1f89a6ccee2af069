/* Knows where configs lie. Refuses to know what they say (config/). */
#include "workspace/config_files.h"

#include "io/file.h"
#include "io/path.h"
#include "text/line_index.h"

enum { CONFIG_BYTES_MAX = 4 * 1024 * 1024 };

typedef struct Candidate {
    const char *name;
    ConfigFileKind kind;
} Candidate;

/* In one folder the first that speaks wins. */
static const Candidate candidates[] = {
    {"bluetick.toml",  CONFIG_BLUETICK },
    {"pyproject.toml", CONFIG_PYPROJECT},
};
enum { CANDIDATE_COUNT = sizeof candidates / sizeof *candidates };

void config_files_init(ConfigFiles *files, Str working_folder, Arena *mem) {
    *files = (ConfigFiles){.working_folder = working_folder, .mem = mem};
    interner_init(&files->folders, mem);
}

void config_files_release(ConfigFiles *files) {
    interner_release(&files->folders);
    ARRAY_RELEASE(&files->governing);
}

/* ---- reading one ------------------------------------------------------------------------ */

static Status finish(ConfigFiles *files, ProjectConfig *config, Buf *err) {
    config_next_layer(&config->values);
    if (files->override != NULL) {
        Status status = files->override(files->override_data, &config->values, files->mem, err);
        if (status < 0) {
            return status;
        }
    }
    return STATUS_OK;
}

/* "pyproject.toml:3:1: unknown key..." a line for each problem. */
static void tell_problems(Str path, Str text, const ConfigProblems *problems, Buf *err) {
    Arena mem;
    arena_init(&mem);
    LineIndex lines = line_index_build(text, &mem);
    for (uint32_t i = 0; i < problems->count; i++) {
        const ConfigProblem *problem = &problems->items[i];
        Position place = line_index_position(&lines, problem->span.start, POSITION_UTF32);
        status_note(STATUS_INVALID, err, "%s%.*s:%u:%u: %.*s", err->len > 0 ? "\n" : "",
                    STR_ARG(path), place.row + 1, place.column + 1, STR_ARG(problem->message));
    }
    arena_release(&mem);
}

/* STATUS_NOT_FOUND: not there, or a pyproject.toml that says nothing to us. */
static Status load(ConfigFiles *files, Str absolute, ConfigFileKind kind, ProjectConfig **out,
                   Buf *err) {
    Str text;
    Str path = path_is_within(absolute, files->working_folder)
                   ? path_relative(absolute, files->working_folder, files->mem)
                   : arena_copy(files->mem, absolute);
    Buf reason;
    buf_init(&reason, 0);
    Status status = file_read(&text, absolute, CONFIG_BYTES_MAX, files->mem, NULL, &reason);
    if (status < 0 && status != STATUS_NOT_FOUND) {
        status_note(status, err, "cannot read %.*s: %s", STR_ARG(path), buf_str(&reason).ptr);
    }
    buf_release(&reason);
    if (status < 0) {
        return status;
    }
    ProjectConfig *config = ARENA_NEW(files->mem, ProjectConfig);
    ConfigProblems problems = {0};
    config->path = path;
    config->folder = arena_copy(files->mem, path_folder(absolute));
    config_init(&config->values);
    status = config_apply_toml(&config->values, kind, text, files->mem, &problems);
    tell_problems(path, text, &problems, err);
    ARRAY_RELEASE(&problems);
    *out = config;
    return status < 0 ? status : finish(files, config, err);
}

Status config_files_fix(ConfigFiles *files, Str path, Buf *err) {
    Str absolute = path_absolute(path, files->working_folder, files->mem);
    bool is_pyproject = str_equal(path_name(absolute), STR("pyproject.toml"));
    ProjectConfig *config = NULL;
    Status status =
        load(files, absolute, is_pyproject ? CONFIG_PYPROJECT : CONFIG_BLUETICK, &config, err);
    if (status == STATUS_NOT_FOUND) {
        return status_note(STATUS_INVALID, err,
                           config == NULL ? "there is no config file %.*s"
                                          : "%.*s has no table [tool.bluetick]",
                           STR_ARG(path));
    }
    files->fixed = config;
    return status;
}

/* ---- looking upwards -------------------------------------------------------------------- */

static Status defaults(ConfigFiles *files, const ProjectConfig **out, Buf *err) {
    Status status = STATUS_OK;
    if (files->defaults == NULL) {
        ProjectConfig *config = ARENA_NEW(files->mem, ProjectConfig);
        config->folder = files->working_folder;
        config_init(&config->values);
        status = finish(files, config, err);
        files->defaults = config;
    }
    *out = files->defaults;
    return status;
}

/* The folder's own config; NULL when it has none. */
static Status load_folder(ConfigFiles *files, Str folder, ProjectConfig **out, Buf *err) {
    for (int i = 0; i < CANDIDATE_COUNT; i++) {
        Str absolute = path_join(folder, str_from_c(candidates[i].name), files->mem);
        Status status = load(files, absolute, candidates[i].kind, out, err);
        if (status != STATUS_NOT_FOUND) {
            return status;
        }
        *out = NULL;
    }
    return STATUS_OK;
}

/* Climbs from `folder` to the first folder whose answer is known or that has a config; then every
 * folder on the way has the same answer. */
static Status climb(ConfigFiles *files, Str folder, ProjectConfig **out, Buf *err) {
    uint32_t first_new = files->governing.count;
    Status status = STATUS_OK;
    *out = NULL;
    while (status == STATUS_OK && *out == NULL && folder.len > 0) {
        NameId known = interner_find(&files->folders, folder);
        if (known != NAME_NONE) {
            *out = files->governing.items[known - 1];
            break;
        }
        interner_add(&files->folders, folder);
        ARRAY_PUSH(&files->governing, NULL);
        status = load_folder(files, folder, out, err);
        folder = folder.len > 1 ? path_folder(folder) : STR("");
    }
    for (uint32_t i = first_new; i < files->governing.count; i++) {
        files->governing.items[i] = *out;
    }
    return status;
}

Status config_files_find(ConfigFiles *files, Str folder, const ProjectConfig **out, Buf *err) {
    if (files->fixed != NULL) {
        *out = files->fixed;
        return STATUS_OK;
    }
    ProjectConfig *found = NULL;
    Status status = files->is_isolated ? STATUS_OK : climb(files, folder, &found, err);
    if (status == STATUS_OK && found == NULL) {
        return defaults(files, out, err);
    }
    *out = found;
    return status;
}
