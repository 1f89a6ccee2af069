/* What is known of query APIs: what each method of a manager, a query, a row or a session does.
 * Data: catalog/query_methods.def, query_functions.def, loader_options.def. */
#ifndef BLUETICK_CATALOG_QUERY_H
#define BLUETICK_CATALOG_QUERY_H

#include "catalog/models.h"

/* What a method gives. */
typedef enum QueryGives {
    QUERY_GIVES_UNKNOWN,
    QUERY_GIVES_SAME,         /* the receiver itself */
    QUERY_GIVES_QUERY,        /* a query that runs when it is evaluated */
    QUERY_GIVES_STATEMENT,    /* ...when a session is given it */
    QUERY_GIVES_RESULT,       /* a session's answer: tuples of rows */
    QUERY_GIVES_SCALARS,      /* ...the first place of each */
    QUERY_GIVES_ROW,          /* one row, or None */
    QUERY_GIVES_ROW_IN_TUPLE, /* (row, created) */
    QUERY_GIVES_TUPLE,        /* one tuple of rows, or None */
    QUERY_GIVES_ROWS,         /* a list in memory */
    QUERY_GIVES_STREAM,       /* an iterator over rows */
    QUERY_GIVES_CHUNKS,       /* an iterator over lists of rows */
    QUERY_GIVES_ROWS_BY_KEY,  /* a dict */
    QUERY_GIVES_PAGE,         /* has the rows in its `items` */
    QUERY_GIVES_VALUES,       /* a query whose rows are no instances */
    QUERY_GIVES_UNION,
    QUERY_GIVES_EMPTY, /* a query that gives no row */
    QUERY_GIVES_RAW,   /* a query written in SQL */
    QUERY_GIVES_COUNT,
    QUERY_GIVES_TRUTH,
    QUERY_GIVES_VALUE, /* something that is no row */
    QUERY_GIVES_NOTHING,
    QUERY_GIVES_ATTRIBUTE,  /* no method: reading the name gives a query */
    QUERY_GIVES_USER,       /* the project's user class */
    QUERY_GIVES_VIEW_QUERY, /* the query of a class-based view */
    QUERY_GIVES_VIEW_ROW,   /* one of its rows; without an effect: an attribute, no method */
    QUERY_GIVES_ARGUMENT,   /* its first argument */
} QueryGives;

/* What it does to what is loaded with the rows. */
typedef enum QueryLoads {
    QUERY_LOADS_SAME,
    QUERY_LOADS_JOINED,     /* select_related("a__b") */
    QUERY_LOADS_BATCHED,    /* prefetch_related("a__b", Prefetch(..)) */
    QUERY_LOADS_OPTIONS,    /* options(joinedload(A.b)) */
    QUERY_LOADS_ONLY,       /* only("a"), load_only */
    QUERY_LOADS_DEFERRED,   /* defer("a") */
    QUERY_LOADS_ENTITIES,   /* other columns or classes: query(A, B), select(A), with_entities */
    QUERY_LOADS_MORE,       /* add_columns, add_entity: further places */
    QUERY_LOADS_FETCH_MODE, /* fetch_mode(FETCH_PEERS) */
    QUERY_LOADS_FETCHED,    /* fetch_related("a"): on the receiving row, not known after it */
    QUERY_LOADS_ALL,        /* everything that is referred to */
} QueryLoads;

enum {
    QUERY_READS = 1 << 0,     /* sends a statement that reads */
    QUERY_WRITES = 1 << 1,    /* ...one that writes */
    QUERY_AWAITED = 1 << 2,   /* the result is awaited */
    QUERY_NARROWS = 1 << 3,   /* fewer rows: filter, exclude, where */
    QUERY_ORDERS = 1 << 4,    /* in an order of its own */
    QUERY_LIMITS = 1 << 5,    /* limit, offset, a slice */
    QUERY_DISTINCTS = 1 << 6, /* rows that differ */
    QUERY_ANNOTATES = 1 << 7, /* more columns */
    QUERY_JOINS = 1 << 8,     /* further tables, which may repeat rows */
    QUERY_LOCKS = 1 << 9,     /* for update */
    QUERY_CREATES = 1 << 10,  /* a new row */
    QUERY_DELETES = 1 << 11,
    QUERY_BULK = 1 << 12,     /* one statement for many rows */
    QUERY_SQL = 1 << 13,      /* the first argument decides between read and write */
    QUERY_EXECUTES = 1 << 14, /* runs the statement or query that is its first argument */
    QUERY_BY_KEY = 1 << 15, /* get(pk): one row by its key, from the session's map if it is there */
    QUERY_LINKS = 1 << 16,  /* add, remove, set, clear of a related manager */
    QUERY_KEEPS_CACHE = 1 << 17,         /* on a prefetched relation: answered from memory */
    QUERY_KEEPS_CACHE_ORDERED = 1 << 18, /* ...when the target has an ordering of its own */
    QUERY_ENDS = 1 << 19,                /* commit, flush: writes what is pending */
    QUERY_EXPIRES = 1 << 20,   /* the session's rows are to be read again, if it says so */
    QUERY_OF_PARENT = 1 << 21, /* with_parent(row): all rows belong to that row */
};

typedef struct CatalogQueryMethod {
    Str path; /* "django.query.filter": ORM, receiver, name */
    QueryGives gives;
    QueryLoads loads;
    uint32_t effects;
} CatalogQueryMethod;

typedef enum QueryReceiver {
    QUERY_ON_CLASS,     /* the model: User.select() */
    QUERY_ON_ROW,       /* an instance */
    QUERY_ON_QUERY,     /* a manager or query */
    QUERY_ON_RELATED,   /* a related manager, before what any query has */
    QUERY_ON_STATEMENT, /* select(..) */
    QUERY_ON_RESULT,    /* of execute() */
    QUERY_ON_SCALARS,   /* of scalars() */
    QUERY_ON_SESSION,
    QUERY_ON_VIEW,     /* a class-based view of the project */
    QUERY_ON_FUNCTION, /* no receiver: get_object_or_404 */
} QueryReceiver;

/* NULL when there is no row. A related manager has the methods of a query too. */
const CatalogQueryMethod *catalog_query_method(Orm orm, QueryReceiver on, Str name);
/* True when some method or function that sends statements is called so: a cheap test before a
 * receiver's kind is asked. O(rows). */
bool catalog_query_sends(Str name);
/* True for the method of a manager that gives every row and changes nothing: `all`. */
bool catalog_query_gives_all(Str name);
/* True for the methods that join a relation: `join`, `outerjoin`. */
bool catalog_query_joins(Str name);
/* What a row's key is called as a rule: `id`, `pk`. A cheap test before the model is asked. */
bool catalog_is_key_name(Str name);
/* `_state.adding`: true of a row that is not stored yet. */
bool catalog_marks_new_rows(Str state, Str mark);
/* True for fields that hold true or false, by the nearest library class. */
bool catalog_is_boolean_field(Str class_path);
/* True for fields of long texts, likewise. */
bool catalog_is_text_field(Str class_path);
/* True for a library's own columns whose attribute on an object is the value that a query gives; no
 * files, no classes of a project. */
bool catalog_is_plain_column(Str class_path);
/* How a column's values add up. */
typedef enum CatalogNumber {
    CATALOG_NUMBER_NONE,
    CATALOG_NUMBER_EXACT,   /* integers, decimals */
    CATALOG_NUMBER_INEXACT, /* floats: the order may show */
} CatalogNumber;
CatalogNumber catalog_number_field(Str class_path);
/* True for the keyword or method that compares a column with many values: `pk__in`, `in_`. */
bool catalog_query_takes_many(Str name);
/* True for functions that cut an iterable into batches: `batched`, `chunked`. */
bool catalog_makes_batches(Str name);
/* True for a lookup that an index on the column serves: "" (equality), `exact`, `in`, `gt`... */
bool catalog_is_indexed_lookup(Str name);
/* True for a callee that gives or takes a page at a time: `Paginator`, `paginate_queryset`. */
bool catalog_is_paging(Str callee);
/* QUERY_READS or QUERY_WRITES of a statement in SQL, by the first word of the literal; 0: neither
 * is certain. */
uint32_t catalog_sql_effect(Str literal);
/* True when some session's method of this name runs SQL that it is given as a text. */
bool catalog_runs_sql(Str name);
/* By a row's own path, or by the path of a library's function ("sqlalchemy.select"). */
const CatalogQueryMethod *catalog_query_path(Str path);
/* The receiver that a row's path tells, and the ORM. */
QueryReceiver catalog_query_receiver(const CatalogQueryMethod *method);
Orm catalog_query_orm(const CatalogQueryMethod *method);

/* Functions that make a loader: joinedload, selectinload, Prefetch, load_only... */
typedef enum LoaderForm {
    LOADER_NONE,
    LOADER_LOADS,    /* joinedload(A.b): and what it is chained to begins at b */
    LOADER_THROUGH,  /* defaultload(A.b), Load(A): loads nothing, the chain begins at b */
    LOADER_LAZY,     /* lazyload(A.b): off again */
    LOADER_RAISES,   /* raiseload(A.b): reading it raises, it costs nothing */
    LOADER_ONLY,     /* load_only(A.x, A.y) */
    LOADER_DEFERS,   /* defer(A.x) */
    LOADER_UNDEFERS, /* undefer(A.x) */
    LOADER_PREFETCH, /* Prefetch("b", queryset=.., to_attr=..) */
    LOADER_OPTIONS,  /* joinedload(A.b).options(load_only(..)): further options below it */
    LOADER_NOTHING,  /* an option that loads no relation */
} LoaderForm;
/* By the function's path ("sqlalchemy.orm.joinedload", "django.db.models.Prefetch"), or by the last
 * part alone for a chained option. */
LoaderForm catalog_loader(Str path);

/* How a rewrite makes relations or columns come with the query. */
typedef enum LoadingWay {
    LOADING_JOINED,    /* to-one, with a join */
    LOADING_BATCHED,   /* with one more statement for all rows */
    LOADING_PART,      /* some of the related rows */
    LOADING_FROM_JOIN, /* out of a join that stands there */
    LOADING_COLUMN,
    LOADING_OPTIONS, /* the method that takes loaders */
} LoadingWay;
/* The method's name, or the function's path; empty when the ORM has none. */
Str catalog_loading_call(Orm orm, LoadingWay way);

/* True for a function or method that counts the statements of the block it is entered for. */
bool catalog_counts_queries(Str name);

/* True when a row with LOADS_FETCHED has `name` as its last part: a cheap test before a callee is
 * evaluated. */
bool catalog_loads_into_rows(Str name);

/* True for the names that sessions go by. */
bool catalog_is_session_name(Str name);

/* Names that requests of Django go by, and the attribute that holds who made one. */
bool catalog_is_request_name(Str name);
bool catalog_is_request_user(Str name);
/* By its name, a class of the project through which every request goes. */
bool catalog_is_middleware(Str class_name);

/* True for a library's class whose subclasses are views of a model's rows. */
bool catalog_is_view_class(Str path);

/* ...of the admin's, those that show rows below another row. */
bool catalog_is_inline_page(Str path);
/* ...of Django's own, those that show many. */
bool catalog_is_list_view(Str path);
/* ...and of those, the ones that list rows through a serializer. */
bool catalog_is_listing_view(Str path);
/* ...those that answer with one row through a serializer. */
bool catalog_is_retrieving_view(Str path);
/* ...and those whose methods are named by actions, not by the request's verbs. */
bool catalog_is_view_set(Str path);
bool catalog_is_serializer_class(Str path);
/* ...of which the serializers alone, no fields. */
bool catalog_writes_fields(Str path);

/* How a serializer's field reads the row. */
typedef enum SerializerField {
    SERIALIZER_FIELD_NONE,   /* no field, or one that reads nothing of the row */
    SERIALIZER_FIELD_PLAIN,  /* follows its source to the end */
    SERIALIZER_FIELD_KEY,    /* of a relation the key */
    SERIALIZER_FIELD_TEXT,   /* str() of what the source leads to */
    SERIALIZER_FIELD_METHOD, /* calls a method of the serializer */
} SerializerField;
SerializerField catalog_serializer_field(Str path);

/* True when the path's first part is a package of an ORM: whether it may be worth a look-up. */
bool catalog_is_orm_path(Str path);

/* How a builtin or a container's method evaluates the queries among its arguments. */
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
QueryEvaluation catalog_query_consumer(Str path);

/* A function that it is given is called with each element of something else it is given. */
typedef struct CatalogCallback {
    Str path;
    int8_t function; /* position of the function; -1: the keyword `key` */
    int8_t iterable; /* position of the iterable; -1: the receiver */
} CatalogCallback;
const CatalogCallback *catalog_callback(Str path);

/* As catalog_visit_tables. */
void catalog_visit_query_tables(void (*visit)(void *context, const char *table, Str path),
                                void *context);

#endif
