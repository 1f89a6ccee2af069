/* Knows where a project's query files lie. Refuses to know what they say (engine/own_rules.h). */
#include "workspace/own_rule_files.h"

#include "config/glob.h"
#include "engine/own_rules.h"
#include "io/file.h"
#include "io/path.h"
#include "io/walk.h"

/* A file may be named by several patterns and configs. */
typedef struct KnownFile {
    Str absolute;
    uint64_t queries;
} KnownFile;

typedef struct OwnFiles {
    RuleSet *rules;
    ConfigFiles *configs;
    struct ARRAY_OF(KnownFile) known;
    Buf *err;
} OwnFiles;

typedef struct OwnWalk {
    Str folder; /* the config's */
    Str pattern;
    uint32_t depth; /* names in the pattern; UINT32_MAX: any */
    struct ARRAY_OF(Str) found;
    Arena *mem;
} OwnWalk;

/* ---- patterns ----------------------------------------------------------------------------- */

static uint32_t count_names(Str path) {
    uint32_t count = path.len > 0;
    for (uint32_t i = 0; i < path.len; i++) {
        count += path.ptr[i] == '/';
    }
    return count;
}

/* The length of the folder that stands before the first name with a wildcard. */
static uint32_t fixed_length(Str pattern) {
    uint32_t length = 0;
    for (uint32_t i = 0; i < pattern.len; i++) {
        if (memchr("*?[\\", pattern.ptr[i], 4)) {
            return length;
        }
        length = pattern.ptr[i] == '/' ? i : length;
    }
    return pattern.len;
}

static bool enter_folder(void *data, Str path, Str name) {
    OwnWalk *walk = data;
    Str relative = path_relative(path, walk->folder, walk->mem);
    return name.ptr[0] != '.' && count_names(relative) < walk->depth;
}

static void take_file(void *data, Str path, Str name, bool is_link) {
    (void)name;
    (void)is_link;
    OwnWalk *walk = data;
    Str relative = path_relative(path, walk->folder, walk->mem);
    if (walk->found.count <= OWN_RULE_FILES_MAX && glob_matches(walk->pattern, relative)) {
        ARRAY_PUSH(&walk->found, arena_copy(walk->mem, path));
    }
}

static void pass_over(void *data, Str path, Str reason) {
    (void)data; /* what cannot be listed matches nothing, and that is told */
    (void)path;
    (void)reason;
}

static void find_files(OwnWalk *walk) {
    uint32_t length = fixed_length(walk->pattern);
    Str start = str_slice(walk->pattern, 0, length);
    Str root = start.len ? path_absolute(start, walk->folder, walk->mem) : walk->folder;
    if (length == walk->pattern.len) {
        ARRAY_PUSH(&walk->found, root);
        return;
    }
    bool is_deep = str_find(walk->pattern, STR("**")) < walk->pattern.len;
    walk->depth = is_deep ? UINT32_MAX : count_names(walk->pattern);
    WalkVisitor visitor = {
        .data = walk, .enter = enter_folder, .file = take_file, .trouble = pass_over};
    walk_folder(root, &visitor);
}

/* ---- one file ----------------------------------------------------------------------------- */

static Status read_file(OwnFiles *files, Str absolute, uint64_t *queries) {
    Arena *mem = files->configs->mem;
    Str shown = path_is_within(absolute, files->configs->working_folder)
                    ? path_relative(absolute, files->configs->working_folder, mem)
                    : absolute;
    Str text;
    Buf reason;
    buf_init(&reason, 0);
    Status status = file_read(&text, absolute, OWN_RULE_BYTES_MAX, mem, NULL, &reason);
    if (status < 0) {
        status = status_note(STATUS_INVALID, files->err, "cannot read query file %.*s: %s",
                             STR_ARG(shown), reason.len ? buf_str(&reason).ptr : "not found");
    } else {
        status = own_rules_add(files->rules->queries, shown, text, queries, files->err);
    }
    buf_release(&reason);
    return status;
}

static Status add_file(OwnFiles *files, Str absolute, uint64_t *queries) {
    for (uint32_t i = 0; i < files->known.count; i++) {
        if (str_equal(files->known.items[i].absolute, absolute)) {
            *queries |= files->known.items[i].queries;
            return STATUS_OK;
        }
    }
    KnownFile file = {.absolute = absolute};
    Status status = read_file(files, absolute, &file.queries);
    ARRAY_PUSH(&files->known, file);
    *queries |= file.queries;
    return status;
}

/* ---- configs ------------------------------------------------------------------------------ */

static Status add_pattern(OwnFiles *files, ProjectConfig *config, Str pattern) {
    OwnWalk walk = {.folder = config->folder, .pattern = pattern, .mem = files->configs->mem};
    find_files(&walk);
    Status status = STATUS_OK;
    if (walk.found.count == 0 || walk.found.count > OWN_RULE_FILES_MAX) {
        status = status_note(
            STATUS_INVALID, files->err, "%.*s: queries: %s '%.*s'", STR_ARG(config->path),
            walk.found.count ? "too many files are named by" : "no file matches", STR_ARG(pattern));
    }
    for (uint32_t i = 0; i < walk.found.count && status == STATUS_OK; i++) {
        status = add_file(files, walk.found.items[i], &config->own_queries);
    }
    ARRAY_RELEASE(&walk.found);
    return status;
}

static Status add_config(OwnFiles *files, ProjectConfig *config) {
    Status status = STATUS_OK;
    if (config == NULL || config->own_queries != 0) {
        return status;
    }
    StrList patterns = config->values.queries;
    for (uint32_t i = 0; i < patterns.count && status == STATUS_OK; i++) {
        status = add_pattern(files, config, patterns.items[i]);
    }
    return status;
}

Status own_rule_files_add(RuleSet *rules, ConfigFiles *configs, Buf *err) {
    OwnFiles files = {.rules = rules, .configs = configs, .err = err};
    Status status = add_config(&files, configs->fixed);
    for (uint32_t i = 0; i < configs->governing.count && status == STATUS_OK; i++) {
        status = add_config(&files, configs->governing.items[i]);
    }
    ARRAY_RELEASE(&files.known);
    return status;
}
