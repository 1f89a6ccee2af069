/* Knows what was scanned before; knows nothing about what a scan is for. */
#include "rules/query/row_scans.h"

enum { FIRST_SLOTS = 64, SCANS_MAX = 1 << 16 };

typedef struct KnownScan {
    KindId context;
    uint32_t search; /* the last one that came here */
    bool is_scanned;
    RowScan scan;
    UnitNotes notes;
} KnownScan;

struct FileRowScans {
    const FileModel *home;
    struct KnownScans ARRAY_OF(KnownScan) known;
    uint32_t *slots; /* open addressing over `known`, index + 1; at most half full */
    uint32_t slot_count;
    uint32_t search;
};

static uint32_t slot_of(const FileRowScans *scans, KindId context) {
    uint64_t mixed = ((uint64_t)context + 1) * 0x9E3779B97F4A7C15u;
    uint32_t slot = (uint32_t)(mixed >> 32) & (scans->slot_count - 1);
    while (scans->slots[slot] && scans->known.items[scans->slots[slot] - 1].context != context) {
        slot = (slot + 1) & (scans->slot_count - 1);
    }
    return slot;
}

static void grow(FileRowScans *scans) {
    scans->slot_count = scans->slot_count ? scans->slot_count * 2 : FIRST_SLOTS;
    scans->slots = ARENA_ARRAY(scans->home->mem, uint32_t, scans->slot_count);
    for (uint32_t i = 0; i < scans->known.count; i++) {
        scans->slots[slot_of(scans, scans->known.items[i].context)] = i + 1;
    }
}

FileRowScans *row_scans_of(const FileModel *home) {
    FileLayers *layers = home->layers;
    if (!layers->row_scans) {
        layers->row_scans = ARENA_NEW(home->mem, FileRowScans);
        layers->row_scans->home = home;
        grow(layers->row_scans);
    }
    return layers->row_scans;
}

void row_scans_begin(FileRowScans *scans) {
    scans->search++;
}

/* The index of the context's entry. */
static uint32_t known_of(FileRowScans *scans, KindId context) {
    uint32_t slot = slot_of(scans, context);
    if (scans->slots[slot]) {
        return scans->slots[slot] - 1;
    }
    ARENA_PUSH(scans->home->mem, &scans->known, ((KnownScan){.context = context}));
    scans->slots[slot] = scans->known.count;
    if (scans->known.count * 2 > scans->slot_count) {
        grow(scans);
    }
    return scans->known.count - 1;
}

bool row_scans_enter(FileRowScans *scans, KindId context) {
    uint32_t index = known_of(scans, context);
    KnownScan *known = &scans->known.items[index];
    bool is_new = known->search != scans->search;
    known->search = scans->search;
    return is_new;
}

RowScan row_scans_get(FileRowScans *scans, KindId context) {
    uint32_t index = known_of(scans, context);
    const FileModel *home = scans->home;
    if (!scans->known.items[index].is_scanned && scans->known.count <= SCANS_MAX) {
        UnitWatch watch;
        file_model_watch(home, &watch);
        RowScan scan = row_scan_function(home, context, home->mem);
        UnitNotes notes = file_model_unwatch(home, &watch, home->mem);
        KnownScan *known = &scans->known.items[index];
        known->is_scanned = true;
        known->scan = scan;
        known->notes = notes;
        return scan;
    }
    file_model_renote(home, &scans->known.items[index].notes);
    return scans->known.items[index].scan;
}
