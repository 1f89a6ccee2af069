/* What the engine remembers beside a document: for each unit its entry in the store and what the
 * rules said about it. Engine-internal.
 *
 * Slots are published whole and never changed afterwards: an analysis takes the newest ones, works
 * on a copy and publishes that. The next version of a document starts from them: units before and
 * after an edit keep their slots by position. */
#ifndef BLUETICK_ENGINE_DOCUMENT_MEMORY_H
#define BLUETICK_ENGINE_DOCUMENT_MEMORY_H

#include "engine/document.h"
#include "engine/lock.h"
#include "engine/unit_result.h"
#include "engine/unit_store.h"

typedef enum SlotState {
    SLOT_UNKNOWN,
    SLOT_UNASKED, /* no rule's gate let the unit through */
    SLOT_CHECKED, /* rules ran; `result` NULL = they said nothing and asked nothing */
} SlotState;

typedef struct Slot {
    UnitEntry *entry;     /* held; NULL: not parsed */
    UnitResult *result;   /* held */
    uint64_t environment; /* under which `state` and `result` were computed */
    uint32_t broken;      /* Broken nodes in the unit; 0 unless SLOT_CHECKED */
    uint32_t state;       /* SlotState */
} Slot;

typedef struct SlotArray {
    atomic_uint holders;
    uint32_t count;
    uint64_t names_key; /* digest of the names and kinds of the file's units; 0: not computed */
    Slot *items;
    Arena mem; /* holds this too */
} SlotArray;

struct DocumentMemory {
    atomic_uint holders; /* of the document */
    Lock lock;           /* guards `slots` and what follows */
    /* NULL, or slots of this version, or of the version it came from: then the first `kept_head`
     * and the last `kept_tail` units are the same. */
    SlotArray *slots;
    bool is_inherited;
    uint32_t kept_head;
    uint32_t kept_tail;
    Arena mem; /* holds the document */
};

/* Zeroed slots, held by the caller. */
SlotArray *slot_array_new(uint32_t count);
SlotArray *slot_array_retain(SlotArray *slots);
void slot_array_release(SlotArray *slots); /* NULL is fine */

/* A copy for an analysis of this version to work on: what is known of its units so far. */
SlotArray *document_slots_take(const Document *document);

/* Becomes what is known; takes over the caller's hold. */
void document_slots_publish(const Document *document, SlotArray *slots);

#endif
