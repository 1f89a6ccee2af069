/* Knows the rows that a project adds. Refuses to know where they were written. */
#include "catalog/extension.h"

#include <stdlib.h>

typedef struct Alias {
    Str path;
    Str known;
} Alias;

/* Every table is sorted by its first member, a Str. */
struct CatalogExtension {
    CatalogCallable *callables;
    size_t callable_count;
    CatalogTimeout *timeouts;
    size_t timeout_count;
    Alias *aliases;
    size_t alias_count;
    LibraryVersions libraries;
};

/* ---- items ---------------------------------------------------------------------------------- */

bool extension_is_path(Str item) {
    bool in_word = false;
    for (uint32_t i = 0; i < item.len; i++) {
        bool word = str_is_word_byte(item.ptr[i]);
        if (!word && (item.ptr[i] != '.' || !in_word)) {
            return false;
        }
        in_word = word;
    }
    return in_word;
}

/* "a=b" -> a and b, blanks around them dropped. */
static bool split(Str item, char separator, Str *left, Str *right) {
    uint32_t at = str_find_byte(item, separator);
    *left = str_trim(str_slice(item, 0, at));
    *right = at < item.len ? str_trim(str_slice(item, at + 1, item.len)) : (Str){"", 0};
    return at < item.len;
}

bool extension_is_same_as(Str item) {
    Str left;
    Str right;
    return split(item, '=', &left, &right) && extension_is_path(left) && extension_is_path(right);
}

enum { POSITION_MAX = 99 };

/* The position in "timeout:2"; -1 when there is none, -2 when it is no number. */
static int read_position(Str text, bool given) {
    int value = 0;
    for (uint32_t i = 0; i < text.len; i++) {
        if (text.ptr[i] < '0' || text.ptr[i] > '9' || value > POSITION_MAX) {
            return -2;
        }
        value = value * 10 + (text.ptr[i] - '0');
    }
    return !given ? -1 : text.len == 0 || value > POSITION_MAX ? -2 : value;
}

static bool read_timeout(Str item, CatalogTimeout *out) {
    Str path;
    Str rest;
    Str parameter;
    Str position;
    if (!split(item, '=', &path, &rest)) {
        return false;
    }
    int place = read_position((Str){"", 0}, false);
    if (split(rest, ':', &parameter, &position)) {
        place = read_position(position, true);
    }
    *out = (CatalogTimeout){.path = path,
                            .tier = 1,
                            .keyword = parameter,
                            .position = (int8_t)place,
                            .when_missing = TIMEOUT_DEFAULT_BLOCKS,
                            .form = TIMEOUT_FORM_PLAIN};
    return place >= -1 && extension_is_path(path) && extension_is_path(parameter) &&
           str_find_byte(parameter, '.') == parameter.len;
}

bool extension_is_timeout(Str item) {
    CatalogTimeout row;
    return read_timeout(item, &row);
}

/* ---- tables --------------------------------------------------------------------------------- */

static int compare_rows(const void *a, const void *b) {
    return str_compare(*(const Str *)a, *(const Str *)b);
}

static uint32_t capped(CatalogPaths paths) {
    return paths.count < CATALOG_ADDITIONS_MAX ? paths.count : CATALOG_ADDITIONS_MAX;
}

static void add_callables(CatalogExtension *extension, CatalogPaths paths, uint32_t effects,
                          Str returns) {
    for (uint32_t i = 0; i < capped(paths); i++) {
        Str path = str_trim(paths.items[i]);
        if (extension_is_path(path)) {
            extension->callables[extension->callable_count++] =
                (CatalogCallable){path, effects, returns};
        }
    }
}

/* Rows of one path become one: what any of them says holds. */
static void merge_callables(CatalogExtension *extension) {
    CatalogCallable *rows = extension->callables;
    size_t kept = 0;
    qsort(rows, extension->callable_count, sizeof *rows, compare_rows);
    for (size_t i = 0; i < extension->callable_count; i++) {
        if (kept > 0 && str_equal(rows[kept - 1].path, rows[i].path)) {
            rows[kept - 1].effects |= rows[i].effects;
            rows[kept - 1].returns =
                rows[kept - 1].returns.len ? rows[kept - 1].returns : rows[i].returns;
        } else {
            rows[kept++] = rows[i];
        }
    }
    extension->callable_count = kept;
}

static void add_timeouts(CatalogExtension *extension, CatalogPaths items) {
    for (uint32_t i = 0; i < capped(items); i++) {
        CatalogTimeout row;
        if (read_timeout(items.items[i], &row)) {
            extension->timeouts[extension->timeout_count++] = row;
            extension->callables[extension->callable_count++] = (CatalogCallable){
                row.path, 0, {"", 0}
            };
        }
    }
    qsort(extension->timeouts, extension->timeout_count, sizeof *extension->timeouts, compare_rows);
}

static void add_aliases(CatalogExtension *extension, CatalogPaths items) {
    for (uint32_t i = 0; i < capped(items); i++) {
        Alias row;
        if (extension_is_same_as(items.items[i]) &&
            split(items.items[i], '=', &row.path, &row.known)) {
            extension->aliases[extension->alias_count++] = row;
        }
    }
    qsort(extension->aliases, extension->alias_count, sizeof *extension->aliases, compare_rows);
}

static bool knows_libraries(const LibraryVersions *versions) {
    bool knows = false;
    for (uint32_t i = 0; i < LIBRARY_COUNT; i++) {
        knows = knows || versions->ranges[i].source != LIBRARY_UNSAID;
    }
    return knows;
}

bool extended_library_is_before(const CatalogExtension *extension, LibraryId library,
                                uint32_t version) {
    return extension && library_may_be_before(&extension->libraries, library, version);
}

const CatalogExtension *catalog_extension_new(const CatalogAdditions *additions, Arena *mem) {
    /* A callable with a timeout of its own is one that the catalog knows. */
    uint32_t callables = capped(additions->blocking) + capped(additions->http_request) +
                         capped(additions->file_handle) + capped(additions->pure) +
                         capped(additions->timeout);
    uint32_t timeouts = capped(additions->timeout);
    uint32_t aliases = capped(additions->same_as);
    if (callables + aliases == 0 && !knows_libraries(&additions->libraries)) {
        return NULL;
    }
    CatalogExtension *extension = ARENA_NEW(mem, CatalogExtension);
    *extension = (CatalogExtension){.callables = ARENA_ARRAY(mem, CatalogCallable, callables + 1),
                                    .timeouts = ARENA_ARRAY(mem, CatalogTimeout, timeouts + 1),
                                    .aliases = ARENA_ARRAY(mem, Alias, aliases + 1),
                                    .libraries = additions->libraries};
    Str nothing = {"", 0};
    add_callables(extension, additions->blocking, CATALOG_BLOCKING, nothing);
    add_callables(extension, additions->http_request,
                  CATALOG_BLOCKING | CATALOG_NETWORK | CATALOG_HTTP_REQUEST, nothing);
    add_callables(extension, additions->file_handle, CATALOG_BLOCKING | CATALOG_FILE,
                  STR("io.TextIOWrapper"));
    add_callables(extension, additions->pure, CATALOG_PURE, nothing);
    add_timeouts(extension, additions->timeout);
    merge_callables(extension);
    add_aliases(extension, additions->same_as);
    return extension;
}

/* ---- look-ups ------------------------------------------------------------------------------- */

static const void *find(const void *rows, size_t count, size_t size, Str key) {
    return count ? bsearch(&key, rows, count, size, compare_rows) : NULL;
}

const CatalogCallable *extended_callable(const CatalogExtension *extension, Str path) {
    const CatalogCallable *own = extension ? find(extension->callables, extension->callable_count,
                                                  sizeof(CatalogCallable), path)
                                           : NULL;
    return own ? own : catalog_callable(path);
}

enum { PATH_BYTES_MAX = 256 };

const CatalogCallable *extended_method(const CatalogExtension *extension, Str class_path,
                                       Str name) {
    const CatalogCallable *known = catalog_method(class_path, name);
    if (known || !extension || class_path.len + 1 + name.len > PATH_BYTES_MAX) {
        return known;
    }
    char buffer[PATH_BYTES_MAX];
    memcpy(buffer, class_path.ptr, class_path.len);
    buffer[class_path.len] = '.';
    memcpy(buffer + class_path.len + 1, name.ptr, name.len);
    Str path = {buffer, class_path.len + 1 + name.len};
    return find(extension->callables, extension->callable_count, sizeof(CatalogCallable), path);
}

const CatalogTimeout *extended_timeout(const CatalogExtension *extension, Str path) {
    const CatalogTimeout *own = extension ? find(extension->timeouts, extension->timeout_count,
                                                 sizeof(CatalogTimeout), path)
                                          : NULL;
    return own ? own : catalog_timeout(path);
}

bool extended_ends_timeout(const CatalogExtension *extension, Str name) {
    for (size_t i = 0; extension && i < extension->timeout_count; i++) {
        Str path = extension->timeouts[i].path;
        if (str_equal(path, name) || (path.len > name.len && str_ends_with(path, name) &&
                                      path.ptr[path.len - name.len - 1] == '.')) {
            return true;
        }
    }
    /* A name that is said to be like another may end in anything. */
    return (extension && extension->alias_count > 0) || catalog_ends_timeout(name);
}

Str extended_canonical(const CatalogExtension *extension, Str path, Arena *mem) {
    for (uint32_t length = path.len; extension && length > 0;) {
        const Alias *row = find(extension->aliases, extension->alias_count, sizeof(Alias),
                                str_slice(path, 0, length));
        if (row) {
            Str tail = str_slice(path, length, path.len);
            path = arena_format(mem, "%.*s%.*s", STR_ARG(row->known), STR_ARG(tail));
            break;
        }
        do {
            length--;
        } while (length > 0 && path.ptr[length] != '.');
    }
    return catalog_canonical(path, mem);
}

bool extension_has_timeouts(const CatalogExtension *extension) {
    return extension && (extension->timeout_count > 0 || extension->alias_count > 0);
}
