/* Knows where a project's query files lie. Refuses to know what they say (engine/own_rules.h). */
#include "workspace/own_rule_files.h"

#include "config/glob.h"
#include "io/file.h"
#include "io/path.h"
#include "io/walk.h"

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

/* ---- one config --------------------------------------------------------------------------- */

typedef struct OwnRead {
    ConfigFiles *files;
    ProjectConfig *config;
    FileProblems *problems;
    struct ARRAY_OF(Str) seen; /* a file may be named by several patterns */
} OwnRead;

static void add_problem(OwnRead *read, FileProblem problem) {
    problem.shown =
        path_is_within(problem.absolute, read->files->working_folder)
            ? path_relative(problem.absolute, read->files->working_folder, read->files->mem)
            : problem.absolute;
    ARRAY_PUSH(read->problems, problem);
}

static void read_file(OwnRead *read, Str absolute) {
    Arena *mem = read->files->mem;
    FileProblem problem = {.absolute = absolute};
    Buf reason;
    buf_init(&reason, 0);
    Status status = file_read(&problem.text, absolute, OWN_RULE_BYTES_MAX, mem, NULL, &reason);
    if (status < 0) {
        problem.why = arena_format(mem, "cannot read this query file: %s",
                                   reason.len ? buf_str(&reason).ptr : "not found");
        problem.text = STR("");
        add_problem(read, problem);
    }
    buf_release(&reason);
    if (status < 0) {
        return;
    }
    OwnProblem wrong;
    Str shown = path_relative(absolute, read->config->folder, mem);
    if (own_rules_add(read->config->own, shown, problem.text, &wrong) < 0) {
        problem.span = (Span){wrong.offset, wrong.offset};
        problem.why = wrong.why;
        add_problem(read, problem);
    }
}

static void read_once(OwnRead *read, Str absolute) {
    for (uint32_t i = 0; i < read->seen.count; i++) {
        if (str_equal(read->seen.items[i], absolute)) {
            return;
        }
    }
    ARRAY_PUSH(&read->seen, absolute);
    read_file(read, absolute);
}

static Str config_absolute(const OwnRead *read) {
    return path_join(read->config->folder, path_name(read->config->path), read->files->mem);
}

static int compare_paths(const void *a, const void *b) {
    return str_compare(*(const Str *)a, *(const Str *)b);
}

static void read_pattern(OwnRead *read, Str pattern) {
    Arena *mem = read->files->mem;
    OwnWalk walk = {.folder = read->config->folder, .pattern = pattern, .mem = mem};
    find_files(&walk);
    if (walk.found.count == 0 || walk.found.count > OWN_RULE_FILES_MAX) {
        Str why = arena_format(mem, "queries: %s '%.*s'",
                               walk.found.count ? "too many files are named by" : "no file matches",
                               STR_ARG(pattern));
        uint32_t at = str_find(read->config->text, pattern);
        add_problem(read, (FileProblem){
                              .absolute = config_absolute(read),
                              .text = read->config->text,
                              .span = at < read->config->text.len ? (Span){at, at + pattern.len}
                                                                  : (Span){0,  0               },
                              .why = why
        });
    } else {
        /* The order of ids must not hang on how a folder is listed. */
        qsort(walk.found.items, walk.found.count, sizeof *walk.found.items, compare_paths);
        for (uint32_t i = 0; i < walk.found.count; i++) {
            read_once(read, walk.found.items[i]);
        }
    }
    ARRAY_RELEASE(&walk.found);
}

/* The file's own layer is the first one; flags may name rules of any config. */
static void check_names(OwnRead *read) {
    ConfigProblems problems = {0};
    config_unknown_rules(&read->config->values, own_rules_list(read->config->own), read->files->mem,
                         &problems);
    for (uint32_t i = 0; i < problems.count; i++) {
        add_problem(read, (FileProblem){.absolute = config_absolute(read),
                                        .text = read->config->text,
                                        .span = problems.items[i].span,
                                        .why = problems.items[i].message});
    }
    ARRAY_RELEASE(&problems);
}

static void read_config(ConfigFiles *files, ProjectConfig *config, FileProblems *problems) {
    if (config == NULL || config->own_is_read) {
        return;
    }
    config->own_is_read = true;
    OwnRead read = {.files = files, .config = config, .problems = problems};
    StrList patterns = config->values.queries;
    if (patterns.count > 0) {
        config->own = own_rules_new();
        ARRAY_PUSH(&files->own, config->own);
    }
    for (uint32_t i = 0; i < patterns.count; i++) {
        read_pattern(&read, patterns.items[i]);
    }
    check_names(&read);
    ARRAY_RELEASE(&read.seen);
}

void own_rule_files_read(ConfigFiles *files, FileProblems *problems) {
    read_config(files, files->fixed, problems);
    for (uint32_t i = 0; i < files->governing.count; i++) {
        read_config(files, files->governing.items[i], problems);
    }
}

/* ---- all of them ---------------------------------------------------------------------------- */

/* All rules of all configs, for names that stand in flags. */
static OwnRuleList all_rules(const ConfigFiles *files) {
    uint32_t count = 0;
    for (uint32_t i = 0; i < files->own.count; i++) {
        count += files->own.items[i]->rule_count;
    }
    const OwnRule **rules = ARENA_ARRAY(files->mem, const OwnRule *, count + 1);
    count = 0;
    for (uint32_t i = 0; i < files->own.count; i++) {
        for (uint32_t k = 0; k < files->own.items[i]->rule_count; k++) {
            rules[count++] = files->own.items[i]->rules[k];
        }
    }
    return (OwnRuleList){rules, count};
}

static void tell_unknown_in(const ConfigFiles *files, const char *flag, SelectorList list,
                            OwnRuleList all, Buf *err) {
    ConfigProblems problems = {0};
    config_unknown_selectors(list, all, files->mem, &problems);
    for (uint32_t i = 0; i < problems.count; i++) {
        buf_format(err, "%s--%s: %.*s", err->len > 0 ? "\n" : "", flag,
                   STR_ARG(problems.items[i].message));
    }
    ARRAY_RELEASE(&problems);
}

/* The flags are the last layer of each config. */
static void tell_unknown_flags(const ConfigFiles *files, Buf *err) {
    const ProjectConfig *config = files->fixed ? files->fixed : files->defaults;
    for (uint32_t i = 0; !config && i < files->governing.count; i++) {
        config = files->governing.items[i];
    }
    if (!config || config->values.layer_count < 2) {
        return;
    }
    const SelectionLayer *flags = &config->values.layers[config->values.layer_count - 1];
    OwnRuleList all = all_rules(files);
    tell_unknown_in(files, "select", flags->select, all, err);
    tell_unknown_in(files, "extend-select", flags->extend_select, all, err);
    tell_unknown_in(files, "ignore", flags->ignore, all, err);
}

Status own_rule_files_add(ConfigFiles *files, Buf *err) {
    FileProblems problems = {0};
    uint32_t before = err->len;
    own_rule_files_read(files, &problems);
    for (uint32_t i = 0; i < problems.count; i++) {
        file_problem_tell(&problems.items[i], err);
    }
    tell_unknown_flags(files, err);
    ARRAY_RELEASE(&problems);
    return err->len > before ? STATUS_INVALID : STATUS_OK;
}
