/* Rows of a text: borders, blanks, comments, strings over several rows. */
#include "text/rows.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static const char text_bytes[] = "a = 1\r\n  b = 2  # c\n\n\tx";
#define TEXT STR(text_bytes)

static void test_borders(void **state) {
    (void)state;
    assert_int_equal(row_start(TEXT, 10), 7);
    assert_int_equal(row_start(TEXT, 0), 0);
    assert_int_equal(row_end(TEXT, 0), 5);
    assert_int_equal(row_next(TEXT, 0), 7);
    assert_int_equal(row_next(TEXT, 22), TEXT.len);
    assert_int_equal(row_end(TEXT, 22), TEXT.len);
}

static void test_blanks(void **state) {
    (void)state;
    assert_true(row_begins_at(TEXT, 9));
    assert_false(row_begins_at(TEXT, 10));
    assert_true(row_ends_at(TEXT, 14));
    assert_false(row_ends_at(TEXT, 12));
    assert_int_equal(row_indent(TEXT, 12).len, 2);
    assert_true(row_is_blank(TEXT, 20));
    assert_false(row_is_blank(TEXT, 22));
}

static void check_string(const char *source, bool expected) {
    Str text = str_from_c(source);
    assert_int_equal(rows_hold_long_string(text, (Span){0, text.len}), expected);
}

static void test_long_strings(void **state) {
    (void)state;
    check_string("x = 'a'\ny = '''b'''\n", false);
    check_string("x = '''a\nb'''\n", true);
    check_string("# '''\nx = 1\n", false);
    check_string("x = f'''{a}\n'''\n", true);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_borders),
        cmocka_unit_test(test_blanks),
        cmocka_unit_test(test_long_strings),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
