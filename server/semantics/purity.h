/* Which calls leave their arguments and the world alone: the catalog asked through value kinds. */
#ifndef BLUETICK_SEMANTICS_PURITY_H
#define BLUETICK_SEMANTICS_PURITY_H

#include "semantics/loops.h"

/* True for a call of a pure callable of the catalog: a builtin, a library function, or a method of
 * a value whose kind is known. An unknown callee is never pure. */
bool call_is_pure(const FileModel *file, UnitId unit, NodeId call);

/* The catalog knows the call, and that it changes nothing that it is given. */
bool call_keeps_arguments(const FileModel *file, UnitId unit, NodeId call);

/* The context that semantics/loops.h wants, with call_is_pure as its answer. */
LoopContext loop_context(const FileModel *file, UnitId unit);

#endif
