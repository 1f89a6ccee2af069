/* Clients of caches, and how their entries end. */
#ifndef BLUETICK_CATALOG_CACHES_H
#define BLUETICK_CATALOG_CACHES_H

#include "base/str.h"

typedef struct CatalogCache {
    Str path;     /* of the class */
    Str keywords; /* "ex|px|nx": arguments of set() with which no plain entry without end is made */
    Str parameter;   /* the one to write: "ex" */
    int8_t position; /* of the lifetime among the arguments of set() */
    Str expiry;      /* "expire|pexpire": methods that give an entry its end afterwards */
    Str constructor; /* an argument of the client that ends all entries; "*": the backend does */
} CatalogCache;

/* The row of the class or of its nearest base that has one; NULL if none. */
const CatalogCache *catalog_cache(Str class_path);

/* The table, for the test of its order. */
extern const CatalogCache catalog_caches[];
extern const uint32_t catalog_cache_count;

#endif
