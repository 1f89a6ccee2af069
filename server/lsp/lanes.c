/* Knows what may run on a document next; refuses to know what an analysis or an answer is. */
#include "lsp/lanes.h"

#include "base/memory.h"
#include "lsp/analysis_job.h"
#include "lsp/diagnostics.h"

#include <stdlib.h>

typedef struct RequestJob {
    Job job; /* first */
    Session *session;
    Request *request;
    OpenDocument *open;
    Scene scene;
    Buf uri;
    int64_t version;
    FileSettings settings;
    Answer answer;
} RequestJob;

void lane_touch(OpenDocument *document) {
    document->dirty = true;
    if (document->job != NULL) {
        atomic_store(&document->job->cancel, true);
    }
}

static Scene scene_of(const Session *session, const Request *request) {
    const OpenDocument *open = request->document;
    ProjectFiles *project = project_current(session->project);
    const Snapshot *snapshot =
        project ? project_files_snapshot(project, buf_str(&open->absolute)) : NULL;
    return (Scene){
        .project = snapshot ? project : NULL,
        .snapshot = snapshot,
        .project_is_behind = project_is_behind(session->project),
        .params = request->params,
        .client = &session->client,
        .result = open->result,
        .uri = buf_str(&open->uri),
        .version = open->has_version ? &open->version : NULL,
        .selection = &open->settings.selection,
    };
}

static void give_answer(Session *session, const Request *request, const Answer *answer) {
    Str id = buf_str(&request->id);
    if (answer->error != 0) {
        outbox_error(&session->outbox, id, (RpcError)answer->error, str_from_c(answer->reason));
    } else {
        outbox_result(&session->outbox, id, buf_str(&answer->result));
    }
}

static void answer_here(Session *session, Request *request) {
    Scene scene = scene_of(session, request);
    if (scene.result == NULL) {
        request_answer_closed(request->kind, buf_str(&request->id), &session->outbox);
    } else {
        Answer answer = {.error = 0};
        buf_init(&answer.result, 0);
        request->kind->answer(&scene, &answer);
        give_answer(session, request, &answer);
        buf_release(&answer.result);
    }
    request_remove(&session->requests, request);
}

static void run_request(Job *base, Analyzer *analyzer) {
    RequestJob *job = (RequestJob *)base;
    job->scene.analyzer = analyzer;
    job->scene.cancel = &job->job.cancel;
    job->request->kind->answer(&job->scene, &job->answer);
}

/* A request that a change has cut short is asked again of the newer text. */
static void finish_request(Job *base) {
    RequestJob *job = (RequestJob *)base;
    Request *request = job->request;
    bool again = atomic_load(&job->job.cancel) && !request->answered;
    request->job = NULL;
    if (!request->answered && !again) {
        give_answer(job->session, request, &job->answer);
    }
    open_document_settle(job->open);
    if (!again) {
        request_remove(&job->session->requests, request);
    }
    buf_release(&job->uri);
    project_files_release(job->scene.project);
    buf_release(&job->answer.result);
    file_settings_release(&job->settings);
    free(job);
}

static void start_request(Session *session, Request *request) {
    RequestJob *job = memory_allocate_zeroed(1, sizeof *job);
    job->job = (Job){.run = run_request, .finish = finish_request};
    job->session = session;
    job->request = request;
    job->open = request->document;
    job->scene = scene_of(session, request);
    job->scene.project = project_files_retain(job->scene.project);
    job->version = request->document->version;
    buf_init(&job->uri, 0);
    buf_append(&job->uri, job->scene.uri);
    job->scene.uri = buf_str(&job->uri);
    file_settings_copy(&job->settings, &request->document->settings);
    job->scene.selection = &job->settings.selection;
    job->scene.version = job->scene.version ? &job->version : NULL;
    buf_init(&job->answer.result, 0);
    request->job = &job->job;
    request->document->job = &job->job;
    crew_submit(session->crew, &job->job);
}

/* What builds fixes looks at other files as they are now: it waits for the project, and the others
 * go before it. */
static Request *next_request(const Session *session, const OpenDocument *document) {
    for (uint32_t i = 0; i < session->requests.count; i++) {
        Request *request = session->requests.items[i];
        bool is_early = request->kind->on_worker && document->result != NULL;
        if (request->document == document && !(is_early && project_is_awaited(session->project))) {
            return request;
        }
    }
    return NULL;
}

/* The config has come to exclude it: what was said about it is taken back. */
static void forget_result(Session *session, OpenDocument *document) {
    if (document->result != NULL && !session->client.pulls_diagnostics) {
        diagnostics_clear(&session->outbox, buf_str(&document->uri));
    }
    document_result_free(document->result);
    document->result = NULL;
}

void lane_start(Session *session, OpenDocument *document) {
    bool wanted = document->is_python && !document->settings.is_excluded;
    if (document->dirty && document->job == NULL) {
        if (wanted) {
            analysis_job_start(session, document);
        } else {
            forget_result(session, document);
            document->dirty = false;
        }
    }
    Request *request;
    while (document->job == NULL && (request = next_request(session, document)) != NULL) {
        if (request->kind->on_worker && document->result != NULL) {
            start_request(session, request);
        } else {
            answer_here(session, request);
        }
    }
}
