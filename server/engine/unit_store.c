/* Knows who holds which unit and when the last one lets go; knows nothing about what units mean. */
#include "engine/unit_store.h"

#include "base/array.h"
#include "base/status.h"
#include "engine/lock.h"

struct UnitEntry {
    UnitFacts facts;
    uint64_t queries;
    UnitStore *store;
    atomic_uint holders; /* falls to 0 only under the store's lock */
    bool is_idle;
    UnitEntry *newer; /* idle list, when is_idle */
    UnitEntry *older;
    Arena mem; /* holds this entry too */
};

typedef struct StoreSlot {
    UnitEntry *entry; /* NULL = free */
} StoreSlot;

typedef struct StoreSlots ARRAY_OF(StoreSlot) StoreSlots;

struct UnitStore {
    Lock lock;
    StoreSlots slots; /* open addressing; count is a power of two */
    uint32_t entry_count;
    UnitEntry *newest_idle;
    UnitEntry *oldest_idle;
    uint32_t idle_count;
    uint32_t idle_max;
    uint64_t bytes;
    uint64_t hits;
    uint64_t misses;
    Arena mem; /* holds this store too */
};

enum { FIRST_SLOTS = 256 };

static void resize_slots(UnitStore *store, uint32_t count) {
    StoreSlots grown = {0};
    ARRAY_RESERVE(&grown, count);
    memset(grown.items, 0, count * sizeof *grown.items);
    for (uint32_t i = 0; i < store->slots.count; i++) {
        UnitEntry *entry = store->slots.items[i].entry;
        if (entry) {
            uint32_t at = (uint32_t)entry->facts.hash.low & (count - 1);
            while (grown.items[at].entry) {
                at = (at + 1) & (count - 1);
            }
            grown.items[at].entry = entry;
        }
    }
    ARRAY_RELEASE(&store->slots);
    store->slots = grown;
    store->slots.count = count;
}

UnitStore *unit_store_new(uint32_t idle_max) {
    Arena mem;
    arena_init(&mem);
    UnitStore *store = ARENA_NEW(&mem, UnitStore);
    lock_init(&store->lock);
    store->idle_max = idle_max;
    resize_slots(store, FIRST_SLOTS);
    store->mem = mem;
    return store;
}

static void free_entry(UnitEntry *entry) {
    Arena mem = entry->mem;
    arena_release(&mem);
}

void unit_store_free(UnitStore *store) {
    if (!store) {
        return;
    }
    for (uint32_t i = 0; i < store->slots.count; i++) {
        if (store->slots.items[i].entry) {
            (void)BUG_ON(atomic_load(&store->slots.items[i].entry->holders) != 0);
            free_entry(store->slots.items[i].entry);
        }
    }
    ARRAY_RELEASE(&store->slots);
    Arena mem = store->mem;
    arena_release(&mem);
}

/* ---- under the lock ----------------------------------------------------------------------- */

static UnitEntry *probe(const UnitStore *store, Hash hash, uint64_t queries, uint32_t *slot) {
    uint32_t mask = store->slots.count - 1;
    uint32_t at = (uint32_t)hash.low & mask;
    while (store->slots.items[at].entry) {
        UnitEntry *entry = store->slots.items[at].entry;
        if (hash_equal(entry->facts.hash, hash) && entry->queries == queries) {
            break;
        }
        at = (at + 1) & mask;
    }
    *slot = at;
    return store->slots.items[at].entry;
}

static void leave_idle(UnitStore *store, UnitEntry *entry) {
    *(entry->newer ? &entry->newer->older : &store->newest_idle) = entry->older;
    *(entry->older ? &entry->older->newer : &store->oldest_idle) = entry->newer;
    entry->newer = entry->older = NULL;
    entry->is_idle = false;
    store->idle_count--;
}

static void join_idle(UnitStore *store, UnitEntry *entry) {
    entry->older = store->newest_idle;
    *(entry->older ? &entry->older->newer : &store->oldest_idle) = entry;
    store->newest_idle = entry;
    entry->is_idle = true;
    store->idle_count++;
}

static void hold(UnitStore *store, UnitEntry *entry) {
    if (entry->is_idle) {
        leave_idle(store, entry);
    }
    atomic_fetch_add(&entry->holders, 1);
}

/* Closes the gap that a removed entry leaves, so that probes need no tombstones. */
static void remove_slot(UnitStore *store, uint32_t hole) {
    uint32_t mask = store->slots.count - 1;
    uint32_t at = (hole + 1) & mask;
    while (store->slots.items[at].entry) {
        uint32_t home = (uint32_t)store->slots.items[at].entry->facts.hash.low & mask;
        if (((at - home) & mask) >= ((at - hole) & mask)) {
            store->slots.items[hole].entry = store->slots.items[at].entry;
            hole = at;
        }
        at = (at + 1) & mask;
    }
    store->slots.items[hole].entry = NULL;
    store->entry_count--;
}

/* The entry that had to go, or NULL; the caller frees it outside the lock. */
static UnitEntry *evict_one(UnitStore *store) {
    if (store->idle_count <= store->idle_max) {
        return NULL;
    }
    UnitEntry *entry = store->oldest_idle;
    uint32_t slot;
    leave_idle(store, entry);
    probe(store, entry->facts.hash, entry->queries, &slot);
    remove_slot(store, slot);
    store->bytes -= entry->mem.allocated;
    return entry;
}

/* ---- what others call --------------------------------------------------------------------- */

UnitEntry *unit_store_find(UnitStore *store, Hash hash, uint64_t queries) {
    uint32_t slot;
    lock_take(&store->lock);
    UnitEntry *entry = probe(store, hash, queries, &slot);
    if (entry) {
        hold(store, entry);
        store->hits++;
    } else {
        store->misses++;
    }
    lock_give(&store->lock);
    return entry;
}

static UnitEntry *new_entry(UnitStore *store, const UnitFacts *facts, uint64_t queries) {
    Arena mem;
    arena_init(&mem);
    /* The facts go into the first block, this entry into the same one if there is room. */
    UnitFacts copy = unit_facts_copy(facts, &mem);
    arena_reserve(&mem, sizeof(UnitEntry));
    UnitEntry *entry = ARENA_NEW(&mem, UnitEntry);
    entry->facts = copy;
    entry->queries = queries;
    entry->store = store;
    atomic_init(&entry->holders, 0);
    entry->mem = mem;
    return entry;
}

UnitEntry *unit_store_add(UnitStore *store, const UnitFacts *facts, uint64_t queries) {
    UnitEntry *fresh = new_entry(store, facts, queries);
    uint32_t slot;
    lock_take(&store->lock);
    UnitEntry *entry = probe(store, facts->hash, queries, &slot);
    if (!entry) {
        if (2 * (store->entry_count + 1) > store->slots.count) {
            resize_slots(store, store->slots.count * 2);
            probe(store, facts->hash, queries, &slot);
        }
        store->slots.items[slot].entry = fresh;
        store->entry_count++;
        store->bytes += fresh->mem.allocated;
        entry = fresh;
        fresh = NULL;
    }
    hold(store, entry);
    lock_give(&store->lock);
    if (fresh) {
        free_entry(fresh);
    }
    return entry;
}

const UnitFacts *unit_entry_facts(const UnitEntry *entry) {
    return &entry->facts;
}

uint64_t unit_entry_queries(const UnitEntry *entry) {
    return entry->queries;
}

UnitEntry *unit_entry_retain(UnitEntry *entry) {
    atomic_fetch_add_explicit(&entry->holders, 1, memory_order_relaxed);
    return entry;
}

void unit_entry_release(UnitEntry *entry) {
    unsigned holders = atomic_load_explicit(&entry->holders, memory_order_relaxed);
    while (holders > 1) {
        if (atomic_compare_exchange_weak(&entry->holders, &holders, holders - 1)) {
            return;
        }
    }
    /* Perhaps the last one: whoever finds it meanwhile does so under the lock too. */
    UnitStore *store = entry->store;
    UnitEntry *evicted = NULL;
    lock_take(&store->lock);
    if (atomic_fetch_sub(&entry->holders, 1) == 1) {
        join_idle(store, entry);
        evicted = evict_one(store);
    }
    lock_give(&store->lock);
    if (evicted) {
        free_entry(evicted);
    }
}

UnitStoreStatistics unit_store_statistics(UnitStore *store) {
    lock_take(&store->lock);
    UnitStoreStatistics statistics = {.held = store->entry_count - store->idle_count,
                                      .idle = store->idle_count,
                                      .bytes = store->bytes,
                                      .hits = store->hits,
                                      .misses = store->misses};
    lock_give(&store->lock);
    return statistics;
}
