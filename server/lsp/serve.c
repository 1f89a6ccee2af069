/* Knows streams, signals, the client's process and when to leave; refuses to know the protocol. */
#include "lsp/serve.h"

#include "io/file.h"
#include "io/path.h"
#include "io/process.h"
#include "io/stream.h"
#include "lsp/session.h"
#include "lsp/uri.h"

#include <signal.h>

enum {
    PROCESS_CHECK_MS = 1000,
    DRAIN_MS = 1000,               /* what was asked before the end is answered in this time */
    UNREAD_MAX = 64 * 1024 * 1024, /* a client that does not read is not read either */
};

typedef struct Server {
    Loop *loop;
    Session session;
    Stream *input;
    Stream *output; /* the same stream for a pipe or a socket */
    SignalWatch *terminate;
    SignalWatch *interrupt;
    Timer *process_timer;
    Timer *drain_timer;
    int process;
    bool leaving;
    bool paused; /* reading waits for the client to read */
} Server;

static void stop(void *data) {
    loop_stop(((Server *)data)->loop);
}

/* Answers under way are given their time; then the loop ends. */
static void leave_when_idle(void *data) {
    Server *server = data;
    if (server->leaving && session_is_idle(&server->session) &&
        stream_pending(server->output) == 0) {
        loop_stop(server->loop);
    }
}

static void on_read(void *data, Status status, Str bytes);

static void write_out(void *data, Str bytes) {
    Server *server = data;
    stream_write(server->output, bytes);
    if (stream_pending(server->output) > UNREAD_MAX && !server->paused && !server->leaving) {
        server->paused = true;
        stream_read_stop(server->input);
    }
}

static void on_written(void *data, Status status) {
    Server *server = data;
    if (status < 0) {
        loop_stop(server->loop); /* nobody reads: nothing is left to do */
        return;
    }
    if (server->paused && !server->leaving) {
        server->paused = false;
        stream_read_start(server->input, on_read, server);
    }
    leave_when_idle(server);
}

static void begin_leaving(void *data) {
    Server *server = data;
    if (server->leaving) {
        return;
    }
    server->leaving = true;
    stream_read_stop(server->input);
    timer_start(server->drain_timer, DRAIN_MS, 0);
}

static void on_read(void *data, Status status, Str bytes) {
    Server *server = data;
    if (status < 0) {
        session_end(&server->session);
        session_settle(&server->session);
    } else {
        session_receive(&server->session, bytes);
    }
}

static void on_signal(void *data, int number) {
    (void)number;
    Server *server = data;
    session_end(&server->session);
    leave_when_idle(server);
}

static void check_process(void *data) {
    Server *server = data;
    if (!process_is_alive(server->process)) {
        loop_stop(server->loop);
    }
}

static void watch_process(void *data, int process) {
    Server *server = data;
    server->process = process;
    timer_start(server->process_timer, PROCESS_CHECK_MS, PROCESS_CHECK_MS);
}

static Status open_streams(Server *server, const ServeOptions *options, Buf *err) {
    Status status;
    if (options->pipe != NULL) {
        status = stream_connect_pipe(&server->input, server->loop, options->pipe, err);
    } else if (options->port != 0) {
        status = stream_connect_port(&server->input, server->loop, options->port, err);
    } else {
        status = stream_open_stdin(&server->input, server->loop, err);
        return status < 0 ? status : stream_open_stdout(&server->output, server->loop, err);
    }
    server->output = server->input;
    return status;
}

/* Where `make install` puts the pages of rules, from the folder of the program. */
static void find_pages(Buf *uri) {
    Arena mem;
    arena_init(&mem);
    Str program = file_program_folder(&mem);
    Str pages = path_absolute(STR("../share/doc/bluetick/rules"), program, &mem);
    if (program.len > 0 && file_stat(pages, NULL) == FILE_FOLDER) {
        uri_from_path(pages, path_style_native(), uri);
        buf_append_byte(uri, '/');
    }
    arena_release(&mem);
}

static void run(Server *server, const ServeOptions *options) {
    SessionHost host = {
        .write = write_out,
        .settled = leave_when_idle,
        .leave = begin_leaving,
        .watch_process = watch_process,
        .data = server,
    };
    Buf pages;
    buf_init(&pages, 0);
    find_pages(&pages);
    session_init(&server->session, server->loop, host,
                 (SessionOptions){.version = options->version,
                                  .encoding = options->encoding,
                                  .pages = buf_str(&pages)});
    server->process_timer = timer_new(server->loop, check_process, server);
    server->drain_timer = timer_new(server->loop, stop, server);
    server->terminate = signal_watch_new(server->loop, SIGTERM, on_signal, server);
    server->interrupt = signal_watch_new(server->loop, SIGINT, on_signal, server);
    if (options->process_id != 0) {
        watch_process(server, options->process_id);
    }
    stream_on_write(server->output, on_written, server);
    stream_read_start(server->input, on_read, server);
    loop_run(server->loop);
    session_release(&server->session);
    buf_release(&pages);
    timer_free(server->process_timer);
    timer_free(server->drain_timer);
    signal_watch_free(server->terminate);
    signal_watch_free(server->interrupt);
}

Status serve(const ServeOptions *options, int *exit_code, Buf *err) {
    Server server = {.loop = loop_new()};
    signal_ignore_broken_pipe();
    Status status = open_streams(&server, options, err);
    if (status == STATUS_OK) {
        run(&server, options);
        *exit_code = server.session.exit_code;
    }
    if (server.output != server.input) {
        stream_free(server.output);
    }
    stream_free(server.input);
    loop_free(server.loop);
    return status;
}
