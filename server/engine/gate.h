/* Which rules could speak about a unit, judged by the outline alone. Engine-internal. */
#ifndef BLUETICK_ENGINE_GATE_H
#define BLUETICK_ENGINE_GATE_H

#include "engine/analyze.h"

enum { GATE_KINDS = 3 };

typedef struct Gate {
    const Unit *units; /* of the file's outline */
    const RuleOptions *options;
    const RuleQueries *queries;                              /* may be NULL */
    const RuleImplementation *rules[GATE_KINDS][RULE_COUNT]; /* by UnitKind, in rule order */
    uint32_t counts[GATE_KINDS];
    const OwnRules *own;       /* of RULE_own_query; NULL: none runs on the file */
    const OwnRuleBits *own_on; /* by their index */
    const uint64_t *own_units; /* by unit: their queries that may match in it */
    uint64_t key;              /* of the rules that passed: part of what results depend on */
} Gate;

void gate_build(Gate *gate, const AnalyzerSetup *setup, const RuleSelection *selection,
                const FileModel *file);

/* The unit's words. A class that lists what its rows show, or that is about a query, may read it
 * for each of them; a method of one that lists runs for each. */
static inline TriggerSet gate_words(const Gate *gate, const Unit *unit) {
    const TriggerSet lists = TRIGGER_BIT(LISTED) | TRIGGER_BIT(QUERY_NAME);
    if (unit->kind == UNIT_CLASS) {
        return unit->triggers | (unit->triggers & lists ? TRIGGER_BIT(EACH) : (TriggerSet)0);
    }
    bool is_method = unit->kind == UNIT_FUNCTION && unit->parent != UNIT_NONE;
    bool is_listed = is_method && (gate->units[unit->parent].triggers & TRIGGER_BIT(LISTED)) != 0;
    return unit->triggers | (is_listed ? TRIGGER_BIT(EACH) : 0);
}

/* The project's own queries that run on the unit: bit i = query i of gate->own->set. */
static inline uint64_t gate_own_queries(const Gate *gate, const Unit *unit) {
    return gate->own_units ? gate->own_units[unit - gate->units] : 0;
}

/* True when `rule`, one of gate->rules[unit->kind], wants this unit. */
static inline bool gate_passes(const Gate *gate, const RuleImplementation *rule, const Unit *unit) {
    if (rule->rule == RULE_own_query) {
        return gate_own_queries(gate, unit) != 0;
    }
    return (rule->any_trigger == 0 || (rule->any_trigger & gate_words(gate, unit)) != 0) &&
           (!rule->wants || rule->wants(unit, gate->options));
}

/* True when some rule wants it. */
bool gate_asks(const Gate *gate, const Unit *unit);

/* Which queries run on the unit: bit i = query i of the set. */
uint64_t gate_queries(const Gate *gate, const Unit *unit);

/* Of all queries that run on it, the project's own too: for facts that are kept. */
uint64_t gate_queries_key(const Gate *gate, const Unit *unit);

#endif
