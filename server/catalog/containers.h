/* Which callables make an empty container, and which methods put something into one. By name alone:
 * whoever asks knows what the receiver is. */
#ifndef BLUETICK_CATALOG_CONTAINERS_H
#define BLUETICK_CATALOG_CONTAINERS_H

#include "base/str.h"

/* `name` is the last part of the callable's; `arguments` those given by position. */
bool catalog_makes_empty(Str name, uint32_t arguments);

typedef enum CatalogPut {
    PUT_NOTHING,
    PUT_FIRST,  /* the first argument */
    PUT_EACH,   /* each of what the first argument holds */
    PUT_SECOND, /* the second argument */
} CatalogPut;
CatalogPut catalog_put(Str method);

typedef enum CatalogPick {
    PICK_NOTHING,
    PICK_KEY,  /* what the first argument names */
    PICK_TURN, /* another one at each call */
} CatalogPick;
CatalogPick catalog_pick(Str method);

typedef struct CatalogEmptyMaker {
    Str name;
    uint32_t arguments;
} CatalogEmptyMaker;
typedef struct CatalogPutMethod {
    Str name;
    CatalogPut put;
} CatalogPutMethod;
typedef struct CatalogPickMethod {
    Str name;
    CatalogPick pick;
} CatalogPickMethod;
extern const CatalogEmptyMaker catalog_empty_makers[];
extern const uint32_t catalog_empty_maker_count;
extern const CatalogPutMethod catalog_put_methods[];
extern const uint32_t catalog_put_method_count;
extern const CatalogPickMethod catalog_pick_methods[];
extern const uint32_t catalog_pick_method_count;

#endif
