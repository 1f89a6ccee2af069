/* Knows how the client's settings and folders come; what settings say, client_settings.c reads. */
#include "lsp/configure.h"
#include "lsp/handlers.h"
#include "lsp/uri.h"

static const char request_id[] = "bluetick/configuration";

static void take(Session *session, const cJSON *section) {
    Buf err;
    buf_init(&err, 0);
    client_settings_take(&session->client_settings, section, &err);
    if (err.len > 0) {
        session_log(session, LOG_WARNING, "%.*s", STR_ARG(buf_str(&err)));
    }
    buf_release(&err);
    configure_again(session);
}

static void ask(Session *session) {
    outbox_request(&session->outbox, request_id, "workspace/configuration",
                   STR("{\"items\":[{\"section\":\"bluetick\"}]}"));
}

void configuration_begin(Session *session) {
    if (session->client.registers_settings) {
        outbox_request(&session->outbox, "bluetick/settings", "client/registerCapability",
                       STR("{\"registrations\":[{\"id\":\"bluetick/settings\","
                           "\"method\":\"workspace/didChangeConfiguration\","
                           "\"registerOptions\":{\"section\":\"bluetick\"}}]}"));
    }
    if (session->client.gives_settings) {
        ask(session);
    }
}

/* Clients that can be asked send no values, or those of every section. */
void handle_did_change_configuration(Session *session, const cJSON *params) {
    const cJSON *section = json_path(params, "settings/bluetick");
    if (session->client.gives_settings) {
        ask(session);
    } else if (cJSON_IsObject(section)) {
        take(session, section);
    }
}

void handle_answer(Session *session, const Message *message) {
    const cJSON *result = json_member(message->root, "result");
    bool is_ours = str_equal(buf_str(&message->id), STR("\"bluetick/configuration\""));
    if (is_ours && session->phase == PHASE_RUNNING && cJSON_IsArray(result)) {
        take(session, cJSON_GetArrayItem(result, 0));
    }
}

/* ---- folders --------------------------------------------------------------------------------- */

static void remove_root(Session *session, Str uri) {
    Buf path;
    buf_init(&path, 0);
    if (uri_to_path(uri, path_style_native(), &path)) {
        uint32_t kept = 0;
        for (uint32_t i = 0; i < session->roots.count; i++) {
            Buf *root = &session->roots.items[i];
            if (str_equal(buf_str(root), buf_str(&path))) {
                buf_release(root);
            } else {
                session->roots.items[kept++] = *root;
            }
        }
        session->roots.count = kept;
    }
    buf_release(&path);
}

static void each_folder(Session *session, const cJSON *folders,
                        void (*take_uri)(Session *session, Str uri)) {
    const cJSON *folder;
    Str uri;
    if (cJSON_IsArray(folders)) {
        cJSON_ArrayForEach(folder, folders) {
            if (json_text(folder, "uri", &uri)) {
                take_uri(session, uri);
            }
        }
    }
}

void handle_did_change_folders(Session *session, const cJSON *params) {
    each_folder(session, json_path(params, "event/removed"), remove_root);
    each_folder(session, json_path(params, "event/added"), roots_add);
    configure_again(session);
    project_begin(session->project);
    project_restart(session->project);
    for (uint32_t i = 0; i < session->documents.count; i++) {
        project_take_document(session->project, session->documents.items[i]);
    }
}
