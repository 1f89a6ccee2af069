/* What would make a lazy reading differ from an eager one. */
#ifndef BLUETICK_RULES_MEMORY_READING_HAZARDS_H
#define BLUETICK_RULES_MEMORY_READING_HAZARDS_H

#include "rules/memory/reading.h"

/* True when the loop over the lines (or what stands between reading and looping) touches the
 * handle, opens or removes its file, or when the handle is open for writing too or shared with a
 * nested definition. */
bool reading_is_hazardous(const RuleContext *context, const Reading *reading);

#endif
