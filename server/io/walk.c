/* Knows how to list folders without recursion and without going round in circles. Refuses to know
 * which entries matter. */
#include "io/walk.h"

#include "base/array.h"
#include "base/intern.h"
#include "io/path.h"

#include <uv.h>

typedef struct Entry {
    Str path;
    Str name;
    uv_dirent_type_t type;
} Entry;

typedef struct Entries ARRAY_OF(Entry) Entries;
typedef struct Folders ARRAY_OF(Str) Folders;

typedef struct Walk {
    const WalkVisitor *visitor;
    Arena mem;
    Interner seen;   /* (device, inode) of every folder listed */
    Folders pending; /* a stack: the next folder is the last */
    Folders linked;  /* links to folders, for when nothing else is left */
    Entries entries; /* of the folder at hand */
} Walk;

static int compare_entries(const void *a, const void *b) {
    return str_compare(((const Entry *)a)->name, ((const Entry *)b)->name);
}

static uv_dirent_type_t type_of_mode(uint64_t mode) {
    switch (mode & S_IFMT) {
    case S_IFDIR:
        return UV_DIRENT_DIR;
    case S_IFLNK:
        return UV_DIRENT_LINK;
    default:
        return UV_DIRENT_FILE;
    }
}

/* UNKNOWN when the system will not say. */
static uv_dirent_type_t ask_type(Str path, bool follow) {
    uv_fs_t request;
    int code = follow ? uv_fs_stat(NULL, &request, path.ptr, NULL)
                      : uv_fs_lstat(NULL, &request, path.ptr, NULL);
    uv_dirent_type_t type = code < 0 ? UV_DIRENT_UNKNOWN : type_of_mode(request.statbuf.st_mode);
    uv_fs_req_cleanup(&request);
    return type;
}

/* False when this very folder was listed before, under whatever name. */
static bool mark_seen(Walk *walk, Str folder) {
    uv_fs_t request;
    if (uv_fs_stat(NULL, &request, folder.ptr, NULL) < 0) {
        uv_fs_req_cleanup(&request);
        return true; /* the listing will say what is wrong */
    }
    uint64_t identity[2] = {request.statbuf.st_dev, request.statbuf.st_ino};
    uv_fs_req_cleanup(&request);
    uint32_t before = walk->seen.count;
    interner_add(&walk->seen, (Str){(const char *)identity, sizeof identity});
    return walk->seen.count > before;
}

/* Fills walk->entries, sorted. */
static bool list(Walk *walk, Str folder) {
    walk->entries.count = 0;
    uv_fs_t request;
    int code = uv_fs_scandir(NULL, &request, folder.ptr, 0, NULL);
    if (code < 0) {
        uv_fs_req_cleanup(&request);
        walk->visitor->trouble(walk->visitor->data, folder, str_from_c(uv_strerror(code)));
        return false;
    }
    uv_dirent_t item;
    while (uv_fs_scandir_next(&request, &item) == 0) {
        Str path = path_join(folder, str_from_c(item.name), &walk->mem);
        uv_dirent_type_t type = item.type == UV_DIRENT_UNKNOWN ? ask_type(path, false) : item.type;
        ARRAY_PUSH(&walk->entries, ((Entry){path, path_name(path), type}));
    }
    uv_fs_req_cleanup(&request);
    if (walk->entries.count > 1) {
        qsort(walk->entries.items, walk->entries.count, sizeof(Entry), compare_entries);
    }
    return true;
}

static bool has_git(const Walk *walk) {
    for (uint32_t i = 0; i < walk->entries.count; i++) {
        if (str_equal(walk->entries.items[i].name, STR(".git"))) {
            return true;
        }
    }
    return false;
}

static void visit_entry(Walk *walk, const Entry *entry) {
    const WalkVisitor *visitor = walk->visitor;
    bool is_link = entry->type == UV_DIRENT_LINK;
    bool is_folder =
        entry->type == UV_DIRENT_DIR || (is_link && ask_type(entry->path, true) == UV_DIRENT_DIR);
    if (!is_folder) {
        visitor->file(visitor->data, entry->path, entry->name, is_link);
        return;
    }
    if (!visitor->enter(visitor->data, entry->path, entry->name)) {
        return;
    }
    if (is_link) {
        ARRAY_PUSH(&walk->linked, entry->path);
    } else {
        ARRAY_PUSH(&walk->pending, entry->path);
    }
}

static void visit_folder(Walk *walk, Str folder) {
    if (!mark_seen(walk, folder) || !list(walk, folder)) {
        return;
    }
    if (walk->visitor->folder != NULL) {
        walk->visitor->folder(walk->visitor->data, folder, has_git(walk));
    }
    uint32_t first = walk->pending.count;
    for (uint32_t i = 0; i < walk->entries.count; i++) {
        visit_entry(walk, &walk->entries.items[i]);
    }
    /* The first of the new folders is to be the next one taken. */
    for (uint32_t low = first, high = walk->pending.count; low + 1 < high; low++) {
        high--;
        Str swap = walk->pending.items[low];
        walk->pending.items[low] = walk->pending.items[high];
        walk->pending.items[high] = swap;
    }
}

void walk_folder(Str root, const WalkVisitor *visitor) {
    Walk walk = {.visitor = visitor};
    arena_init(&walk.mem);
    interner_init(&walk.seen, &walk.mem);
    ARRAY_PUSH(&walk.pending, arena_copy(&walk.mem, root));
    uint32_t next_link = 0;
    for (;;) {
        if (walk.pending.count > 0) {
            visit_folder(&walk, walk.pending.items[--walk.pending.count]);
        } else if (next_link < walk.linked.count) {
            ARRAY_PUSH(&walk.pending, walk.linked.items[next_link++]);
        } else {
            break;
        }
    }
    ARRAY_RELEASE(&walk.pending);
    ARRAY_RELEASE(&walk.linked);
    ARRAY_RELEASE(&walk.entries);
    interner_release(&walk.seen);
    arena_release(&walk.mem);
}
