/* Knows where configs lie. Refuses to know what they say (config/). */
#include "workspace/config_files.h"

#include "io/file.h"
#include "io/path.h"
#include "workspace/library_files.h"

enum { CONFIG_BYTES_MAX = 4 * 1024 * 1024 };

typedef struct ConfigName {
    const char *name;
    ConfigFileKind kind;
} ConfigName;

/* In one folder the first that speaks wins. */
static const ConfigName candidates[] = {
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
    for (uint32_t i = 0; i < files->own.count; i++) {
        own_rules_free(files->own.items[i]);
    }
    ARRAY_RELEASE(&files->own);
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

/* Each with its place in the file. */
static void tell_problems(ConfigFiles *files, Str absolute, const ProjectConfig *config,
                          const ConfigProblems *problems, Buf *err) {
    for (uint32_t i = 0; i < problems->count; i++) {
        FileProblem problem = {.absolute = arena_copy(files->mem, absolute),
                               .shown = config->path,
                               .text = config->text,
                               .span = problems->items[i].span,
                               .why = problems->items[i].message,
                               .is_config = true};
        file_problem_tell(&problem, err);
        if (files->problems) {
            ARRAY_PUSH(files->problems, problem);
        }
    }
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
    config->text = text;
    config_init(&config->values);
    config->values.awaits_own_rules = true;
    status = config_apply_toml(&config->values, kind, text, files->mem, &problems);
    config->is_broken = problems.count > 0;
    tell_problems(files, absolute, config, &problems, err);
    ARRAY_RELEASE(&problems);
    *out = config;
    return status < 0 ? status : finish(files, config, err);
}

/* Files that are included lie in the working folder, or where that does not reach in this one. */
static bool read_libraries(const ConfigFiles *files, Str folder, LibraryVersions *versions) {
    bool is_below = path_is_within(folder, files->working_folder);
    return library_files_read(folder, is_below ? files->working_folder : folder, versions);
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
    if (config != NULL) {
        (void)read_libraries(files, config->folder, &config->values.asides.libraries);
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
        config->values.awaits_own_rules = true;
        status = finish(files, config, err);
        files->defaults = config;
    }
    *out = files->defaults;
    return status;
}

/* What one folder says: its config, NULL when it has none, and what it says aside. */
typedef struct FolderSays {
    ProjectConfig *config;
    ConfigAsides asides;
    bool ends_project; /* libraries of folders above are those of others */
} FolderSays;

/* The asides of a pyproject.toml beside a bluetick.toml, which says the rest. A file that
 * cannot be used says nothing: it is not ours. */
static ConfigAsides asides_beside(ConfigFiles *files, Str folder) {
    ConfigAsides asides = {0};
    Buf reason;
    buf_init(&reason, 0);
    ProjectConfig *config = NULL;
    Str absolute = path_join(folder, STR("pyproject.toml"), files->mem);
    Status status = load(files, absolute, CONFIG_PYPROJECT, &config, &reason);
    if (status != STATUS_INVALID && config != NULL) {
        asides = config->values.asides;
    }
    buf_release(&reason);
    return asides;
}

static Status load_config(ConfigFiles *files, Str folder, FolderSays *out, Buf *err) {
    *out = (FolderSays){.config = NULL};
    for (int i = 0; i < CANDIDATE_COUNT; i++) {
        Str absolute = path_join(folder, str_from_c(candidates[i].name), files->mem);
        ProjectConfig *config = NULL;
        Status status = load(files, absolute, candidates[i].kind, &config, err);
        if (config != NULL) {
            out->asides = config->values.asides;
        }
        if (status == STATUS_NOT_FOUND) {
            continue;
        }
        out->config = config;
        if (status == STATUS_OK && candidates[i].kind == CONFIG_BLUETICK) {
            out->asides = asides_beside(files, folder);
        }
        return status;
    }
    return STATUS_OK;
}

static Status load_folder(ConfigFiles *files, Str folder, FolderSays *out, Buf *err) {
    Status status = load_config(files, folder, out, err);
    out->ends_project = read_libraries(files, folder, &out->asides.libraries);
    return status;
}

static bool asides_equal(const ConfigAsides *a, const ConfigAsides *b) {
    return a->convention == b->convention && a->python.major == b->python.major &&
           a->python.minor == b->python.minor &&
           memcmp(&a->libraries, &b->libraries, sizeof a->libraries) == 0;
}

/* `base` with what was said nearer: a copy, unless that says nothing new. */
static ProjectConfig *with_asides(ConfigFiles *files, ProjectConfig *base, const FolderSays *says) {
    ConfigAsides nearer = says->asides;
    ConfigAsides both = base->values.asides;
    if (says->ends_project) {
        memset(&both.libraries, 0, sizeof both.libraries);
    }
    if (nearer.convention != CONVENTION_UNSAID) {
        both.convention = nearer.convention;
    }
    if (nearer.python.major != 0) {
        both.python = nearer.python;
    }
    library_versions_narrow(&both.libraries, &nearer.libraries);
    if (asides_equal(&both, &base->values.asides)) {
        return base;
    }
    ProjectConfig *copy = ARENA_NEW(files->mem, ProjectConfig);
    *copy = *base;
    copy->values.asides = both;
    return copy;
}

typedef struct Climb {
    struct ARRAY_OF(FolderSays) folders; /* from the lowest up: those not looked at before */
    ProjectConfig *above;                /* what holds above them */
} Climb;

/* Looks at folders from `folder` up, to the first that has a config or was looked at before. */
static Status climb_up(ConfigFiles *files, Str folder, Climb *climb, Buf *err) {
    while (folder.len > 0) {
        NameId known = interner_find(&files->folders, folder);
        if (known != NAME_NONE) {
            climb->above = files->governing.items[known - 1];
            return STATUS_OK;
        }
        FolderSays says;
        interner_add(&files->folders, folder);
        ARRAY_PUSH(&files->governing, NULL);
        Status status = load_folder(files, folder, &says, err);
        ARRAY_PUSH(&climb->folders, says);
        if (status < 0 || says.config != NULL) {
            return status;
        }
        folder = folder.len > 1 ? path_folder(folder) : STR("");
    }
    return STATUS_OK;
}

/* Each folder on the way has the config above it, with the nearest asides. */
static Status climb_down(ConfigFiles *files, Climb *climb, uint32_t first_new, Buf *err) {
    ProjectConfig *config = climb->above;
    for (uint32_t i = climb->folders.count; i-- > 0;) {
        const FolderSays *says = &climb->folders.items[i];
        config = says->config != NULL ? says->config : config;
        if (config == NULL) {
            const ProjectConfig *fallback;
            Status status = defaults(files, &fallback, err);
            if (status < 0) {
                return status;
            }
            config = files->defaults;
        }
        config = with_asides(files, config, says);
        files->governing.items[first_new + i] = config;
    }
    return STATUS_OK;
}

/* The error is told once; what could be used of the broken config holds below it. */
static void hold_broken(ConfigFiles *files, const Climb *climb, uint32_t first_new) {
    ProjectConfig *broken = climb->folders.items[climb->folders.count - 1].config;
    for (uint32_t i = first_new; i < files->governing.count; i++) {
        files->governing.items[i] = broken;
    }
}

static Status climb(ConfigFiles *files, Str folder, ProjectConfig **out, Buf *err) {
    Climb climb = {.above = NULL};
    uint32_t first_new = files->governing.count;
    Status status = climb_up(files, folder, &climb, err);
    if (status == STATUS_OK) {
        status = climb_down(files, &climb, first_new, err);
    } else {
        hold_broken(files, &climb, first_new);
    }
    NameId known = interner_find(&files->folders, folder);
    *out = known != NAME_NONE ? files->governing.items[known - 1] : NULL;
    ARRAY_RELEASE(&climb.folders);
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

const ProjectConfig *config_files_known(const ConfigFiles *files, Str folder) {
    NameId known = interner_find(&files->folders, folder);
    while (known == NAME_NONE && folder.len > 1) {
        folder = path_folder(folder);
        known = interner_find(&files->folders, folder);
    }
    const ProjectConfig *config =
        known != NAME_NONE ? files->governing.items[known - 1] : files->defaults;
    return config && !config->is_broken ? config : NULL;
}
