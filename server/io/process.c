/* Knows how to run a child to its end and never wait longer than told. Refuses to know which. */
#include "io/process.h"

#include "base/array.h"
#include "base/memory.h"

#include <uv.h>

extern char **environ;

typedef struct Child {
    uv_loop_t loop;
    uv_process_t process;
    uv_pipe_t output;
    uv_timer_t limit;
    Buf *out;
    char bytes[16 * 1024];
    int exit_code;
    Status status;
} Child;

typedef struct Environment ARRAY_OF(char *) Environment;

static bool is_unset(const char *entry, const char *const *names) {
    for (; names != NULL && *names != NULL; names++) {
        size_t length = strlen(*names);
        if (strncmp(entry, *names, length) == 0 && entry[length] == '=') {
            return true;
        }
    }
    return false;
}

static Environment environment_without(const char *const *names) {
    Environment kept = {0};
    for (char **entry = environ; *entry != NULL; entry++) {
        if (!is_unset(*entry, names)) {
            ARRAY_PUSH(&kept, *entry);
        }
    }
    ARRAY_PUSH(&kept, NULL);
    return kept;
}

static void kill_child(Child *child, Status why) {
    if (child->status == STATUS_OK) {
        child->status = why;
    }
    if (!uv_is_closing((uv_handle_t *)&child->process)) {
        uv_process_kill(&child->process, SIGKILL);
    }
}

/* The limit holds until the child is gone and its output is read: a grandchild may keep the pipe
 * open after it. */
static void finish_if_done(Child *child) {
    if (uv_is_closing((uv_handle_t *)&child->process) &&
        uv_is_closing((uv_handle_t *)&child->output) &&
        !uv_is_closing((uv_handle_t *)&child->limit)) {
        uv_close((uv_handle_t *)&child->limit, NULL);
    }
}

static void close_output(Child *child) {
    if (!uv_is_closing((uv_handle_t *)&child->output)) {
        uv_close((uv_handle_t *)&child->output, NULL);
    }
    finish_if_done(child);
}

static void on_exit_code(uv_process_t *process, int64_t code, int number) {
    Child *child = process->data;
    child->exit_code = number != 0 ? 128 + number : (int)code;
    uv_close((uv_handle_t *)process, NULL);
    finish_if_done(child);
}

static void on_limit(uv_timer_t *timer) {
    Child *child = timer->data;
    kill_child(child, STATUS_DEADLINE);
    close_output(child);
}

static void on_allocate(uv_handle_t *handle, size_t suggested, uv_buf_t *buffer) {
    (void)suggested;
    Child *child = handle->data;
    *buffer = uv_buf_init(child->bytes, sizeof child->bytes);
}

static void on_output(uv_stream_t *stream, ssize_t length, const uv_buf_t *buffer) {
    Child *child = stream->data;
    if (length > 0) {
        buf_append(child->out, (Str){buffer->base, (uint32_t)length});
        if (child->out->overflowed) {
            kill_child(child, STATUS_TOO_LARGE);
        }
    }
    if (length < 0 || child->status != STATUS_OK) {
        close_output(child);
    }
}

static int spawn(Child *child, const ProcessRequest *request, char **environment) {
    uv_stdio_container_t channels[3] = {
        {.flags = UV_IGNORE                        },
        {.flags = UV_CREATE_PIPE | UV_WRITABLE_PIPE, .data.stream = (uv_stream_t *)&child->output},
        {.flags = UV_IGNORE                                         },
    };
    if (request->takes_errors) {
        uv_stdio_container_t output = channels[1];
        channels[1] = channels[2];
        channels[2] = output;
    }
    uv_process_options_t options = {
        .exit_cb = on_exit_code,
        .file = request->arguments[0],
        /* libuv takes char **, and leaves the texts alone. */
        .args = (char **)(uintptr_t)request->arguments,
        .env = environment,
        .cwd = request->folder,
        .stdio_count = 3,
        .stdio = channels,
    };
    return uv_spawn(&child->loop, &child->process, &options);
}

static Status start_and_wait(Child *child, const ProcessRequest *request, Buf *err) {
    Environment environment = environment_without(request->unset);
    uv_pipe_init(&child->loop, &child->output, 0);
    uv_timer_init(&child->loop, &child->limit);
    child->output.data = child->process.data = child->limit.data = child;
    int code = spawn(child, request, environment.items);
    if (code < 0) {
        uv_close((uv_handle_t *)&child->output, NULL);
        uv_close((uv_handle_t *)&child->limit, NULL);
        uv_close((uv_handle_t *)&child->process, NULL);
    } else {
        if (request->limit_ms > 0) {
            uv_timer_start(&child->limit, on_limit, request->limit_ms, 0);
        }
        uv_read_start((uv_stream_t *)&child->output, on_allocate, on_output);
    }
    uv_run(&child->loop, UV_RUN_DEFAULT);
    ARRAY_RELEASE(&environment);
    if (code < 0) {
        return status_note(code == UV_ENOENT ? STATUS_NOT_FOUND : STATUS_INVALID, err,
                           "cannot run %s: %s", request->arguments[0], uv_strerror(code));
    }
    return child->status;
}

Status process_run(const ProcessRequest *request, Buf *out, int *exit_code, Buf *err) {
    Child *child = memory_allocate_zeroed(1, sizeof *child);
    child->out = out;
    uv_loop_init(&child->loop);
    Status status = start_and_wait(child, request, err);
    *exit_code = child->exit_code;
    uv_loop_close(&child->loop);
    free(child);
    return status;
}

bool process_is_alive(int id) {
    return id > 0 && uv_kill(id, 0) != UV_ESRCH;
}
