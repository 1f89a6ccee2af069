/* Knows which classes are clients of caches and how their entries end; nothing about calls. */
#include "catalog/caches.h"

#include "catalog/catalog.h"

#define TEXT(literal)                                                                              \
    { (literal), (uint32_t)(sizeof(literal) - 1) }

const CatalogCache catalog_caches[] = {
#define CACHE(path, keywords, parameter, position, expiry, constructor)                            \
    {TEXT(path), TEXT(keywords), TEXT(parameter), (position), TEXT(expiry), TEXT(constructor)},
#include "catalog/caches.def"
#undef CACHE
};
const uint32_t catalog_cache_count = sizeof catalog_caches / sizeof *catalog_caches;

static const CatalogCache *row_of(Str path) {
    for (uint32_t i = 0; i < catalog_cache_count; i++) {
        if (str_equal(catalog_caches[i].path, path)) {
            return &catalog_caches[i];
        }
    }
    return NULL;
}

const CatalogCache *catalog_cache(Str class_path) {
    while (class_path.len) {
        const CatalogCache *row = row_of(class_path);
        const CatalogClass *class = catalog_class(class_path);
        if (row || !class) {
            return row;
        }
        class_path = class->base;
    }
    return NULL;
}
