/* A range writer says what the line index says, in any order of questions. */
#include "lsp/lsp_text.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static void check_against_index(Str text) {
    Arena mem;
    arena_init(&mem);
    LineIndex lines = line_index_build(text, &mem);
    for (int encoding = POSITION_UTF8; encoding <= POSITION_UTF32; encoding++) {
        RangeWriter writer = range_writer(&lines, (PositionEncoding)encoding);
        for (uint32_t step = 1; step < 7; step++) {
            for (uint32_t at = 0; at <= text.len; at += step) {
                uint32_t offset = step % 2 ? at : text.len - at;
                if (offset < text.len && ((unsigned char)text.ptr[offset] & 0xC0) == 0x80) {
                    continue; /* findings begin and end between characters */
                }
                Position expected = line_index_position(&lines, offset, (PositionEncoding)encoding);
                Position position = range_writer_position(&writer, offset);
                assert_int_equal(position.row, expected.row);
                assert_int_equal(position.column, expected.column);
            }
        }
    }
    arena_release(&mem);
}

static void test_positions(void **state) {
    (void)state;
    check_against_index(STR(""));
    check_against_index(STR("abc"));
    check_against_index(STR("a\nb\r\nc\rd"));
    check_against_index(STR("\xF0\x9F\x98\x80 = \xC3\xA9\n\n\xE2\x82\xAC x\n"));
    check_against_index(STR("x\n"));
}

static void test_range(void **state) {
    (void)state;
    Arena mem;
    Buf out;
    arena_init(&mem);
    buf_init(&out, 0);
    LineIndex lines = line_index_build(STR("ab\n\xF0\x9F\x98\x80"
                                           "cd\n"),
                                       &mem);
    RangeWriter writer = range_writer(&lines, POSITION_UTF16);
    range_write(&writer, (Span){1, 8}, &out);
    assert_string_equal(out.ptr, "{\"start\":{\"line\":0,\"character\":1},"
                                 "\"end\":{\"line\":1,\"character\":3}}");
    buf_release(&out);
    arena_release(&mem);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_positions),
        cmocka_unit_test(test_range),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
