/* Knows what the cache's folder looks like and how its files are checked. Refuses to know what is
 * in them. */
#include "workspace/cache.h"

#include "base/array.h"
#include "base/memory.h"
#include "base/pack.h"
#include "engine/lock.h"
#include "io/file.h"
#include "io/path.h"

#include <stdatomic.h>
#include <stdlib.h>

enum { FILE_BYTES_MAX = 64 * 1024 * 1024, HASH_BYTES = 16, HASH_DIGITS = 32 };
static const int64_t hour_ns = (int64_t)60 * 60 * 1000000000;

/* A change of what stands in the files changes this. */
static const Str magic = {"bluetick cache 2\n", 17};
static const Str ignore_name = {".gitignore", 10};
static const Str ignore_text = {"*\n", 2};
static const Str tag_name = {"CACHEDIR.TAG", 12};
static const Str tag_text = {"Signature: 8a477f597d28d172789f06886806bc55\n"
                             "# This file is a cache directory tag created by bluetick.\n"
                             "# It can be removed at any time: bluetick clean\n",
                             150};

struct Cache {
    Str folder;
    Store *store; /* NULL: there is no folder yet, or it may not be used */
    Lock lock;    /* for making it */
    bool is_refused;
    Buf trouble;
    atomic_uint read;
    atomic_uint damaged;
    atomic_uint written;
    atomic_uint unwritable;
    Arena mem; /* holds this too */
};

/* ---- the folder --------------------------------------------------------------------------- */

static bool has_tag(const Store *store) {
    Arena mem;
    Str text;
    arena_init(&mem);
    bool has = store_read(&text, store, tag_name, tag_text.len, &mem) == STATUS_OK &&
               str_equal(text, tag_text);
    arena_release(&mem);
    return has;
}

/* Nothing but what processes that are making it have begun to write. */
static bool is_fresh(const Store *store) {
    Arena mem;
    arena_init(&mem);
    StoredFiles files = store_list(store, &mem);
    bool fresh = true;
    for (uint32_t i = 0; i < files.count; i++) {
        fresh = fresh && files.items[i].is_own && store_is_temporary(files.items[i].name);
    }
    arena_release(&mem);
    return fresh;
}

/* A folder that somebody named by mistake, or by malice, stays as it is. */
static Status open_own(Store **out, Str folder, bool creates, Buf *err) {
    Status status = store_open(out, folder, creates, err);
    if (status == STATUS_OK && !has_tag(*out) && !is_fresh(*out) && !has_tag(*out)) {
        store_close(*out);
        *out = NULL;
        return status_note(STATUS_INVALID, err, "is not a folder that bluetick made");
    }
    return status;
}

Cache *cache_open(Str folder) {
    Arena mem;
    arena_init(&mem);
    Cache *cache = ARENA_NEW(&mem, Cache);
    cache->folder = arena_copy(&mem, folder);
    lock_init(&cache->lock);
    buf_init(&cache->trouble, 0);
    Buf reason;
    buf_init(&reason, 0);
    Status status = open_own(&cache->store, folder, false, &reason);
    if (status < 0 && status != STATUS_NOT_FOUND) {
        cache->is_refused = true;
        buf_append(&cache->trouble, buf_str(&reason));
    }
    buf_release(&reason);
    cache->mem = mem;
    return cache;
}

void cache_close(Cache *cache) {
    if (cache) {
        store_close(cache->store);
        buf_release(&cache->trouble);
        Arena mem = cache->mem;
        arena_release(&mem);
    }
}

Str cache_folder(const Cache *cache) {
    return cache->folder;
}

Str cache_trouble(const Cache *cache) {
    return buf_str(&cache->trouble);
}

/* ---- files -------------------------------------------------------------------------------- */

static const Str endings[] = {
    [CACHE_PACK] = {".pack",   5},
    [CACHE_RECORD] = {".record", 7},
    [CACHE_UNITS] = {".units",  6},
};
enum { ENDING_COUNT = sizeof endings / sizeof endings[0] };

typedef struct FileName {
    char text[HASH_DIGITS + 8];
    uint32_t length;
} FileName;

static FileName name_of(CacheFile kind, Hash hash) {
    FileName name;
    static const char digits[] = "0123456789abcdef";
    for (uint32_t i = 0; i < HASH_DIGITS; i++) {
        uint64_t half = i < HASH_DIGITS / 2 ? hash.high : hash.low;
        name.text[i] = digits[half >> (60 - 4 * (i % (HASH_DIGITS / 2))) & 15];
    }
    memcpy(name.text + HASH_DIGITS, endings[kind].ptr, endings[kind].len);
    name.length = HASH_DIGITS + endings[kind].len;
    return name;
}

/* ENDING_COUNT: not one of ours. */
static int kind_of(Str name) {
    for (uint32_t i = 0; i < HASH_DIGITS && i < name.len; i++) {
        bool is_digit = (name.ptr[i] >= '0' && name.ptr[i] <= '9') ||
                        (name.ptr[i] >= 'a' && name.ptr[i] <= 'f');
        if (!is_digit) {
            return ENDING_COUNT;
        }
    }
    for (int kind = 0; kind < ENDING_COUNT; kind++) {
        if (name.len == HASH_DIGITS + endings[kind].len && str_ends_with(name, endings[kind])) {
            return kind;
        }
    }
    return ENDING_COUNT;
}

/* Magic, digest of the rest, rest. */
static bool is_whole(Str file, Str *rest) {
    uint32_t head = magic.len + HASH_BYTES;
    if (file.len < head || !str_starts_with(file, magic)) {
        return false;
    }
    PackReader reader = pack_reader(str_slice(file, magic.len, head));
    *rest = str_slice(file, head, file.len);
    return hash_equal(pack_take_hash(&reader), hash_text(*rest));
}

static void count(atomic_uint *counter) {
    atomic_fetch_add_explicit(counter, 1, memory_order_relaxed);
}

Str cache_read(Cache *cache, CacheFile kind, Hash hash, Arena *mem) {
    if (!cache->store) {
        return STR("");
    }
    FileName name = name_of(kind, hash);
    Str file;
    Str rest;
    Status status =
        store_read(&file, cache->store, (Str){name.text, name.length}, FILE_BYTES_MAX, mem);
    if (status == STATUS_OK && is_whole(file, &rest)) {
        count(&cache->read);
        return rest;
    }
    if (status != STATUS_NOT_FOUND) {
        count(&cache->damaged);
    }
    return STR("");
}

/* ---- writing ------------------------------------------------------------------------------ */

/* The tag first: it makes the folder ours. */
static Store *make_store(Cache *cache) {
    Store *store = NULL;
    Buf ignored;
    buf_init(&ignored, 0);
    Status status = file_make_folders(path_folder(cache->folder), &ignored);
    status = status < 0 ? status : open_own(&store, cache->folder, true, &ignored);
    if (status == STATUS_OK && !has_tag(store)) {
        status = store_write(store, tag_name, tag_text, &ignored);
        status = status < 0 ? status : store_write(store, ignore_name, ignore_text, &ignored);
    }
    if (status < 0) {
        store_close(store);
        store = NULL;
    }
    buf_release(&ignored);
    return store;
}

static const Store *writable_store(Cache *cache) {
    lock_take(&cache->lock);
    if (!cache->store && !cache->is_refused) {
        cache->store = make_store(cache);
        cache->is_refused = cache->store == NULL;
    }
    const Store *store = cache->store;
    lock_give(&cache->lock);
    return store;
}

void cache_write(Cache *cache, CacheFile kind, Hash hash, Str bytes) {
    const Store *store = writable_store(cache);
    Buf file;
    buf_init(&file, FILE_BYTES_MAX);
    buf_append(&file, magic);
    pack_put_hash(&file, hash_text(bytes));
    buf_append(&file, bytes);
    FileName name = name_of(kind, hash);
    bool is_written =
        store && !file.overflowed &&
        store_write(store, (Str){name.text, name.length}, buf_str(&file), NULL) == STATUS_OK;
    count(is_written ? &cache->written : &cache->unwritable);
    buf_release(&file);
}

/* ---- all of them -------------------------------------------------------------------------- */

static int compare_use(const void *a, const void *b) {
    const StoredFile *left = a;
    const StoredFile *right = b;
    if (left->used_ns != right->used_ns) {
        return left->used_ns < right->used_ns ? -1 : 1;
    }
    return str_compare(left->name, right->name);
}

static uint64_t total_bytes(const StoredFiles *files) {
    uint64_t total = 0;
    for (uint32_t i = 0; i < files->count; i++) {
        total += files->items[i].size;
    }
    return total;
}

static bool is_left_over(const StoredFile *file, int64_t now_ns) {
    return store_is_temporary(file->name) && now_ns - file->used_ns > hour_ns;
}

/* A quarter more than what is too much goes, so that not every run has to. */
void cache_prune(Cache *cache, uint64_t most) {
    Arena mem;
    arena_init(&mem);
    StoredFiles files = {NULL, 0};
    if (cache->store) {
        files = store_list(cache->store, &mem);
    }
    uint64_t total = total_bytes(&files);
    uint64_t least = total > most ? most - most / 4 : total;
    if (files.count > 1) {
        qsort(files.items, files.count, sizeof *files.items, compare_use);
    }
    int64_t now_ns = store_now_ns();
    for (uint32_t i = 0; i < files.count; i++) {
        const StoredFile *file = &files.items[i];
        bool is_old = total > least && kind_of(file->name) != ENDING_COUNT;
        if ((is_old || is_left_over(file, now_ns)) &&
            store_remove(cache->store, file->name) == STATUS_OK) {
            total -= file->size;
        }
    }
    arena_release(&mem);
}

CacheCounters cache_counters(const Cache *cache) {
    return (CacheCounters){atomic_load(&cache->read), atomic_load(&cache->damaged),
                           atomic_load(&cache->written), atomic_load(&cache->unwritable)};
}

static void add_size(CacheSize *size, const StoredFile *file) {
    int kind = kind_of(file->name);
    size->packs += kind == CACHE_PACK;
    size->others += kind == CACHE_UNITS || kind == CACHE_RECORD;
    size->bytes += file->size;
}

CacheSize cache_size(const Cache *cache) {
    CacheSize size = {0};
    Arena mem;
    arena_init(&mem);
    if (cache->store) {
        StoredFiles files = store_list(cache->store, &mem);
        for (uint32_t i = 0; i < files.count; i++) {
            add_size(&size, &files.items[i]);
        }
    }
    arena_release(&mem);
    return size;
}

/* ---- removing ----------------------------------------------------------------------------- */

static bool remove_file(const Store *store, const StoredFile *file, CacheSize *removed) {
    if (store_remove(store, file->name) < 0) {
        return false;
    }
    add_size(removed, file);
    return true;
}

/* The tag last: while it stands, what is left is ours. */
static bool remove_all(const Store *store, CacheSize *removed) {
    Arena mem;
    arena_init(&mem);
    StoredFiles files = store_list(store, &mem);
    const StoredFile *tag = NULL;
    bool all = true;
    for (uint32_t i = 0; i < files.count; i++) {
        const StoredFile *file = &files.items[i];
        bool is_ours = kind_of(file->name) != ENDING_COUNT || store_is_temporary(file->name) ||
                       str_equal(file->name, ignore_name);
        if (str_equal(file->name, tag_name)) {
            tag = file;
        } else {
            all = is_ours && remove_file(store, file, removed) && all;
        }
    }
    all = all && (!tag || remove_file(store, tag, removed));
    arena_release(&mem);
    return all;
}

Status cache_clean(Str folder, CacheSize *removed, Buf *err) {
    *removed = (CacheSize){0};
    Store *store = NULL;
    Status status = open_own(&store, folder, false, err);
    if (status < 0) {
        return status;
    }
    bool all = remove_all(store, removed);
    store_close(store);
    if (!all || store_remove_folder(folder) < 0) {
        return status_note(STATUS_UNWRITABLE, err, "holds files that bluetick did not write");
    }
    return STATUS_OK;
}

Hash cache_program_key(void) {
    Arena mem;
    Str program;
    arena_init(&mem);
    Hash key = {0, 0};
    if (file_read_program(&program, &mem) == STATUS_OK) {
        key = hash_text(program);
    }
    arena_release(&mem);
    return key;
}
