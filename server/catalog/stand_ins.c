/* Knows which packages answer in the place of requests; not how they are used. */
#include "catalog/stand_ins.h"

const Str catalog_stand_ins[] = {
#define STAND_IN(name) {(name), (uint32_t)(sizeof(name) - 1)},
#include "catalog/stand_ins.def"
#undef STAND_IN
};
const uint32_t catalog_stand_in_count = sizeof catalog_stand_ins / sizeof *catalog_stand_ins;

bool catalog_is_stand_in(Str module) {
    Str package = str_slice(module, 0, str_find_byte(module, '.'));
    return str_is_among(catalog_stand_ins, catalog_stand_in_count, package);
}
