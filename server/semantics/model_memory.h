/* Inside of class facts: what is remembered of each class, with the file that holds it. */
#ifndef BLUETICK_SEMANTICS_MODEL_MEMORY_H
#define BLUETICK_SEMANTICS_MODEL_MEMORY_H

#include "semantics/model_project.h"
#include "semantics/model_reader.h"

typedef struct ModelEntry {
    ClassRef self;
    const FileModel *home; /* whose memory holds the facts */
    const ModelHead *head; /* NULL until asked for */
    const Model *model;    /* NULL until asked for, and when the class is no model */
    bool has_model;        /* `model` was computed */
    bool has_reverse;
    AnswerId reverse_told;
    ModelFields reverse;
    UnitNotes head_notes;
    UnitNotes model_notes;
    struct ModelEntry *next; /* of the same unit, or the same bucket of library paths */
} ModelEntry;

/* The class's entry, made when it is not there. A library's class is kept with the asking file. */
ModelEntry *model_entry(const FileModel *file, ClassRef class_ref);

struct ReverseTable;

/* What is remembered once a project; for a file without one, with the file. */
typedef struct ProjectModels {
    bool has_user;
    AnswerId user_told;
    ClassRef user;
    bool has_middleware;
    AnswerId middleware_told;
    ClassRefs middleware;
    struct ReverseTable *reverse; /* NULL until asked for */
    AnswerId reverse_told;
    Arena *mem;
} ProjectModels;

ProjectModels *model_project_memory(const FileModel *file);

/* The model that asks about the project as a whole, so that it does not matter who asks first. */
const FileModel *model_project_asker(const FileModel *file);

#endif
