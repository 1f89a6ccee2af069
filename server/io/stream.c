/* Knows which libuv handle a descriptor needs, and how its reads and writes end. Refuses to know
 * what the bytes mean. */
#include "io/stream.h"

#include "base/memory.h"
#include "io/loop_handle.h"

#include <stdlib.h>
#include <unistd.h>

enum { READ_BYTES = 64 * 1024 };

typedef struct WriteRequest WriteRequest;

/* A descriptor that poll cannot watch (a regular file, /dev/null) is read and written through
 * libuv's thread pool, in order; everything else is a libuv stream. */
struct Stream {
    union {
        uv_handle_t handle;
        uv_stream_t stream;
        uv_pipe_t pipe;
        uv_tty_t tty;
        uv_tcp_t tcp;
    } uv;
    uv_loop_t *loop;
    bool is_file;
    uv_file file;
    uv_fs_t file_read;
    bool reading;      /* wanted */
    bool file_reading; /* a request is under way */
    bool freed;        /* waits for the requests under way */
    bool write_failed; /* reported once */
    uint32_t requests; /* writes under way, and a file read */
    size_t pending;
    StreamReadCallback on_read;
    void *read_data;
    StreamWriteCallback on_write;
    void *write_data;
    WriteRequest *first_write; /* a file's queue; the first is under way */
    WriteRequest *last_write;
    char bytes[READ_BYTES];
};

struct WriteRequest {
    union {
        uv_write_t write;
        uv_fs_t file;
    } uv;
    Stream *stream;
    struct WriteRequest *next; /* of a file's queue */
    uint32_t length;
    uint32_t done; /* of a file write */
    char bytes[];
};

/* ---- opening ------------------------------------------------------------------------------ */

static Stream *stream_new(Loop *loop) {
    Stream *stream = memory_allocate_zeroed(1, sizeof *stream);
    stream->loop = &loop->uv;
    return stream;
}

static int open_descriptor(Stream *stream, uv_file file) {
    stream->file = file;
    switch (uv_guess_handle(file)) {
    case UV_TTY:
        return uv_tty_init(stream->loop, &stream->uv.tty, file, 0);
    case UV_NAMED_PIPE:
        uv_pipe_init(stream->loop, &stream->uv.pipe, 0);
        return uv_pipe_open(&stream->uv.pipe, file);
    case UV_TCP:
        uv_tcp_init(stream->loop, &stream->uv.tcp);
        return uv_tcp_open(&stream->uv.tcp, file);
    case UV_FILE:
        stream->is_file = true;
        return 0;
    default:
        return UV_EINVAL;
    }
}

static void free_closed(uv_handle_t *handle) {
    free(handle->data);
}

static Status open_standard(Stream **out, Loop *loop, uv_file file, const char *name, Buf *err) {
    Stream *stream = stream_new(loop);
    int code = open_descriptor(stream, file);
    if (code < 0) {
        *out = NULL;
        if (stream->uv.handle.type == UV_UNKNOWN_HANDLE) {
            free(stream);
        } else {
            stream->uv.handle.data = stream;
            uv_close(&stream->uv.handle, free_closed);
        }
        return status_note(STATUS_UNREADABLE, err, "%s: %s", name, uv_strerror(code));
    }
    stream->uv.handle.data = stream;
    *out = stream;
    return STATUS_OK;
}

Status stream_open_stdin(Stream **out, Loop *loop, Buf *err) {
    return open_standard(out, loop, STDIN_FILENO, "standard input", err);
}

Status stream_open_stdout(Stream **out, Loop *loop, Buf *err) {
    return open_standard(out, loop, STDOUT_FILENO, "standard output", err);
}

/* Lives on the stack of the call that waits for it. */
typedef struct Connection {
    uv_connect_t request; /* first: the callback gets its address */
    int code;
    bool done;
} Connection;

static void on_connect(uv_connect_t *request, int code) {
    Connection *connection = (Connection *)request;
    connection->code = code;
    connection->done = true;
}

static Status finish_connect(Stream **out, Stream *stream, Connection *connection, Buf *err) {
    while (!connection->done) {
        uv_run(stream->loop, UV_RUN_ONCE);
    }
    stream->uv.handle.data = stream;
    if (connection->code < 0) {
        *out = NULL;
        uv_close(&stream->uv.handle, free_closed);
        return status_note(STATUS_UNREADABLE, err, "cannot connect: %s",
                           uv_strerror(connection->code));
    }
    *out = stream;
    return STATUS_OK;
}

Status stream_connect_pipe(Stream **out, Loop *loop, const char *name, Buf *err) {
    Stream *stream = stream_new(loop);
    Connection connection = {.done = false};
    uv_pipe_init(stream->loop, &stream->uv.pipe, 0);
    uv_pipe_connect(&connection.request, &stream->uv.pipe, name, on_connect);
    return finish_connect(out, stream, &connection, err);
}

Status stream_connect_port(Stream **out, Loop *loop, uint16_t port, Buf *err) {
    Stream *stream = stream_new(loop);
    Connection connection = {.done = false};
    struct sockaddr_in address;
    uv_ip4_addr("127.0.0.1", port, &address);
    uv_tcp_init(stream->loop, &stream->uv.tcp);
    uv_tcp_nodelay(&stream->uv.tcp, 1);
    connection.code = uv_tcp_connect(&connection.request, &stream->uv.tcp,
                                     (const struct sockaddr *)&address, on_connect);
    connection.done = connection.code < 0; /* then no callback comes */
    return finish_connect(out, stream, &connection, err);
}

/* ---- ending ------------------------------------------------------------------------------- */

static void request_done(Stream *stream) {
    stream->requests--;
    if (stream->freed && stream->is_file && stream->requests == 0) {
        free(stream);
    }
}

void stream_free(Stream *stream) {
    if (stream == NULL) {
        return;
    }
    stream->freed = true;
    stream->reading = false;
    stream->on_write = NULL;
    if (!stream->is_file) {
        /* Write callbacks come with UV_ECANCELED before the close callback. */
        uv_close(&stream->uv.handle, free_closed);
    } else if (stream->requests == 0) {
        free(stream);
    }
}

/* ---- reading ------------------------------------------------------------------------------ */

static void give(Stream *stream, ssize_t length) {
    if (length > 0) {
        stream->on_read(stream->read_data, STATUS_OK, (Str){stream->bytes, (uint32_t)length});
        return;
    }
    stream->reading = false;
    bool ended = length == 0 || length == UV_EOF;
    stream->on_read(stream->read_data, ended ? STATUS_NOT_FOUND : STATUS_UNREADABLE, STR(""));
}

static void on_allocate(uv_handle_t *handle, size_t suggested, uv_buf_t *buffer) {
    (void)suggested;
    Stream *stream = handle->data;
    *buffer = uv_buf_init(stream->bytes, READ_BYTES);
}

static void on_stream_read(uv_stream_t *handle, ssize_t length, const uv_buf_t *buffer) {
    (void)buffer;
    Stream *stream = handle->data;
    if (length == 0 || !stream->reading) {
        return; /* would block; or stopped inside a callback */
    }
    if (length < 0) {
        uv_read_stop(handle);
    }
    give(stream, length);
}

static void file_read_next(Stream *stream);

static void on_file_read(uv_fs_t *request) {
    Stream *stream = request->data;
    ssize_t length = request->result;
    uv_fs_req_cleanup(request);
    stream->file_reading = false;
    bool wanted = stream->reading;
    if (wanted) {
        give(stream, length);
    }
    if (stream->reading) {
        file_read_next(stream);
    }
    request_done(stream);
}

static void file_read_next(Stream *stream) {
    if (stream->file_reading) {
        return;
    }
    uv_buf_t buffer = uv_buf_init(stream->bytes, READ_BYTES);
    stream->file_read.data = stream;
    stream->file_reading = true;
    stream->requests++;
    uv_fs_read(stream->loop, &stream->file_read, stream->file, &buffer, 1, -1, on_file_read);
}

void stream_read_start(Stream *stream, StreamReadCallback callback, void *data) {
    stream->on_read = callback;
    stream->read_data = data;
    stream->reading = true;
    if (stream->is_file) {
        file_read_next(stream);
    } else {
        uv_read_start(&stream->uv.stream, on_allocate, on_stream_read);
    }
}

void stream_read_stop(Stream *stream) {
    stream->reading = false;
    if (!stream->is_file) {
        uv_read_stop(&stream->uv.stream);
    }
}

/* ---- writing ------------------------------------------------------------------------------ */

static void write_ended(Stream *stream, uint32_t length, bool failed) {
    stream->pending -= length;
    bool report_failure = failed && !stream->write_failed;
    bool report_empty = !stream->write_failed && !failed && stream->pending == 0;
    stream->write_failed |= failed;
    if (stream->on_write != NULL && (report_failure || report_empty)) {
        stream->on_write(stream->write_data, failed ? STATUS_UNWRITABLE : STATUS_OK);
    }
}

static void on_stream_write(uv_write_t *request, int code) {
    WriteRequest *write = request->data;
    Stream *stream = write->stream;
    write_ended(stream, write->length, code < 0);
    free(write);
    request_done(stream);
}

static void file_write_next(Stream *stream);

static void on_file_write(uv_fs_t *request) {
    WriteRequest *write = request->data;
    Stream *stream = write->stream;
    ssize_t length = request->result;
    uv_fs_req_cleanup(request);
    write->done += length > 0 ? (uint32_t)length : 0;
    if (length > 0 && write->done < write->length) {
        file_write_next(stream);
        return;
    }
    stream->first_write = write->next;
    if (stream->first_write != NULL) {
        file_write_next(stream);
    }
    write_ended(stream, write->length, length <= 0);
    free(write);
    request_done(stream);
}

/* One request at a time: two in the thread pool could overtake each other. */
static void file_write_next(Stream *stream) {
    WriteRequest *write = stream->first_write;
    uv_buf_t buffer = uv_buf_init(write->bytes + write->done, write->length - write->done);
    write->uv.file.data = write;
    uv_fs_write(stream->loop, &write->uv.file, stream->file, &buffer, 1, -1, on_file_write);
}

static void file_write(Stream *stream, WriteRequest *write) {
    if (stream->first_write != NULL) {
        stream->last_write->next = write;
        stream->last_write = write;
        return;
    }
    stream->first_write = stream->last_write = write;
    file_write_next(stream);
}

void stream_write(Stream *stream, Str bytes) {
    if (bytes.len == 0 || stream->write_failed) {
        return;
    }
    WriteRequest *write = memory_allocate(sizeof *write + bytes.len);
    *write = (WriteRequest){.stream = stream, .length = bytes.len};
    memcpy(write->bytes, bytes.ptr, bytes.len);
    stream->pending += bytes.len;
    stream->requests++;
    if (stream->is_file) {
        file_write(stream, write);
        return;
    }
    write->uv.write.data = write;
    uv_buf_t buffer = uv_buf_init(write->bytes, write->length);
    int code = uv_write(&write->uv.write, &stream->uv.stream, &buffer, 1, on_stream_write);
    if (code < 0) {
        on_stream_write(&write->uv.write, code);
    }
}

void stream_on_write(Stream *stream, StreamWriteCallback callback, void *data) {
    stream->on_write = callback;
    stream->write_data = data;
}

size_t stream_pending(const Stream *stream) {
    return stream->pending;
}
