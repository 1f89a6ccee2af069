/* The caches of one run: one for each folder that the configs in force name. */
#ifndef BLUETICK_WORKSPACE_CACHE_SET_H
#define BLUETICK_WORKSPACE_CACHE_SET_H

#include "workspace/cache.h"
#include "workspace/file_set.h"

typedef struct CacheOfConfig {
    const ProjectConfig *config;
    Cache *cache; /* several configs may share one */
} CacheOfConfig;

typedef struct CacheSet {
    struct ARRAY_OF(CacheOfConfig) configs;
    struct ARRAY_OF(Cache *) caches;
    Hash program;
} CacheSet;

/* Opens the caches of all files' configs. False: none may be used, and nothing is open. */
bool cache_set_open(CacheSet *out, const FileSet *set, const FileSet *around);
void cache_set_release(CacheSet *set);

/* The folder of a config's cache. */
Str cache_set_folder(const ProjectConfig *config, Arena *mem);

/* Any thread. */
Cache *cache_set_find(const CacheSet *set, const ProjectConfig *config);

/* Those that were written to. */
void cache_set_prune(const CacheSet *set);

#endif
