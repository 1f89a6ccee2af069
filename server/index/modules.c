/* Knows how Python finds a module's file; knows nothing of what stands in it. */
#include "index/modules.h"

#include <stdlib.h>

/* Longer module paths are not followed. */
enum { PATH_MAX_BYTES = 1024 };

/* ---- paths ---------------------------------------------------------------------------------- */

static Str folder_of(Str path) {
    uint32_t end = path.len;
    while (end > 0 && path.ptr[end - 1] != '/') {
        end--;
    }
    return str_slice(path, 0, end > 0 ? end - 1 : 0);
}

/* The first file whose path is not before `path`. */
static FileId lower_bound(const Modules *modules, Str path) {
    uint32_t low = 0;
    uint32_t high = modules->file_count;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (str_compare(modules->files[middle].path, path) < 0) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low;
}

FileId modules_find(const Modules *modules, Str path) {
    FileId at = lower_bound(modules, path);
    return at < modules->file_count && str_equal(modules->files[at].path, path) ? at : FILE_NONE;
}

/* A path that is being put together; too long ones say so and find nothing. */
typedef struct PathText {
    char bytes[PATH_MAX_BYTES];
    uint32_t len;
    bool too_long;
} PathText;

static void append(PathText *path, Str text) {
    if (text.len > PATH_MAX_BYTES - path->len) {
        path->too_long = true;
        return;
    }
    memcpy(path->bytes + path->len, text.ptr, text.len);
    path->len += text.len;
}

static FileId find_with(const Modules *modules, PathText *path, const char *ending) {
    uint32_t len = path->len;
    append(path, str_from_c(ending));
    FileId found =
        path->too_long ? FILE_NONE : modules_find(modules, (Str){path->bytes, path->len});
    path->len = len;
    path->too_long = false;
    return found;
}

/* `folder` joined with the parts of a dotted name, as `a/b`. */
static PathText join(Str folder, Str dotted) {
    PathText path = {.len = 0};
    append(&path, folder);
    if (folder.len && dotted.len) {
        append(&path, STR("/"));
    }
    uint32_t start = path.len;
    append(&path, dotted);
    for (uint32_t i = start; i < path.len; i++) {
        path.bytes[i] = path.bytes[i] == '.' ? '/' : path.bytes[i];
    }
    return path;
}

static FileId file_at(const Modules *modules, Str folder, Str dotted) {
    static const char *const endings[] = {"/__init__.py", ".py", "/__init__.pyi", ".pyi"};
    PathText path = join(folder, dotted);
    FileId found = FILE_NONE;
    for (size_t i = 0; i < sizeof endings / sizeof endings[0] && found == FILE_NONE; i++) {
        const char *ending = path.len ? endings[i] : endings[i] + (endings[i][0] == '/');
        found = path.too_long ? FILE_NONE : find_with(modules, &path, ending);
    }
    return found;
}

/* True when some file stands below the folder. */
static bool folder_at(const Modules *modules, Str folder, Str dotted) {
    PathText path = join(folder, dotted);
    append(&path, STR("/"));
    Str prefix = {path.bytes, path.len};
    FileId at = path.too_long ? modules->file_count : lower_bound(modules, prefix);
    return at < modules->file_count && str_starts_with(modules->files[at].path, prefix);
}

static bool has_init(const Modules *modules, Str folder) {
    PathText path = join(folder, STR(""));
    return find_with(modules, &path, folder.len ? "/__init__.py" : "__init__.py") != FILE_NONE ||
           find_with(modules, &path, folder.len ? "/__init__.pyi" : "__init__.pyi") != FILE_NONE;
}

/* ---- roots ---------------------------------------------------------------------------------- */

/* The nearest folder at or above that is no package. */
static Str root_of(const Modules *modules, Str folder) {
    while (folder.len && has_init(modules, folder)) {
        folder = folder_of(folder);
    }
    return folder;
}

static int compare_roots(const void *a, const void *b) {
    return str_compare(*(const Str *)a, *(const Str *)b);
}

/* `a/b/c.py` from root `a` -> `b.c`; a package's file is the package. */
static Str module_name(Str path, Str root, Arena *mem) {
    Str rest = root.len ? str_slice(path, root.len + 1, path.len) : path;
    uint32_t dot = rest.len;
    while (dot > 0 && rest.ptr[dot - 1] != '.') {
        dot--;
    }
    rest = str_slice(rest, 0, dot ? dot - 1 : rest.len);
    if (str_ends_with(rest, STR("/__init__"))) {
        rest = str_slice(rest, 0, rest.len - 9);
    }
    char *name = arena_allocate(mem, rest.len + 1);
    for (uint32_t i = 0; i < rest.len; i++) {
        name[i] = rest.ptr[i] == '/' ? '.' : rest.ptr[i];
    }
    return (Str){name, rest.len};
}

void modules_build(Modules *modules, const IndexFile *files, uint32_t count, Arena *mem) {
    *modules = (Modules){.files = files, .file_count = count};
    Str *names = ARENA_ARRAY(mem, Str, count);
    Str *roots = ARENA_ARRAY(mem, Str, count + 1);
    uint32_t root_count = 1; /* the project's own folder */
    roots[0] = STR("");
    Str folder = STR("");
    Str root = root_of(modules, folder);
    for (FileId file = 0; file < count; file++) {
        Str own = folder_of(files[file].path);
        if (!str_equal(own, folder)) {
            folder = own;
            root = root_of(modules, folder);
        }
        names[file] = module_name(files[file].path, root, mem);
        if (!str_equal(roots[root_count - 1], root)) {
            roots[root_count++] = root;
        }
    }
    qsort(roots, root_count, sizeof *roots, compare_roots);
    uint32_t kept = 0;
    for (uint32_t i = 0; i < root_count; i++) {
        if (i == 0 || !str_equal(roots[i], roots[kept - 1])) {
            roots[kept++] = roots[i];
        }
    }
    modules->names = names;
    modules->roots = roots;
    modules->root_count = kept;
}

/* ---- imports -------------------------------------------------------------------------------- */

/* Where a search that goes over folders has come to. */
typedef bool (*FolderTest)(const Modules *modules, Str folder, Str dotted, FileId *found);

static bool test_file(const Modules *modules, Str folder, Str dotted, FileId *found) {
    *found = file_at(modules, folder, dotted);
    return *found != FILE_NONE;
}

static bool test_folder(const Modules *modules, Str folder, Str dotted, FileId *found) {
    *found = FILE_NONE;
    return folder_at(modules, folder, dotted);
}

/* `..a.b`: from the folder of the file, one up for each dot but the first. */
static bool search_relative(const Modules *modules, Str folder, Str dotted, FolderTest test,
                            FileId *found) {
    uint32_t dots = 0;
    while (dots < dotted.len && dotted.ptr[dots] == '.') {
        dots++;
    }
    for (uint32_t up = 1; up < dots; up++) {
        if (!folder.len) {
            return false;
        }
        folder = folder_of(folder);
    }
    return test(modules, folder, str_slice(dotted, dots, dotted.len), found);
}

/* The roots at and above the file, nearest first; then all others by path. */
static bool search_absolute(const Modules *modules, Str folder, Str dotted, FolderTest test,
                            FileId *found) {
    for (Str root = root_of(modules, folder);; root = folder_of(root)) {
        if (test(modules, root, dotted, found)) {
            return true;
        }
        if (!root.len) {
            break;
        }
    }
    for (uint32_t i = 0; i < modules->root_count; i++) {
        if (test(modules, modules->roots[i], dotted, found)) {
            return true;
        }
    }
    return false;
}

static bool search(const Modules *modules, FileId from, Str dotted, FolderTest test,
                   FileId *found) {
    Str folder = folder_of(modules->files[from].path);
    *found = FILE_NONE;
    if (!dotted.len) {
        return false;
    }
    return dotted.ptr[0] == '.' ? search_relative(modules, folder, dotted, test, found)
                                : search_absolute(modules, folder, dotted, test, found);
}

FileId modules_resolve(const Modules *modules, FileId from, Str dotted) {
    FileId found;
    (void)search(modules, from, dotted, test_file, &found);
    return found;
}

bool modules_is_package(const Modules *modules, FileId from, Str dotted) {
    FileId found;
    return search(modules, from, dotted, test_folder, &found);
}
