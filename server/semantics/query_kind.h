/* The kinds that ORMs give: queries, their rows, loader options; and contexts, in which the body of
 * a function is evaluated with what a call gives it.
 *
 * What is in memory together with the rows is a path set (semantics/path_set.h) of relation names:
 *     "a.b"   the relation is loaded (so is "a")
 *     "-c"    the column is left out; "+c" was deferred by the class and is loaded nevertheless
 *     "^a"    the relation leads back to the row that this relation was read from: one object
 *     "!a"    an option turned off what the class loads with the row
 *     "~a"    the relation is loaded by prefetching alone, which an iterator() of old does not do
 *     "=t"    the attribute t is a plain list of rows (Prefetch(to_attr=t)); "=t.a" below it
 * Rows of a related manager or collection belong to a query of their own, whose parent is the row
 * that the relation was read from. */
#ifndef BLUETICK_SEMANTICS_QUERY_KIND_H
#define BLUETICK_SEMANTICS_QUERY_KIND_H

#include "catalog/query.h"
#include "semantics/kind.h"
#include "semantics/path_set.h"

/* How far a query is from its rows. */
typedef enum QueryStage {
    QUERY_STAGE_MANAGER,   /* M.objects, row.books: no query yet, and not iterable */
    QUERY_STAGE_LAZY,      /* runs when it is iterated, counted, tested...: QuerySet, Query */
    QUERY_STAGE_STATEMENT, /* select(M): runs when a session is given it */
    QUERY_STAGE_RESULT,    /* execute() has run it: an iterator over tuples of rows */
    QUERY_STAGE_SCALARS,   /* scalars(): an iterator over rows */
} QueryStage;

enum {
    QUERY_IS_LOADED_UNKNOWN = 1 << 0, /* nothing can be said about what is loaded: silent */
    QUERY_IS_VALUES = 1 << 1,         /* rows are tuples, dicts or values */
    QUERY_IS_EMPTY = 1 << 2,          /* none() */
    QUERY_IS_RAW = 1 << 3,
    QUERY_IS_UNION = 1 << 4,
    QUERY_IS_NARROWED = 1 << 5, /* filter(), exclude(), where() */
    QUERY_IS_ORDERED = 1 << 6,
    QUERY_IS_LIMITED = 1 << 7, /* a slice, limit(), offset() */
    QUERY_IS_DISTINCT = 1 << 8,
    QUERY_IS_ANNOTATED = 1 << 9,
    QUERY_IS_JOINED = 1 << 10,
    QUERY_IS_LOCKING = 1 << 11,
    QUERY_IS_ASYNC = 1 << 12,    /* an AsyncSession's, or an ORM that is awaited */
    QUERY_IS_LIKELY = 1 << 13,   /* believed on less than a definition seen */
    QUERY_IS_SERVED = 1 << 14,   /* a relation that was prefetched: evaluating it costs nothing */
    QUERY_IS_BYPASS = 1 << 15,   /* the relation was prefetched, and this asks the database again */
    QUERY_IS_ITERATOR = 1 << 16, /* iterator(): it prefetches from Django 4.1 on, in chunks */
    QUERY_IS_PEERS = 1 << 17,    /* to-one relations come for all rows at once, or raise */
    QUERY_IS_DYNAMIC = 1 << 18,  /* a relation that no option can load */
    QUERY_IS_ALL_JOINED = 1 << 19, /* select_related() without arguments: what is not nullable */
    QUERY_IS_DETACHED = 1 << 20,   /* no session: a collection of an object of unknown origin */
};

typedef struct QueryKind {
    Orm orm;
    QueryStage stage;
    uint32_t flags;
    KindId model;    /* CLASS, or SYMBOL for a library's class; an INSTANCE tuple of these and
                        Unknowns when the rows have several places; Unknown */
    KindId parent;   /* ROW or OBJECT whose relation this is; KIND_NEVER */
    Str relation;    /* its name there, or empty */
    KindId manager;  /* CLASS of the project's manager class, KIND_NEVER */
    KindId queryset; /* CLASS of the project's queryset class, KIND_NEVER */
    Str loaded;      /* path set */
    KindPlace place; /* the expression that the query began with: `Book.objects`, `select(Book)`,
                        `session.query(Book)`, `author.books`; file FILE_NONE: more than one */
} QueryKind;

KindId query_kind_add(KindTable *table, const QueryKind *query);
/* False when the kind is no query. Texts are the table's. */
bool query_kind_get(const KindTable *table, KindId kind, QueryKind *out);
bool kind_is_query(const KindTable *table, KindId kind);
KindId query_kind_join(KindTable *table, KindId a, KindId b);

/* True when iterating over it, counting it, testing it... sends a statement. */
bool query_runs_when_evaluated(const QueryKind *query);

enum {
    ROW_IS_MANY = 1 << 0,   /* one of many that one statement gave */
    ROW_IS_LIKELY = 1 << 1, /* as in a query */
    ROW_IS_ASYNC = 1 << 2,
    ROW_IS_NEW = 1 << 3, /* just created: all its columns are in memory */
};

typedef struct RowKind {
    Orm orm;
    uint32_t flags;
    KindId model; /* as in QueryKind: CLASS or SYMBOL of the row's own class */
    KindId query; /* the query that gave the row which the path begins at */
    Str path;     /* to-one relations from that row: "", "author", "author.publisher" */
} RowKind;
enum { ROW_PATH_STEPS_MAX = 4, QUERY_PARENTS_MAX = 4 };

KindId row_kind_add(KindTable *table, const RowKind *row);
bool row_kind_get(const KindTable *table, KindId kind, RowKind *out);
bool kind_is_row(const KindTable *table, KindId kind);

/* The rows of a query: Unknown for values. `is_many`: of an iteration. */
KindId query_row(KindTable *table, KindId query, bool is_many);
/* What iterating over the query gives: rows, or tuples of them. */
KindId query_element(KindTable *table, KindId query);

/* The relations from the rows of the outermost query to the row or related query: "books.author";
 * *root is that query. Empty path for a row of *root itself. In `mem`. */
Str query_full_path(const KindTable *table, KindId kind, KindId *root, Arena *mem);

/* The least kind that holds both, where one is a row, query or loader: for kind_join. */
KindId orm_kind_join(KindTable *table, KindId a, KindId b);

/* A row, query, loader, or a container of such: worth a context. */
bool kind_is_of_orm(const KindTable *table, KindId kind);

/* A method of query_methods.def bound to its receiver. */
enum { SYMBOL_IS_QUERY_METHOD = 1 << 0 };
KindId query_method_kind(KindTable *table, const CatalogQueryMethod *method, KindId receiver);

/* The row of what a SYMBOL names: such a method, a session's (which the catalog's callables name
 * too), a library's function. NULL when it is none. */
const CatalogQueryMethod *query_method_of_symbol(const KindTable *table, const Kind *symbol);

/* What a loader option does: a path set of the above, beginning at the class it was given. */
typedef struct LoaderKind {
    Str loaded;
    Str end;         /* the path at which a chained option goes on */
    bool is_unknown; /* it may load anything */
} LoaderKind;
KindId loader_kind_add(KindTable *table, const LoaderKind *loader);
bool loader_kind_get(const KindTable *table, KindId kind, LoaderKind *out);

/* A function (or lambda) called with these kinds; `outer` is the context of the function around it,
 * or KIND_NEVER. KIND_NEVER as a parameter: as without a context. */
enum { CONTEXT_PARAMETERS_MAX = KIND_ARGUMENTS_MAX - 1 };
typedef struct ContextKind {
    KindPlace function;
    KindId outer;
    KindId parameters[CONTEXT_PARAMETERS_MAX];
} ContextKind;
/* KIND_NEVER when no parameter is given and there is no outer context. */
KindId context_kind_add(KindTable *table, const ContextKind *context);
bool context_kind_get(const KindTable *table, KindId kind, ContextKind *out);

#endif
