/* Who calls a function that is to become a coroutine, over the project, and how each of them calls
 * it then.
 *
 * Limit: a function that more than 256 others lead to is refused (async_callers.c). */
#ifndef BLUETICK_RULES_IO_ASYNC_CALLERS_H
#define BLUETICK_RULES_IO_ASYNC_CALLERS_H

#include "rules/fix_builder.h"
#include "semantics/effects.h"
#include "semantics/function_mentions.h"

/* A call of a function that becomes a coroutine. */
typedef struct AsyncSite {
    const FileModel *file;
    UnitId unit;
    NodeId call;
    uint32_t caller; /* index into AsyncCallers.functions; NODE_NONE: no function of the project */
    bool awaits;     /* `await f()`; else `asyncio.run(f())` */
} AsyncSite;

/* A function from which the rewritten one is reached. */
typedef struct AsyncCaller {
    FunctionPlace place;
    struct ARRAY_OF(AsyncSite) sites; /* of it */
    Str unknown;                      /* why its callers are not all known; empty: they are */
    uint32_t in_loop; /* a function of the list that is a coroutine and runs it; NODE_NONE */
    bool is_async;    /* is, or becomes, a coroutine */
    bool becomes_async;
} AsyncCaller;

typedef struct AsyncCallers {
    struct ARRAY_OF(AsyncCaller) functions; /* the first is the rewritten function itself */
    const FileModel *file;                  /* whose project it is */
    Arena *mem;
} AsyncCallers;

/* False: some caller cannot be rewritten; `*reason` says which and why. Lives in `mem`. */
bool async_callers_find(FunctionPlace function, Arena *mem, AsyncCallers *out, Str *reason);

/* "main.py:3, shop/views.py:12 and 4 more"; empty when nobody calls it. */
Str async_callers_places(const AsyncCallers *callers);

/* Writes the calls, and `async` before other functions that become coroutines. */
void async_callers_replace(FixContext *fix, const AsyncCallers *callers);

#endif
