/* Knows the names of methods that change or close their receiver; knows nothing about receivers. */
#include "catalog/mutators.h"

const Str catalog_mutators[] = {
#define MUTATOR(name) {(name), (uint32_t)(sizeof(name) - 1)},
#include "catalog/mutators.def"
#undef MUTATOR
};
const uint32_t catalog_mutator_count = sizeof catalog_mutators / sizeof *catalog_mutators;

const Str catalog_closers[] = {
#define CLOSER(name) {(name), (uint32_t)(sizeof(name) - 1)},
#include "catalog/closers.def"
#undef CLOSER
};
const uint32_t catalog_closer_count = sizeof catalog_closers / sizeof *catalog_closers;

static bool has_name(const Str *names, uint32_t count, Str name) {
    uint32_t low = 0;
    uint32_t high = count;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        int order = str_compare(names[middle], name);
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

bool catalog_is_mutator(Str method) {
    return has_name(catalog_mutators, catalog_mutator_count, method);
}

bool catalog_is_closer(Str method) {
    return has_name(catalog_closers, catalog_closer_count, method);
}
