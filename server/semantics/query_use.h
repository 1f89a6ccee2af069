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

/* False when nothing around `node` evaluates a query but a method that is called on it: known from
 * the place alone, before any kind is asked. */
bool query_may_be_evaluated(const Ast *ast, NodeId node);

/* How the expression around a query evaluates it (catalog/query.h).
 * `node` is an expression whose kind is a query. CALLED: *evaluating is the Call; else the node
 * that evaluates. Says what the code does; whether a statement is sent, the query tells
 * (served...). */
QueryEvaluation query_evaluation(const FileModel *file, UnitId unit, NodeId node, KindId context,
                                 NodeId *evaluating);

/* What reading the attribute at `node` costs; also of hasattr(row, "name"), getattr(row, "name").
 */
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
    bool is_by_call;  /* free to read: it costs when it is awaited or fetched (Tortoise,
                         mongoengine's LazyReferenceField), and that is what `access` tells */
    bool is_optional; /* hasattr(row, "rel"), getattr */
} RowRead;
/* The same of any row and name, wherever it may be read. */
RowRead query_row_reads(const FileModel *file, KindId row, Str name);
/* What the relation leads to from the row: a row, for a relation to many one of its many. Unknown
 * when the target is. */
KindId query_row_step(const FileModel *file, KindId row, const ModelField *field);
RowRead query_row_read(const FileModel *file, UnitId unit, NodeId node, KindId context);

/* The functions that run with something of an ORM: what a Call or the reading of a property runs is
 * kinds_called (semantics/kinds.h). */

/* `__str__` and the like of a row; KIND_NEVER when its class has none of the project. */
KindId query_dunder(const FileModel *file, KindId row, Str name);

/* A function, method or class called with `element` alone: map(f, rows), sorted(rows, key=f). */
KindId query_callback(const FileModel *file, KindId callable, KindId element);

/* The callable and the element of a Call that calls a function for each element of an iterable;
 * false when it does not. The kinds are those at hand. */
bool query_callback_of(const FileModel *file, UnitId unit, NodeId call, KindId context,
                       KindId *callable, KindId *element);

/* True when the function's results are remembered by its arguments (lru_cache). */
bool query_is_cached(const FileModel *file, KindPlace function);

/* True of a cached_property of the parent that all the loop's rows share: `book.author.totals` of
 * `author.books.all()` runs once. */
bool query_is_kept_by_parent(const FileModel *file, KindId row, KindPlace function);

#endif
