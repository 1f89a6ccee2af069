/* Knows header lines and body lengths; refuses to know what a body holds. */
#include "lsp/frame.h"

#include <strings.h>

enum { BODY_KEEP_MAX = 1024 * 1024 }; /* a larger buffer is given back after its message */

void frame_reader_init(FrameReader *reader) {
    *reader = (FrameReader){.in_body = false};
    buf_init(&reader->body, FRAME_BODY_MAX);
}

void frame_reader_release(FrameReader *reader) {
    buf_release(&reader->body);
}

static void start_headers(FrameReader *reader) {
    reader->in_body = false;
    reader->line_length = 0;
    reader->header_lines = 0;
    reader->lengths = 0;
    reader->reason = NULL;
}

/* RFC 7230's token, near enough: what may stand in a header's name. */
static bool is_name_byte(char byte) {
    return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') || byte == '-' ||
           (byte >= '0' && byte <= '9');
}

static bool is_header_name(Str name) {
    for (uint32_t i = 0; i < name.len; i++) {
        if (!is_name_byte(name.ptr[i])) {
            return false;
        }
    }
    return name.len > 0;
}

static bool equal_ignoring_case(Str text, Str wanted) {
    return text.len == wanted.len && strncasecmp(text.ptr, wanted.ptr, wanted.len) == 0;
}

/* What follows the name and colon of a length header. A line that is no header at all may be the
 * rest of a body whose length was wrong, with the next header glued to it: there the last
 * occurrence counts. */
static bool find_length_value(Str line, Str *value) {
    Str wanted = STR("content-length");
    uint32_t colon = str_find_byte(line, ':');
    Str name = str_trim(str_slice(line, 0, colon));
    if (is_header_name(name)) {
        *value = str_trim(str_slice(line, colon + 1, line.len));
        return colon < line.len && equal_ignoring_case(name, wanted);
    }
    for (uint32_t at = line.len; at-- > 0;) {
        Str rest = str_slice(line, at, line.len);
        if (rest.len < wanted.len || strncasecmp(rest.ptr, wanted.ptr, wanted.len) != 0) {
            continue;
        }
        rest = str_trim(str_slice(rest, wanted.len, rest.len));
        if (rest.len > 0 && rest.ptr[0] == ':') {
            *value = str_trim(str_slice(rest, 1, rest.len));
            return true;
        }
    }
    return false;
}

/* Digits only; more than FRAME_BODY_MAX is as bad as none. */
static bool parse_length(Str value, uint32_t *length) {
    uint64_t number = 0;
    for (uint32_t i = 0; i < value.len; i++) {
        if (value.ptr[i] < '0' || value.ptr[i] > '9') {
            return false;
        }
        number = number * 10 + (uint64_t)(value.ptr[i] - '0');
        if (number > FRAME_BODY_MAX) {
            return false;
        }
    }
    *length = (uint32_t)number;
    return value.len > 0;
}

static void read_line(FrameReader *reader, Str line) {
    Str value;
    reader->header_lines++;
    if (!find_length_value(line, &value)) {
        return;
    }
    reader->lengths++;
    if (reader->lengths > 1) {
        reader->reason = "more than one Content-Length";
    } else if (!parse_length(value, &reader->body_length)) {
        reader->reason = "Content-Length is not a usable number";
    }
}

/* A blank line ends the block. Stray blank lines between two frames are nothing. */
static FrameEvent finish_headers(FrameReader *reader) {
    if (reader->header_lines == 0) {
        return FRAME_MORE;
    }
    if (reader->lengths == 0) {
        reader->reason = "a header block without Content-Length";
    }
    if (reader->reason == NULL) {
        reader->in_body = true;
        reader->lost = false;
        return FRAME_MORE;
    }
    bool reported = reader->lost && reader->lengths == 0;
    const char *reason = reader->reason;
    start_headers(reader);
    reader->lost = true;
    reader->reason = reason;
    return reported ? FRAME_MORE : FRAME_BAD;
}

/* One byte of the header block. Of a line past the limit the newest half stays: a header glued to
 * its end is still found. */
static FrameEvent take_header_byte(FrameReader *reader, char byte) {
    if (byte != '\n') {
        if (reader->line_length == FRAME_LINE_MAX) {
            memmove(reader->line, reader->line + FRAME_LINE_MAX / 2, FRAME_LINE_MAX / 2);
            reader->line_length = FRAME_LINE_MAX / 2;
        }
        reader->line[reader->line_length++] = byte;
        return FRAME_MORE;
    }
    Str line = str_trim((Str){reader->line, reader->line_length});
    reader->line_length = 0;
    if (line.len == 0) {
        return finish_headers(reader);
    }
    if (reader->header_lines == 0) {
        reader->reason = NULL;
    }
    read_line(reader, line);
    return FRAME_MORE;
}

static FrameEvent read_headers(FrameReader *reader, Str *input) {
    while (input->len > 0 && !reader->in_body) {
        char byte = *input->ptr;
        *input = str_slice(*input, 1, input->len);
        FrameEvent event = take_header_byte(reader, byte);
        if (event != FRAME_MORE) {
            return event;
        }
    }
    return FRAME_MORE;
}

static FrameEvent read_body(FrameReader *reader, Str *input) {
    uint32_t missing = reader->body_length - reader->body.len;
    uint32_t take = missing < input->len ? missing : input->len;
    buf_append(&reader->body, str_slice(*input, 0, take));
    *input = str_slice(*input, take, input->len);
    if (reader->body.len < reader->body_length) {
        return FRAME_MORE;
    }
    start_headers(reader);
    return FRAME_BODY;
}

/* The body of the call before is done with. */
static void drop_body(FrameReader *reader) {
    if (reader->body.capacity > BODY_KEEP_MAX) {
        buf_release(&reader->body);
        buf_init(&reader->body, FRAME_BODY_MAX);
    } else {
        buf_clear(&reader->body);
    }
}

FrameEvent frame_reader_next(FrameReader *reader, Str *input) {
    if (!reader->in_body) {
        drop_body(reader);
        FrameEvent event = read_headers(reader, input);
        if (event != FRAME_MORE || !reader->in_body) {
            return event;
        }
    }
    return read_body(reader, input);
}

void frame_write_header(Buf *out, uint32_t body_length) {
    buf_format(out, "Content-Length: %u\r\n\r\n", body_length);
}
