/* Knows which folder, config and path belong to a document; refuses to know what a config says. */
#include "lsp/configure.h"

#include "io/path.h"
#include "lsp/lanes.h"
#include "lsp/uri.h"
#include "workspace/library_files.h"

void configure_session(Session *session) {
    Str first = session->roots.count > 0 ? buf_str(&session->roots.items[0]) : STR("/");
    Settings *before = session->settings;
    session->settings = settings_new(first, &session->client_settings, before);
    settings_release(before);
    session->told_problems.settings = NULL; /* an address may come again */
}

/* The innermost workspace folder that holds the path; empty when none does. */
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

static void log_config(Session *session, const OpenDocument *document, Str config_path,
                       const Buf *err) {
    if (err->len > 0) {
        session_log(session, LOG_WARNING, "%.*s\nThe last settings that could be used hold",
                    STR_ARG(buf_str(err)));
    } else if (config_path.len > 0) {
        session_log(session, LOG_DEBUG, "%.*s follows %.*s", STR_ARG(buf_str(&document->path)),
                    STR_ARG(config_path));
    }
}

/* A version that the engine made under another path cannot be edited on: it is opened anew. */
static void set_path(OpenDocument *document, Str path) {
    if (!str_equal(buf_str(&document->path), path)) {
        document_release(document->document);
        document->document = NULL;
        buf_clear(&document->path);
        buf_append(&document->path, path);
    }
}

void configure_document(Session *session, OpenDocument *document) {
    Buf path;
    Buf config_path;
    Buf err;
    buf_clear(&document->absolute);
    buf_init(&path, 0);
    buf_init(&config_path, 0);
    buf_init(&err, 0);
    uri_to_path(buf_str(&document->uri), path_style_native(), &document->absolute);
    Str absolute = buf_str(&document->absolute);
    file_settings_release(&document->settings);
    file_settings_find(&document->settings, session->settings, absolute, root_of(session, absolute),
                       &path, &config_path, &err);
    set_path(document, path.len > 0 ? buf_str(&path) : path_name(buf_str(&document->uri)));
    log_config(session, document, buf_str(&config_path), &err);
    config_problems_tell(session);
    buf_release(&path);
    buf_release(&config_path);
    buf_release(&err);
}

static void find_root_path(Session *session, Str absolute, Buf *path, Buf *err) {
    FileSettings settings;
    Buf config_path;
    buf_init(&config_path, 0);
    file_settings_find(&settings, session->settings, absolute, root_of(session, absolute), path,
                       &config_path, err);
    file_settings_release(&settings);
    buf_release(&config_path);
}

void configure_root_path(Session *session, Str absolute, Buf *path) {
    Buf err;
    buf_init(&err, 0);
    find_root_path(session, absolute, path, &err);
    buf_release(&err);
}

/* A broken config is told once, to whom meets it first. */
static void configure_root(Session *session, Str root, Arena *mem) {
    Buf path;
    Buf err;
    buf_init(&path, 0);
    buf_init(&err, 0);
    find_root_path(session, path_join(root, STR("__init__.py"), mem), &path, &err);
    if (err.len > 0) {
        session_log(session, LOG_WARNING, "%.*s\nThe last settings that could be used hold",
                    STR_ARG(buf_str(&err)));
    }
    buf_release(&path);
    buf_release(&err);
}

void configure_roots(Session *session) {
    Arena mem;
    arena_init(&mem);
    for (uint32_t i = 0; i < session->roots.count; i++) {
        configure_root(session, buf_str(&session->roots.items[i]), &mem);
    }
    config_problems_tell(session);
    arena_release(&mem);
}

bool configure_is_config(Str uri) {
    return str_ends_with(uri, STR(".scm")) || str_ends_with(uri, STR("/bluetick.toml")) ||
           library_files_is_one(uri);
}

void configure_again(Session *session) {
    configure_session(session);
    configure_roots(session);
    for (uint32_t i = 0; i < session->documents.count; i++) {
        OpenDocument *document = session->documents.items[i];
        configure_document(session, document);
        lane_touch(document);
    }
}
