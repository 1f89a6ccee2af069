/* Knows whose cache is meant. Refuses to know what is in it. */
#include "cli/arguments.h"
#include "cli/command.h"
#include "cli/console.h"
#include "io/file.h"
#include "io/path.h"
#include "workspace/cache_set.h"

typedef struct Clean {
    Arguments arguments;
    ConfigFiles configs;
    Arena mem;
    Buf err;
} Clean;

static Status clean_folder(Clean *clean, Str folder) {
    const ProjectConfig *config = NULL;
    Status status = config_files_find(&clean->configs, folder, &config, &clean->err);
    if (status < 0) {
        return status;
    }
    Str cache = cache_set_folder(config, &clean->mem);
    Buf reason;
    Buf out;
    CacheSize removed;
    buf_init(&reason, 0);
    buf_init(&out, 0);
    status = cache_clean(cache, &removed, &reason);
    Str shown = path_relative(cache, clean->configs.working_folder, &clean->mem);
    if (status == STATUS_OK) {
        buf_format(&out, "Removed %.*s: %u files, %llu KiB\n", STR_ARG(shown),
                   removed.packs + removed.others,
                   (unsigned long long)((removed.bytes + 1023) / 1024));
    } else if (status == STATUS_NOT_FOUND) {
        buf_format(&out, "There is no %.*s\n", STR_ARG(shown));
        status = STATUS_OK;
    } else {
        status_note(status, &clean->err, "%.*s: %s", STR_ARG(shown), buf_str(&reason).ptr);
    }
    if (status == STATUS_OK) {
        status = console_write(buf_str(&out));
    }
    buf_release(&out);
    buf_release(&reason);
    return status;
}

/* The folder that a path is in, or is. */
static Str folder_of(const Clean *clean, Str path, Arena *mem) {
    Str absolute = path_absolute(path, clean->configs.working_folder, mem);
    return file_stat(absolute, NULL) == FILE_FOLDER ? absolute : path_folder(absolute);
}

static Status clean_all(Clean *clean) {
    const Arguments *arguments = &clean->arguments;
    Status status = STATUS_OK;
    for (uint32_t i = 0; status == STATUS_OK && i < arguments->rest.count; i++) {
        status = clean_folder(clean, folder_of(clean, arguments->rest.items[i], &clean->mem));
    }
    return arguments->rest.count > 0 ? status : clean_folder(clean, clean->configs.working_folder);
}

static int run(Clean *clean) {
    config_files_init(&clean->configs, file_working_folder(&clean->mem), &clean->mem);
    Status status = clean_all(clean);
    config_files_release(&clean->configs);
    return status < 0 ? EXIT_USAGE : EXIT_CLEAN;
}

int command_clean(int count, const char *const *words) {
    Clean clean = {
        .mem = {NULL, 0}
    };
    arena_init(&clean.mem);
    buf_init(&clean.err, 0);
    int code = EXIT_USAGE;
    if (arguments_parse(&clean.arguments, ON_CLEAN, count, words, &clean.err) == STATUS_OK) {
        code = arguments_has(&clean.arguments, ARGUMENT_help) ? help_command(command_find("clean"))
                                                              : run(&clean);
    }
    if (clean.err.len > 0) {
        console_complain(buf_str(&clean.err));
    }
    arguments_release(&clean.arguments);
    buf_release(&clean.err);
    arena_release(&clean.mem);
    return code;
}
