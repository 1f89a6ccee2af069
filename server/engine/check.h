/* Rules run on one unit. Engine-internal. */
#ifndef BLUETICK_ENGINE_CHECK_H
#define BLUETICK_ENGINE_CHECK_H

#include "engine/run.h"

/* Runs all rules whose gate lets the unit through and puts what they said into its slot. When the
 * run is cancelled meanwhile the slot stays as it is. */
void check_unit(Run *run, UnitId unit, uint64_t environment);

/* True when everything that a kept result depends on is as it was. */
bool check_is_current(Run *run, const Slot *slot, uint64_t environment);

#endif
