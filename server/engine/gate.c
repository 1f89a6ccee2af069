/* Knows how demand is decided before anything is parsed; knows nothing about what rules find. */
#include "engine/gate.h"

static bool sees_kind(const RuleImplementation *rule, UnitKind kind) {
    return rule->check_candidate || (rule->check_unit && (rule->visits & (1u << kind)));
}

static void build_own(Gate *gate, const RuleSelection *selection, const FileModel *file) {
    gate->own = selection->own;
    gate->own_on = &selection->own_enabled;
    bool is_canonical = options_list(selection->options, OPTION_catalog_same_as).count == 0;
    gate->own_units =
        own_gate_units(gate->own, gate->own_on, is_canonical, file->outline, file->mem);
    Str enabled = {(const char *)gate->own_on, sizeof *gate->own_on};
    gate->key = (gate->key ^ gate->own->key) * 0x9e3779b97f4a7c15u + hash_short(enabled);
}

void gate_build(Gate *gate, const AnalyzerSetup *setup, const RuleSelection *selection,
                const FileModel *file) {
    memset(gate, 0, sizeof *gate);
    gate->units = file->outline->units;
    gate->queries = setup->queries;
    gate->options = selection->options;
    unsigned char passed[RULE_COUNT] = {0};
    for (uint32_t id = 0; id < RULE_COUNT; id++) {
        const RuleImplementation *rule = setup->rules.rows[id];
        if (!selection->enabled[id] || !rule) {
            continue;
        }
        if (id == RULE_own_query && !selection->own) {
            continue;
        }
        if (rule->wants_file && !rule->wants_file(file, selection->options)) {
            continue;
        }
        passed[id] = 1;
        for (uint32_t kind = 0; kind < GATE_KINDS; kind++) {
            if (sees_kind(rule, (UnitKind)kind)) {
                gate->rules[kind][gate->counts[kind]++] = rule;
            }
        }
    }
    gate->key = hash_short((Str){(const char *)passed, sizeof passed});
    if (passed[RULE_own_query]) {
        build_own(gate, selection, file);
    }
}

bool gate_asks(const Gate *gate, const Unit *unit) {
    for (uint32_t i = 0; i < gate->counts[unit->kind]; i++) {
        if (gate_passes(gate, gate->rules[unit->kind][i], unit)) {
            return true;
        }
    }
    return false;
}

uint64_t gate_queries(const Gate *gate, const Unit *unit) {
    uint64_t mask = 0;
    for (uint32_t i = 0; gate->queries && i < gate->counts[unit->kind]; i++) {
        const RuleImplementation *rule = gate->rules[unit->kind][i];
        uint16_t query = gate->queries->of_rule[rule->rule];
        if (rule->check_candidate && query != QUERY_NONE && gate_passes(gate, rule, unit)) {
            mask |= (uint64_t)1 << query;
        }
    }
    return mask;
}

uint64_t gate_queries_key(const Gate *gate, const Unit *unit) {
    uint64_t mask = gate_queries(gate, unit);
    uint64_t own = gate_own_queries(gate, unit);
    return own ? (mask ^ gate->own->key) * 0x9e3779b97f4a7c15u + own : mask;
}
