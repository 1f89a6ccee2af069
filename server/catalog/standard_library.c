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
    uint32_t low = 0;
    uint32_t high = MODULE_COUNT;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        int order = str_compare(modules[middle], top);
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

Str standard_library_row(uint32_t index) {
    return index < MODULE_COUNT ? modules[index] : STR("");
}
