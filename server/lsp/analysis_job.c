/* Knows how a version of a text becomes a result; refuses to know who asks for it.
 *
 * The loop's thread copies only what changed; the copy of the whole text is the engine's, made on
 * the worker. */
#include "lsp/analysis_job.h"

#include "base/memory.h"
#include "lsp/diagnostics.h"

#include <stdlib.h>

typedef struct AnalysisJob {
    Job job; /* first */
    Session *session;
    OpenDocument *open; /* the loop's thread only */
    Client client;
    FileSettings settings;
    Buf uri;
    Buf path;
    Document *base; /* held; NULL: `text` is the whole text */
    bool whole;
    Span replaced;          /* of base, unless whole */
    Buf text;               /* what replaces it */
    bool too_large;         /* then there is no text */
    DocumentResult *result; /* out */
    bool cancelled;         /* out: the document was made, the analysis was not */
} AnalysisJob;

/* A mark in front says UTF-8, whatever a coding cookie in the text claims: an editor's text is
 * always UTF-8. */
static Document *open_document(AnalysisJob *job, Buf *err) {
    Buf bytes;
    Document *document = NULL;
    buf_init(&bytes, 0);
    buf_append_c(&bytes, "\xEF\xBB\xBF");
    buf_append(&bytes, buf_str(&job->text));
    if (document_open(&document, buf_str(&job->path), buf_str(&bytes), err) < 0) {
        document = NULL;
    }
    buf_release(&bytes);
    return document;
}

static Document *make_document(AnalysisJob *job, Buf *err) {
    if (job->too_large) {
        status_note(STATUS_TOO_LARGE, err, "it is larger than %d bytes", SOURCE_BYTES_MAX);
        return NULL;
    }
    if (job->base == NULL) {
        return open_document(job, err);
    }
    Document *document = job->whole ? document_replace(job->base, buf_str(&job->text))
                                    : document_edit(job->base, job->replaced, buf_str(&job->text));
    if (document == NULL) {
        status_note(STATUS_TOO_LARGE, err, "it is larger than %d bytes", SOURCE_BYTES_MAX);
    }
    return document;
}

/* The config may want the lesser findings left out of sight. */
static void keep_severe(DocumentResult *result, Severity least) {
    const Analysis *analysis = &result->analysis;
    if (least == SEVERITY_HINT) {
        return;
    }
    Finding *kept = ARENA_ARRAY(&result->mem, Finding, analysis->finding_count + 1);
    uint32_t count = 0;
    for (uint32_t i = 0; i < analysis->finding_count; i++) {
        if (analysis->findings[i].severity >= least) {
            kept[count++] = analysis->findings[i];
        }
    }
    result->analysis.findings = kept;
    result->analysis.finding_count = count;
}

static void run_analysis(Job *base, Analyzer *analyzer) {
    AnalysisJob *job = (AnalysisJob *)base;
    DocumentResult *result = job->result;
    result->document = make_document(job, &result->skipped);
    if (result->document != NULL) {
        AnalyzeRequest request = {
            .document = result->document,
            .selection = &job->settings.selection,
            .snapshot = result->snapshot,
            .cancel = &job->job.cancel,
        };
        result->analysis = analyze(analyzer, &request, &result->mem);
        job->cancelled = result->analysis.status == STATUS_CANCELLED;
        keep_severe(result, job->settings.least_severity);
    }
    if (!job->cancelled) {
        diagnostics_write(result, &job->client, buf_str(&job->uri), &result->diagnostics);
        result->content = job->client.pulls_diagnostics
                              ? diagnostics_content(result, &job->settings.selection)
                              : 0;
    }
}

/* Nothing is lost in silence (I6): what was not analysed is told where the user's log is. */
static void log_notes(Session *session, const AnalysisJob *job) {
    const DocumentResult *result = job->result;
    if (result->skipped.len > 0) {
        session_log(session, LOG_WARNING, "%.*s was not analysed: %.*s",
                    STR_ARG(buf_str(&job->path)), STR_ARG(buf_str(&result->skipped)));
    }
    for (uint32_t i = 0; i < result->analysis.note_count; i++) {
        const Note *note = &result->analysis.notes[i];
        bool worth =
            note->kind == NOTE_SKIPPED || note->kind == NOTE_LIMIT || note->kind == NOTE_BUG;
        if (worth) {
            session_log(session, LOG_WARNING, "%.*s: %.*s: %.*s", STR_ARG(buf_str(&job->path)),
                        STR_ARG(note_kind_name(note->kind)), STR_ARG(note->message));
        }
    }
}

static void trace_counters(Session *session, const AnalysisJob *job) {
    const AnalysisCounters *counters = &job->result->analysis.counters;
    session_trace(session,
                  "analysed %.*s version %lld: units=%u asked=%u parsed=%u checked=%u reused=%u "
                  "findings=%u",
                  STR_ARG(buf_str(&job->path)), (long long)job->result->version,
                  counters->units_total, counters->units_asked, counters->units_parsed,
                  counters->units_checked, counters->units_reused,
                  job->result->analysis.finding_count);
}

/* A client asks again by itself after its own edits only. */
static void note_refresh(Session *session, const DocumentResult *before,
                         const DocumentResult *now) {
    bool same_text = before != NULL && before->version == now->version;
    if (session->client.refreshes_pulls && same_text && before->content != now->content) {
        session->refresh_is_due = true;
    }
}

/* The newest result; a push unless a newer one is already under way. */
static void accept_result(Session *session, AnalysisJob *job) {
    OpenDocument *open = job->open;
    note_refresh(session, open->result, job->result);
    document_result_free(open->result);
    open->result = job->result;
    project_take_document(session->project, open);
    bool is_old = open->result->project != project_current(session->project);
    if (is_old && open->result->analysis.asked_project) {
        project_doubt(session->project);
    }
    log_notes(session, job);
    trace_counters(session, job);
    if (!session->client.pulls_diagnostics && !open->dirty) {
        diagnostics_push(&session->outbox, open);
    }
    job->result = NULL;
}

static void analysis_job_free(AnalysisJob *job) {
    buf_release(&job->uri);
    buf_release(&job->path);
    buf_release(&job->text);
    document_release(job->base);
    document_result_free(job->result);
    file_settings_release(&job->settings);
    free(job);
}

static void finish_analysis(Job *base) {
    AnalysisJob *job = (AnalysisJob *)base;
    OpenDocument *open = job->open;
    if (!open_document_settle(open)) {
        document_release(open->document);
        open->document = job->result->document ? document_retain(job->result->document) : NULL;
        if (job->cancelled) {
            open->dirty = true; /* by a change, or by a client that only asked again */
        } else {
            accept_result(job->session, job);
        }
    }
    analysis_job_free(job);
}

/* Copies what the worker needs of the text: the bytes that changed, or all. */
static void take_change(AnalysisJob *job, OpenDocument *open) {
    TextChange change = text_buffer_take_change(&open->text);
    Str text = buf_str(&open->text.text);
    job->base = open->document ? document_retain(open->document) : NULL;
    job->whole = change.whole || job->base == NULL;
    if (text.len > SOURCE_BYTES_MAX) {
        job->too_large = true; /* not copied for nothing */
        return;
    }
    job->replaced = change.any ? change.replaced : (Span){0, 0};
    uint32_t end = change.any ? change.end : 0;
    buf_append(&job->text, job->whole ? text : str_slice(text, job->replaced.start, end));
}

void analysis_job_start(Session *session, OpenDocument *open) {
    AnalysisJob *job = memory_allocate_zeroed(1, sizeof *job);
    job->job = (Job){.run = run_analysis, .finish = finish_analysis};
    job->session = session;
    job->open = open;
    job->client = session->client;
    file_settings_copy(&job->settings, &open->settings);
    buf_init(&job->uri, 0);
    buf_init(&job->path, 0);
    buf_init(&job->text, 0);
    buf_append(&job->uri, buf_str(&open->uri));
    buf_append(&job->path, buf_str(&open->path));
    take_change(job, open);
    job->result = document_result_new(open->version);
    job->result->project = project_files_retain(project_current(session->project));
    job->result->settings = settings_retain(job->settings.owner);
    job->result->snapshot = project_files_snapshot(job->result->project, buf_str(&open->absolute));
    open->dirty = false;
    open->job = &job->job;
    crew_submit(session->crew, &job->job);
}
