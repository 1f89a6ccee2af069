/* Knows how flags become settings and arguments become files. Refuses to know what is done with
 * them. */
#include "cli/check.h"

#include "cli/command.h"
#include "io/path.h"
#include "workspace/around.h"
#include "workspace/own_rule_files.h"

enum { LIST_BYTES_MAX = 256 * 1024 * 1024 };

/* A flag that sets a key of the config. */
typedef struct FlagKey {
    OptionSymbol option;
    const char *key;
    SettingKind kind;
} FlagKey;

static const FlagKey flag_keys[] = {
    {ARGUMENT_select,         "select",         SETTING_LIST  },
    {ARGUMENT_extend_select,  "extend-select",  SETTING_LIST  },
    {ARGUMENT_ignore,         "ignore",         SETTING_LIST  },
    {ARGUMENT_exclude,        "exclude",        SETTING_LIST  },
    {ARGUMENT_extend_exclude, "extend-exclude", SETTING_LIST  },
    {ARGUMENT_force_exclude,  "force-exclude",  SETTING_BOOL  },
    {ARGUMENT_min_severity,   "min-severity",   SETTING_STRING},
    {ARGUMENT_min_certainty,  "min-certainty",  SETTING_STRING},
};
enum { FLAG_KEY_COUNT = sizeof flag_keys / sizeof *flag_keys };

/* ---- settings --------------------------------------------------------------------------- */

static Status apply_flag(const Check *check, const FlagKey *flag, Config *config, Arena *mem,
                         Buf *err) {
    Words words = arguments_words(&check->options.arguments, flag->option, mem);
    Setting setting = {
        .kind = flag->kind,
        .text = arguments_last(&check->options.arguments, flag->option, STR("")),
        .boolean = true,
        .list = {words.items, words.count},
    };
    ConfigProblems problems = {0};
    Str key = str_from_c(flag->key);
    Status status = config_apply_setting(config, &key, 1, &setting, mem, &problems);
    for (uint32_t i = 0; i < problems.count; i++) {
        status_note(STATUS_INVALID, err, "%s--%s: %.*s", err->len > 0 ? "\n" : "",
                    option_row(flag->option)->name.ptr, STR_ARG(problems.items[i].message));
    }
    ARRAY_RELEASE(&problems);
    return status;
}

static Status apply_flags(void *data, Config *config, Arena *mem, Buf *err) {
    const Check *check = data;
    for (int i = 0; i < FLAG_KEY_COUNT; i++) {
        if (!arguments_has(&check->options.arguments, flag_keys[i].option)) {
            continue;
        }
        Status status = apply_flag(check, &flag_keys[i], config, mem, err);
        if (status < 0) {
            return status;
        }
    }
    return STATUS_OK;
}

static Status prepare_configs(Check *check) {
    const Arguments *arguments = &check->options.arguments;
    config_files_init(&check->configs, file_working_folder(&check->mem), &check->mem);
    check->configs.is_isolated = arguments_has(arguments, ARGUMENT_isolated);
    check->configs.override = apply_flags;
    check->configs.override_data = check;
    if (arguments_has(arguments, ARGUMENT_config)) {
        return config_files_fix(&check->configs,
                                arguments_last(arguments, ARGUMENT_config, STR("")), &check->err);
    }
    /* Wrong flags are wrong even when no file is found. */
    const ProjectConfig *config = NULL;
    return config_files_find(&check->configs, check->configs.working_folder, &config, &check->err);
}

/* ---- files ------------------------------------------------------------------------------ */

typedef struct Paths ARRAY_OF(Str) Paths;

/* NUL ends a path when there is one anywhere, else a line end does. */
static void split_list(Str text, Paths *out) {
    char separator = str_find_byte(text, '\0') < text.len ? '\0' : '\n';
    while (text.len > 0) {
        uint32_t length = str_find_byte(text, separator);
        Str path = str_slice(text, 0, length);
        if (separator == '\n' && str_ends_with(path, STR("\r"))) {
            path.len--;
        }
        if (path.len > 0) {
            ARRAY_PUSH(out, path);
        }
        text = str_slice(text, length + 1, text.len);
    }
}

static Status read_list(Check *check, Paths *out) {
    Str name = arguments_last(&check->options.arguments, ARGUMENT_files_from, STR(""));
    Str text;
    Buf reason;
    buf_init(&reason, 0);
    Status status = str_equal(name, STR("-"))
                        ? file_read_stdin(&text, LIST_BYTES_MAX, &check->mem, &reason)
                        : file_read(&text, name, LIST_BYTES_MAX, &check->mem, NULL, &reason);
    if (status < 0) {
        status_note(status, &check->err, "cannot read %.*s: %s", STR_ARG(name),
                    buf_str(&reason).ptr);
    } else {
        split_list(text, out);
    }
    buf_release(&reason);
    return status;
}

/* Standard input becomes an entry of the set, under the name that was given for it. */
static Status add_standard_input(Check *check) {
    Str name = arguments_last(&check->options.arguments, ARGUMENT_stdin_filename, STR("stdin.py"));
    Str folder = check->configs.working_folder;
    Str absolute = path_absolute(name, folder, &check->mem);
    const ProjectConfig *config = NULL;
    Status status = config_files_find(&check->configs, path_folder(absolute), &config, &check->err);
    if (status < 0) {
        return status;
    }
    check->set = (FileSet){.excluded = 0};
    InputFile file = {.path = name,
                      .absolute = absolute,
                      .root_path = file_set_root_path(absolute, config, folder, &check->mem),
                      .config = config};
    ARRAY_PUSH(&check->set.files, file);
    check->text.input = &check->set.files.items[0];
    check->has_text = true;
    return file_read_stdin(&check->text.bytes, UINT32_MAX / 2, &check->mem, &check->err);
}

static Status collect_files(Check *check, const Paths *paths) {
    FileSetRequest request = {
        .arguments = paths->items,
        .argument_count = paths->count,
        .configs = &check->configs,
        .mem = &check->mem,
    };
    Status status = file_set_collect(&check->set, &request, &check->err);
    return status < 0 ? status : around_collect(&check->around, &check->set, &request, &check->err);
}

/* Standard input has a place in the project too. */
static Status collect_around_text(Check *check) {
    FileSetRequest request = {
        .arguments = &check->set.files.items[0].path,
        .argument_count = 1,
        .configs = &check->configs,
        .mem = &check->mem,
    };
    return around_collect(&check->around, &check->set, &request, &check->err);
}

static Status add_text_and_around(Check *check) {
    Status status = add_standard_input(check);
    return status < 0 ? status : collect_around_text(check);
}

static bool has_dash(const Arguments *arguments) {
    for (uint32_t i = 0; i < arguments->rest.count; i++) {
        if (str_equal(arguments->rest.items[i], STR("-"))) {
            return true;
        }
    }
    return false;
}

static Status prepare_files(Check *check) {
    const Arguments *arguments = &check->options.arguments;
    bool has_list = arguments_has(arguments, ARGUMENT_files_from);
    if (has_dash(arguments)) {
        return arguments->rest.count > 1 || has_list
                   ? status_note(STATUS_INVALID, &check->err,
                                 "'-' (standard input) stands alone, without other paths")
                   : add_text_and_around(check);
    }
    Paths paths = {0};
    Status status = has_list ? read_list(check, &paths) : STATUS_OK;
    for (uint32_t i = 0; i < arguments->rest.count; i++) {
        ARRAY_PUSH(&paths, arguments->rest.items[i]);
    }
    /* An empty list is no files; no list and no paths is the working directory. */
    if (status == STATUS_OK && (!has_list || paths.count > 0)) {
        status = collect_files(check, &paths);
    }
    ARRAY_RELEASE(&paths);
    return status;
}

/* ---- the scan --------------------------------------------------------------------------- */

/* People read titles; programs get the edits. */
static ScanFixes wanted_fixes(const CheckOptions *options) {
    ScanFixes wanted = SCAN_FIXES_NONE;
    for (uint32_t i = 0; i < options->targets.count; i++) {
        ReportFormat format = options->targets.items[i].format;
        if (format == FORMAT_text) {
            wanted = wanted == SCAN_FIXES_NONE ? SCAN_FIXES_TITLES : wanted;
        } else if (format != FORMAT_concise && format != FORMAT_grouped) {
            wanted = SCAN_FIXES_TRIED;
        }
    }
    return wanted;
}

/* Fixes are built from the tree, and what standard input says belongs to no file. */
static void prepare_caches(Check *check) {
    const CheckOptions *options = &check->options;
    bool is_wanted = !arguments_has(&options->arguments, ARGUMENT_no_cache) && !check->has_text &&
                     !options->fixes && !options->is_diff;
    check->has_caches = is_wanted && cache_set_open(&check->caches, &check->set, &check->around);
}

/* A folder that is not ours is worth a word: somebody put it there. */
static void tell_refused_caches(const Check *check) {
    for (uint32_t i = 0; i < check->caches.caches.count && !check->options.is_quiet; i++) {
        const Cache *cache = check->caches.caches.items[i];
        if (cache_trouble(cache).len > 0) {
            Buf text;
            buf_init(&text, 0);
            buf_format(&text, "the cache is not used: %.*s %.*s\n", STR_ARG(cache_folder(cache)),
                       STR_ARG(cache_trouble(cache)));
            console_remark(buf_str(&text));
            buf_release(&text);
        }
    }
}

Status check_prepare(Check *check) {
    const CheckOptions *options = &check->options;
    bool tries_fixes =
        wanted_fixes(options) == SCAN_FIXES_TRIED || options->fixes || options->is_diff;
    Status status = rule_set_init(&check->rules, tries_fixes, &check->err);
    status = status < 0 ? status : prepare_configs(check);
    status = status < 0 ? status : prepare_files(check);
    status = status < 0 ? status : own_rule_files_add(&check->configs, &check->err);
    if (status == STATUS_OK) {
        prepare_caches(check);
        tell_refused_caches(check);
    }
    check->scan = (ScanRequest){
        .set = &check->set,
        .around = &check->around,
        .cache = check->has_caches ? &check->caches : NULL,
        .text = check->has_text ? &check->text : NULL,
        .setup = &check->rules.setup,
        .workers = check->options.jobs,
        .fixes = wanted_fixes(&check->options),
        .progress = progress_update,
        .progress_data = &check->progress,
    };
    return status;
}

/* ---- showing ---------------------------------------------------------------------------- */

int check_show_files(Check *check) {
    Buf out;
    buf_init(&out, 0);
    for (uint32_t i = 0; i < check->set.files.count; i++) {
        buf_format(&out, "%.*s\n", STR_ARG(check->set.files.items[i].path));
    }
    Status status = console_write(buf_str(&out));
    buf_release(&out);
    for (uint32_t i = 0; i < check->set.troubles.count; i++) {
        const InputTrouble *trouble = &check->set.troubles.items[i];
        status_note(STATUS_UNREADABLE, &check->err, "%s%.*s: %.*s", i > 0 ? "\n" : "",
                    STR_ARG(trouble->path), STR_ARG(trouble->reason));
    }
    return status < 0 ? EXIT_USAGE : check_exit_code(check);
}

static void append_list(Buf *out, const char *key, StrList list) {
    buf_format(out, "%s = [", key);
    for (uint32_t i = 0; i < list.count; i++) {
        buf_format(out, "%s\"%.*s\"", i > 0 ? ", " : "", STR_ARG(list.items[i]));
    }
    buf_append_c(out, "]\n");
}

static void append_settings(const Check *check, const ProjectConfig *config, Buf *out) {
    const Config *values = &config->values;
    Selection selection;
    OwnRuleList own = own_rules_list(config->own);
    config_select(values, STR(""), own, &selection);
    buf_format(out, "# working directory: %.*s\n# config: %.*s\n",
               STR_ARG(check->configs.working_folder),
               STR_ARG(config->path.len > 0 ? config->path : STR("none")));
    buf_format(out, "min-severity = \"%.*s\"\nmin-certainty = \"%.*s\"\n",
               STR_ARG(severity_name(values->min_severity)),
               STR_ARG(certainty_name(values->min_certainty)));
    append_list(out, "exclude", values->exclude);
    append_list(out, "extend-exclude", values->extend_exclude);
    buf_format(out, "force-exclude = %s\nrespect-gitignore = %s\n",
               values->force_exclude ? "true" : "false",
               values->respect_gitignore ? "true" : "false");
    buf_append_c(out, "# rules that run:\n");
    for (int i = 0; i < RULE_COUNT; i++) {
        if (selection.enabled[i]) {
            buf_format(out, "#   %.*s\n", STR_ARG(rule_info((RuleId)i)->id));
        }
    }
    for (uint32_t i = 0; i < own.count; i++) {
        if (own_rule_has_bit(&selection.own, i)) {
            buf_format(out, "#   %.*s\n", STR_ARG(own.items[i]->id));
        }
    }
}

int check_show_settings(Check *check) {
    const ProjectConfig *config = NULL;
    if (config_files_find(&check->configs, check->configs.working_folder, &config, &check->err) <
        0) {
        return EXIT_USAGE;
    }
    Buf out;
    buf_init(&out, 0);
    append_settings(check, config, &out);
    Status status = console_write(buf_str(&out));
    buf_release(&out);
    return status < 0 ? EXIT_USAGE : EXIT_CLEAN;
}
