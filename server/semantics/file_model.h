/* One file as rules see it: its units, and what the file level binds (imports, module names).
 *
 * Built for one analysis by one thread. Units are loaded on demand through `load`: a unit that no
 * rule and no question asks for is never parsed, and the order of questions changes no answer.
 *
 * Remembering and forgetting. The engine keeps what a rule said about a unit as long as everything
 * the rule was told is unchanged. It takes the unit's own text and the texts of the units around it
 * as told; every other unit is noted when it is loaded, and names looked up in other places when
 * file_model_member is asked. A layer that remembers an answer for a whole file (kinds of a class's
 * attributes, a function's summary) must hand its notes on to whoever reads it later: bracket the
 * computation with file_model_watch / file_model_unwatch, keep the UnitNotes with the answer, and
 * call file_model_renote at each later use. For the project's own models, whose answers serve many
 * files, the same brackets make the answer a point of the graph of asks.h; a layer that needs no
 * notes there brackets with project_answer (semantics/project.h). */
#ifndef BLUETICK_SEMANTICS_FILE_MODEL_H
#define BLUETICK_SEMANTICS_FILE_MODEL_H

#include "base/array.h"
#include "semantics/asks.h"
#include "semantics/unit_facts.h"
#include "text/line_index.h"
#include "text/outline.h"
#include "text/source.h"

/* A file's place in the project's snapshot; 0 for a file that is analysed alone. */
typedef uint32_t FileId;
#define FILE_NONE UINT32_MAX

/* What an answer was computed from, beyond the unit that asked and those around it. */
typedef struct UnitNotes {
    const UnitId *units;
    uint32_t count;
    bool names;      /* what the outline tells about other units was asked for */
    bool texts;      /* the text of any unit was looked at */
    bool project;    /* other files were asked, or which files there are */
    AnswerId answer; /* of a shared model: where the project notes what it was told */
} UnitNotes;

/* Units and questions noted since the watch began; watches nest. */
typedef struct UnitWatch {
    struct ARRAY_OF(UnitId) units;
    struct ARRAY_OF(uint64_t) seen; /* a bit for each unit, once there are many */
    bool names;
    bool texts;
    bool project;
    AnswerId answer;
    AnswerId asker; /* who is told again when the watch ends */
    struct UnitWatch *outer;
} UnitWatch;

/* What each layer remembers for this file; zero when the model is made, filled by its owner at the
 * first question, in `mem`. A layer adds its own slot here. */
typedef struct FileLayers {
    struct FileScopes *scopes; /* semantics/scope.h: module bindings, imports */
    struct FileKinds *kinds;   /* semantics/kind.h: value kinds of the file */
    struct FileLoops *loops;
    struct FileSummaries *summaries;
    struct FileMentions *mentions;              /* semantics/attribute_mentions.h */
    struct FileClasses *classes;                /* semantics/class_ref.h */
    struct FileModels *models;                  /* semantics/model.h */
    struct FileTasks *tasks;                    /* semantics/tasks.h */
    struct EffectGraph *effects;                /* semantics/effect_graph.h */
    struct FileEntries *entries;                /* semantics/entry_point.h */
    struct FileDocs *docs;                      /* rules/docs: options and the unit at hand */
    struct FileRowCosts *row_costs;             /* rules/query: the unit at hand */
    struct FileRelations *relations;            /* rules/query: whether there are any */
    struct FileWrites *writes;                  /* rules/query: the unit at hand */
    struct FileRowScans *row_scans;             /* rules/query/row_scans.h */
    struct FileTraces *traces;                  /* rules/query/function_trace.h */
    struct FileLoopTurns *turns;                /* rules/query/statement_loop.h: the unit at hand */
    struct FileLoopStatements *loop_statements; /* rules/query: the unit at hand */
    UnitWatch *watch;                           /* innermost; NULL when nobody listens */
} FileLayers;

typedef struct FileModel {
    Str path; /* relative to the project's root, `/` separators */
    const Source *source;
    const LineIndex *lines;
    const Outline *outline;
    /* Never NULL for a valid unit; the facts may be empty (timed_out). */
    const UnitFacts *(*load)(void *loader, UnitId unit);
    void *loader;
    FileId id;
    bool is_shared;                /* one of the project's own models: nothing is noted for it */
    const struct Project *project; /* semantics/project.h; NULL: the file alone */
    FileLayers *layers;            /* never NULL */
    const struct CatalogExtension *extension; /* what the project's config adds; may be NULL */
    Arena *mem;                               /* lives as long as the model */
} FileModel;

/* The facts of a unit, its scopes included; parses it if nobody has. Noted. */
const UnitFacts *file_model_unit(const FileModel *file, UnitId unit);

/* The last member of `parent` (a class, or the module) with this name: UNIT_NONE if there is none.
 * Noted. Definitions under `if` or `try` are not units: they stand in the parent's ast. O(members).
 */
UnitId file_model_member(const FileModel *file, UnitId parent, Str name);

/* Notes that what the outline tells about any unit was looked at: names, kinds, trigger words. */
void file_model_note_outline(const FileModel *file);

/* Notes that the text of every unit was looked at. */
void file_model_note_texts(const FileModel *file);

/* Notes that other files were asked, or which files the project has. */
void file_model_note_project(const FileModel *file);

void file_model_watch(const FileModel *file, UnitWatch *watch);
/* Ends the innermost watch; its notes are added to the outer one. Lives in `mem`. */
UnitNotes file_model_unwatch(const FileModel *file, UnitWatch *watch, Arena *mem);
void file_model_renote(const FileModel *file, const UnitNotes *notes);

/* A file of tests: basename test_*.py, *_test.py, conftest.py, or a path segment tests or test. */
bool file_model_is_test(const FileModel *file);

/* Changes of a database, run once for each: in a folder `migrations`, or in the `versions` below
 * `alembic` or `revisions`. */
bool file_model_is_migration(const FileModel *file);

/* By its basename alone: a module that a test runner collects, not a helper beside it. */
bool file_model_is_test_module(const FileModel *file);

/* spec/docs.md A0: *_pb2.py, *_pb2_grpc.py, or a mark in one of the first ten lines' comments. */
bool file_model_is_generated(const FileModel *file);

/* A stub file: `*.pyi`. */
bool file_model_is_stub(const FileModel *file);

#endif
