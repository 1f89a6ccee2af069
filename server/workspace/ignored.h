/* What git ignores below a folder. */
#ifndef BLUETICK_WORKSPACE_IGNORED_H
#define BLUETICK_WORKSPACE_IGNORED_H

#include "base/arena.h"
#include "base/intern.h"
#include "base/status.h"

typedef struct Ignored {
    Interner paths; /* absolute, without a slash at the end */
    Arena mem;
    bool no_git; /* the program is missing: not asked again */
} Ignored;

void ignored_init(Ignored *ignored);
void ignored_release(Ignored *ignored);

/* Asks git what it ignores below the absolute folder, which may be the top of a work tree or inside
 * one; nothing when it is neither, or git is missing. A git that fails or takes too long appends
 * the reason to err: nothing is ignored then. */
Status ignored_ask(Ignored *ignored, Str folder, Buf *err) MUST_CHECK;

/* The very path; what is below an ignored folder is not asked for. */
bool ignored_has(const Ignored *ignored, Str path);

#endif
