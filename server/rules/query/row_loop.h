/* The loops of a unit that go through rows, and whether what stands in one runs for each row. */
#ifndef BLUETICK_RULES_QUERY_ROW_LOOP_H
#define BLUETICK_RULES_QUERY_ROW_LOOP_H

#include "semantics/loops.h"
#include "semantics/query_use.h"

enum { ROW_LOOP_QUERIES_MAX = 4 };

/* As many rows as make no difference. */
enum { ROW_LOOP_BOUND_MAX = 5 };

typedef struct RowLoop {
    NodeId node; /* the loop, or a Call that calls a lambda with each row */
    KindId queries[ROW_LOOP_QUERIES_MAX]; /* whose rows it goes through */
    uint32_t query_count;
    uint32_t
        picked; /* bits: of those, the ones that a turn picks a row of: rows[key], rows.pop() */
    bool is_bounded; /* by a number too small to matter */
} RowLoop;

typedef struct RowLoops {
    const RowLoop *items;
    uint32_t count;
    const uint32_t *by_node; /* index + 1 into items, by node; NULL when there are none */
} RowLoops;

RowLoops row_loops_find(const FileModel *file, UnitId unit, KindId context, Arena *mem);

/* The innermost such loop that evaluates `node` for each row; NULL when there is none. Beginning at
 * a loop's node gives the loop around it. */
const RowLoop *row_loop_around(const RowLoops *loops, const Ast *ast, NodeId node);

/* The call that goes through rows itself, as its callback sees it: sorted(rows, key=f). Else as
 * row_loop_around. */
const RowLoop *row_loop_at(const RowLoops *loops, const Ast *ast, NodeId node);

/* The relations that lead from the loop's row to the row or query; false when it does not come from
 * there, or from one of its rows only. In `mem`. */
bool row_loop_path(const KindTable *table, const RowLoop *loop, KindId value, Str *path,
                   Arena *mem);

/* The row or query comes from a row that each turn picks out of a container. */
bool row_loop_picks(const KindTable *table, const RowLoop *loop, KindId value);

/* The chain at `node` goes through another row in each turn: `rows[key].author` where the loop
 * binds the key, `queue.pop().author`. */
bool row_loop_picks_at(const FileModel *file, UnitId unit, NodeId loop, NodeId node);

/* The loop is left behind `node` in each turn that comes there: it runs once. */
bool row_loop_is_left(const Ast *ast, NodeId loop, NodeId node);

#endif
