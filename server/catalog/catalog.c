/* Look-ups in the catalog's sorted tables. Knows nothing of Python's syntax or of any rule. */
#include "catalog/catalog.h"

#include <stdlib.h>

#define TEXT(literal)                                                                              \
    { (literal), (uint32_t)(sizeof(literal) - 1) }

/* The short names that the tables use. */
enum {
    HTTP_REQUEST = CATALOG_HTTP_REQUEST,
    HTTP_WRITE = CATALOG_HTTP_WRITE,
    NETWORK = CATALOG_NETWORK,
    BLOCKING = CATALOG_BLOCKING,
    SLEEP = CATALOG_SLEEP,
    SUBPROCESS = CATALOG_SUBPROCESS,
    FILE_IO = CATALOG_FILE,
    DB = CATALOG_DB,
    QUERY = CATALOG_QUERY,
    CONNECTS = CATALOG_CONNECTS,
    INPUT = CATALOG_INPUT,
    WAITS = CATALOG_WAITS,
    PURE = CATALOG_PURE,
    MUTATES = CATALOG_MUTATES,
    BOUNDS = CATALOG_BOUNDS,
    CLIENT = CATALOG_CLIENT,
    HEAVY = CATALOG_HEAVY,
    SPAWNS = CATALOG_SPAWNS,
    VERB_ARGUMENT = CATALOG_VERB_ARGUMENT,
    DATA_ARGUMENT = CATALOG_DATA_ARGUMENT,
    VERB_UNKNOWN = CATALOG_VERB_UNKNOWN,
    CONFIGURES = CATALOG_CONFIGURES,
    HASHES = CATALOG_HASHES,
    FETCHES_ALL = CATALOG_FETCHES_ALL,
    LOADS_TABLE = CATALOG_LOADS_TABLE,
    GIVES_ROWS = CATALOG_GIVES_ROWS,
    INJECTS = CATALOG_INJECTS,
};
enum {
    FILE_HANDLE = CLASS_FILE_HANDLE,
    HTTP_CLIENT = CLASS_HTTP_CLIENT,
    DB_CONNECTION = CLASS_DB_CONNECTION,
    DB_CURSOR = CLASS_DB_CURSOR,
    ASYNC = CLASS_ASYNC,
    OWN_CONTEXT = CLASS_OWN_CONTEXT,
    ENTERS_ARGUMENT = CLASS_ENTERS_ARGUMENT,
    ENTERS_RESPONSE = CLASS_ENTERS_RESPONSE,
    DYNAMIC = CLASS_DYNAMIC,
    MAKES_SESSION = CLASS_MAKES_SESSION,
    GATE = CLASS_GATE,
    EXCLUSIVE = CLASS_EXCLUSIVE,
    LINEAR = CLASS_LINEAR,
    HASHED = CLASS_HASHED,
    TEXT_LIKE = CLASS_TEXT,
    BOUNDED_TEST = CLASS_BOUNDED_TEST,
    ONCE = CLASS_ONCE,
    ORM_SESSION = CLASS_ORM_SESSION,
    EXPIRES = CLASS_EXPIRES,
};

static const CatalogCallable callables[] = {
#define CALLABLE(path, effects, returns) {TEXT(path), (effects), TEXT(returns)},
#include "catalog/callables.def"
#undef CALLABLE
};

static const CatalogClass classes[] = {
#define CLASS(path, base, element, traits) {TEXT(path), TEXT(base), TEXT(element), (traits)},
#include "catalog/classes.def"
#undef CLASS
};

static const CatalogTimeout timeouts[] = {
#define TIMEOUT(path, tier, keyword, position, when_missing, form)                                 \
    {TEXT(path),         (tier), TEXT(keyword), (position), TIMEOUT_DEFAULT_##when_missing,        \
     TIMEOUT_FORM_##form},
#include "catalog/timeouts.def"
#undef TIMEOUT
};

typedef struct Pair {
    Str key;
    Str value;
} Pair;

static const Pair attributes[] = {
#define ATTRIBUTE(path, kind) {TEXT(path), TEXT(kind)},
#include "catalog/attributes.def"
#undef ATTRIBUTE
};

static const Pair aliases[] = {
#define ALIAS(prefix, canonical) {TEXT(prefix), TEXT(canonical)},
#include "catalog/aliases.def"
#undef ALIAS
};

static const Pair counterparts[] = {
#define ASYNC_COUNTERPART(prefix, counterpart) {TEXT(prefix), TEXT(counterpart)},
#include "catalog/async_counterparts.def"
#undef ASYNC_COUNTERPART
};

typedef struct Decorator {
    Str path;
    DecoratorEffect effect;
} Decorator;

static const Decorator decorators[] = {
#define DECORATOR(path, effect) {TEXT(path), DECORATOR_##effect},
#include "catalog/decorators.def"
#undef DECORATOR
};

typedef struct Generic {
    Str path;
    GenericForm form;
} Generic;

static const Generic generics[] = {
#define GENERIC(path, form) {TEXT(path), GENERIC_##form},
#include "catalog/generics.def"
#undef GENERIC
};

static const Str builtins[] = {
#define BUILTIN(name) TEXT(name),
#include "catalog/builtins.def"
#undef BUILTIN
};

typedef struct Spawner {
    Str path;
    SpawnForm form;
} Spawner;

static const Spawner spawners[] = {
#define SPAWNER(path, form) {TEXT(path), SPAWN_##form},
#include "catalog/spawners.def"
#undef SPAWNER
};

static const Str client_names[] = {
#define CLIENT_NAME(name) TEXT(name),
#include "catalog/client_names.def"
#undef CLIENT_NAME
};

#define COUNT(table) (sizeof(table) / sizeof(table)[0])

/* Every row begins with its Str key. */
static int compare_key(const void *key, const void *row) {
    return str_compare(*(const Str *)key, *(const Str *)row);
}

#define FIND(table, key) bsearch(&(key), (table), COUNT(table), sizeof(table)[0], compare_key)

const CatalogCallable *catalog_callable(Str path) {
    return FIND(callables, path);
}
const CatalogClass *catalog_class(Str path) {
    return FIND(classes, path);
}
const CatalogTimeout *catalog_timeout(Str path) {
    return FIND(timeouts, path);
}
bool catalog_is_builtin(Str name) {
    return FIND(builtins, name) != NULL;
}

DecoratorEffect catalog_decorator(Str path) {
    const Decorator *row = FIND(decorators, path);
    return row ? row->effect : DECORATOR_UNKNOWN;
}

GenericForm catalog_generic(Str path) {
    const Generic *row = FIND(generics, path);
    return row ? row->form : GENERIC_CLASS;
}

enum { PATH_BYTES_MAX = 256 };

/* `owner.name` in `buffer`; empty when it is longer than any row. */
static Str join(char *buffer, Str owner, Str name) {
    if (owner.len + 1 + name.len > PATH_BYTES_MAX) {
        return (Str){"", 0};
    }
    memcpy(buffer, owner.ptr, owner.len);
    buffer[owner.len] = '.';
    memcpy(buffer + owner.len + 1, name.ptr, name.len);
    return (Str){buffer, owner.len + 1 + name.len};
}

/* The class's base; empty at the top. The table is acyclic: a test walks every chain. */
static Str base_of(Str class_path) {
    const CatalogClass *row = catalog_class(class_path);
    return row ? row->base : (Str){"", 0};
}

const CatalogCallable *catalog_method(Str class_path, Str name) {
    char buffer[PATH_BYTES_MAX];
    const CatalogCallable *found = NULL;
    for (; class_path.len && !found; class_path = base_of(class_path)) {
        found = catalog_callable(join(buffer, class_path, name));
    }
    return found;
}

const CatalogTimeout *catalog_method_timeout(Str class_path, Str name) {
    char buffer[PATH_BYTES_MAX];
    const CatalogTimeout *found = NULL;
    for (; class_path.len && !found; class_path = base_of(class_path)) {
        found = catalog_timeout(join(buffer, class_path, name));
    }
    return found;
}

Str catalog_stub_module_mark(void) {
    return STR("_pb2_grpc");
}

const CatalogTimeout *catalog_stub_timeout(Str class_path) {
    uint32_t dot = class_path.len;
    while (dot > 0 && class_path.ptr[dot - 1] != '.') {
        dot--;
    }
    bool stub = dot > 0 && str_ends_with(class_path, STR("Stub")) &&
                str_ends_with(str_slice(class_path, 0, dot - 1), catalog_stub_module_mark());
    return stub ? catalog_timeout(STR("grpc.UnaryUnaryMultiCallable")) : NULL;
}

static bool is_last_part(Str path, Str name) {
    return path.len > name.len && path.ptr[path.len - name.len - 1] == '.' &&
           str_ends_with(path, name);
}

bool catalog_ends_timeout(Str name) {
    for (size_t i = 0; i < COUNT(timeouts); i++) {
        if (is_last_part(timeouts[i].path, name)) {
            return true;
        }
    }
    return false;
}

SpawnForm catalog_spawn_form(Str path) {
    const Spawner *row = FIND(spawners, path);
    return row ? row->form : SPAWN_NONE;
}

bool catalog_ends_spawner(Str name) {
    for (size_t i = 0; i < COUNT(spawners); i++) {
        if (is_last_part(spawners[i].path, name)) {
            return true;
        }
    }
    return false;
}

bool catalog_ends_client(Str name) {
    return FIND(client_names, name) != NULL;
}

Str catalog_timeout_parameter(Str keyword) {
    return str_slice(keyword, 0, str_find_byte(keyword, '|'));
}

bool catalog_names_timeout(Str keyword, Str name) {
    Str first = catalog_timeout_parameter(keyword);
    Str second =
        str_slice(keyword, first.len < keyword.len ? first.len + 1 : first.len, keyword.len);
    return name.len && (str_equal(name, first) || str_equal(name, second));
}

Str catalog_attribute(Str class_or_module, Str name) {
    char buffer[PATH_BYTES_MAX];
    Str path = join(buffer, class_or_module, name);
    const Pair *row = FIND(attributes, path);
    const CatalogClass *owner = row ? NULL : catalog_class(class_or_module);
    if (owner && (owner->traits & CLASS_DYNAMIC)) {
        path = join(buffer, class_or_module, STR("*"));
        row = FIND(attributes, path);
    }
    return row ? row->value : (Str){"", 0};
}

/* The row with the longest key that is `path` or a dotted prefix of it; NULL if none. */
static const Pair *longest_prefix(const Pair *table, size_t count, Str path) {
    for (uint32_t length = path.len; length > 0;) {
        Str prefix = {path.ptr, length};
        const Pair *row = bsearch(&prefix, table, count, sizeof *table, compare_key);
        if (row) {
            return row;
        }
        do {
            length--;
        } while (length > 0 && path.ptr[length] != '.');
    }
    return NULL;
}

bool catalog_holds_elements(Str class_path) {
    const CatalogClass *row = catalog_class(class_path);
    return row &&
           (str_equal(row->element, (Str)TEXT("*self")) || str_equal(row->path, (Str)TEXT("dict")));
}

bool catalog_has_other_name(Str path) {
    for (size_t i = 0; i < COUNT(aliases); i++) {
        if (str_equal(aliases[i].value, path)) {
            return true;
        }
    }
    return false;
}

Str catalog_canonical(Str path, Arena *mem) {
    /* A canonical spelling is no alias itself, but its tail may complete another one. */
    for (int round = 0; round < 3; round++) {
        const Pair *row = longest_prefix(aliases, COUNT(aliases), path);
        if (!row) {
            break;
        }
        Str tail = str_slice(path, row->key.len, path.len);
        path = arena_format(mem, "%.*s%.*s", STR_ARG(row->value), STR_ARG(tail));
    }
    return path;
}

bool catalog_knows_prefix(Str path) {
    size_t low = 0;
    size_t high = COUNT(callables);
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (str_compare(callables[middle].path, path) < 0) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    /* A sibling such as "requests_x" sorts between "requests" and "requests.": look past it. */
    for (; low < COUNT(callables) && str_starts_with(callables[low].path, path); low++) {
        if (callables[low].path.len > path.len && callables[low].path.ptr[path.len] == '.') {
            return true;
        }
    }
    return false;
}

Str catalog_async_counterpart(Str path) {
    const Pair *row = longest_prefix(counterparts, COUNT(counterparts), path);
    return row ? row->value : (Str){"", 0};
}

#define VISIT(table)                                                                               \
    for (size_t i = 0; i < COUNT(table); i++) {                                                    \
        visit(context, #table, *(const Str *)&(table)[i]);                                         \
    }

void catalog_visit_tables(void (*visit)(void *context, const char *table, Str path),
                          void *context) {
    VISIT(callables)
    VISIT(classes)
    VISIT(timeouts)
    VISIT(attributes)
    VISIT(aliases)
    VISIT(counterparts)
    VISIT(decorators)
    VISIT(generics)
    VISIT(builtins)
    VISIT(client_names)
    VISIT(spawners)
}
