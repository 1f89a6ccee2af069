/* Knows how containers begin and grow; knows nothing about what is in them. */
#include "catalog/containers.h"

#define TEXT(name)                                                                                 \
    { (name), (uint32_t)(sizeof(name) - 1) }

const CatalogEmptyMaker catalog_empty_makers[] = {
#define EMPTY_MAKER(name, arguments) {TEXT(name), (arguments)},
#include "catalog/containers.def"
};
const uint32_t catalog_empty_maker_count =
    sizeof catalog_empty_makers / sizeof *catalog_empty_makers;

const CatalogPutMethod catalog_put_methods[] = {
#define PUT(name, what) {TEXT(name), PUT_##what},
#include "catalog/containers.def"
};
const uint32_t catalog_put_method_count = sizeof catalog_put_methods / sizeof *catalog_put_methods;

const CatalogPickMethod catalog_pick_methods[] = {
#define PICK(name, by) {TEXT(name), PICK_##by},
#include "catalog/containers.def"
};
const uint32_t catalog_pick_method_count =
    sizeof catalog_pick_methods / sizeof *catalog_pick_methods;

bool catalog_makes_empty(Str name, uint32_t arguments) {
    for (uint32_t i = 0; i < catalog_empty_maker_count; i++) {
        if (catalog_empty_makers[i].arguments == arguments &&
            str_equal(catalog_empty_makers[i].name, name)) {
            return true;
        }
    }
    return false;
}

CatalogPut catalog_put(Str method) {
    for (uint32_t i = 0; i < catalog_put_method_count; i++) {
        if (str_equal(catalog_put_methods[i].name, method)) {
            return catalog_put_methods[i].put;
        }
    }
    return PUT_NOTHING;
}

CatalogPick catalog_pick(Str method) {
    for (uint32_t i = 0; i < catalog_pick_method_count; i++) {
        if (str_equal(catalog_pick_methods[i].name, method)) {
            return catalog_pick_methods[i].pick;
        }
    }
    return PICK_NOTHING;
}
