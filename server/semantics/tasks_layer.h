/* What semantics/tasks.h remembers for a file: shared by its two sources, seen by nobody else. */
#ifndef BLUETICK_SEMANTICS_TASKS_LAYER_H
#define BLUETICK_SEMANTICS_TASKS_LAYER_H

#include "semantics/tasks.h"

struct FileTasks {
    struct UnitTasks {
        bool is_known;
        TaskStarts starts;
        UnitNotes notes;
    } * units;               /* by unit */
    struct TaskGraph *graph; /* NULL until asked for */
    UnitNotes graph_notes;
};

struct FileTasks *file_tasks(const FileModel *file);

#endif
