/* Knows which files to take. Refuses to know what is in them. */
#include "workspace/file_set.h"

#include "io/file.h"
#include "io/path.h"
#include "io/walk.h"
#include "workspace/ignored.h"

typedef struct Collector {
    FileSet *set;
    const FileSetRequest *request;
    Ignored ignored;
    Interner taken; /* absolute paths */
    Str root;       /* absolute: the folder argument being walked */
    Arena scratch;
    Status status; /* of the first config that failed: nothing more is taken */
    Buf *err;
} Collector;

bool file_set_is_python(Str name) {
    return str_ends_with(name, STR(".py")) || str_ends_with(name, STR(".pyi"));
}

bool file_set_is_package(Str folder, Arena *scratch) {
    return file_stat(path_join(folder, STR("__init__.py"), scratch), NULL) != FILE_MISSING;
}

Str file_set_import_folder(Str folder, Arena *mem) {
    ArenaMark mark = arena_mark(mem);
    while (folder.len > 1 && file_set_is_package(folder, mem)) {
        folder = path_folder(folder);
    }
    arena_rewind(mem, mark);
    return folder;
}

Str file_set_root_path(Str absolute, const ProjectConfig *config, Str working_folder, Arena *mem) {
    if (config->path.len > 0 && path_is_within(absolute, config->folder)) {
        return path_relative(absolute, config->folder, mem);
    }
    bool is_below = path_is_within(absolute, working_folder);
    Str folder = is_below ? working_folder : path_folder(absolute);
    return path_relative(absolute, file_set_import_folder(folder, mem), mem);
}

static void add_trouble(Collector *collector, Str path, Str reason, bool is_fatal) {
    Arena *mem = collector->request->mem;
    InputTrouble trouble = {arena_copy(mem, path), arena_copy(mem, reason), is_fatal};
    ARRAY_PUSH(&collector->set->troubles, trouble);
}

static Str absolute_of(Collector *collector, Str path, Arena *mem) {
    return path_absolute(path, collector->request->configs->working_folder, mem);
}

/* ---- excludes --------------------------------------------------------------------------- */

/* The config for an entry of this folder; NULL after a failure. */
static const ProjectConfig *config_of(Collector *collector, Str folder) {
    const ProjectConfig *config = NULL;
    if (collector->status == STATUS_OK) {
        collector->status =
            config_files_find(collector->request->configs, folder, &config, collector->err);
    }
    return collector->status == STATUS_OK ? config : NULL;
}

/* The part of `absolute` that patterns are tried on: from the config's folder; but when the walked
 * folder is itself covered by a pattern, or lies elsewhere, the user named it, and only what is
 * below it can be left out. */
static Str pattern_path(Collector *collector, Str absolute, const ProjectConfig *config) {
    Arena *scratch = &collector->scratch;
    if (path_is_within(collector->root, config->folder)) {
        Str root = path_relative(collector->root, config->folder, scratch);
        if (str_equal(root, STR(".")) || !config_excludes(&config->values, root)) {
            return path_relative(absolute, config->folder, scratch);
        }
    } else if (path_is_within(config->folder, collector->root)) {
        return path_relative(absolute, config->folder, scratch);
    }
    return path_relative(absolute, collector->root, scratch);
}

static bool is_left_out(Collector *collector, Str absolute, const ProjectConfig *config) {
    ArenaMark mark = arena_mark(&collector->scratch);
    bool is_out = config_excludes(&config->values, pattern_path(collector, absolute, config));
    arena_rewind(&collector->scratch, mark);
    return is_out;
}

/* ---- taking ----------------------------------------------------------------------------- */

static void take(Collector *collector, Str absolute, const ProjectConfig *config) {
    Arena *mem = collector->request->mem;
    Str working_folder = collector->request->configs->working_folder;
    uint32_t before = collector->taken.count;
    interner_add(&collector->taken, absolute);
    if (collector->taken.count == before) {
        return;
    }
    /* Far away files keep their absolute name: "../../../../usr/lib" helps nobody. */
    Str path = path_is_within(absolute, working_folder)
                   ? path_relative(absolute, working_folder, mem)
                   : arena_copy(mem, absolute);
    /* A folder that was named elsewhere is the root of what is in it. */
    Str base = path_is_within(absolute, working_folder) ? working_folder : collector->root;
    InputFile file = {
        .path = path,
        .absolute = arena_copy(mem, absolute),
        .root_path = file_set_root_path(absolute, config, base, mem),
        .config = config,
    };
    ARRAY_PUSH(&collector->set->files, file);
}

/* Whatever the excludes are. */
static bool is_cache(Collector *collector, Str absolute, const ProjectConfig *config) {
    return str_equal(path_name(absolute), STR(".bluetick_cache")) ||
           str_equal(absolute,
                     path_absolute(config->values.cache_dir, config->folder, &collector->scratch));
}

static bool enter_folder(void *data, Str path, Str name) {
    (void)name;
    Collector *collector = data;
    Str absolute = absolute_of(collector, path, &collector->scratch);
    const ProjectConfig *config = config_of(collector, path_folder(absolute));
    if (config == NULL || is_cache(collector, absolute, config)) {
        return false;
    }
    bool out =
        is_left_out(collector, absolute, config) || ignored_has(&collector->ignored, absolute);
    collector->set->excluded += out ? 1 : 0;
    return !out;
}

static void ask_git(Collector *collector, Str absolute) {
    Buf reason;
    buf_init(&reason, 0);
    const ProjectConfig *config = config_of(collector, absolute);
    if (config != NULL && config->values.respect_gitignore &&
        ignored_ask(&collector->ignored, absolute, &reason) < 0) {
        add_trouble(collector, absolute, buf_str(&reason), false);
    }
    buf_release(&reason);
}

static void list_folder(void *data, Str path, bool has_git) {
    Collector *collector = data;
    Str absolute = absolute_of(collector, path, &collector->scratch);
    if (has_git || str_equal(absolute, collector->root)) {
        ask_git(collector, absolute);
    }
}

/* A link to a file that the walk meets under its own name adds nothing. */
static bool is_known_by_own_name(Collector *collector, Str absolute) {
    Str real = file_real_path(absolute, &collector->scratch);
    if (real.len == 0 || str_equal(real, absolute) || !path_is_within(real, collector->root) ||
        !file_set_is_python(path_name(real))) {
        return false;
    }
    const ProjectConfig *config = config_of(collector, path_folder(real));
    return config != NULL && !is_left_out(collector, real, config);
}

static void take_walked(void *data, Str path, Str name, bool is_link) {
    Collector *collector = data;
    if (!file_set_is_python(name)) {
        return;
    }
    Str absolute = absolute_of(collector, path, &collector->scratch);
    const ProjectConfig *config = config_of(collector, path_folder(absolute));
    if (config == NULL) {
        return;
    }
    if (is_left_out(collector, absolute, config) || ignored_has(&collector->ignored, absolute)) {
        collector->set->excluded++;
        return;
    }
    if (!is_link || !is_known_by_own_name(collector, absolute)) {
        take(collector, absolute, config);
    }
}

static void folder_trouble(void *data, Str path, Str reason) {
    add_trouble(data, path, reason, true);
}

/* ---- arguments -------------------------------------------------------------------------- */

static void take_folder(Collector *collector, Str absolute) {
    const ProjectConfig *config = config_of(collector, absolute);
    if (config == NULL) {
        return;
    }
    collector->root = absolute;
    WalkVisitor visitor = {collector, enter_folder, list_folder, take_walked, folder_trouble};
    walk_folder(absolute, &visitor);
}

static void take_named_file(Collector *collector, Str absolute) {
    const ProjectConfig *config = config_of(collector, path_folder(absolute));
    if (config == NULL) {
        return;
    }
    Str base = collector->request->configs->working_folder;
    collector->root = path_is_within(absolute, base) ? base : path_folder(absolute);
    if (config->values.force_exclude && is_left_out(collector, absolute, config)) {
        collector->set->excluded++;
        return;
    }
    take(collector, absolute, config);
}

static void take_argument(Collector *collector, Str argument) {
    Str absolute = absolute_of(collector, argument, collector->request->mem);
    switch (file_stat(absolute, NULL)) {
    case FILE_FOLDER:
        take_folder(collector, absolute);
        break;
    case FILE_MISSING:
    case FILE_REGULAR:
    case FILE_OTHER: /* reading it tells the reason */
        take_named_file(collector, absolute);
        break;
    }
}

static int compare_files(const void *a, const void *b) {
    return str_compare(((const InputFile *)a)->path, ((const InputFile *)b)->path);
}

static int compare_troubles(const void *a, const void *b) {
    return str_compare(((const InputTrouble *)a)->path, ((const InputTrouble *)b)->path);
}

static void sort_set(FileSet *set) {
    if (set->files.count > 1) {
        qsort(set->files.items, set->files.count, sizeof *set->files.items, compare_files);
    }
    if (set->troubles.count > 1) {
        qsort(set->troubles.items, set->troubles.count, sizeof *set->troubles.items,
              compare_troubles);
    }
}

Status file_set_collect(FileSet *out, const FileSetRequest *request, Buf *err) {
    Collector collector = {.set = out, .request = request, .err = err};
    *out = (FileSet){.excluded = 0};
    ignored_init(&collector.ignored);
    arena_init(&collector.scratch);
    interner_init(&collector.taken, request->mem);
    if (request->argument_count == 0) {
        take_argument(&collector, STR("."));
    }
    for (uint32_t i = 0; i < request->argument_count; i++) {
        take_argument(&collector, request->arguments[i]);
    }
    sort_set(out);
    interner_release(&collector.taken);
    arena_release(&collector.scratch);
    ignored_release(&collector.ignored);
    return collector.status;
}

void file_set_release(FileSet *set) {
    ARRAY_RELEASE(&set->files);
    ARRAY_RELEASE(&set->troubles);
}
