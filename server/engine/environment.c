/* Knows what results depend on; knows nothing about rules. */
#include "engine/environment.h"

static uint64_t file_environment(const Run *run) {
    const AnalyzeRequest *request = run->request;
    uint64_t key = run_mix(run->gate.key, request->selection->options_key);
    key = run_mix(key, hash_short(run->model.path));
    return run_mix(key, file_model_is_generated(&run->model));
}

static uint64_t member_digest(const Outline *outline, const Unit *parent) {
    uint64_t key = 1;
    UnitId member = parent->first_child;
    while (member != UNIT_NONE) {
        const Unit *unit = &outline->units[member];
        key = run_mix(key, hash_short(str_span(outline->text, unit->name)));
        key = run_mix(key, ((uint64_t)unit->kind << 32) | unit->flags);
        member = unit->next_sibling;
    }
    return key;
}

Environments environments_build(Run *run) {
    const Outline *outline = run->outline;
    Arena *mem = &run->analyzer->run;
    Environments all = {.outline = outline};
    all.of_unit = arena_allocate(mem, outline->unit_count * sizeof *all.of_unit);
    all.of_children = arena_allocate(mem, outline->unit_count * sizeof *all.of_children);
    uint64_t file = file_environment(run);
    for (UnitId id = 0; id < outline->unit_count; id++) {
        const Unit *unit = &outline->units[id];
        uint64_t key = unit->parent == UNIT_NONE ? file : all.of_children[unit->parent];
        if (unit->kind == UNIT_CLASS) {
            key = run_mix(key, member_digest(outline, unit));
        }
        all.of_unit[id] = key;
        if (unit->first_child != UNIT_NONE) {
            all.of_children[id] = run_mix(key, unit->hash.low ^ unit->hash.high);
        }
    }
    return all;
}
