/* Pure calls whose work is worth saving. */
#ifndef BLUETICK_CATALOG_COSTLY_H
#define BLUETICK_CATALOG_COSTLY_H

#include "base/str.h"

typedef enum CostlyForm {
    COSTLY_VALUE,    /* an immutable result */
    COSTLY_LITERAL,  /* an immutable result, worth saying for literal arguments only */
    COSTLY_PATTERN,  /* an immutable result; cannot fail for a valid literal */
    COSTLY_FROZEN,   /* an immutable copy of a container */
    COSTLY_COPY,     /* a copy of a container, which its owner may change */
    COSTLY_FRESH,    /* a new structure, of which its owner may change every part */
    COSTLY_COMPILES, /* the first argument is compiled, or found in a small cache */
} CostlyForm;

typedef struct CatalogCostly {
    Str path;
    CostlyForm form;
    Str name;        /* of the result, or of what is compiled */
    uint32_t places; /* COSTLY_COMPILES: arguments by place, the pattern included, that the compiled
                        pattern's method of the same name takes in the same order */
} CatalogCostly;

/* NULL when there is no row. O(log rows). */
const CatalogCostly *catalog_costly(Str path);

/* True when some row's last part is `name`: a cheap test before a callee is evaluated. O(rows). */
bool catalog_ends_costly(Str name);

/* The table, for the test of its order. */
extern const CatalogCostly catalog_costly_calls[];
extern const uint32_t catalog_costly_count;

#endif
