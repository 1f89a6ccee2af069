/* Knows which parts of an outline others look at; knows nothing about who does. */
#include "engine/file_facts.h"

#include "engine/run.h"
#include "index/index.h"
#include "text/inner_class.h"

/* A docstring that comes or goes is no business of other files. */
enum { SHAPE_FLAGS = UNIT_ASYNC | UNIT_DECORATED | UNIT_ONE_LINE };

static uint64_t mix_head(uint64_t key, const Outline *outline, UnitId id) {
    const Unit *unit = &outline->units[id];
    key = run_mix(key, hash_short(str_span(outline->text, unit->name)));
    if (unit->kind == UNIT_CLASS) {
        key = run_mix(key, hash_short(outline_class_bases(outline, id)));
    }
    return run_mix(key, unit->triggers);
}

static uint64_t shape_of(const Outline *outline) {
    uint64_t key = 1;
    for (UnitId id = 0; id < outline->unit_count; id++) {
        const Unit *unit = &outline->units[id];
        key = run_mix(key, (uint64_t)unit->parent << 32 | (unit->flags & SHAPE_FLAGS) << 8 |
                               (uint64_t)unit->kind);
        key = mix_head(key, outline, id);
    }
    return key;
}

static uint64_t heads_of(const Outline *outline) {
    uint64_t key = 1;
    for (UnitId id = 0; id < outline->unit_count; id++) {
        uint64_t inner = inner_classes_key(outline, id);
        if (outline->units[id].kind == UNIT_CLASS || inner) {
            key = run_mix(mix_head(key, outline, id), inner);
        }
    }
    return key;
}

FileFacts file_facts_new(const Outline *outline, Hash content, Arena *mem) {
    uint64_t *units = ARENA_ARRAY(mem, uint64_t, outline->unit_count);
    for (UnitId id = 0; id < outline->unit_count; id++) {
        units[id] = run_mix(outline->units[id].hash.low, outline->units[id].hash.high);
    }
    CalledNames names = project_index_called_names(outline, mem);
    return (FileFacts){.content = content,
                       .shape = shape_of(outline),
                       .heads = run_mix(heads_of(outline), names.conditional_classes),
                       .units = units,
                       .unit_count = outline->unit_count,
                       .calls = names.hashes,
                       .call_count = names.count};
}

void file_facts_put(const FileFacts *facts, Buf *out) {
    pack_put_hash(out, facts->content);
    pack_put_key(out, facts->shape);
    pack_put_key(out, facts->heads);
    pack_put_number(out, facts->unit_count);
    for (uint32_t i = 0; i < facts->unit_count; i++) {
        pack_put_key(out, facts->units[i]);
    }
    pack_put_number(out, facts->call_count);
    for (uint32_t i = 0; i < facts->call_count; i++) {
        pack_put_number(out, facts->calls[i]);
    }
}

FileFacts file_facts_take(PackReader *reader, Arena *mem) {
    FileFacts facts = {.content = pack_take_hash(reader)};
    facts.shape = pack_take_key(reader);
    facts.heads = pack_take_key(reader);
    facts.unit_count = pack_take_count(reader, sizeof(uint64_t));
    uint64_t *units = ARENA_ARRAY(mem, uint64_t, facts.unit_count);
    for (uint32_t i = 0; i < facts.unit_count; i++) {
        units[i] = pack_take_key(reader);
    }
    facts.call_count = pack_take_count(reader, 1);
    uint32_t *calls = ARENA_ARRAY(mem, uint32_t, facts.call_count);
    for (uint32_t i = 0; i < facts.call_count; i++) {
        calls[i] = (uint32_t)pack_take_number(reader, UINT32_MAX);
    }
    facts.units = units;
    facts.calls = calls;
    return facts;
}
