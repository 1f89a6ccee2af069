/* Where the code of a unit's findings is reached from. Engine-internal. */
#ifndef BLUETICK_ENGINE_REPORT_ENTRY_H
#define BLUETICK_ENGINE_REPORT_ENTRY_H

#include "engine/run.h"

/* Tells those of query and io that weigh the entry point of their function, or one at most two
 * calls away. Asks nothing where there are none. */
void report_entries_fill(Run *run, UnitId unit, Report *reports, uint32_t count, Arena *mem);

#endif
