/* What is wrong with a project's configs and query files, shown in those files: they are not
 * analysed, so their diagnostics are pushed, to clients that pull others too. */
#ifndef BLUETICK_LSP_CONFIG_PROBLEMS_H
#define BLUETICK_LSP_CONFIG_PROBLEMS_H

#include "base/array.h"
#include "base/buf.h"

typedef struct Session Session;
typedef struct Settings Settings;

/* What was told last. */
typedef struct ToldProblems {
    const Settings *settings; /* compared only */
    uint32_t count;
    struct ARRAY_OF(Buf) uris; /* files that have diagnostics */
} ToldProblems;

void told_problems_release(ToldProblems *told);

/* Pushes what the session's settings say when it is not what was told; files that are right again
 * get an empty push. Cheap when nothing is new. */
void config_problems_tell(Session *session);

#endif
