/* Knows how a document comes to its rules; refuses to know what config files say (config/) and
 * where they lie (workspace/). */
#include "lsp/settings.h"

#include "base/memory.h"
#include "io/path.h"

#include <stdlib.h>

struct Settings {
    uint32_t holders;
    Arena mem;
    ConfigFiles files;
    ProjectConfig fallback; /* when a config cannot be used */
    FileProblems problems;
    bool is_broken;      /* some config of it is */
    Settings *last_good; /* held; NULL: there was none */
};

/* Of two readings that say what is wrong only the older may say what was right; one that was right
 * needs no older one. */
static Settings *good_of(Settings *before) {
    if (before && before->is_broken) {
        before = before->last_good;
    } else if (before) {
        settings_release(before->last_good);
        before->last_good = NULL;
    }
    return before ? settings_retain(before) : NULL;
}

Settings *settings_new(Str folder, ClientSettings *client, Settings *before) {
    Settings *settings = memory_allocate_zeroed(1, sizeof *settings);
    settings->holders = 1;
    arena_init(&settings->mem);
    Str copy = arena_copy(&settings->mem, folder);
    config_files_init(&settings->files, copy, &settings->mem);
    settings->files.problems = &settings->problems;
    settings->files.override = client_settings_apply;
    settings->files.override_data = client;
    settings->last_good = good_of(before);
    settings->fallback.folder = copy;
    config_init(&settings->fallback.values);
    return settings;
}

Settings *settings_retain(Settings *settings) {
    settings->holders++;
    return settings;
}

void settings_release(Settings *settings) {
    while (settings != NULL && --settings->holders == 0) {
        Settings *last_good = settings->last_good;
        config_files_release(&settings->files);
        ARRAY_RELEASE(&settings->problems);
        arena_release(&settings->mem);
        free(settings);
        settings = last_good;
    }
}

const FileProblems *settings_problems(const Settings *settings) {
    return &settings->problems;
}

static const ProjectConfig *find_config(Settings *settings, Str absolute, Buf *err) {
    Str folder = absolute.len > 0 ? path_folder(absolute) : settings->files.working_folder;
    const ProjectConfig *config = NULL;
    Status status = config_files_find(&settings->files, folder, &config, err);
    if (status < 0 || config == NULL || config->is_broken) {
        const ProjectConfig *before =
            settings->last_good ? config_files_known(&settings->last_good->files, folder) : NULL;
        settings->is_broken = true;
        return before ? before : &settings->fallback;
    }
    own_rule_files_read(&settings->files, &settings->problems);
    return config;
}

void file_settings_find(FileSettings *out, Settings *settings, Str absolute, Str root, Buf *path,
                        Buf *config_path, Buf *err) {
    const ProjectConfig *config = find_config(settings, absolute, err);
    Str working_folder = root.len > 0 ? root : path_folder(absolute);
    Arena mem;
    arena_init(&mem);
    InputFile file = {.absolute = absolute, .config = config};
    if (absolute.len > 0) {
        file.root_path = file_set_root_path(absolute, config, working_folder, &mem);
        buf_append(path, file.root_path);
    }
    rule_set_select(&file, &out->selection, &out->options);
    out->owner = settings_retain(settings);
    out->least_severity = config->values.min_severity;
    out->is_excluded = absolute.len > 0 && config_excludes(&config->values, file.root_path);
    buf_append(config_path, config->path);
    arena_release(&mem);
}

void file_settings_copy(FileSettings *to, const FileSettings *from) {
    *to = *from;
    settings_retain(to->owner);
    if (from->selection.options == &from->options) {
        to->selection.options = &to->options;
    }
}

void file_settings_release(FileSettings *file) {
    settings_release(file->owner);
    file->owner = NULL;
}
