/* Knows which units are kept for which source file. Refuses to know what is known of a unit. */
#include "workspace/unit_cache.h"

#include <stdlib.h>

/* What is kept of one unit. */
typedef struct KeptUnit {
    Hash hash;
    uint64_t queries;
    Str facts;      /* unit_facts_put */
    uint32_t order; /* the first of two alike counts */
} KeptUnit;

typedef struct KeptUnits {
    KeptUnit *items; /* by hash */
    uint32_t count;
} KeptUnits;

typedef struct WorkerUnits {
    UnitCache *units;
    const uint32_t *places; /* of the project at hand: by its files */
    KeptUnits **known;      /* by place; NULL: not read yet */
    Buf *fresh;             /* by place: kept in this run, for questions of any file */
    Buf *checked;           /* by place: likewise, for the file's own rules */
    UnitSource source;
    Arena mem;
} WorkerUnits;

typedef struct PlacedUnits {
    Cache *cache;
    Hash name;
} PlacedUnits;

struct UnitCache {
    Hash program;
    const RuleQueries *queries;
    PlacedUnits *placed;
    uint32_t place_count;
    WorkerUnits *workers;
    uint32_t worker_count;
};

UnitCache *unit_cache_new(Hash program, const RuleQueries *queries, uint32_t places,
                          uint32_t workers, Arena *mem) {
    UnitCache *units = ARENA_NEW(mem, UnitCache);
    *units = (UnitCache){.program = program,
                         .queries = queries,
                         .placed = ARENA_ARRAY(mem, PlacedUnits, places),
                         .place_count = places,
                         .workers = ARENA_ARRAY(mem, WorkerUnits, workers),
                         .worker_count = workers};
    for (uint32_t i = 0; i < workers; i++) {
        WorkerUnits *worker = &units->workers[i];
        worker->units = units;
        worker->known = ARENA_ARRAY(mem, KeptUnits *, places);
        worker->fresh = ARENA_ARRAY(mem, Buf, places);
        worker->checked = ARENA_ARRAY(mem, Buf, places);
        arena_init(&worker->mem);
    }
    return units;
}

void unit_cache_free(UnitCache *units) {
    for (uint32_t i = 0; units && i < units->worker_count; i++) {
        for (uint32_t place = 0; place < units->place_count; place++) {
            buf_release(&units->workers[i].fresh[place]);
            buf_release(&units->workers[i].checked[place]);
        }
        arena_release(&units->workers[i].mem);
    }
}

void unit_cache_place(UnitCache *units, uint32_t place, Cache *cache, Hash name) {
    units->placed[place] = (PlacedUnits){cache, name};
}

/* ---- reading -------------------------------------------------------------------------------- */

static int compare_hashes(Hash a, Hash b) {
    if (a.low != b.low) {
        return a.low < b.low ? -1 : 1;
    }
    return (a.high > b.high) - (a.high < b.high);
}

/* Of one text: with more queries first, then in order. */
static int compare_units(const void *a, const void *b) {
    const KeptUnit *left = a;
    const KeptUnit *right = b;
    int order = compare_hashes(left->hash, right->hash);
    if (order == 0) {
        order = (left->queries < right->queries) - (left->queries > right->queries);
    }
    return order ? order : (left->order > right->order) - (left->order < right->order);
}

/* Bytes that a unit takes at least: its hash, its queries, and a number. */
enum { UNIT_BYTES = 16 + 8 + 1 };

typedef struct UnitList ARRAY_OF(KeptUnit) UnitList;

/* Texts point into the bytes. */
static void take_units(PackReader *reader, UnitList *out) {
    while (!reader->failed && reader->at < reader->bytes.len) {
        KeptUnit unit = {.hash = pack_take_hash(reader), .order = out->count};
        unit.queries = pack_take_key(reader);
        unit.facts = pack_take_text(reader);
        if (!reader->failed) {
            ARRAY_PUSH(out, unit);
        }
    }
}

static void sort_units(UnitList *units) {
    if (units->count) {
        qsort(units->items, units->count, sizeof *units->items, compare_units);
    }
}

static void read_units(const UnitCache *units, uint32_t place, UnitList *out, Arena *mem) {
    const PlacedUnits *placed = &units->placed[place];
    if (!placed->cache) {
        return;
    }
    PackReader reader = pack_reader(cache_read(placed->cache, CACHE_UNITS, placed->name, mem));
    if (reader.bytes.len && hash_equal(pack_take_hash(&reader), units->program)) {
        take_units(&reader, out);
    }
}

static const KeptUnits *known_units(WorkerUnits *worker, uint32_t place) {
    if (!worker->known[place]) {
        UnitList list = {0};
        read_units(worker->units, place, &list, &worker->mem);
        sort_units(&list);
        KeptUnits *known = ARENA_NEW(&worker->mem, KeptUnits);
        known->items = ARENA_ARRAY(&worker->mem, KeptUnit, list.count);
        known->count = list.count;
        if (list.count) {
            memcpy(known->items, list.items, list.count * sizeof *list.items);
        }
        ARRAY_RELEASE(&list);
        worker->known[place] = known;
    }
    return worker->known[place];
}

/* The first of the text, or where it would stand. */
static uint32_t first_of(const KeptUnits *known, Hash hash) {
    uint32_t low = 0;
    uint32_t high = known->count;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (compare_hashes(known->items[middle].hash, hash) < 0) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low;
}

/* Who wants no candidates takes any. */
static bool find(void *data, uint32_t file, uint64_t queries, UnitFacts *facts, Arena *mem) {
    WorkerUnits *worker = data;
    const KeptUnits *known = known_units(worker, worker->places[file]);
    for (uint32_t i = first_of(known, facts->hash);
         i < known->count && hash_equal(known->items[i].hash, facts->hash); i++) {
        PackReader reader = pack_reader(known->items[i].facts);
        if (queries && known->items[i].queries != queries) {
            continue;
        }
        bool is_taken = unit_facts_take(&reader, worker->units->queries, facts, mem);
        if (is_taken && queries == 0) {
            facts->candidates = (CandidateArray){NULL, 0};
            facts->limited_queries = 0;
        }
        return is_taken;
    }
    return false;
}

/* ---- keeping -------------------------------------------------------------------------------- */

static void put_unit(Buf *out, Hash hash, uint64_t queries, Str facts) {
    pack_put_hash(out, hash);
    pack_put_key(out, queries);
    pack_put_text(out, facts);
}

static void keep(void *data, uint32_t file, uint64_t queries, const UnitFacts *facts) {
    WorkerUnits *worker = data;
    Buf bytes;
    buf_init(&bytes, 0);
    unit_facts_put(facts, &bytes);
    Buf *kept = queries ? worker->checked : worker->fresh;
    put_unit(&kept[worker->places[file]], facts->hash, queries, buf_str(&bytes));
    buf_release(&bytes);
}

void unit_cache_drop(UnitCache *units, uint32_t place, uint32_t worker) {
    buf_release(&units->workers[worker].checked[place]);
}

const UnitSource *unit_cache_source(UnitCache *units, uint32_t worker, const uint32_t *places) {
    WorkerUnits *own = &units->workers[worker];
    own->places = places;
    own->source = (UnitSource){own, find, keep};
    return &own->source;
}

/* ---- writing -------------------------------------------------------------------------------- */

static int compare_low(const void *a, const void *b) {
    return compare_hashes(*(const Hash *)a, *(const Hash *)b);
}

static Hash *sorted_hashes(const Outline *outline, Arena *mem) {
    Hash *hashes = ARENA_ARRAY(mem, Hash, outline->unit_count);
    for (UnitId unit = 0; unit < outline->unit_count; unit++) {
        hashes[unit] = outline->units[unit].hash;
    }
    if (outline->unit_count) {
        qsort(hashes, outline->unit_count, sizeof *hashes, compare_low);
    }
    return hashes;
}

/* Each text that there is, once for each set of queries; without any only when it is alone. */
static void put_units(const UnitList *list, const Hash *hashes, uint32_t hash_count, Buf *out) {
    for (uint32_t i = 0; i < list->count; i++) {
        const KeptUnit *unit = &list->items[i];
        const KeptUnit *last = i ? unit - 1 : NULL;
        bool is_again = last && hash_equal(last->hash, unit->hash) &&
                        (unit->queries == 0 || unit->queries == last->queries);
        if (!is_again && hash_count &&
            bsearch(&unit->hash, hashes, hash_count, sizeof *hashes, compare_low)) {
            put_unit(out, unit->hash, unit->queries, unit->facts);
        }
    }
}

static bool take_fresh(const UnitCache *units, uint32_t place, UnitList *out) {
    for (uint32_t i = 0; i < units->worker_count; i++) {
        PackReader fresh = pack_reader(buf_str(&units->workers[i].fresh[place]));
        take_units(&fresh, out);
        PackReader checked = pack_reader(buf_str(&units->workers[i].checked[place]));
        take_units(&checked, out);
    }
    return out->count > 0;
}

/* As some worker has read it, or from the cache. */
static void take_known(const UnitCache *units, uint32_t place, UnitList *out, Arena *scratch) {
    for (uint32_t i = 0; i < units->worker_count; i++) {
        const KeptUnits *known = units->workers[i].known[place];
        for (uint32_t k = 0; known && k < known->count; k++) {
            ARRAY_PUSH(out, known->items[k]);
        }
        if (known) {
            return;
        }
    }
    read_units(units, place, out, scratch);
}

void unit_cache_write(UnitCache *units, uint32_t place, const Outline *outline, Arena *scratch) {
    const PlacedUnits *placed = &units->placed[place];
    UnitList list = {0};
    if (placed->cache && take_fresh(units, place, &list)) {
        take_known(units, place, &list, scratch);
        sort_units(&list);
        Buf bytes;
        buf_init(&bytes, 0);
        pack_put_hash(&bytes, units->program);
        put_units(&list, sorted_hashes(outline, scratch), outline->unit_count, &bytes);
        cache_write(placed->cache, CACHE_UNITS, placed->name, buf_str(&bytes));
        buf_release(&bytes);
    }
    ARRAY_RELEASE(&list);
}
