/* One client's session: what was agreed in `initialize`, what is open, what is asked and not yet
 * answered. All of it belongs to the loop's thread; handlers get it and change it.
 *
 * Bytes go in through session_receive, frames come out through the host's `write`; the session
 * itself knows no stream, so a test can drive it from memory. */
#ifndef BLUETICK_LSP_SESSION_H
#define BLUETICK_LSP_SESSION_H

#include "lsp/client.h"
#include "lsp/config_problems.h"
#include "lsp/crew.h"
#include "lsp/frame.h"
#include "lsp/open_documents.h"
#include "lsp/outbox.h"
#include "lsp/project.h"
#include "lsp/request.h"
#include "lsp/settings.h"

typedef enum Phase {
    PHASE_NEW,       /* before initialize */
    PHASE_RUNNING,   /* initialize was answered */
    PHASE_SHUT_DOWN, /* shutdown was answered: only exit is left */
    PHASE_LEAVING,   /* exit was asked for: nothing more is read */
} Phase;

typedef enum TraceLevel { TRACE_OFF, TRACE_MESSAGES, TRACE_VERBOSE } TraceLevel;

/* MessageType of window/logMessage. */
typedef enum LogLevel { LOG_ERROR = 1, LOG_WARNING = 2, LOG_INFO = 3, LOG_DEBUG = 4 } LogLevel;

typedef struct SessionHost {
    void (*write)(void *data, Str bytes);
    void (*settled)(void *data);                    /* a turn has ended */
    void (*leave)(void *data);                      /* the session is over: session->exit_code */
    void (*watch_process)(void *data, int process); /* leave when it has gone */
    void *data;
} SessionHost;

typedef struct SessionOptions {
    const char *version;
    const PositionEncoding *encoding; /* forced; NULL = the client chooses */
    Str pages; /* URI of a folder with the pages of rules, `/` at its end; empty: there is none */
} SessionOptions;

typedef struct Roots ARRAY_OF(Buf) Roots; /* absolute paths of the workspace's folders */

struct Session {
    SessionHost host;
    SessionOptions options;
    Phase phase;
    int exit_code;
    Client client;
    TraceLevel trace;
    FrameReader reader;
    Outbox outbox;
    Roots roots;
    OpenDocuments documents;
    RequestList requests;
    ClientSettings client_settings; /* what the client was asked for last */
    Settings *settings;             /* held; NULL before initialize */
    RuleSet rules;
    Crew *crew;
    ProjectKeeper *project;
    ToldProblems told_problems;
    bool refresh_is_due; /* what a client has pulled is out of date, by no edit of its own */
};

/* `session` must not move; what `options` points to outlives it. */
void session_init(Session *session, Loop *loop, SessionHost host, SessionOptions options);

/* Tells jobs that run to stop, and waits for that. */
void session_release(Session *session);

/* Bytes from the client, in any pieces. */
void session_receive(Session *session, Str bytes);

/* The client's bytes have ended, or it is to end: finish as after `exit`. */
void session_end(Session *session);

/* True when no job runs and no request waits for one. */
bool session_is_idle(const Session *session);

/* Starts what can start and writes what was said: the end of every turn of the loop. */
void session_settle(Session *session);

/* ---- what handlers say -------------------------------------------------------------------- */

/* window/logMessage; nothing before initialize was answered. */
void session_log(Session *session, LogLevel level, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* $/logTrace, when the client asked for traces. */
void session_trace(Session *session, const char *format, ...) __attribute__((format(printf, 2, 3)));

#endif
