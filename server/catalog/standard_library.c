/* Knows the names of the standard library's modules, and nothing about what is in them. */
#include "catalog/standard_library.h"

static const Str modules[] = {
#define STANDARD_LIBRARY(name) {name, sizeof(name) - 1},
#include "catalog/standard_library.def"
#undef STANDARD_LIBRARY
};

enum { MODULE_COUNT = sizeof modules / sizeof *modules };

bool standard_library_has(Str module) {
    Str top = str_slice(module, 0, str_find_byte(module, '.'));
    return str_is_among(modules, MODULE_COUNT, top);
}

Str standard_library_row(uint32_t index) {
    return index < MODULE_COUNT ? modules[index] : STR("");
}
