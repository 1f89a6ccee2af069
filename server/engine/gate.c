/* Knows how demand is decided before anything is parsed; knows nothing about what rules find. */
#include "engine/gate.h"

static bool sees_kind(const RuleImplementation *rule, UnitKind kind) {
    return rule->check_candidate || (rule->check_unit && (rule->visits & (1u << kind)));
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
        if (id == RULE_own_query && !selection->own_queries) {
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
    gate->own_queries = passed[RULE_own_query] ? selection->own_queries : 0;
    gate->key = hash_short((Str){(const char *)passed, sizeof passed});
    gate->key += gate->own_queries * 0x9e3779b97f4a7c15u;
}

bool gate_asks(const Gate *gate, const Unit *unit) {
    for (uint32_t i = 0; i < gate->counts[unit->kind]; i++) {
        if (gate_passes(gate, gate->rules[unit->kind][i], unit)) {
            return true;
        }
    }
    return false;
}

static uint64_t queries_of(const Gate *gate, const RuleImplementation *rule) {
    uint16_t query = gate->queries->of_rule[rule->rule];
    uint64_t own = rule->rule == RULE_own_query ? gate->own_queries : 0;
    return query != QUERY_NONE ? own | (uint64_t)1 << query : own;
}

uint64_t gate_queries(const Gate *gate, const Unit *unit) {
    uint64_t mask = 0;
    for (uint32_t i = 0; gate->queries && i < gate->counts[unit->kind]; i++) {
        const RuleImplementation *rule = gate->rules[unit->kind][i];
        if (rule->check_candidate && gate_passes(gate, rule, unit)) {
            mask |= queries_of(gate, rule);
        }
    }
    return mask;
}
