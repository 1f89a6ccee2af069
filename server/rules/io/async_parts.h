/* Parts of template N that stand in files of their own: may a function become a coroutine with
 * httpx.AsyncClient, and what changes at its callers. */
#ifndef BLUETICK_RULES_IO_ASYNC_PARTS_H
#define BLUETICK_RULES_IO_ASYNC_PARTS_H

#include "rules/io/request_plan.h"

/* What the request becomes, once it may: `client.get(url)`, and the client's own arguments. */
typedef struct AsyncRequest {
    Str verb;      /* "get" */
    Str arguments; /* of the call */
    Str options;   /* of the client: "timeout=10, follow_redirects=True" */
} AsyncRequest;

/* Each gives a reason why not, or nothing. */
Str async_request_read(const RequestPlan *plan, AsyncRequest *out);
Str async_response_reason(const RequestPlan *plan);
Str async_exception_reason(const RequestPlan *plan);

/* Writes what changes beside the loop. `httpx` is the module's name. */
void async_replace_exceptions(const RequestPlan *plan, Str httpx);

/* `import requests` goes when nothing in the file needs it any more. */
void async_drop_import(const RequestPlan *plan);

#endif
