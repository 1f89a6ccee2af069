/* The set of queries, and that each is compiled once. */
#include "syntax/query.h"

#include "base/memory.h"
#include "syntax/query_state.h"

#include <stdatomic.h>
#include <stdlib.h>

typedef struct QueryEntry {
    Str file;
    Str text;
    _Atomic(CompiledQuery *) compiled; /* NULL until first used */
} QueryEntry;

struct QuerySet {
    QueryEntry entries[QUERIES_MAX];
    uint32_t count;
};

QuerySet *query_set_new(void) {
    return memory_allocate_zeroed(1, sizeof(QuerySet));
}

void query_set_free(QuerySet *set) {
    if (!set) {
        return;
    }
    for (uint32_t i = 0; i < set->count; i++) {
        compiled_query_free(atomic_load(&set->entries[i].compiled));
    }
    free(set);
}

uint16_t query_set_add(QuerySet *set, Str file, Str text) {
    if (set->count == QUERIES_MAX) {
        return QUERY_NONE;
    }
    set->entries[set->count].file = file;
    set->entries[set->count].text = text;
    return (uint16_t)set->count++;
}

uint32_t query_set_count(const QuerySet *set) {
    return set->count;
}

/* Two threads may both compile; the first one's result stays, and both are equal. */
const CompiledQuery *query_get_compiled(QuerySet *set, uint16_t query) {
    if (query >= set->count) {
        return NULL;
    }
    QueryEntry *entry = &set->entries[query];
    CompiledQuery *known = atomic_load_explicit(&entry->compiled, memory_order_acquire);
    if (known) {
        return known;
    }
    CompiledQuery *fresh = compiled_query_new(entry->file, entry->text);
    if (atomic_compare_exchange_strong(&entry->compiled, &known, fresh)) {
        return fresh;
    }
    compiled_query_free(fresh);
    return known;
}

Status query_compile(QuerySet *set, uint16_t query, Buf *err) {
    const CompiledQuery *compiled = query_get_compiled(set, query);
    if (!compiled) {
        return status_note(STATUS_NOT_FOUND, err, "there is no query %u", query);
    }
    if (!compiled->query) {
        return status_note(STATUS_INVALID, err, "%.*s", STR_ARG(compiled->error));
    }
    return STATUS_OK;
}

bool query_problem(QuerySet *set, uint16_t query, uint32_t *offset, Str *why) {
    const CompiledQuery *compiled = query_get_compiled(set, query);
    if (!compiled || compiled->query) {
        return false;
    }
    *offset = compiled->error_at;
    *why = compiled->reason;
    return true;
}

uint32_t query_pattern_count(QuerySet *set, uint16_t query) {
    const CompiledQuery *compiled = query_get_compiled(set, query);
    return compiled && compiled->query ? compiled->pattern_count : 0;
}

const QueryPattern *query_pattern(QuerySet *set, uint16_t query, uint16_t pattern) {
    const CompiledQuery *compiled = query_get_compiled(set, query);
    if (!compiled || !compiled->query || pattern >= compiled->pattern_count) {
        return NULL;
    }
    return &compiled->patterns[pattern].open;
}

uint8_t query_capture_slot(QuerySet *set, uint16_t query, Str name) {
    const CompiledQuery *compiled = query_get_compiled(set, query);
    for (uint32_t slot = 0; compiled && slot < compiled->slot_count; slot++) {
        if (str_equal(compiled->slot_names[slot], name)) {
            return (uint8_t)slot;
        }
    }
    return SLOT_NONE;
}
