/* Byte streams of a server: standard input and output, a named pipe, a loopback socket.
 *
 * Belongs to the loop's thread. Nothing here blocks: writes are queued, and `stream_pending` tells
 * how much a slow reader has not taken. */
#ifndef BLUETICK_IO_STREAM_H
#define BLUETICK_IO_STREAM_H

#include "io/loop.h"

typedef struct Stream Stream;

/* `bytes` is borrowed until the callback returns. When the stream has ended or failed, the last
 * call comes with STATUS_NOT_FOUND (end) or STATUS_UNREADABLE and no bytes. */
typedef void (*StreamReadCallback)(void *data, Status status, Str bytes);

/* Called when the queue of writes became empty (STATUS_OK), or once with STATUS_UNWRITABLE when the
 * reader is gone: nothing more can be written. */
typedef void (*StreamWriteCallback)(void *data, Status status);

/* Reads from descriptor 0 or writes to descriptor 1; terminals, pipes, sockets and files alike. */
Status stream_open_stdin(Stream **out, Loop *loop, Buf *err) MUST_CHECK;
Status stream_open_stdout(Stream **out, Loop *loop, Buf *err) MUST_CHECK;

/* Connects to a listening pipe (unix socket) or to a port on 127.0.0.1: the client of a language
 * server listens, the server connects. Reads and writes. Waits for the connection. */
Status stream_connect_pipe(Stream **out, Loop *loop, const char *name, Buf *err) MUST_CHECK;
Status stream_connect_port(Stream **out, Loop *loop, uint16_t port, Buf *err) MUST_CHECK;

void stream_read_start(Stream *stream, StreamReadCallback callback, void *data);
void stream_read_stop(Stream *stream);

/* Copies the bytes; the callback set here is told how the queue ends. `callback` may be NULL. */
void stream_write(Stream *stream, Str bytes);
void stream_on_write(Stream *stream, StreamWriteCallback callback, void *data);

/* Bytes queued and not yet taken by the system. */
size_t stream_pending(const Stream *stream);

/* Drops what is queued. To flush first, wait for the write callback. */
void stream_free(Stream *stream);

#endif
