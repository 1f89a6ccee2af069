/* Knows which config means which folder. Refuses to know what is in it. */
#include "workspace/cache_set.h"

#include "io/path.h"

Str cache_set_folder(const ProjectConfig *config, Arena *mem) {
    return path_absolute(config->values.cache_dir, config->folder, mem);
}

static Cache *cache_of(CacheSet *set, Str folder) {
    for (uint32_t i = 0; i < set->caches.count; i++) {
        if (str_equal(cache_folder(set->caches.items[i]), folder)) {
            return set->caches.items[i];
        }
    }
    Cache *cache = cache_open(folder);
    ARRAY_PUSH(&set->caches, cache);
    return cache;
}

Cache *cache_set_find(const CacheSet *set, const ProjectConfig *config) {
    for (uint32_t i = 0; i < set->configs.count; i++) {
        if (set->configs.items[i].config == config) {
            return set->configs.items[i].cache;
        }
    }
    return NULL;
}

static void add_configs(CacheSet *set, const FileSet *files, Arena *mem) {
    for (uint32_t i = 0; i < files->files.count; i++) {
        const ProjectConfig *config = files->files.items[i].config;
        if (!cache_set_find(set, config)) {
            Cache *cache = cache_of(set, cache_set_folder(config, mem));
            ARRAY_PUSH(&set->configs, ((CacheOfConfig){config, cache}));
        }
    }
}

bool cache_set_open(CacheSet *out, const FileSet *set, const FileSet *around) {
    *out = (CacheSet){.program = cache_program_key()};
    if (out->program.low == 0 && out->program.high == 0) {
        return false;
    }
    Arena mem;
    arena_init(&mem);
    add_configs(out, set, &mem);
    add_configs(out, around, &mem);
    arena_release(&mem);
    return true;
}

void cache_set_release(CacheSet *set) {
    for (uint32_t i = 0; i < set->caches.count; i++) {
        cache_close(set->caches.items[i]);
    }
    ARRAY_RELEASE(&set->caches);
    ARRAY_RELEASE(&set->configs);
}

void cache_set_prune(const CacheSet *set) {
    for (uint32_t i = 0; i < set->caches.count; i++) {
        if (cache_counters(set->caches.items[i]).written > 0) {
            cache_prune(set->caches.items[i], CACHE_BYTES_MAX);
        }
    }
}
