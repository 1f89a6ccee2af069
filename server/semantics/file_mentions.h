/* Which units of a file mention a trigger word: how a rule finds a fact that stands anywhere in the
 * file without parsing all of it. The question is noted (semantics/file_model.h). */
#ifndef BLUETICK_SEMANTICS_FILE_MENTIONS_H
#define BLUETICK_SEMANTICS_FILE_MENTIONS_H

#include "semantics/file_model.h"

/* All words of the file together. O(units). */
TriggerSet file_model_triggers(const FileModel *file);

/* The first unit from `from` on that mentions one of the words; UNIT_NONE when there is none. */
UnitId file_model_next_mention(const FileModel *file, TriggerSet words, UnitId from);

#endif
