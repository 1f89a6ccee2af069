/* A path of relations from the rows of a query, looked up in the models: what is to be loaded. */
#ifndef BLUETICK_RULES_QUERY_EAGER_PATH_H
#define BLUETICK_RULES_QUERY_EAGER_PATH_H

#include "rules/query/row_cost.h"
#include "semantics/query_use.h"

enum { EAGER_STEPS_MAX = 8 };

typedef struct EagerStep {
    const ModelField *field;
    const Model *owner; /* whose attribute it is */
} EagerStep;

typedef struct EagerPath {
    QueryKind query; /* whose rows the path begins at */
    KindId kind;     /* of it */
    EagerStep steps[EAGER_STEPS_MAX];
    uint32_t count;
    bool is_to_one;   /* every step is, and none is generic */
    bool is_nullable; /* some step may be empty */
} EagerPath;

/* False when some step is not known. Lives in `mem`. */
bool eager_path_of(const FileModel *file, const RowCost *cost, EagerPath *out, Arena *mem);

/* What prefetching cannot answer: a query on a relation that asks the database anyway. */
bool eager_path_is_asked_anew(const QueryKind *query);

/* "author__publisher", as Django's queries call it. In `mem`. */
Str eager_path_lookup(const EagerPath *path, Arena *mem);

#endif
