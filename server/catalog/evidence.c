/* Knows which names clients go by; knows nothing about files. */
#include "catalog/evidence.h"

#define TEXT(literal)                                                                              \
    { (literal), (uint32_t)(sizeof(literal) - 1) }

const ClientName catalog_client_name_rows[] = {
#define CLIENT_NAME(name, module, class_path) {TEXT(name), TEXT(module), TEXT(class_path)},
#include "catalog/evidence.def"
#undef CLIENT_NAME
};
const uint32_t catalog_client_name_count =
    sizeof catalog_client_name_rows / sizeof *catalog_client_name_rows;

const ClientName *catalog_client_names(Str name, uint32_t *count) {
    const ClientName *first = NULL;
    *count = 0;
    for (uint32_t i = 0; i < catalog_client_name_count; i++) {
        if (str_equal(catalog_client_name_rows[i].name, name)) {
            first = first ? first : &catalog_client_name_rows[i];
            (*count)++;
        }
    }
    return first;
}
