/* Knows the turns of a session: bytes in, messages handled, jobs started, frames out. Refuses to
 * know streams, and what any message means. */
#include "lsp/session.h"

#include "lsp/dispatch.h"
#include "lsp/json_write.h"
#include "lsp/lanes.h"

#include <stdarg.h>
#include <stdio.h>

enum { LOG_TEXT_MAX = 1024 };

static void on_settled(void *data) {
    session_settle(data);
}

/* Queries travel in the binary and are compiled by tests: one that is broken is a mistake of ours.
 */
static void start_engine(Session *session) {
    Buf err;
    buf_init(&err, 0);
    (void)BUG_ON(rule_set_init(&session->rules, true, &err) < 0);
    buf_release(&err);
}

void session_init(Session *session, Loop *loop, SessionHost host, SessionOptions options) {
    *session = (Session){
        .host = host, .options = options, .exit_code = 1, /* until shutdown was asked for */
    };
    frame_reader_init(&session->reader);
    outbox_init(&session->outbox);
    client_settings_init(&session->client_settings);
    start_engine(session);
    session->crew = crew_new(loop, &session->rules.setup, on_settled, session);
    session->project = project_keeper_new(session, loop);
}

void session_release(Session *session) {
    for (uint32_t i = 0; i < session->documents.count; i++) {
        Job *job = session->documents.items[i]->job;
        if (job != NULL) {
            atomic_store(&job->cancel, true);
        }
    }
    crew_free(session->crew);
    project_keeper_free(session->project);
    request_list_release(&session->requests);
    open_documents_release(&session->documents);
    settings_release(session->settings);
    client_settings_release(&session->client_settings);
    told_problems_release(&session->told_problems);
    rule_set_release(&session->rules);
    for (uint32_t i = 0; i < session->roots.count; i++) {
        buf_release(&session->roots.items[i]);
    }
    ARRAY_RELEASE(&session->roots);
    outbox_release(&session->outbox);
    frame_reader_release(&session->reader);
}

static void receive_body(Session *session) {
    Message message;
    message_parse(&message, &session->reader.body);
    dispatch_message(session, &message);
    message_release(&message);
}

void session_receive(Session *session, Str bytes) {
    FrameEvent event = FRAME_BODY;
    while (event != FRAME_MORE && session->phase != PHASE_LEAVING) {
        event = frame_reader_next(&session->reader, &bytes);
        if (event == FRAME_BODY) {
            receive_body(session);
        } else if (event == FRAME_BAD) {
            outbox_error(&session->outbox, STR("null"), RPC_PARSE_ERROR,
                         str_from_c(session->reader.reason));
        }
    }
    session_settle(session);
}

void session_end(Session *session) {
    if (session->phase != PHASE_LEAVING) {
        session->phase = PHASE_LEAVING;
        session->host.leave(session->host.data);
    }
}

bool session_is_idle(const Session *session) {
    return crew_busy(session->crew) == 0 && session->requests.count == 0;
}

void session_settle(Session *session) {
    for (uint32_t i = 0; i < session->documents.count; i++) {
        lane_start(session, session->documents.items[i]);
    }
    if (session->refresh_is_due) {
        session->refresh_is_due = false;
        outbox_request(&session->outbox, "bluetick/refresh", "workspace/diagnostic/refresh",
                       STR(""));
    }
    Buf *frames = &session->outbox.frames;
    if (frames->len > 0) {
        session->host.write(session->host.data, buf_str(frames));
        buf_release(frames);
    }
    session->host.settled(session->host.data);
}

/* {"type":3,"message":"..."}; `type` 0 leaves it out. */
static void say(Session *session, const char *method, int type, const char *text) {
    Buf params;
    buf_init(&params, 0);
    buf_append_byte(&params, '{');
    if (type != 0) {
        buf_format(&params, "\"type\":%d,", type);
    }
    buf_append_c(&params, "\"message\":");
    json_append_string(&params, str_from_c(text));
    buf_append_byte(&params, '}');
    outbox_notify(&session->outbox, method, buf_str(&params));
    buf_release(&params);
}

void session_log(Session *session, LogLevel level, const char *format, ...) {
    char text[LOG_TEXT_MAX];
    va_list arguments;
    if (session->phase == PHASE_NEW) {
        return;
    }
    va_start(arguments, format);
    vsnprintf(text, sizeof text, format, arguments);
    va_end(arguments);
    say(session, "window/logMessage", level, text);
}

void session_trace(Session *session, const char *format, ...) {
    char text[LOG_TEXT_MAX];
    va_list arguments;
    if (session->trace == TRACE_OFF) {
        return;
    }
    va_start(arguments, format);
    vsnprintf(text, sizeof text, format, arguments);
    va_end(arguments);
    say(session, "$/logTrace", 0, text);
}
