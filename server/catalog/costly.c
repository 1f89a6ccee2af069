/* Knows which pure calls cost something; knows nothing about loops. */
#include "catalog/costly.h"

#define TEXT(literal)                                                                              \
    { (literal), (uint32_t)(sizeof(literal) - 1) }
const CatalogCostly catalog_costly_calls[] = {
#define COSTLY(path, form, name, places) {TEXT(path), COSTLY_##form, TEXT(name), (places)},
#include "catalog/costly.def"
#undef COSTLY
};
const uint32_t catalog_costly_count = sizeof catalog_costly_calls / sizeof *catalog_costly_calls;

const CatalogCostly *catalog_costly(Str path) {
    uint32_t low = 0;
    uint32_t high = catalog_costly_count;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        int order = str_compare(catalog_costly_calls[middle].path, path);
        if (order == 0) {
            return &catalog_costly_calls[middle];
        }
        if (order < 0) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return NULL;
}

bool catalog_ends_costly(Str name) {
    for (uint32_t i = 0; i < catalog_costly_count; i++) {
        Str path = catalog_costly_calls[i].path;
        bool is_last = path.len == name.len ||
                       (path.len > name.len && path.ptr[path.len - name.len - 1] == '.');
        if (is_last && str_ends_with(path, name)) {
            return true;
        }
    }
    return false;
}
