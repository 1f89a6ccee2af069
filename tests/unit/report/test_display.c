/* Columns of characters, and that nothing harmful reaches a terminal. */
#include "report/display.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

static void widths(void **state) {
    (void)state;
    static const struct {
        uint32_t code, columns;
    } rows[] = {
        {'a',      1},
        {0xE9,     1},
        {0x300,    0},
        {0x36F,    0},
        {0x370,    1},
        {0x200B,   0},
        {0x200D,   0},
        {0xFE0F,   0},
        {0x4E2D,   2},
        {0x3042,   2},
        {0xAC00,   2},
        {0xFF21,   2},
        {0xFF71,   1},
        {0x1F600,  2},
        {0x1F680,  2},
        {0x20000,  2},
        {0x2014,   1},
        {0x10FFFF, 1},
        {0x5D0,    1},
        {0xE0100,  0},
        {0x2705,   2},
        {0x2713,   1},
        {0x1160,   0},
    };
    for (unsigned i = 0; i < sizeof rows / sizeof *rows; i++) {
        if (display_width(rows[i].code) != rows[i].columns) {
            fail_msg("U+%04X is %u wide", rows[i].code, display_width(rows[i].code));
        }
    }
}

static void check(const char *input, uint32_t column, const char *shown, uint32_t columns) {
    Buf out;
    buf_init(&out, 0);
    display_append(&out, str_from_c(input), column);
    if (!str_equal(buf_str(&out), str_from_c(shown))) {
        fail_msg("'%.*s' for '%s'", STR_ARG(buf_str(&out)), shown);
    }
    assert_int_equal(display_columns(str_from_c(input), column), columns);
    buf_release(&out);
}

static void tabs_and_wide_text(void **state) {
    (void)state;
    check("\tx", 0, "    x", 5);
    check("\tx", 3, " x", 2);
    check("中\tx", 0, "中  x", 5);
    check("e\xCC\x81\t", 0, "e\xCC\x81   ", 4);
    check("", 7, "", 0);
}

static void harmful_bytes(void **state) {
    (void)state;
    check("a\x1b[31mb", 0, "a␛[31mb", 7);
    check("\x7f", 0, "␡", 1);
    check("\xE2\x80\xAE", 0, "\xEF\xBF\xBD", 1); /* right-to-left override */
    check("\xC2\x9B", 0, "\xEF\xBF\xBD", 1);     /* C1 control */
    check("\xFF\xC3", 0, "\xEF\xBF\xBD\xEF\xBF\xBD", 2);
    check("\xED\xA0\x80", 0, "\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD", 3); /* surrogate */
    check("\xC0\x80", 0, "\xEF\xBF\xBD\xEF\xBF\xBD", 2);                 /* overlong */
    check("\xF4\x90\x80\x80", 0, "\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD", 4);
}

static void lines_become_one(void **state) {
    (void)state;
    Buf out;
    buf_init(&out, 0);
    display_append_line(&out, STR("a\nb\r\tc\x1b"));
    assert_true(str_equal(buf_str(&out), STR("a b  c␛")));
    buf_release(&out);
}

static void code_points_come_back(void **state) {
    (void)state;
    static const uint32_t codes[] = {0x41, 0x7FF, 0x800, 0xFFFD, 0x10000, 0x10FFFF};
    for (unsigned i = 0; i < sizeof codes / sizeof *codes; i++) {
        Buf out;
        buf_init(&out, 0);
        utf8_append(&out, codes[i]);
        DisplayChar found = display_char(buf_str(&out), 0);
        assert_int_equal(found.code, codes[i]);
        assert_int_equal(found.bytes, out.len);
        buf_release(&out);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(widths),
        cmocka_unit_test(tabs_and_wide_text),
        cmocka_unit_test(harmful_bytes),
        cmocka_unit_test(lines_become_one),
        cmocka_unit_test(code_points_come_back),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
