/* Knows the names of methods that change their receiver; knows nothing about receivers. */
#include "catalog/mutators.h"

const Str catalog_mutators[] = {
#define MUTATOR(name) {(name), (uint32_t)(sizeof(name) - 1)},
#include "catalog/mutators.def"
#undef MUTATOR
};
const uint32_t catalog_mutator_count = sizeof catalog_mutators / sizeof *catalog_mutators;

bool catalog_is_mutator(Str method) {
    uint32_t low = 0;
    uint32_t high = catalog_mutator_count;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        int order = str_compare(catalog_mutators[middle], method);
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
