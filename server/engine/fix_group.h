/* Several fixes put together: which of them may stand beside each other, and what the group is
 * worth. Engine-internal. */
#ifndef BLUETICK_ENGINE_FIX_GROUP_H
#define BLUETICK_ENGINE_FIX_GROUP_H

#include "engine/trial.h"

/* True when it touches other files than its finding's own. */
bool fix_is_wide(const Fix *fix);

bool fix_policy_wants(const FixPolicy *policy, const Finding *finding);

/* The first allowed fix of the set, or the next one after `previous`; NULL when there is none. */
const Fix *fix_policy_next(const FixPolicy *policy, const FixSet *set, const Fix *previous);

/* A fix in its finding's own file. */
typedef struct Choice {
    const Finding *finding;
    Fix fix;
    const EditList *edits;
    uint32_t offer; /* the caller's own, both */
    uint32_t fix_index;
} Choice;

typedef struct ChoiceList ARRAY_OF(Choice) ChoiceList;

typedef struct Range {
    uint32_t start;
    uint32_t end;
} Range;

typedef struct RangeList ARRAY_OF(Range) RangeList;

/* Of overlapping choices the first stays, and one of each finding; the others go to `rest`
 * (NULL: nowhere), in order. Two edits at one place overlap: their order would decide. */
void choice_list_drop_overlaps(ChoiceList *choices, ChoiceList *rest);

/* trial_judge over all edits of the choices; each has to remove its finding. */
Str choice_list_judge(Trial *trial, const Choice *choices, uint32_t count, Document **after,
                      Arena *mem);

#endif
