/* In which loop a statement is sent again and again (spec/query.md D). */
#ifndef BLUETICK_RULES_QUERY_STATEMENT_LOOP_H
#define BLUETICK_RULES_QUERY_STATEMENT_LOOP_H

#include "rules/query/statement.h"
#include "semantics/loops.h"

/* The innermost loop that sends the statement in each of many turns; NODE_NONE when there is none:
 * no loop, few turns, a poll, batches, the search for a first match, a commit now and then. */
NodeId statement_loop(const FileModel *file, UnitId unit, const Statement *statement);

/* The same for any expression that leads to a statement somewhere else. */
NodeId statement_loop_of_node(const FileModel *file, UnitId unit, NodeId node);

#endif
