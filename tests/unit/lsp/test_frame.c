/* Frames come out whole, however the bytes arrive and whatever stands between them. */
#include "lsp/frame.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

/* What the reader says about `input`, given `step` bytes at a time: bodies in <>, bad blocks as
 * !. */
static void read_all(Str input, uint32_t step, Buf *out) {
    FrameReader reader;
    frame_reader_init(&reader);
    for (uint32_t at = 0; at < input.len; at += step) {
        Str piece = str_slice(input, at, at + step);
        FrameEvent event;
        while ((event = frame_reader_next(&reader, &piece)) != FRAME_MORE) {
            if (event == FRAME_BAD) {
                assert_non_null(reader.reason);
                buf_append_byte(out, '!');
            } else {
                buf_format(out, "<%.*s>", STR_ARG(buf_str(&reader.body)));
            }
        }
    }
    frame_reader_release(&reader);
}

static void check_frames(const char *input, const char *expected) {
    Str text = str_from_c(input);
    for (uint32_t step = 1; step <= text.len; step++) {
        Buf out;
        buf_init(&out, 0);
        read_all(text, step, &out);
        assert_string_equal(out.ptr ? out.ptr : "", expected);
        buf_release(&out);
    }
}

static void test_good_frames(void **state) {
    (void)state;
    check_frames("Content-Length: 2\r\n\r\nab", "<ab>");
    check_frames("Content-Length: 2\r\n\r\nabContent-Length: 3\r\n\r\ncde", "<ab><cde>");
    check_frames("content-length:2\r\n\r\nab", "<ab>");
    check_frames("CONTENT-LENGTH \t:  2  \r\n\r\nab", "<ab>");
    check_frames("Content-Type: application/vscode-jsonrpc; charset=utf-8\r\n"
                 "Content-Length: 2\r\n\r\nab",
                 "<ab>");
    check_frames("Content-Length: 2\n\nab", "<ab>");
    check_frames("Content-Length: 0\r\n\r\nContent-Length: 1\r\n\r\nx", "<><x>");
    check_frames("\r\n\r\nContent-Length: 1\r\n\r\nx", "<x>");
    check_frames("X-Content-Length: 9\r\nContent-Length: 1\r\n\r\nx", "<x>");
}

static void test_bad_frames(void **state) {
    (void)state;
    const char *next = "Content-Length: 1\r\n\r\nx";
    const char *bad[] = {
        "Content-Length: -5\r\n\r\n",
        "Content-Length: 99999999999999999999999999\r\n\r\n",
        "Content-Length: 4294967298\r\n\r\n",
        "Content-Length: 2147483648\r\n\r\n",
        "Content-Length: 1\r\nContent-Length: 1\r\n\r\n",
        "Content-Length: 1\r\ncontent-length:2\r\n\r\n",
        "Content-Length: two\r\n\r\n",
        "Content-Length: 0x1\r\n\r\n",
        "Content-Length: +1\r\n\r\n",
        "Content-Length:\r\n\r\n",
        "Content-Type: text/plain\r\n\r\n",
        "Content-Length: 12abc\r\n\r\n",
        /* with a body behind it that ends without a line end */
        "Content-Length: -1\r\n\r\n{\"jsonrpc\":\"2.0\"}",
        "Content-Type: a\r\n\r\n{\"a\":[1,\r\n\r\n2]}",
    };
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        Buf input;
        buf_init(&input, 0);
        buf_format(&input, "%s%s", bad[i], next);
        check_frames(input.ptr, "!<x>");
        buf_release(&input);
    }
}

/* The announced length is too short: what is left over does not hide the next header. */
static void test_short_length(void **state) {
    (void)state;
    check_frames("Content-Length: 3\r\n\r\n{\"a\":1}Content-Length: 1\r\n\r\nx", "<{\"a><x>");
}

static void test_endless_header_line(void **state) {
    (void)state;
    Buf input;
    buf_init(&input, 0);
    buf_append_repeat(&input, 'a', 100 * 1000);
    buf_append_c(&input, "\r\n\r\nContent-Length: 1\r\n\r\nx");
    Buf out;
    buf_init(&out, 0);
    read_all(buf_str(&input), 4096, &out);
    assert_string_equal(out.ptr, "!<x>");
    buf_release(&out);
    buf_release(&input);
}

/* A huge but allowed length costs nothing until the bytes come. */
static void test_no_memory_in_advance(void **state) {
    (void)state;
    FrameReader reader;
    frame_reader_init(&reader);
    Str input = STR("Content-Length: 100000000\r\n\r\nabc");
    assert_int_equal(frame_reader_next(&reader, &input), FRAME_MORE);
    assert_true(reader.body.capacity < 1000);
    frame_reader_release(&reader);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_good_frames),          cmocka_unit_test(test_bad_frames),
        cmocka_unit_test(test_short_length),         cmocka_unit_test(test_endless_header_line),
        cmocka_unit_test(test_no_memory_in_advance),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
