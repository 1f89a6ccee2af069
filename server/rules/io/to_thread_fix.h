/* The rewrites of io/blocking-call-in-async: the asynchronous counterpart, or another thread. */
#ifndef BLUETICK_RULES_IO_TO_THREAD_FIX_H
#define BLUETICK_RULES_IO_TO_THREAD_FIX_H

#include "catalog/catalog.h"
#include "rules/fix_builder.h"

/* `time.sleep(x)` as a statement -> `await asyncio.sleep(x)`: safe. A call expression -> `await
 * asyncio.to_thread(f, ...)`: unsafe, since it runs beside the loop's own code. Refused for what is
 * bound to its thread, for `with` items, and in generators. `reached` is what holds the thread in
 * the end: the called function itself, or what it calls. */
void to_thread_fix(FixContext *context, NodeId call, const CatalogCallable *reached);

#endif
