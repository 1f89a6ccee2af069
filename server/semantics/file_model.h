/* One file as rules see it: its units, and what the file level binds (imports, module names).
 *
 * Built for one analysis by one thread. Units are loaded on demand through `load`: a unit that no
 * rule and no question asks for is never parsed, and the order of questions changes no answer. */
#ifndef BLUETICK_SEMANTICS_FILE_MODEL_H
#define BLUETICK_SEMANTICS_FILE_MODEL_H

#include "semantics/unit_facts.h"
#include "text/line_index.h"
#include "text/outline.h"
#include "text/source.h"

typedef struct FileModel {
    Str path; /* relative to the project's root, `/` separators */
    const Source *source;
    const LineIndex *lines;
    const Outline *outline;
    /* Never NULL for a valid unit; the facts may be empty (timed_out). */
    const UnitFacts *(*load)(void *loader, UnitId unit);
    void *loader;
    Arena *mem; /* lives as long as the model */
} FileModel;

static inline const UnitFacts *file_model_unit(const FileModel *file, UnitId unit) {
    return file->load(file->loader, unit);
}

/* A file of tests: basename test_*.py, *_test.py, conftest.py, or a path segment tests or test. */
bool file_model_is_test(const FileModel *file);

/* spec/docs.md A0: *_pb2.py, *_pb2_grpc.py, or a mark in one of the first ten lines' comments. */
bool file_model_is_generated(const FileModel *file);

#endif
