/* Inside of class facts: where the project's models are. */
#ifndef BLUETICK_SEMANTICS_MODEL_PROJECT_H
#define BLUETICK_SEMANTICS_MODEL_PROJECT_H

#include "semantics/model_reader.h"

typedef struct ClassRefs {
    ClassRef *items;
    uint32_t count;
    uint32_t capacity;
} ClassRefs;

/* Classes that may give reverse sides to others: all with a relation, and all that inherit from a
 * class of the project that may be a model. By file, then by place. Opens every file's outline. */
ClassRefs project_relation_classes(const FileModel *file, Arena *mem);

/* Concrete classes that derive from Django's abstract users. */
ClassRefs project_user_classes(const FileModel *file, Arena *mem);

/* Classes that requests go through, by their names; the same, found once a project. */
ClassRefs model_middleware_classes(const FileModel *file);
ClassRefs project_middleware_classes(const FileModel *file, Arena *mem);

#endif
