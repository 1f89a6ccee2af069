/* Decorators of functions that a framework calls again and again: routes, tasks, jobs. */
#ifndef BLUETICK_CATALOG_HANDLERS_H
#define BLUETICK_CATALOG_HANDLERS_H

#include "base/str.h"

typedef enum HandlerForm {
    HANDLER_NONE,
    HANDLER_PLAIN,  /* `@shared_task`, called or not */
    HANDLER_CALLED, /* `@app.get("/users")`: only with a first argument */
} HandlerForm;

/* By the last part of the decorator's name. O(log names). */
HandlerForm catalog_handler(Str name);

/* The table, for the test of its order. */
typedef struct Handler {
    Str name;
    HandlerForm form;
} Handler;
extern const Handler catalog_handlers[];
extern const uint32_t catalog_handler_count;

#endif
