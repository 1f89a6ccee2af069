/* Replies whose body can be taken in pieces. */
#ifndef BLUETICK_CATALOG_STREAMS_H
#define BLUETICK_CATALOG_STREAMS_H

#include "base/str.h"

typedef struct CatalogStream {
    Str path;   /* of the reply's class */
    Str whole;  /* the attribute that holds the body, the method that reads it */
    Str pieces; /* the call that gives it in pieces; empty: the reply is a file */
    Str heads;  /* "headers|status_code": what there is besides the body (name_list.h) */
} CatalogStream;

/* NULL when there is no row. */
const CatalogStream *catalog_stream(Str class_path);

/* The table, for the test of its order. */
extern const CatalogStream catalog_streams[];
extern const uint32_t catalog_stream_count;

#endif
