/* Views of the whole project: its files opened, one question after another. */
#ifndef BLUETICK_CLI_DEBUG_PROJECT_H
#define BLUETICK_CLI_DEBUG_PROJECT_H

#include "base/buf.h"
#include "base/status.h"

/* What every class of this name is to an ORM; `*`: all models. `name` may be dotted: the end of
 * "module.Name". Files are those below `path`; paths count from the project's root. */
Status debug_model(Str name, Str path, Buf *out, Buf *err);

/* How work comes to each function of this name ("module.function", or its end): the nearest entry
 * point and the calls from it. */
Status debug_chain(Str name, Str path, Buf *out, Buf *err);

/* What each function of this name does: queries, requests, blocking, file IO, each time or perhaps.
 */
Status debug_summary(Str name, Str path, Buf *out, Buf *err);

#endif
