/* Which code sends a statement to a database: calls of an ORM, a session or a cursor, and
 * expressions that evaluate a query. */
#ifndef BLUETICK_RULES_QUERY_STATEMENT_H
#define BLUETICK_RULES_QUERY_STATEMENT_H

#include "rules/rule.h"
#include "semantics/query_use.h"

typedef enum StatementEffect { STATEMENT_NONE, STATEMENT_READS, STATEMENT_WRITES } StatementEffect;

typedef struct Statement {
    StatementEffect effect;
    QueryCall call;    /* method NULL: a cursor's, or an evaluated query */
    KindId query;      /* the query that runs; KIND_NEVER when there is none */
    NodeId node;       /* the Call, or the expression that is evaluated */
    NodeId evaluating; /* what evaluates it: a For, a Call of list()...; the Call itself */
    QueryEvaluation evaluation;
    bool is_likely; /* the receiver's kind is believed, not seen */
    bool is_ending; /* commit, flush: writes what is pending */
    bool is_bulk;   /* one statement for many rows */
} Statement;

/* Of a Call. */
Statement statement_of_call(const FileModel *file, UnitId unit, NodeId call, KindId context);

/* Of a Name, Attribute, Call or Subscript whose value is a query that the code around it evaluates
 * by anything but a method. */
Statement statement_of_evaluation(const FileModel *file, UnitId unit, NodeId node, KindId context);

/* True when some method of an ORM that sends statements is called so: before kinds are asked. */
bool statement_may_be(const Ast *ast, NodeId call);

/* `Book.objects.filter(...).first()` for messages: the callee with its arguments left out, short.
 * In `mem`. */
Str statement_name(const FileModel *file, UnitId unit, NodeId node, Arena *mem);

#endif
