/* What is known of libraries: one catalog for all rules, so that two rules can never disagree about
 * what a request, a file handle or a blocking call is.
 *
 * Everything is a row of a sorted table, found by dotted path ("requests.Session.get"). A path is
 * canonical once catalog_canonical has been over it. Kinds are written in a small notation:
 *     "requests.Response"      an instance of that class
 *     "list[str]"              with the kinds of its elements; "tuple[int,str]" of its places
 *     "*0", "@0", "()0"        element of argument 0, argument 0 itself, result of calling argument
 * 0
 *     "*self", "@self"         the same of the receiver of a method
 *     "=self"                  the values of the receiver, a dict
 *     "**0"                    an element of an element of argument 0
 *     "*+"                     what the elements of all arguments have in common
 *     ""                       not known */
#ifndef BLUETICK_CATALOG_CATALOG_H
#define BLUETICK_CATALOG_CATALOG_H

#include "base/arena.h"

/* What a call does. */
enum {
    CATALOG_HTTP_REQUEST = 1 << 0,
    CATALOG_HTTP_WRITE = 1 << 1, /* a verb that changes something on the server */
    CATALOG_NETWORK = 1 << 2,
    CATALOG_BLOCKING = 1 << 3, /* holds the thread while it waits */
    CATALOG_SLEEP = 1 << 4,
    CATALOG_SUBPROCESS = 1 << 5,
    CATALOG_FILE = 1 << 6,
    CATALOG_DB = 1 << 7,
    CATALOG_QUERY = 1 << 8, /* sends a statement */
    CATALOG_CONNECTS = 1 << 9,
    CATALOG_INPUT = 1 << 10,
    CATALOG_WAITS = 1 << 11,         /* for another thread or a future */
    CATALOG_PURE = 1 << 12,          /* no effect, the result depends on the arguments alone */
    CATALOG_MUTATES = 1 << 13,       /* changes its receiver */
    CATALOG_BOUNDS = 1 << 14,        /* what it awaits, or what is awaited under it, ends in time */
    CATALOG_CLIENT = 1 << 15,        /* makes a client or connection that is worth keeping */
    CATALOG_HEAVY = 1 << 16,         /* ...one that costs much to make: an engine, a pool */
    CATALOG_SPAWNS = 1 << 17,        /* coroutines that it is given run beside each other */
    CATALOG_VERB_ARGUMENT = 1 << 18, /* the HTTP verb is its first argument, or `method=` */
    CATALOG_DATA_ARGUMENT = 1 << 19, /* it writes when it has a second argument, or `data=` */
    CATALOG_VERB_UNKNOWN = 1 << 20,  /* the verb is in an object that it is given */
    CATALOG_CONFIGURES = 1 << 21,  /* a client: what its later calls do depends on the arguments */
    CATALOG_HASHES = 1 << 26,      /* digests the bytes that it is given; update() takes more */
    CATALOG_FETCHES_ALL = 1 << 27, /* puts all rows of a result that can be iterated into a list */
    CATALOG_LOADS_TABLE = 1 << 28, /* reads a whole table, where chunks of it can be had */
    CATALOG_GIVES_ROWS = 1 << 29,  /* the rows of such a table, one after another */
    CATALOG_INJECTS =
        1 << 30, /* as a default: the parameter is what the argument gives or yields */
};

typedef struct CatalogCallable {
    Str path;
    uint32_t effects;
    Str returns;
} CatalogCallable;

/* What a class is. */
enum {
    CLASS_FILE_HANDLE = 1 << 0,
    CLASS_HTTP_CLIENT = 1 << 1,
    CLASS_DB_CONNECTION = 1 << 2,
    CLASS_DB_CURSOR = 1 << 3,
    CLASS_ASYNC = 1 << 4,           /* its methods are awaited */
    CLASS_OWN_CONTEXT = 1 << 5,     /* `with x as y`: y is x */
    CLASS_ENTERS_ARGUMENT = 1 << 6, /* `with x as y`: y is of the kind in brackets */
    CLASS_ENTERS_RESPONSE = 1 << 7, /* aiohttp's request context */
    CLASS_DYNAMIC = 1 << 8,         /* any attribute or subscript is the `*` row */
    CLASS_MAKES_SESSION = 1 << 9,   /* calling an instance gives a session */
    CLASS_GATE = 1 << 10,           /* holding it bounds concurrency */
    CLASS_EXCLUSIVE = 1 << 16,      /* ...to one at a time */
    CLASS_LINEAR = 1 << 11,         /* `in` looks at one element after another */
    CLASS_HASHED = 1 << 12,         /* `in` is one look-up */
    CLASS_TEXT = 1 << 13,           /* `in` looks for a part of a text */
    CLASS_BOUNDED_TEST = 1 << 14,   /* `in` is arithmetic */
    CLASS_ONCE = 1 << 15,           /* can be iterated once */
    CLASS_ORM_SESSION = 1 << 17,    /* runs statements over an ORM's models */
    CLASS_EXPIRES = 1 << 18,        /* ...and forgets what its rows held when it commits */
};

typedef struct CatalogClass {
    Str path;
    Str base; /* empty: none that matters */
    Str element;
    uint32_t traits;
} CatalogClass;

typedef enum TimeoutDefault {
    TIMEOUT_DEFAULT_BLOCKS,
    TIMEOUT_DEFAULT_SOCKET_DEFAULT,
    TIMEOUT_DEFAULT_FINITE,
} TimeoutDefault;

/* How io/missing-timeout decides about a call. */
typedef enum TimeoutForm {
    TIMEOUT_FORM_PLAIN,          /* the argument alone */
    TIMEOUT_FORM_REQUESTS,       /* a pair counts as none when a member is None */
    TIMEOUT_FORM_HTTPX,          /* httpx.Timeout(None) counts as None */
    TIMEOUT_FORM_HTTPX_CLIENT,   /* likewise; silent when every call with it has its own */
    TIMEOUT_FORM_HTTPX_CALL,     /* only a literal None */
    TIMEOUT_FORM_AIOHTTP,        /* ClientTimeout() and ClientTimeout(total=None) count as None */
    TIMEOUT_FORM_NO_PARAMETER,   /* the callable takes none */
    TIMEOUT_FORM_SET_AFTER,      /* settimeout() may follow */
    TIMEOUT_FORM_CONNECTS_LATER, /* only when a host is given or connect() follows */
    TIMEOUT_FORM_CONNECT_CALL,   /* the connect() of the above */
    TIMEOUT_FORM_POOL,           /* the pool's or a call's */
    TIMEOUT_FORM_DSN,            /* may stand in the connection string: only when that is written */
    TIMEOUT_FORM_ASYNC_SCOPE,    /* asyncio.timeout() and the like around the call */
    TIMEOUT_FORM_REDIS,          /* only when the project pins redis below 8 */
} TimeoutForm;

typedef struct CatalogTimeout {
    Str path;
    uint8_t tier;
    Str keyword;     /* "timeout", or "request_timeout|timeout": see catalog_names_timeout */
    int8_t position; /* 0-based without self; -1 = keyword only */
    TimeoutDefault when_missing;
    TimeoutForm form;
} CatalogTimeout;

typedef enum DecoratorEffect {
    DECORATOR_UNKNOWN, /* no row */
    DECORATOR_SAME,
    DECORATOR_PROPERTY,
    DECORATOR_STATIC,
    DECORATOR_CLASS,
    DECORATOR_CONTEXT,
} DecoratorEffect;

/* What a decorator by this path makes of a function; called or not (`@lru_cache(maxsize=8)`). */
DecoratorEffect catalog_decorator(Str path);

/* What an annotation's head does with what stands in its brackets. */
typedef enum GenericForm {
    GENERIC_CLASS, /* no row: an instance of the class */
    GENERIC_OPTIONAL,
    GENERIC_UNION,
    GENERIC_FIRST,
    GENERIC_OPAQUE,
} GenericForm;
GenericForm catalog_generic(Str path);

/* How a call that starts tasks is given its coroutines (spawners.def). */
typedef enum SpawnForm {
    SPAWN_NONE, /* no row */
    SPAWN_ARGUMENTS,
    SPAWN_ITERABLE,
    SPAWN_ONE,
    SPAWN_GROUP,
    SPAWN_FUNCTION,
} SpawnForm;
SpawnForm catalog_spawn_form(Str path);

/* True when some such row's last part is `name`: a cheap test before a callee is evaluated. */
bool catalog_ends_spawner(Str name);

/* NULL when there is no row. O(log rows). */
const CatalogCallable *catalog_callable(Str path);
const CatalogClass *catalog_class(Str path);
const CatalogTimeout *catalog_timeout(Str path);

/* The method or constructor `name` of a class or of its nearest base that has a row; NULL if none.
 */
const CatalogCallable *catalog_method(Str class_path, Str name);
const CatalogTimeout *catalog_method_timeout(Str class_path, Str name);

/* Any method of a class that grpc generates ("orders_pb2_grpc.OrdersStub"): a remote call. NULL
 * when the class is none; `module_mark` is what the text of a file that uses one holds. */
const CatalogTimeout *catalog_stub_timeout(Str class_path);
Str catalog_stub_module_mark(void);

/* True when some timeout row's last part is `name`: a cheap test before a callee is evaluated. */
bool catalog_ends_timeout(Str name);

/* True when a row that makes a client has `name` as its last part: as cheap a test. */
bool catalog_ends_client(Str name);

/* True when `name` is one of the parameters in a row's `keyword`; its first one is what to write.
 */
bool catalog_names_timeout(Str keyword, Str name);
Str catalog_timeout_parameter(Str keyword);

/* True for a class whose instances hold what a kind's brackets say: list, dict, generator. */
bool catalog_holds_elements(Str class_path);

/* The kind of an attribute, `*` rows included; empty when not known. */
Str catalog_attribute(Str class_or_module, Str name);

/* The path with every other spelling replaced; borrowed when nothing changes, else built in mem. */
Str catalog_canonical(Str path, Arena *mem);

/* True when the path has an alias that ends in another word. */
bool catalog_has_other_name(Str path);

/* True when some row begins with `path` and a dot: a module or class worth following. */
bool catalog_knows_prefix(Str path);

/* What to use in a coroutine instead of `path` ("asyncio.sleep"); empty when nothing is known. */
Str catalog_async_counterpart(Str path);

/* Names of Python's builtins: functions, types and exceptions. */
bool catalog_is_builtin(Str name);

/* For the test of order and uniqueness: calls `visit` with each table's name and its paths. */
void catalog_visit_tables(void (*visit)(void *context, const char *table, Str path), void *context);

#endif
