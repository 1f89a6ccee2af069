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

bool catalog_is_mutator(Str method) {
    return str_is_among(catalog_mutators, catalog_mutator_count, method);
}

bool catalog_is_closer(Str method) {
    return str_is_among(catalog_closers, catalog_closer_count, method);
}
