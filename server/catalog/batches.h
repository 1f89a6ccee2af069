/* Calls that the server can be told many at once of. */
#ifndef BLUETICK_CATALOG_BATCHES_H
#define BLUETICK_CATALOG_BATCHES_H

#include "base/str.h"

typedef enum BatchForm {
    BATCH_PIPELINE, /* a pipeline of the client takes the same calls */
    BATCH_MANY,     /* `method` takes the keys and gives a dict of what it found */
    BATCH_INSERT,   /* `method` takes the documents */
    BATCH_ADVICE,   /* `method` does many, by a call of another shape */
} BatchForm;

typedef struct CatalogBatch {
    Str path; /* of the method: "redis.Redis.get" */
    Str method;
    BatchForm form;
} CatalogBatch;

/* The row of the class's method, or of its nearest base's; NULL if there is none. */
const CatalogBatch *catalog_batch(Str class_path, Str name);

/* True when some row's last part is `name`: a cheap test before a receiver is evaluated. */
bool catalog_ends_batch(Str name);

/* The table, for the test of its order. */
extern const CatalogBatch catalog_batches[];
extern const uint32_t catalog_batch_count;

#endif
