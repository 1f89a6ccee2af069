/* Where coroutines start to run beside each other: asyncio.gather, create_task and their like. */
#ifndef BLUETICK_SEMANTICS_TASKS_H
#define BLUETICK_SEMANTICS_TASKS_H

#include "semantics/effects.h"

/* One expression whose value becomes a task. */
typedef struct TaskStart {
    NodeId spawner;  /* the Call of gather, create_task, start_soon... */
    NodeId argument; /* the argument of it that brings the element */
    NodeId element;  /* the expression that makes the coroutine, or the function that is passed */
    /* What makes many of one element: a loop (semantics/loops.h) between spawner and element, or
     * around a spawner of single tasks; NODE_NONE: one at a time. */
    NodeId loop;
    NodeId mapped; /* `map(f, xs)`: xs; the element is f. NODE_NONE for anything else */
    SpawnForm form;
} TaskStart;

typedef struct TaskStarts {
    const TaskStart *items; /* by spawner */
    uint32_t count;
} TaskStarts;

/* All starts of the unit. Lists are followed through a local name: what it is assigned, appended,
 * extended with. Remembered; lives as long as the model. O(nodes + uses of such names). */
TaskStarts task_starts(const FileModel *file, UnitId unit);

/* At most how many tasks of the coroutine may run at one time on one object, as far as this file
 * tells: 0, 1, or 2 for "more". `parameter` (an arg node of the function) is what holds the object:
 * starts that hand each task an object of its own (`f(x) for x in xs`, `Worker().run()`) count as
 * one; NODE_NONE for what all tasks share anyway (a global). Counted are the starts of the function
 * and of coroutines that run it, over any number of them. O(file) once, then O(callers). */
uint32_t task_concurrency(const FileModel *file, UnitId unit, NodeId function, NodeId parameter);

#endif
