/* Code actions that say a finding is meant, or explain its rule. */
#ifndef BLUETICK_LSP_SUPPRESS_ACTIONS_H
#define BLUETICK_LSP_SUPPRESS_ACTIONS_H

#include "findings/suppression_edit.h"
#include "lsp/request.h"

/* The scopes in the order in which they are offered; "line", "above", "file" in an action's data.
 */
typedef struct SuppressAction {
    SuppressionScope scope;
    const char *name;
} SuppressAction;
enum { SUPPRESS_ACTION_COUNT = 3 };
extern const SuppressAction suppress_actions[SUPPRESS_ACTION_COUNT];

/* NULL when the text names none. */
const SuppressAction *suppress_action_find(Str name);

/* A fix of one edit, in `mem`; false when no such comment can stand there. */
bool suppress_action_fix(const Scene *scene, const Finding *finding, const SuppressAction *action,
                         Arena *mem, Fix *out);

#endif
