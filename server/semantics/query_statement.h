/* What a statement does that is given to a session or a connection. */
#ifndef BLUETICK_SEMANTICS_QUERY_STATEMENT_H
#define BLUETICK_SEMANTICS_QUERY_STATEMENT_H

#include "semantics/kinds.h"

/* QUERY_READS, QUERY_WRITES, or 0 where neither can be said. `node` is the statement, also a name
 * that holds it; NODE_NONE reads. `is_core`: a connection is given it, which is given anything. */
uint32_t query_statement_effect(const FileModel *file, UnitId unit, NodeId node, KindId context,
                                bool is_core);

#endif
