/* What code does with queries, node by node: for the rules of category query and their fixes.
 *
 * `context` is KIND_NEVER for code where it stands; inside the body of a called function, the
 * context that query_called gave, so that its parameters are what the call passes. */
#ifndef BLUETICK_SEMANTICS_QUERY_USE_H
#define BLUETICK_SEMANTICS_QUERY_USE_H

#include "semantics/kinds.h"
#include "semantics/model.h"
#include "semantics/query_kind.h"

/* A call of an ORM's method or function. */
typedef struct QueryCall {
    const CatalogQueryMethod *method; /* NULL: it is none */
    QueryReceiver on;
    Orm orm;
    uint32_t effects; /* the method's; READS or WRITES decided where the statement tells */
    KindId receiver;  /* what the method was called on; KIND_NEVER for a function */
    KindId query;     /* the query that is meant: the receiver, the statement given to a session,
                         the query of the receiving row; KIND_NEVER when there is none */
    KindId model;     /* CLASS or SYMBOL that is read or written; Unknown */
    KindId result;    /* of the call itself, so a coroutine when it is to be awaited */
    bool is_awaited;  /* `await` stands before it */
} QueryCall;
QueryCall query_call(const FileModel *file, UnitId unit, NodeId call, KindId context);

/* How the expression around a query evaluates it. */
typedef enum QueryEvaluation {
    QUERY_EVALUATION_NONE,     /* it does not */
    QUERY_EVALUATION_ITERATED, /* for, comprehension, star, unpacking, list(), sorted(), zip()... */
    QUERY_EVALUATION_COUNTED,  /* len() */
    QUERY_EVALUATION_TESTED,   /* if, while, and, or, not, bool(), assert */
    QUERY_EVALUATION_INDEXED,  /* q[i]; a slice gives another query */
    QUERY_EVALUATION_SEARCHED, /* x in q */
    QUERY_EVALUATION_SHOWN,    /* str(), repr(), f-string */
    QUERY_EVALUATION_CALLED,   /* a method that sends a statement, or a session that runs it */
    QUERY_EVALUATION_AWAITED,  /* await q */
} QueryEvaluation;
/* `node` is an expression whose kind is a query. CALLED: *evaluating is the Call; else the node
 * that evaluates. Says what the code does; whether a statement is sent, the query tells
 * (served...). */
QueryEvaluation query_evaluation(const FileModel *file, UnitId unit, NodeId node, KindId context,
                                 NodeId *evaluating);

/* What reading the attribute at `node` costs. */
typedef enum RowAccess {
    ROW_ACCESS_FREE,       /* loaded, a column, no relation, or not known */
    ROW_ACCESS_TO_ONE,     /* a statement, then kept with the row */
    ROW_ACCESS_COLLECTION, /* likewise, a list of rows (SQLAlchemy) */
    ROW_ACCESS_COLUMN,     /* a column that was left out */
} RowAccess;
typedef struct RowRead {
    RowAccess access;
    KindId row; /* the ROW or OBJECT that is read */
    Str path;   /* of the relation, from the query's row: "author.publisher" */
    const ModelField *field;
    bool is_optional; /* hasattr(row, "rel"), getattr */
} RowRead;
RowRead query_row_read(const FileModel *file, UnitId unit, NodeId node, KindId context);

/* The function that a Call, or the reading of a property, runs, with what it is given: a context,
 * or KIND_NEVER when it is not known or is given nothing of an ORM. */
KindId query_called(const FileModel *file, UnitId unit, NodeId node, KindId context);

/* True when the function's results are remembered by its arguments (lru_cache, cached_property). */
bool query_is_cached(const FileModel *file, KindPlace function);

#endif
