/* Knows which calls have a form for many; knows nothing about loops. */
#include "catalog/batches.h"

#include "catalog/catalog.h"

#define TEXT(literal)                                                                              \
    { (literal), (uint32_t)(sizeof(literal) - 1) }

const CatalogBatch catalog_batches[] = {
#define BATCH(path, method, form) {TEXT(path), TEXT(method), BATCH_##form},
#include "catalog/batches.def"
#undef BATCH
};
const uint32_t catalog_batch_count = sizeof catalog_batches / sizeof *catalog_batches;

enum { PATH_BYTES_MAX = 256 };

/* As `owner.name` sorts against the path. */
static int compare(Str owner, Str name, Str path) {
    char buffer[PATH_BYTES_MAX];
    if (owner.len + 1 + name.len > PATH_BYTES_MAX) {
        return 1;
    }
    memcpy(buffer, owner.ptr, owner.len);
    buffer[owner.len] = '.';
    memcpy(buffer + owner.len + 1, name.ptr, name.len);
    return str_compare((Str){buffer, owner.len + 1 + name.len}, path);
}

static const CatalogBatch *find(Str owner, Str name) {
    uint32_t low = 0;
    uint32_t high = catalog_batch_count;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        int order = compare(owner, name, catalog_batches[middle].path);
        if (order == 0) {
            return &catalog_batches[middle];
        }
        if (order > 0) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return NULL;
}

const CatalogBatch *catalog_batch(Str class_path, Str name) {
    const CatalogBatch *found = NULL;
    while (class_path.len && !found) {
        found = find(class_path, name);
        const CatalogClass *row = catalog_class(class_path);
        class_path = row ? row->base : (Str){"", 0};
    }
    return found;
}

bool catalog_ends_batch(Str name) {
    for (uint32_t i = 0; i < catalog_batch_count; i++) {
        Str path = catalog_batches[i].path;
        if (path.len > name.len && path.ptr[path.len - name.len - 1] == '.' &&
            str_ends_with(path, name)) {
            return true;
        }
    }
    return false;
}
