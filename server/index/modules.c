/* Knows how Python finds a module's file; knows nothing of what stands in it. */
#include "index/modules.h"

#include "catalog/standard_library.h"

/* Longer module paths are not followed, and what lies deeper has no root of its own. */
enum { PATH_MAX_BYTES = 1024, DEPTH_MAX = 64 };

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

/* ---- the first names below each root --------------------------------------------------------- */

/* A folder above the file at hand, from the project's own down. */
typedef struct Level {
    uint32_t start; /* in the path: where what stands in the folder begins */
    bool is_root;
    bool in_package; /* a folder at or above it is a package */
} Level;

typedef struct Walk {
    const Modules *modules;
    Level levels[DEPTH_MAX];
    uint32_t depth;
    Str previous;
    NamePlaces tops;
    struct TopHashes ARRAY_OF(uint32_t) hashes;
} Walk;

/* The first part of what stands in a folder: `b` of `a/b/c.py`, and of `a/b.py`. */
static Str first_part(Str path, uint32_t start) {
    uint32_t end = start;
    while (end < path.len && path.ptr[end] != '/' && path.ptr[end] != '.') {
        end++;
    }
    return str_slice(path, start, end);
}

static Level level_at(const Walk *walk, Str path, uint32_t start) {
    Str folder = str_slice(path, 0, start > 0 ? start - 1 : 0);
    bool is_package = folder.len > 0 && has_init(walk->modules, folder);
    bool below = walk->depth > 0 && walk->levels[walk->depth - 1].in_package;
    return (Level){.start = start, .is_root = !is_package, .in_package = is_package || below};
}

static void add_top(Walk *walk, FileId file, Str path, Level level) {
    Str name = first_part(path, level.start);
    if (level.is_root && name.len) {
        ARRAY_PUSH(&walk->tops, ((NamePlace){file, level.start, level.in_package}));
        ARRAY_PUSH(&walk->hashes, name_table_hash(name));
    }
}

/* Levels that the path shares with the one before it stay; of each, what lies deeper is new. */
static void walk_to(Walk *walk, FileId file, Str path) {
    uint32_t shared = 0;
    while (shared < path.len && shared < walk->previous.len &&
           path.ptr[shared] == walk->previous.ptr[shared]) {
        shared++;
    }
    while (walk->depth > 0 && walk->levels[walk->depth - 1].start > shared) {
        walk->depth--;
    }
    if (walk->depth > 0) {
        add_top(walk, file, path, walk->levels[walk->depth - 1]);
    }
    uint32_t at = walk->depth > 0 ? walk->levels[walk->depth - 1].start : 0;
    for (; at <= path.len && walk->depth < DEPTH_MAX; at++) {
        if (at == 0 || path.ptr[at - 1] == '/') {
            if (walk->depth == 0 || walk->levels[walk->depth - 1].start < at) {
                Level level = level_at(walk, path, at);
                walk->levels[walk->depth++] = level;
                add_top(walk, file, path, level);
            }
        }
    }
    walk->previous = path;
}

/* `a/b/c.py` from the root `a` -> `b.c`; a package's file is the package. */
static Str module_name(Str path, uint32_t start, Arena *mem) {
    uint32_t end = path.len;
    while (end > start && path.ptr[end - 1] != '.') {
        end--;
    }
    Str rest = str_slice(path, start, end > start ? end - 1 : path.len);
    if (str_ends_with(rest, STR("/__init__"))) {
        rest = str_slice(rest, 0, rest.len - 9);
    }
    char *name = arena_allocate(mem, rest.len + 1);
    for (uint32_t i = 0; i < rest.len; i++) {
        name[i] = rest.ptr[i] == '/' ? '.' : rest.ptr[i];
    }
    return (Str){name, rest.len};
}

/* Where the deepest root above the file that is in no package begins. */
static uint32_t naming_root(const Walk *walk) {
    uint32_t level = walk->depth;
    while (level > 1 && walk->levels[level - 1].in_package) {
        level--;
    }
    return walk->levels[level - 1].start;
}

void modules_build(Modules *modules, const IndexFile *files, uint32_t count, Arena *mem) {
    *modules = (Modules){.files = files, .file_count = count};
    Str *names = ARENA_ARRAY(mem, Str, count);
    uint32_t *root_ends = ARENA_ARRAY(mem, uint32_t, count);
    Walk walk = {.modules = modules};
    for (FileId file = 0; file < count; file++) {
        walk_to(&walk, file, files[file].path);
        root_ends[file] = naming_root(&walk);
        names[file] = module_name(files[file].path, root_ends[file], mem);
    }
    modules->names = names;
    modules->root_ends = root_ends;
    modules->tops = name_table_build(walk.tops.items, walk.hashes.items, walk.tops.count, mem);
    ARRAY_RELEASE(&walk.tops);
    ARRAY_RELEASE(&walk.hashes);
}

/* ---- imports -------------------------------------------------------------------------------- */

/* What is looked for in one root after another. */
typedef struct Search {
    const Modules *modules;
    FileId from;
    Str folder; /* of that file */
    Str dotted;
    Str top;           /* its first part */
    bool wants_folder; /* a package of either kind, not a file */
} Search;

typedef struct Found {
    FileId file;
    bool is_found;
    bool is_regular; /* its first part is a module or a folder with `__init__` */
} Found;

static Found look_in(const Search *search, Str root) {
    const Modules *modules = search->modules;
    Found found = {.file = FILE_NONE};
    if (search->wants_folder) {
        found.is_found = folder_at(modules, root, search->dotted);
    } else {
        found.file = file_at(modules, root, search->dotted);
        found.is_found = found.file != FILE_NONE;
    }
    found.is_regular = found.is_found && file_at(modules, root, search->top) != FILE_NONE;
    return found;
}

static Str root_of(const Modules *modules, const NamePlace *place) {
    return str_slice(modules->files[place->file].path, 0, place->start > 0 ? place->start - 1 : 0);
}

/* How near a root is to the importing file: roots above it before others, the nearer the better.
 * 0: not to be searched from there. */
static uint32_t rank_of(const Search *search, const NamePlace *place) {
    Str root = root_of(search->modules, place);
    Str folder = search->folder;
    uint32_t shared = 0;
    uint32_t boundary = 0;
    while (shared < root.len && shared < folder.len && root.ptr[shared] == folder.ptr[shared]) {
        shared++;
        bool at_end = (shared == root.len || root.ptr[shared] == '/') &&
                      (shared == folder.len || folder.ptr[shared] == '/');
        boundary = at_end ? shared : boundary;
    }
    bool is_above = boundary == root.len;
    bool is_own = place->start == search->modules->root_ends[search->from];
    if (place->unit) { /* inside a package: only as the folder of a script */
        return root.len == folder.len && is_above && !standard_library_has(search->top);
    }
    if (standard_library_has(
            search->top)) { /* it comes before everything but the script's folder */
        return is_above && is_own ? 2 : 0;
    }
    return 2 + boundary * 2 + is_above;
}

static bool is_top(const Search *search, const NamePlace *place) {
    return str_equal(first_part(search->modules->files[place->file].path, place->start),
                     search->top);
}

/* The highest rank below `bound` that a root with the name has; 0 when there is none. */
static uint32_t next_rank(const Search *search, Span bucket, uint32_t bound) {
    uint32_t best = 0;
    for (uint32_t i = bucket.start; i < bucket.end; i++) {
        const NamePlace *place = &search->modules->tops.places[i];
        uint32_t rank = is_top(search, place) ? rank_of(search, place) : 0;
        best = rank < bound && rank > best ? rank : best;
    }
    return best;
}

/* Folders without `__init__` are one package together. */
static bool is_rival(const Search *search, Found found, Found best) {
    return found.is_regular == best.is_regular && (found.is_regular || !search->wants_folder);
}

/* In the roots of one rank: regular ones before others; of two that are as good neither is meant,
 * since which of them is on the path cannot be told. */
static Found look_at_rank(const Search *search, Span bucket, uint32_t rank) {
    Found best = {.file = FILE_NONE};
    bool is_tied = false;
    Str last = {0};
    for (uint32_t i = bucket.start; i < bucket.end; i++) {
        const NamePlace *place = &search->modules->tops.places[i];
        Str root = root_of(search->modules, place);
        bool is_new = !last.ptr || !str_equal(last, root);
        if (!is_new || !is_top(search, place) || rank_of(search, place) != rank) {
            continue;
        }
        last = root;
        Found found = look_in(search, root);
        bool is_better = found.is_found && (!best.is_found || found.is_regular > best.is_regular);
        is_tied = !is_better && (is_tied || (found.is_found && is_rival(search, found, best)));
        best = is_better ? found : best;
    }
    return is_tied ? (Found){.file = FILE_NONE} : best;
}

static Found search_absolute(const Search *search) {
    Span bucket = name_table_bucket(&search->modules->tops, search->top);
    Found fallback = {.file = FILE_NONE};
    bool is_standard = standard_library_has(search->top);
    uint32_t rank = next_rank(search, bucket, UINT32_MAX);
    for (; rank > 0; rank = next_rank(search, bucket, rank)) {
        Found found = look_at_rank(search, bucket, rank);
        if (found.is_regular) {
            return found;
        }
        /* a folder without `__init__` counts when nothing better does, a library included */
        bool counts = found.is_found && !fallback.is_found && !is_standard;
        fallback = counts ? found : fallback;
    }
    return fallback;
}

/* `..a.b`: from the folder of the file, one up for each dot but the first. */
static Found search_relative(const Search *search) {
    Search inside = *search;
    Str folder = search->folder;
    uint32_t dots = 0;
    while (dots < search->dotted.len && search->dotted.ptr[dots] == '.') {
        dots++;
    }
    for (uint32_t up = 1; up < dots; up++) {
        if (!folder.len) {
            return (Found){.file = FILE_NONE};
        }
        folder = folder_of(folder);
    }
    inside.dotted = inside.top = str_slice(search->dotted, dots, search->dotted.len);
    return look_in(&inside, folder);
}

static Found search_from(const Modules *modules, FileId from, Str dotted, bool wants_folder) {
    Search search = {.modules = modules,
                     .from = from,
                     .folder = folder_of(modules->files[from].path),
                     .dotted = dotted,
                     .top = str_slice(dotted, 0, str_find_byte(dotted, '.')),
                     .wants_folder = wants_folder};
    if (!dotted.len) {
        return (Found){.file = FILE_NONE};
    }
    return dotted.ptr[0] == '.' ? search_relative(&search) : search_absolute(&search);
}

FileId modules_resolve(const Modules *modules, FileId from, Str dotted) {
    return search_from(modules, from, dotted, false).file;
}

bool modules_is_package(const Modules *modules, FileId from, Str dotted) {
    return search_from(modules, from, dotted, true).is_found;
}
