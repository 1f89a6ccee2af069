/* Knows the names of callables that begin work beside their caller; not what they are called on. */
#include "catalog/starters.h"

const Str catalog_starters[] = {
#define STARTER(name) {(name), (uint32_t)(sizeof(name) - 1)},
#include "catalog/starters.def"
#undef STARTER
};
const uint32_t catalog_starter_count = sizeof catalog_starters / sizeof *catalog_starters;

bool catalog_is_starter(Str method) {
    return str_is_among(catalog_starters, catalog_starter_count, method);
}
