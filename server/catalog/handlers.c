/* Knows the names of decorators that frameworks give to handlers; knows nothing about functions. */
#include "catalog/handlers.h"

#define TEXT(literal)                                                                              \
    { (literal), (uint32_t)(sizeof(literal) - 1) }

const Handler catalog_handlers[] = {
#define HANDLER(name, form) {TEXT(name), HANDLER_##form},
#include "catalog/handlers.def"
#undef HANDLER
};
const uint32_t catalog_handler_count = sizeof catalog_handlers / sizeof *catalog_handlers;

HandlerForm catalog_handler(Str name) {
    uint32_t low = 0;
    uint32_t high = catalog_handler_count;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        int order = str_compare(catalog_handlers[middle].name, name);
        if (order == 0) {
            return catalog_handlers[middle].form;
        }
        if (order < 0) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return HANDLER_NONE;
}
