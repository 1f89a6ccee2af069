/* From what rules said about units to a file's findings. Engine-internal. */
#ifndef BLUETICK_ENGINE_SETTLE_H
#define BLUETICK_ENGINE_SETTLE_H

#include "engine/run.h"

/* Maps all reports to the file, applies certainty, precedence, suppressions and merging, orders and
 * fingerprints, and collects the notes. Everything is copied to `mem`. */
void settle(Run *run, Analysis *analysis, Arena *mem);

#endif
