/* Which rules could speak about a unit, judged by the outline alone. Engine-internal. */
#ifndef BLUETICK_ENGINE_GATE_H
#define BLUETICK_ENGINE_GATE_H

#include "engine/analyze.h"

enum { GATE_KINDS = 3 };

typedef struct Gate {
    const RuleOptions *options;
    const RuleQueries *queries;                              /* may be NULL */
    const RuleImplementation *rules[GATE_KINDS][RULE_COUNT]; /* by UnitKind, in rule order */
    uint32_t counts[GATE_KINDS];
    uint64_t own_queries; /* of RULE_own_query: those that run on the file */
    uint64_t key;         /* of the rules that passed: part of what results depend on */
} Gate;

void gate_build(Gate *gate, const AnalyzerSetup *setup, const RuleSelection *selection,
                const FileModel *file);

/* True when `rule`, one of gate->rules[unit->kind], wants this unit. */
static inline bool gate_passes(const Gate *gate, const RuleImplementation *rule, const Unit *unit) {
    return (rule->any_trigger == 0 || (rule->any_trigger & unit->triggers) != 0) &&
           (!rule->wants || rule->wants(unit, gate->options));
}

/* True when some rule wants it. */
bool gate_asks(const Gate *gate, const Unit *unit);

/* Which queries run on the unit: bit i = query i of the set. */
uint64_t gate_queries(const Gate *gate, const Unit *unit);

#endif
