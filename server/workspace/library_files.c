/* Knows where dependency files lie; refuses to know what they say (config/requirements.h). */
#include "workspace/library_files.h"

#include "base/array.h"
#include "config/requirements.h"
#include "io/file.h"
#include "io/path.h"
#include "io/walk.h"

enum {
    LOCK_BYTES_MAX = 16 * 1024 * 1024,
    WRITTEN_BYTES_MAX = 512 * 1024,
    FILES_MAX = 64 /* of one folder, with what they include */
};

typedef struct Found {
    Str path;
    RequirementsKind kind;
} Found;

typedef struct Looking {
    Arena mem; /* of this look alone */
    struct FoundFiles ARRAY_OF(Found) files;
    Str requirements;                        /* the folder of that name, if any */
    struct InnerFolders ARRAY_OF(Str) inner; /* folders right in that one: requirements/python3 */
    bool has_git;
} Looking;

static void add_file(Looking *looking, Str path, RequirementsKind kind) {
    for (uint32_t i = 0; i < looking->files.count; i++) {
        if (str_equal(looking->files.items[i].path, path)) {
            return;
        }
    }
    if (looking->files.count < FILES_MAX) {
        ARENA_PUSH(&looking->mem, &looking->files,
                   ((Found){arena_copy(&looking->mem, path), kind}));
    }
}

static bool note_folder(void *data, Str path, Str name) {
    Looking *looking = data;
    if (str_equal(name, STR("requirements"))) {
        looking->requirements = arena_copy(&looking->mem, path);
    }
    return false;
}

static void note_listing(void *data, Str path, bool has_git) {
    Looking *looking = data;
    (void)path;
    looking->has_git |= has_git;
}

static void note_file(void *data, Str path, Str name, bool is_link) {
    RequirementsKind kind = requirements_kind(name);
    (void)is_link;
    if (kind != REQUIREMENTS_NONE && kind != REQUIREMENTS_PYPROJECT) {
        add_file(data, path, kind);
    }
}

/* requirements/base.txt */
static void note_text(void *data, Str path, Str name, bool is_link) {
    (void)is_link;
    if (str_ends_with(name, STR(".txt"))) {
        add_file(data, path, REQUIREMENTS_LINES);
    }
}

static bool note_inner(void *data, Str path, Str name) {
    Looking *looking = data;
    (void)name;
    if (looking->inner.count < FILES_MAX) {
        ARENA_PUSH(&looking->mem, &looking->inner, arena_copy(&looking->mem, path));
    }
    return false;
}

static bool stay_out(void *data, Str path, Str name) {
    (void)data;
    (void)path;
    (void)name;
    return false;
}

static void no_trouble(void *data, Str path, Str reason) {
    (void)data;
    (void)path;
    (void)reason;
}

static void look(Looking *looking, Str folder) {
    const WalkVisitor visitor = {looking, note_folder, note_listing, note_file, no_trouble};
    walk_folder(folder, &visitor);
    if (looking->requirements.len) {
        const WalkVisitor outer = {looking, note_inner, NULL, note_text, no_trouble};
        walk_folder(looking->requirements, &outer);
    }
    const WalkVisitor inner = {looking, stay_out, NULL, note_text, no_trouble};
    for (uint32_t i = 0; i < looking->inner.count; i++) {
        walk_folder(looking->inner.items[i], &inner);
    }
}

static void read_one(Looking *looking, Found file, Str project, LibraryVersions *versions) {
    bool is_lock = file.kind == REQUIREMENTS_LOCK || file.kind == REQUIREMENTS_PIP_LOCK;
    RequirementsIncludes includes = {0};
    Str text;
    Buf reason;
    buf_init(&reason, 0);
    Status status = file_read(&text, file.path, is_lock ? LOCK_BYTES_MAX : WRITTEN_BYTES_MAX,
                              &looking->mem, NULL, &reason);
    buf_release(&reason);
    if (status < 0) {
        return;
    }
    requirements_read(versions, file.kind, text, &looking->mem, &includes);
    for (uint32_t i = 0; i < includes.count; i++) {
        Str path = path_absolute(includes.items[i], path_folder(file.path), &looking->mem);
        if (path_is_within(path, project)) {
            add_file(looking, path, REQUIREMENTS_LINES);
        }
    }
    ARRAY_RELEASE(&includes);
}

bool library_files_read(Str folder, Str project, LibraryVersions *versions) {
    Looking looking = {.has_git = false};
    arena_init(&looking.mem);
    Str package = path_join(folder, STR("__init__.py"), &looking.mem);
    if (file_stat(package, NULL) != FILE_REGULAR) {
        look(&looking, folder);
        for (uint32_t i = 0; i < looking.files.count; i++) {
            read_one(&looking, looking.files.items[i], project, versions);
        }
    }
    arena_release(&looking.mem);
    return looking.has_git;
}

bool library_files_is_one(Str path) {
    Str folder = path_folder(path);
    bool is_text = str_ends_with(path, STR(".txt")) &&
                   (str_equal(path_name(folder), STR("requirements")) ||
                    str_equal(path_name(path_folder(folder)), STR("requirements")));
    return is_text || requirements_kind(path_name(path)) != REQUIREMENTS_NONE;
}
