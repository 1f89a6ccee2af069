/* Knows how the client's text travels; refuses to know what is done with it. */
#include "io/path.h"
#include "lsp/diagnostics.h"
#include "lsp/handlers.h"
#include "lsp/lanes.h"
#include "lsp/uri.h"

static Str root_of(const Session *session, Str path) {
    Str best = STR("");
    for (uint32_t i = 0; i < session->roots.count; i++) {
        Str root = buf_str(&session->roots.items[i]);
        if (root.len >= best.len && path_is_within(path, root)) {
            best = root;
        }
    }
    return best;
}

/* Relative to its root; outside of all roots, and for other schemes, the name alone. */
static void set_path(const Session *session, OpenDocument *document) {
    Buf path;
    Arena mem;
    buf_init(&path, 0);
    arena_init(&mem);
    Str absolute = buf_str(&document->uri);
    if (uri_to_path(absolute, path_style_native(), &path)) {
        absolute = buf_str(&path);
    }
    Str root = root_of(session, absolute);
    buf_clear(&document->path);
    buf_append(&document->path,
               root.len > 0 ? path_relative(absolute, root, &mem) : path_name(absolute));
    arena_release(&mem);
    buf_release(&path);
}

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
    set_path(session, document);
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
    find_open(session, params, "didSave");
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
    open_documents_remove(&session->documents, document);
}
