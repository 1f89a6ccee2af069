/* Units by the hash of their text: parsed once, shared by versions, files and threads.
 *
 * An entry lives as long as a document holds it, and then among the `idle` most recently left ones,
 * so that undo, a moved function or a branch switch costs nothing. All functions may be called from
 * any thread. A batch scan that sees every unit once works without a store. */
#ifndef BLUETICK_ENGINE_UNIT_STORE_H
#define BLUETICK_ENGINE_UNIT_STORE_H

#include "semantics/unit_facts.h"

typedef struct UnitStore UnitStore;
typedef struct UnitEntry UnitEntry;

enum { UNIT_STORE_IDLE_DEFAULT = 2000 };

UnitStore *unit_store_new(uint32_t idle_max);

/* All documents and analyzers that use it must be gone. NULL is fine. */
void unit_store_free(UnitStore *store);

/* The entry for a text, held by the caller, or NULL. `queries` says which candidates are wanted
 * (syntax/query.h): an entry made for other queries is not this one. */
UnitEntry *unit_store_find(UnitStore *store, Hash hash, uint64_t queries);

/* Stores a copy of the facts and returns the entry, held by the caller; when another thread was
 * faster, its entry (the facts are equal: they follow from the text). */
UnitEntry *unit_store_add(UnitStore *store, const UnitFacts *facts, uint64_t queries);

const UnitFacts *unit_entry_facts(const UnitEntry *entry);
uint64_t unit_entry_queries(const UnitEntry *entry);
UnitEntry *unit_entry_retain(UnitEntry *entry);
void unit_entry_release(UnitEntry *entry);

typedef struct UnitStoreStatistics {
    uint32_t held; /* entries some document holds */
    uint32_t idle;
    uint64_t bytes;
    uint64_t hits;
    uint64_t misses;
} UnitStoreStatistics;
UnitStoreStatistics unit_store_statistics(UnitStore *store);

#endif
