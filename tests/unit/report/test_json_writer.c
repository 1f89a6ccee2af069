/* Commas, escapes and bytes that are not UTF-8. */
#include "report/json_writer.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

static void check_string(Str input, const char *wanted) {
    Buf out;
    buf_init(&out, 0);
    JsonWriter json = json_writer(&out);
    json_string(&json, input);
    if (!str_equal(buf_str(&out), str_from_c(wanted))) {
        fail_msg("%.*s for %s", STR_ARG(buf_str(&out)), wanted);
    }
    buf_release(&out);
}

static void strings(void **state) {
    (void)state;
    check_string(STR(""), "\"\"");
    check_string(STR("a\"b\\c/"), "\"a\\\"b\\\\c/\"");
    check_string(STR("\b\t\n\f\r\x01\x1f\x7f"), "\"\\b\\t\\n\\f\\r\\u0001\\u001f\\u007f\"");
    check_string(STR("a\0b"), "\"a\\u0000b\"");
    check_string(STR("é中😀\xE2\x80\xA8"), "\"é中😀\xE2\x80\xA8\"");
    check_string(STR("a\xFF"
                     "b\xE4\xB8"),
                 "\"a\xEF\xBF\xBD"
                 "b\xEF\xBF\xBD\xEF\xBF\xBD\"");
    check_string(STR("\xED\xA0\x80"), "\"\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD\"");
    check_string(STR("\xEF\xBF\xBD"), "\"\xEF\xBF\xBD\"");
}

static void structure(void **state) {
    (void)state;
    Buf out;
    buf_init(&out, 0);
    JsonWriter json = json_writer(&out);
    json_open(&json, '{');
    json_number_at(&json, "n", 18446744073709551615u);
    json_bool_at(&json, "b", true);
    json_optional_at(&json, "none", STR(""));
    json_optional_at(&json, "some", STR("x"));
    json_open_at(&json, "list", '[');
    json_new_line(&json, 1);
    json_open(&json, '[');
    json_close(&json, ']');
    json_new_line(&json, 1);
    json_null(&json);
    json_bool(&json, false);
    json_close(&json, ']');
    json_open_at(&json, "empty", '{');
    json_close(&json, '}');
    json_close(&json, '}');
    assert_true(str_equal(buf_str(&out),
                          STR("{\"n\":18446744073709551615,\"b\":true,\"none\":null,\"some\":\"x\","
                              "\"list\":[\n  [],\n  null,false],\"empty\":{}}")));
    buf_release(&out);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(strings),
        cmocka_unit_test(structure),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
