/* Knows where a project begins. Refuses to know what its files are read for. */
#include "workspace/around.h"

#include "io/file.h"
#include "io/path.h"
#include "io/walk.h"

typedef struct Paths ARRAY_OF(Str) Paths;

typedef struct Around {
    const FileSetRequest *request;
    Interner folders; /* looked at already */
    Paths arguments;  /* folders and files to collect */
    Paths walked;     /* absolute: folder arguments of the set itself */
} Around;

static const char *const root_marks[] = {".git",      ".hg",     "manage.py",        "setup.py",
                                         "setup.cfg", "Pipfile", "requirements.txt", "tox.ini"};

static bool is_marked(Str folder, Arena *scratch) {
    for (size_t i = 0; i < sizeof root_marks / sizeof root_marks[0]; i++) {
        Str mark = path_join(folder, str_from_c(root_marks[i]), scratch);
        if (file_stat(mark, NULL) != FILE_MISSING) {
            return true;
        }
    }
    return false;
}

/* The folder that the file's rules see it from. */
static Str root_of(const InputFile *file) {
    uint32_t length = file->absolute.len - file->root_path.len;
    bool ends = str_ends_with(file->absolute, file->root_path);
    return ends && length > 1 ? str_slice(file->absolute, 0, length - 1)
                              : path_folder(file->absolute);
}

static bool is_walked(const Around *around, Str folder) {
    for (uint32_t i = 0; i < around->walked.count; i++) {
        if (path_is_within(folder, around->walked.items[i])) {
            return true;
        }
    }
    return false;
}

/* ---- neighbours of a file that is in no project -----------------------------------------------
 */

static bool enter_nothing(void *data, Str path, Str name) {
    (void)data;
    (void)path;
    (void)name;
    return false;
}

static void take_neighbour(void *data, Str path, Str name, bool is_link) {
    Around *around = data;
    if (file_set_is_python(name) && !is_link) {
        ARRAY_PUSH(&around->arguments, arena_copy(around->request->mem, path));
    }
}

static void ignore_trouble(void *data, Str path, Str reason) {
    (void)data;
    (void)path;
    (void)reason;
}

static void take_neighbours(Around *around, Str folder) {
    WalkVisitor visitor = {around, enter_nothing, NULL, take_neighbour, ignore_trouble};
    walk_folder(folder, &visitor);
}

/* The outermost package that the folder is in, below the root; empty when it is in none. */
static Str outermost_package(Str folder, Str root, Arena *scratch) {
    Str package = STR("");
    while (folder.len > root.len && path_is_within(folder, root) &&
           file_set_is_package(folder, scratch)) {
        package = folder;
        folder = path_folder(folder);
    }
    return package;
}

/* A package is whole, and what stands beside it is what it can import without a path. */
static void take_package(Around *around, Str package) {
    ARRAY_PUSH(&around->arguments, package);
    ARRAY_PUSH(&around->walked, package);
    take_neighbours(around, path_folder(package));
}

/* ---- all of it ------------------------------------------------------------------------------ */

static void look_around(Around *around, const InputFile *file) {
    Arena *mem = around->request->mem;
    Str folder = path_folder(file->absolute);
    uint32_t known = around->folders.count;
    interner_add(&around->folders, folder);
    if (around->folders.count == known) {
        return;
    }
    Str root = root_of(file);
    bool is_project = file->config->path.len > 0 || is_marked(root, mem);
    Str package = is_project ? STR("") : outermost_package(folder, root, mem);
    if (is_walked(around, is_project ? root : package.len > 0 ? package : folder)) {
        return;
    }
    if (is_project) {
        ARRAY_PUSH(&around->arguments, root);
        ARRAY_PUSH(&around->walked, root);
    } else if (package.len > 0) {
        take_package(around, package);
    } else {
        take_neighbours(around, folder);
    }
}

static void find_walked(Around *around) {
    const FileSetRequest *request = around->request;
    Str here = request->configs->working_folder;
    if (request->argument_count == 0) {
        ARRAY_PUSH(&around->walked, here);
    }
    for (uint32_t i = 0; i < request->argument_count; i++) {
        Str absolute = path_absolute(request->arguments[i], here, request->mem);
        if (file_stat(absolute, NULL) == FILE_FOLDER) {
            ARRAY_PUSH(&around->walked, absolute);
        }
    }
}

/* What the set has already. */
static void drop_known(FileSet *out, const FileSet *set) {
    Interner known;
    interner_init(&known, NULL);
    for (uint32_t i = 0; i < set->files.count; i++) {
        interner_add(&known, set->files.items[i].absolute);
    }
    uint32_t kept = 0;
    for (uint32_t i = 0; i < out->files.count; i++) {
        if (interner_find(&known, out->files.items[i].absolute) == NAME_NONE) {
            out->files.items[kept++] = out->files.items[i];
        }
    }
    out->files.count = kept;
    interner_release(&known);
}

Status around_collect(FileSet *out, const FileSet *set, const FileSetRequest *request, Buf *err) {
    Around around = {.request = request};
    *out = (FileSet){.excluded = 0};
    interner_init(&around.folders, NULL);
    find_walked(&around);
    for (uint32_t i = 0; i < set->files.count; i++) {
        look_around(&around, &set->files.items[i]);
    }
    Status status = STATUS_OK;
    if (around.arguments.count > 0) {
        FileSetRequest rest = *request;
        rest.arguments = around.arguments.items;
        rest.argument_count = around.arguments.count;
        status = file_set_collect(out, &rest, err);
        drop_known(out, set);
    }
    ARRAY_RELEASE(&around.arguments);
    ARRAY_RELEASE(&around.walked);
    interner_release(&around.folders);
    return status;
}
