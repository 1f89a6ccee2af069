/* The project as one analyzer sees it: models of the snapshot's files, opened when a question needs
 * them, and one evaluator of kinds for all of them. It lives as long as the snapshot, so what was
 * found out for one file serves the next.
 *
 * Files in other versions than the snapshot's (the editor's, a fix that is tried) are laid over it.
 * What is known outlives a version, and a snapshot, as long as nothing that was asked could show
 * the change: then only the changed units are read again (with a store; a batch has one version).
 */
#ifndef BLUETICK_ENGINE_PROJECT_VIEW_H
#define BLUETICK_ENGINE_PROJECT_VIEW_H

#include "catalog/extension.h"
#include "engine/document.h"
#include "engine/facts_pack.h"
#include "engine/unit_store.h"
#include "index/index.h"
#include "syntax/parser.h"

#include <stdatomic.h>

/* A flag a unit, set by any thread and never cleared. */
typedef struct AskedUnits {
    atomic_uint holders;
    uint32_t count;
    atomic_uchar units[];
} AskedUnits;

/* All files of a project at one moment. Immutable; whoever hands it out keeps it, with its
 * documents, until no analyzer looks at it any more (analyzer_forget). */
typedef struct Snapshot {
    ProjectIndex *index;
    Document *const *documents; /* by FileId, held */
    uint32_t count;
    uint64_t serial; /* no two snapshots that an analyzer meets have the same */
    /* The serial of the snapshot whose index this one's is laid over; its own when it stands alone.
     * Snapshots of one base have the same files. */
    uint64_t base_serial;
    uint64_t key; /* differs when other files may have different answers; above PROJECT_NONE */
    /* By FileId: which of the file's units somebody else's question has reached; NULL: nobody wants
     * to know. A change of any other unit changes no answer elsewhere. */
    AskedUnits *const *asked;
    atomic_bool *asked_callers;      /* project_callers_named was asked; NULL with `asked` */
    const struct FactNumbers *facts; /* engine/told_facts.h; NULL: nobody keeps what was told */
} Snapshot;

/* The key of "no project". */
enum { PROJECT_NONE = 1 };

typedef struct ProjectView ProjectView;

ProjectView *project_view_new(UnitParser *parser, UnitStore *store);
void project_view_free(ProjectView *view);

/* A file in another version than the snapshot's. */
typedef struct LaidDocument {
    FileId file;
    const Document *document;
} LaidDocument;

typedef struct LaidDocuments ARRAY_OF(LaidDocument) LaidDocuments; /* by file */

/* NULL when the file is not among them. */
const Document *laid_documents_find(const LaidDocument *laid, uint32_t count, FileId file);

/* What the loads of one analysis go by. */
typedef struct ViewLimits {
    uint64_t unit_deadline_microseconds;
    const atomic_bool *cancel;
} ViewLimits;

typedef struct ViewRequest {
    const Snapshot *snapshot;
    const Document *document; /* laid over the snapshot's file `own` when it is another one */
    FileId own;
    const LaidDocument *others; /* more files that are laid over, by file, without `own` */
    uint32_t other_count;
    const CatalogAdditions *additions;
    ViewLimits limits;
} ViewRequest;

/* The project for the analysis of one file; valid until the next call. */
const Project *project_view_enter(ProjectView *view, const ViewRequest *request);

/* From here on the code of units is all that is looked at, until the next one is entered: rules
 * read no comments of other files, fixes do. */
void project_view_read_code(ProjectView *view);

/* A unit of the entered file, parsed without queries: what other files' questions have loaded, or
 * will. NULL when the view keeps nothing of it: with a store, or a file that is laid over. */
const UnitFacts *project_view_unit(ProjectView *view, FileId own, UnitId unit);

/* Where units of the entered file come from; NULL: from nowhere, or it is not the snapshot's. */
const UnitSource *project_view_source(const ProjectView *view, FileId own);

/* After an analysis: what a cancelled one has loaded in part is forgotten. */
void project_view_leave(ProjectView *view, bool is_cancelled);

/* True when some question has come to the file from another one: then what was learnt may depend on
 * any of its units. */
bool project_view_has_opened(const ProjectView *view, FileId file);

/* What analyses are told from now on about the snapshot, which has numbered facts, is collected, as
 * results of the file `own`: of its own text nothing but what the project was asked about it. */
void project_view_listen(ProjectView *view, const Snapshot *snapshot, FileId own,
                         const UnitSource *source);
struct ToldFacts *project_view_told(ProjectView *view);

/* What is laid over the snapshot is forgotten, and its documents are not held any more. */
void project_view_forget_laid(ProjectView *view);

/* Everything about the snapshot is forgotten: it may go. */
void project_view_forget(ProjectView *view);

typedef struct ViewCounters {
    uint32_t units_parsed;
    uint32_t units_timed_out;
    uint64_t bytes_parsed;
} ViewCounters;
/* Since the last call. */
ViewCounters project_view_counters(ProjectView *view);

#endif
