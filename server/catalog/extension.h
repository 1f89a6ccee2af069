/* What a project adds to the catalog in its config ([tool.bluetick.catalog]): further rows, asked
 * before the built-in ones. All look-ups take NULL for "nothing added".
 *
 * A path is what absolute imports make of the callable: "acme.http.fetch", "acme.db.Client.query".
 */
#ifndef BLUETICK_CATALOG_EXTENSION_H
#define BLUETICK_CATALOG_EXTENSION_H

#include "catalog/catalog.h"
#include "registry/library.h"

typedef struct CatalogPaths {
    const Str *items;
    uint32_t count;
} CatalogPaths;

typedef struct CatalogAdditions {
    CatalogPaths blocking;     /* hold the thread while they wait */
    CatalogPaths http_request; /* ...for an HTTP answer */
    CatalogPaths file_handle;  /* give what open() gives */
    CatalogPaths pure;         /* have no effect, their result depends on the arguments alone */
    CatalogPaths timeout;      /* "path=parameter" or "path=parameter:position" (0-based) */
    CatalogPaths same_as;      /* "path=known path": whatever the catalog says of the other */
    LibraryVersions libraries; /* that the project runs on */
} CatalogAdditions;

typedef struct CatalogExtension CatalogExtension;

/* NULL when nothing is added and no library's version is known. Items that say nothing (no path, no
 * `=`) are left out: the config's reader tells the user. At most CATALOG_ADDITIONS_MAX of each are
 * read. Lives in `mem`. */
enum { CATALOG_ADDITIONS_MAX = 1000 };
const CatalogExtension *catalog_extension_new(const CatalogAdditions *additions, Arena *mem);

const CatalogCallable *extended_callable(const CatalogExtension *extension, Str path);
const CatalogCallable *extended_method(const CatalogExtension *extension, Str class_path, Str name);
const CatalogTimeout *extended_timeout(const CatalogExtension *extension, Str path);
bool extended_ends_timeout(const CatalogExtension *extension, Str name);
Str extended_canonical(const CatalogExtension *extension, Str path, Arena *mem);

/* The project may be run on versions of the library before this one; false when none is known. */
bool extended_library_is_before(const CatalogExtension *extension, LibraryId library,
                                uint32_t version);

/* True when the project names timeout parameters of its own. */
bool extension_has_timeouts(const CatalogExtension *extension);

/* True when the item is well formed: for the config's reader. */
bool extension_is_path(Str item);
bool extension_is_timeout(Str item);
bool extension_is_same_as(Str item);

#endif
