/* The outermost layer of the protocol: `Content-Length: N`, a blank line, N bytes.
 *
 * Survives whatever arrives: a header block that cannot be used is reported once and skipped, and
 * the reader finds the next one, even when it is glued to the rest of a body of unknown length. No
 * length that a header claims is ever allocated before the bytes are there. */
#ifndef BLUETICK_LSP_FRAME_H
#define BLUETICK_LSP_FRAME_H

#include "base/buf.h"

enum {
    FRAME_BODY_MAX = 128 * 1024 * 1024, /* a file of 20 MB, escaped, still gets through */
    FRAME_LINE_MAX = 512,               /* of a longer header line only the end is kept */
};

typedef enum FrameEvent {
    FRAME_MORE, /* the input is used up; give more */
    FRAME_BODY, /* a whole body is there */
    FRAME_BAD,  /* a header block without one usable length; `reason` says why */
} FrameEvent;

typedef struct FrameReader {
    Buf body;             /* the bytes of the body so far */
    uint32_t body_length; /* announced */
    bool in_body;         /* past the blank line */
    bool lost;            /* after a bad block: what is no header is skipped without a word */
    char line[FRAME_LINE_MAX];
    uint32_t line_length;
    uint32_t header_lines; /* non-blank lines of this block */
    uint32_t lengths;      /* Content-Length lines of this block */
    const char *reason;    /* why the block is bad; NULL = it is not */
} FrameReader;

void frame_reader_init(FrameReader *reader);
void frame_reader_release(FrameReader *reader);

/* Consumes from the front of `input` up to the next event. At FRAME_BODY the body is reader->body,
 * which the caller may change in place, until the next call. O(bytes consumed). */
FrameEvent frame_reader_next(FrameReader *reader, Str *input);

/* "Content-Length: N\r\n\r\n", appended. */
void frame_write_header(Buf *out, uint32_t body_length);

#endif
