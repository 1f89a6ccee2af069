/* Calls that read and write the entries of a cache. */
#ifndef BLUETICK_RULES_CPU_CACHE_ENTRY_H
#define BLUETICK_RULES_CPU_CACHE_ENTRY_H

#include "catalog/caches.h"
#include "rules/rule.h"

typedef struct CacheEntry {
    const CatalogCache *cache;
    NodeId call;
    NodeId receiver; /* the client */
    NodeId key;
} CacheEntry;

/* `cache.method(key, ...)` where the client's class is known; false for anything else. */
bool cache_entry(RuleContext *context, NodeId call, Str method, CacheEntry *out);

/* Both name the same client and the same key, as written. */
bool cache_entry_is_same(const UnitFacts *facts, const CacheEntry *a, const CacheEntry *b);

#endif
