/* The path that leads to an entry point, as the project's modules of routes write it.
 *
 * A decorator (`@router.get("/{id}")`) or a call that registers a view (`path("orders/", view)`)
 * gives the last part; what a router was made with, and where it or its module is included, the
 * parts before it. Names stand in catalog/entry_points.def. */
#ifndef BLUETICK_SEMANTICS_ENTRY_ROUTE_H
#define BLUETICK_SEMANTICS_ENTRY_ROUTE_H

#include "catalog/entry_points.h"
#include "semantics/project.h"

/* The row of a decorator that makes `function` an entry point, with its first argument in *path
 * when that is a path; NULL. */
const EntryDecorator *entry_decorator_of(const UnitFacts *facts, NodeId function, NodeId *path);

/* Is the function or class of the unit registered in a module `urls` beside the file or in a
 * package around it? Looks no further: cheap enough to ask of every function. */
bool entry_is_routed(const FileModel *file, UnitId unit, Arena *mem);

/* Does the file's own module register anything? O(its nodes). */
bool entry_registers_any(const FileModel *file);

/* Is the function or class of the unit registered in its own module? */
bool entry_is_registered_here(const FileModel *file, UnitId unit, Arena *mem);

/* Is the function given to a worker somewhere in the project: `queue.enqueue(function, 1)`? */
bool entry_is_queued(const FileModel *file, UnitId unit, Arena *mem);

/* "api/orders/<int:pk>/": what is written, joined over includes, without the anchors of regular
 * expressions; empty when nothing registers it. Looks through all modules that register anything.
 */
Str entry_route(const FileModel *file, UnitId unit, Arena *mem);

#endif
