/* Files that a fix over several files may make worse though it does not touch them: they name what
 * it changes. Engine-internal. */
#ifndef BLUETICK_ENGINE_FIX_WATCH_H
#define BLUETICK_ENGINE_FIX_WATCH_H

#include "engine/trial.h"

enum { FIX_WATCH_MAX = 64 };

/* Files of the trial's snapshot, in their order and FIX_WATCH_MAX at most, whose text has the name
 * of a function or class that the fix edits; with what is found in each before the fix. In `mem`.
 * O(bytes of the project), and one analysis for each of them. */
const WatchedFile *fix_watch_find(Trial *trial, const Fix *fix, uint32_t *count, Arena *mem);

#endif
