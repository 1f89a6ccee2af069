/* Knows which replies can be taken in pieces; nothing about requests. */
#include "catalog/streams.h"

#define TEXT(literal)                                                                              \
    { (literal), (uint32_t)(sizeof(literal) - 1) }

const CatalogStream catalog_streams[] = {
#define STREAM(path, whole, pieces, heads) {TEXT(path), TEXT(whole), TEXT(pieces), TEXT(heads)},
#include "catalog/streams.def"
#undef STREAM
};
const uint32_t catalog_stream_count = sizeof catalog_streams / sizeof *catalog_streams;

const CatalogStream *catalog_stream(Str class_path) {
    for (uint32_t i = 0; i < catalog_stream_count; i++) {
        if (str_equal(catalog_streams[i].path, class_path)) {
            return &catalog_streams[i];
        }
    }
    return NULL;
}
