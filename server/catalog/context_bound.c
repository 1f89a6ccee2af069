/* Knows which values belong to a thread's context; knows nothing about threads. */
#include "catalog/context_bound.h"

const Str catalog_context_bound[] = {
#define CONTEXT_BOUND(path) {(path), (uint32_t)(sizeof(path) - 1)},
#include "catalog/context_bound.def"
#undef CONTEXT_BOUND
};
const uint32_t catalog_context_bound_count =
    sizeof catalog_context_bound / sizeof *catalog_context_bound;

bool catalog_is_context_bound(Str path) {
    for (uint32_t i = 0; path.len && i < catalog_context_bound_count; i++) {
        if (str_equal(catalog_context_bound[i], path)) {
            return true;
        }
    }
    return false;
}
