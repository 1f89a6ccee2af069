/* What a rule is told about a unit beyond the unit's own text: when the digest of it is unchanged,
 * so is what the rule says (rules/rule.h states what a rule may look at). Engine-internal. */
#ifndef BLUETICK_ENGINE_ENVIRONMENT_H
#define BLUETICK_ENGINE_ENVIRONMENT_H

#include "engine/run.h"

typedef struct Environments {
    const Outline *outline;
    uint64_t *of_children; /* by UnitId: what the members of a unit are told; set for parents */
    uint64_t *of_unit;     /* by UnitId */
} Environments;

/* One pass over the units, in the run's memory. */
Environments environments_build(Run *run);

#endif
