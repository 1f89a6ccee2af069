/* Knows how a session begins and ends; refuses to know documents. */
#include "lsp/configure.h"
#include "lsp/handlers.h"
#include "lsp/json_write.h"
#include "lsp/uri.h"

static TraceLevel read_trace(const cJSON *params, const char *name) {
    Str value;
    json_text(params, name, &value);
    if (str_equal(value, STR("verbose"))) {
        return TRACE_VERBOSE;
    }
    return str_equal(value, STR("messages")) ? TRACE_MESSAGES : TRACE_OFF;
}

void roots_add(Session *session, Str uri) {
    Buf path;
    buf_init(&path, 0);
    if (uri_to_path(uri, path_style_native(), &path)) {
        ARRAY_PUSH(&session->roots, path);
    } else {
        buf_release(&path);
    }
}

/* workspaceFolders, else rootUri; both may be missing or null. */
static void read_roots(Session *session, const cJSON *params) {
    const cJSON *folders = json_member(params, "workspaceFolders");
    const cJSON *folder;
    Str uri;
    if (cJSON_IsArray(folders)) {
        cJSON_ArrayForEach(folder, folders) {
            if (json_text(folder, "uri", &uri)) {
                roots_add(session, uri);
            }
        }
    }
    if (session->roots.count == 0 && json_text(params, "rootUri", &uri)) {
        roots_add(session, uri);
    }
}

static void write_capabilities(const Client *client, const char *version, Buf *out) {
    buf_format(out,
               "{\"capabilities\":{\"positionEncoding\":\"%s\","
               "\"textDocumentSync\":{\"openClose\":true,\"change\":2,"
               "\"save\":{\"includeText\":false}},"
               "\"hoverProvider\":true,"
               "\"codeActionProvider\":{\"codeActionKinds\":[\"quickfix\","
               "\"source.fixAll.bluetick\",\"source.addDocstrings.bluetick\"],"
               "\"resolveProvider\":true},"
               "\"executeCommandProvider\":{\"commands\":[",
               position_encoding_name(client->encoding));
    commands_append_names(out);
    buf_append_c(out, "]},\"workspace\":{\"workspaceFolders\":{\"supported\":true,"
                      "\"changeNotifications\":true}}");
    if (client->pulls_diagnostics) {
        buf_append_c(out, ",\"diagnosticProvider\":{\"identifier\":\"bluetick\","
                          "\"interFileDependencies\":true,\"workspaceDiagnostics\":false}");
    }
    buf_format(out, "},\"serverInfo\":{\"name\":\"bluetick\",\"version\":\"%s\"}}", version);
}

void handle_initialize(Session *session, const Message *message) {
    session->client = client_read(message->params, session->options.encoding);
    session->client.pages = session->client.code_description ? session->options.pages : STR("");
    session->trace = read_trace(message->params, "trace");
    session->phase = PHASE_RUNNING;
    read_roots(session, message->params);
    configure_session(session);
    Buf result;
    buf_init(&result, 0);
    write_capabilities(&session->client, session->options.version, &result);
    outbox_result(&session->outbox, buf_str(&message->id), buf_str(&result));
    buf_release(&result);
    if (session->client.process_id != 0) {
        session->host.watch_process(session->host.data, session->client.process_id);
    }
}

/* Editors tell of changes on disk only when they are asked to. */
static void watch_files(Session *session) {
    if (session->client.registers_watchers) {
        outbox_request(&session->outbox, "bluetick/watch", "client/registerCapability",
                       STR("{\"registrations\":[{\"id\":\"bluetick/watch\","
                           "\"method\":\"workspace/didChangeWatchedFiles\","
                           "\"registerOptions\":{\"watchers\":["
                           "{\"globPattern\":\"**/*.{py,pyi,scm}\"},"
                           "{\"globPattern\":\"**/{bluetick,pyproject}.toml\"},"
                           "{\"globPattern\":\"**/{requirements*.txt,requirements/*.txt,*.lock,"
                           "Pipfile,setup.cfg}\"}]}}]}"));
    }
}

void handle_initialized(Session *session, const cJSON *params) {
    (void)params;
    project_begin(session->project);
    configure_roots(session);
    watch_files(session);
    configuration_begin(session);
    session_log(session, LOG_INFO, "bluetick %s is ready (no telemetry is sent)",
                session->options.version);
}

void handle_shutdown(Session *session, const Message *message) {
    session->phase = PHASE_SHUT_DOWN;
    session->exit_code = 0;
    outbox_result(&session->outbox, buf_str(&message->id), STR("null"));
}

void handle_exit(Session *session, const cJSON *params) {
    (void)params;
    session_end(session);
}

void handle_set_trace(Session *session, const cJSON *params) {
    session->trace = read_trace(params, "value");
}

void handle_cancel(Session *session, const cJSON *params) {
    Buf id;
    buf_init(&id, 0);
    if (message_append_id(json_member(params, "id"), &id)) {
        request_cancel(&session->requests, buf_str(&id), &session->outbox);
    }
    buf_release(&id);
}
