/* Edits as LSP writes them. */
#ifndef BLUETICK_LSP_WORKSPACE_EDIT_H
#define BLUETICK_LSP_WORKSPACE_EDIT_H

#include "engine/fix.h"
#include "lsp/request.h"

/* A WorkspaceEdit of one fix, appended: `documentChanges` with the version where the client can,
 * else `changes`; an unsafe one asks to be confirmed where the client can. False when the fix
 * touches a file that the client cannot be given an edit of: then nothing is written. */
bool workspace_edit_write(const Scene *scene, const Fix *fix, Buf *out);

/* The same for a whole new text: one edit, what is equal at both ends left out. */
void workspace_edit_write_text(const Scene *scene, Str text, Buf *out);

#endif
