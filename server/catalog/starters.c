/* Knows the names of callables that begin work beside their caller; not what they are called on. */
#include "catalog/starters.h"

const Str catalog_starters[] = {
#define STARTER(name) {(name), (uint32_t)(sizeof(name) - 1)},
#include "catalog/starters.def"
#undef STARTER
};
const uint32_t catalog_starter_count = sizeof catalog_starters / sizeof *catalog_starters;

bool catalog_is_starter(Str method) {
    uint32_t low = 0;
    uint32_t high = catalog_starter_count;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        int order = str_compare(catalog_starters[middle], method);
        if (order == 0) {
            return true;
        }
        if (order < 0) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return false;
}
