/* Knows the names of methods that store something; knows nothing about receivers. */
#include "catalog/storing.h"

const Str catalog_storing[] = {
#define STORING(name) {(name), (uint32_t)(sizeof(name) - 1)},
#include "catalog/storing.def"
#undef STORING
};
const uint32_t catalog_storing_count = sizeof catalog_storing / sizeof *catalog_storing;

bool catalog_is_storing(Str method) {
    for (uint32_t i = 0; i < catalog_storing_count; i++) {
        if (str_equal(catalog_storing[i], method)) {
            return true;
        }
    }
    return false;
}
