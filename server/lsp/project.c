/* Knows when the project's state is brought up to date and who is told; refuses to know what a
 * state is made of. */
#include "lsp/project.h"

#include "base/memory.h"
#include "lsp/lanes.h"
#include "lsp/session.h"

#include <stdlib.h>

/* After the last change: long enough to let a burst of typing pass. */
enum { QUIET_MS = 150 };

/* As long as a request waits for the newest state; then it is answered with the one at hand. */
enum { PATIENCE_MS = 3000 };

/* A change that the next state takes up. */
typedef struct PendingChange {
    Buf absolute;
    Buf root_path;
    Document *document; /* held; NULL: read it */
    int64_t version;    /* of the client's text, with a document */
} PendingChange;

typedef struct PendingChanges ARRAY_OF(PendingChange) PendingChanges;

typedef struct ProjectJob {
    Job job; /* first */
    ProjectKeeper *keeper;
    PendingChanges changes;
    Roots roots;          /* of the session; borrowed texts are copied */
    ProjectFiles *before; /* held; NULL: open all */
    ProjectFiles *after;  /* out */
    uint64_t new_key;
    bool is_doubted;
} ProjectJob;

struct ProjectKeeper {
    Session *session;
    Timer *timer;
    Timer *patience;
    ProjectFiles *current; /* held */
    PendingChanges pending;
    bool is_begun;
    bool is_running;
    bool is_doubted;
    bool is_restarting; /* the next state is opened anew */
    bool is_waited_for;
    bool is_too_slow; /* nobody waits any more until it has caught up */
    uint64_t last_key;
};

/* ---- pending changes --------------------------------------------------------------------------
 */

static void pending_release(PendingChanges *changes) {
    for (uint32_t i = 0; i < changes->count; i++) {
        buf_release(&changes->items[i].absolute);
        buf_release(&changes->items[i].root_path);
        document_release(changes->items[i].document);
    }
    ARRAY_RELEASE(changes);
}

static PendingChange *pending_of(ProjectKeeper *keeper, Str absolute) {
    for (uint32_t i = 0; i < keeper->pending.count; i++) {
        if (str_equal(buf_str(&keeper->pending.items[i].absolute), absolute)) {
            return &keeper->pending.items[i];
        }
    }
    PendingChange change = {.document = NULL};
    buf_init(&change.absolute, 0);
    buf_init(&change.root_path, 0);
    buf_append(&change.absolute, absolute);
    ARRAY_PUSH(&keeper->pending, change);
    return &keeper->pending.items[keeper->pending.count - 1];
}

static void add_change(ProjectKeeper *keeper, Str absolute, Str root_path, Document *document,
                       int64_t version) {
    if (!keeper->is_begun || absolute.len == 0) {
        return;
    }
    PendingChange *change = pending_of(keeper, absolute);
    document_release(change->document);
    change->document = document ? document_retain(document) : NULL;
    change->version = version;
    buf_clear(&change->root_path);
    buf_append(&change->root_path, root_path);
    timer_start(keeper->timer, QUIET_MS, 0);
}

/* ---- the job ----------------------------------------------------------------------------------
 */

static void open_all(ProjectJob *job) {
    uint32_t count = job->roots.count;
    Str *roots = memory_allocate_zeroed(count + 1, sizeof *roots);
    for (uint32_t i = 0; i < count; i++) {
        roots[i] = buf_str(&job->roots.items[i]);
    }
    job->after = project_files_open(roots, count, job->new_key);
    free(roots);
}

static void change_some(ProjectJob *job) {
    uint32_t count = job->changes.count;
    FileChange *changes = memory_allocate_zeroed(count + 1, sizeof *changes);
    for (uint32_t i = 0; i < count; i++) {
        const PendingChange *change = &job->changes.items[i];
        changes[i] = (FileChange){buf_str(&change->absolute), buf_str(&change->root_path),
                                  change->document, change->version};
    }
    job->after = project_files_change(job->before, changes, count, job->new_key, job->is_doubted);
    free(changes);
}

static void run_job(Job *base, Analyzer *analyzer) {
    (void)analyzer;
    ProjectJob *job = (ProjectJob *)base;
    if (job->before) {
        change_some(job);
    } else {
        open_all(job);
    }
}

static bool has_moved_places(const DocumentResult *result, const ProjectFiles *now) {
    for (uint32_t i = 0; i < result->analysis.finding_count; i++) {
        const Finding *finding = &result->analysis.findings[i];
        for (uint32_t k = 0; k < finding->related_count; k++) {
            if (project_files_moved(result->project, result->snapshot, &finding->related[k], now)) {
                return true;
            }
        }
    }
    return false;
}

/* What is known of their units serves again: only places are new when no answer is. */
static void analyse_again(Session *session, const ProjectFiles *now, bool has_other_answers) {
    for (uint32_t i = 0; i < session->documents.count; i++) {
        OpenDocument *document = session->documents.items[i];
        const DocumentResult *result = document->result;
        if (result && result->analysis.asked_project &&
            (has_other_answers || has_moved_places(result, now))) {
            document->dirty = true; /* what runs may end: its text is the newest */
        }
    }
}

static void release_roots(Roots *roots) {
    for (uint32_t i = 0; i < roots->count; i++) {
        buf_release(&roots->items[i]);
    }
    ARRAY_RELEASE(roots);
}

static void finish_job(Job *base) {
    ProjectJob *job = (ProjectJob *)base;
    ProjectKeeper *keeper = job->keeper;
    bool is_first = keeper->current == NULL;
    bool differs = is_first || project_files_key(keeper->current) != project_files_key(job->after);
    project_files_release(keeper->current);
    keeper->current = job->after;
    keeper->is_running = false;
    analyse_again(keeper->session, keeper->current, differs);
    if (is_first) {
        session_trace(keeper->session, "the project has %u files",
                      project_files_count(keeper->current));
    }
    if (keeper->pending.count == 0) {
        timer_stop(keeper->patience);
        keeper->is_waited_for = keeper->is_too_slow = false;
    }
    if (keeper->pending.count > 0 || keeper->is_doubted || keeper->is_restarting) {
        timer_start(keeper->timer, QUIET_MS, 0);
    }
    pending_release(&job->changes);
    release_roots(&job->roots);
    project_files_release(job->before);
    free(job);
}

static void copy_roots(Roots *to, const Roots *from) {
    for (uint32_t i = 0; i < from->count; i++) {
        Buf copy;
        buf_init(&copy, 0);
        buf_append(&copy, buf_str(&from->items[i]));
        ARRAY_PUSH(to, copy);
    }
}

static void start_job(ProjectKeeper *keeper) {
    ProjectJob *job = memory_allocate_zeroed(1, sizeof *job);
    job->job = (Job){.run = run_job, .finish = finish_job};
    job->keeper = keeper;
    job->before = keeper->is_restarting ? NULL : project_files_retain(keeper->current);
    keeper->is_restarting = false;
    job->new_key = ++keeper->last_key;
    job->is_doubted = keeper->is_doubted;
    if (job->before) {
        job->changes = keeper->pending;
        keeper->pending = (PendingChanges){0};
    } else {
        copy_roots(&job->roots, &keeper->session->roots);
    }
    keeper->is_doubted = false;
    keeper->is_running = true;
    crew_submit(keeper->session->crew, &job->job);
}

static void on_timer(void *data) {
    ProjectKeeper *keeper = data;
    bool is_due = keeper->pending.count > 0 || keeper->is_doubted || keeper->is_restarting;
    if (!keeper->is_running && is_due) {
        start_job(keeper);
    }
}

static void hurry(ProjectKeeper *keeper) {
    if (!keeper->is_running && keeper->pending.count > 0) {
        timer_start(keeper->timer, 0, 0);
    }
}

static void on_patience_over(void *data) {
    ProjectKeeper *keeper = data;
    keeper->is_too_slow = true;
    session_settle(keeper->session);
}

/* ---- the keeper -------------------------------------------------------------------------------
 */

ProjectKeeper *project_keeper_new(Session *session, Loop *loop) {
    ProjectKeeper *keeper = memory_allocate_zeroed(1, sizeof *keeper);
    keeper->session = session;
    keeper->timer = timer_new(loop, on_timer, keeper);
    keeper->patience = timer_new(loop, on_patience_over, keeper);
    keeper->last_key = PROJECT_NONE;
    return keeper;
}

void project_keeper_free(ProjectKeeper *keeper) {
    if (keeper) {
        timer_free(keeper->timer);
        timer_free(keeper->patience);
        pending_release(&keeper->pending);
        project_files_release(keeper->current);
        free(keeper);
    }
}

void project_begin(ProjectKeeper *keeper) {
    if (!keeper->is_begun && keeper->session->roots.count > 0) {
        keeper->is_begun = true;
        start_job(keeper);
    }
}

void project_restart(ProjectKeeper *keeper) {
    if (keeper->is_begun) {
        keeper->is_restarting = true;
        on_timer(keeper);
    }
}

ProjectFiles *project_current(const ProjectKeeper *keeper) {
    return keeper->current;
}

bool project_is_behind(const ProjectKeeper *keeper) {
    const OpenDocuments *documents = &keeper->session->documents;
    for (uint32_t i = 0; i < documents->count; i++) {
        const OpenDocument *document = documents->items[i];
        if (document->is_python && (document->dirty || document->job != NULL)) {
            return true; /* it is taken when it has been analysed */
        }
    }
    return keeper->is_running || keeper->pending.count > 0;
}

bool project_is_awaited(ProjectKeeper *keeper) {
    if (!keeper->is_begun || !project_is_behind(keeper)) {
        timer_stop(keeper->patience);
        keeper->is_waited_for = keeper->is_too_slow = false;
        return false;
    }
    if (keeper->is_too_slow || keeper->session->phase == PHASE_LEAVING) {
        return false;
    }
    if (!keeper->is_waited_for) {
        keeper->is_waited_for = true;
        timer_start(keeper->patience, PATIENCE_MS, 0);
    }
    hurry(keeper);
    return true;
}

void project_take_document(ProjectKeeper *keeper, const OpenDocument *document) {
    if (document->document) {
        add_change(keeper, buf_str(&document->absolute), buf_str(&document->path),
                   document->document, document->result ? document->result->version : 0);
    }
}

void project_reread(ProjectKeeper *keeper, Str absolute, Str root_path) {
    add_change(keeper, absolute, root_path, NULL, 0);
}

void project_doubt(ProjectKeeper *keeper) {
    keeper->is_doubted = true;
    timer_start(keeper->timer, QUIET_MS, 0);
}
