/* Knows how the client's text travels; refuses to know what is done with it. */
#include "lsp/configure.h"
#include "lsp/diagnostics.h"
#include "lsp/handlers.h"
#include "lsp/lanes.h"
#include "lsp/uri.h"

/* A client that says what it opens is believed; else the name decides. */
static bool looks_like_python(Str language, Str path) {
    bool named = str_ends_with(path, STR(".py")) || str_ends_with(path, STR(".pyi"));
    return language.len == 0 || str_equal(language, STR("python")) || named;
}

static void set_version(OpenDocument *document, const cJSON *text_document) {
    const cJSON *version = json_member(text_document, "version");
    document->has_version = cJSON_IsNumber(version);
    document->version =
        document->has_version ? (int64_t)version->valuedouble : document->version + 1;
}

void handle_did_open(Session *session, const cJSON *params) {
    const cJSON *item = json_member(params, "textDocument");
    Str uri;
    Str text;
    Str language;
    if (!json_text(item, "uri", &uri) || !json_text(item, "text", &text)) {
        session_log(session, LOG_WARNING, "didOpen without uri or text was ignored");
        return;
    }
    json_text(item, "languageId", &language);
    OpenDocument *document = open_documents_find(&session->documents, uri);
    if (document == NULL) {
        document = open_documents_add(&session->documents, uri);
    }
    buf_clear(&document->uri);
    buf_append(&document->uri, uri);
    configure_document(session, document);
    set_version(document, item);
    document->is_python = looks_like_python(language, buf_str(&document->path));
    text_buffer_set(&document->text, text);
    lane_touch(document);
}

/* One change: with a range it replaces that, without it is the whole text. */
static void apply_change(Session *session, OpenDocument *document, const cJSON *change) {
    Str text;
    Position start;
    Position end;
    const cJSON *range = json_member(change, "range");
    if (!json_text(change, "text", &text)) {
        session_log(session, LOG_WARNING, "a change without text was ignored");
    } else if (json_range(range, &start, &end)) {
        Span span = text_buffer_span(&document->text, start, end, session->client.encoding);
        text_buffer_replace(&document->text, span, text);
    } else if (range == NULL || cJSON_IsNull(range)) {
        text_buffer_set(&document->text, text);
    } else {
        session_log(session, LOG_WARNING, "a change with a broken range was ignored");
    }
}

static OpenDocument *find_open(Session *session, const cJSON *params, const char *method) {
    Str uri;
    json_text(json_member(params, "textDocument"), "uri", &uri);
    OpenDocument *document = open_documents_find(&session->documents, uri);
    if (document == NULL) {
        session_log(session, LOG_WARNING, "%s before didOpen was ignored: %.*s", method,
                    STR_ARG(uri));
    }
    return document;
}

void handle_did_change(Session *session, const cJSON *params) {
    OpenDocument *document = find_open(session, params, "didChange");
    const cJSON *changes = json_member(params, "contentChanges");
    const cJSON *change;
    if (document == NULL) {
        return;
    }
    if (cJSON_IsArray(changes)) {
        cJSON_ArrayForEach(change, changes) {
            apply_change(session, document, change);
        }
    }
    set_version(document, json_member(params, "textDocument"));
    lane_touch(document);
}

void handle_did_save(Session *session, const cJSON *params) {
    Str uri;
    json_text(json_member(params, "textDocument"), "uri", &uri);
    if (configure_is_config(uri)) {
        configure_again(session);
    }
}

/* A file of the project that is not open: as it is on disk now. */
static void reread(Session *session, Str uri) {
    Buf absolute;
    Buf path;
    buf_init(&absolute, 0);
    buf_init(&path, 0);
    bool is_open = open_documents_find(&session->documents, uri) != NULL;
    if (!is_open && uri_to_path(uri, path_style_native(), &absolute) &&
        looks_like_python(STR("-"), buf_str(&absolute))) {
        configure_root_path(session, buf_str(&absolute), &path);
        project_reread(session->project, buf_str(&absolute), buf_str(&path));
    }
    buf_release(&absolute);
    buf_release(&path);
}

/* Any number of changed configs is one reading. */
void handle_watched_files(Session *session, const cJSON *params) {
    const cJSON *changes = json_member(params, "changes");
    const cJSON *change;
    bool is_configured = false;
    Str uri;
    if (!cJSON_IsArray(changes)) {
        return;
    }
    cJSON_ArrayForEach(change, changes) {
        if (!json_text(change, "uri", &uri)) {
            continue;
        }
        is_configured = is_configured || configure_is_config(uri);
        reread(session, uri);
    }
    if (is_configured) {
        configure_again(session);
    }
}

void handle_did_close(Session *session, const cJSON *params) {
    OpenDocument *document = find_open(session, params, "didClose");
    if (document == NULL) {
        return;
    }
    request_close(&session->requests, document, &session->outbox);
    if (!session->client.pulls_diagnostics) {
        diagnostics_clear(&session->outbox, buf_str(&document->uri));
    }
    project_reread(session->project, buf_str(&document->absolute), buf_str(&document->path));
    open_documents_remove(&session->documents, document);
}
