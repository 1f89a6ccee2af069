/* What cJSON cannot carry is gone, nothing else changed, and no width changed. */
#include "lsp/json_clean.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cjson/cJSON.h>
#include <cmocka.h>

static void check_clean(Str input, Str expected) {
    Buf buf;
    buf_init(&buf, 0);
    buf_append(&buf, input);
    assert_int_equal(json_clean(buf.ptr, buf.len), STATUS_OK);
    assert_int_equal(buf.len, expected.len);
    assert_memory_equal(buf.ptr, expected.ptr, expected.len);
    buf_release(&buf);
}

static void test_escapes(void **state) {
    (void)state;
    check_clean(STR("{\"a\":\"x\\u0000y\"}"), STR("{\"a\":\"x\\u0020y\"}"));
    check_clean(STR("\"\\\\u0000\""), STR("\"\\\\u0000\""));
    check_clean(STR("\"\\\\\\u0000\""), STR("\"\\\\\\u0020\""));
    check_clean(STR("\"\\ud83d\\ude00\""), STR("\"\\ud83d\\ude00\""));
    check_clean(STR("\"\\ud83d\""), STR("\"\\ufffd\""));
    check_clean(STR("\"\\ud83dx\""), STR("\"\\ufffdx\""));
    check_clean(STR("\"\\uDE00\\uD83D\""), STR("\"\\ufffd\\ufffd\""));
    check_clean(STR("\"\\ud83d\\ud83d\\ude00\""), STR("\"\\ufffd\\ud83d\\ude00\""));
    check_clean(STR("\"\\\"\\u0000\""), STR("\"\\\"\\u0020\""));
    check_clean(STR("\"\\u00"), STR("\"\\u00"));
    check_clean(STR("\"\\"), STR("\"\\"));
}

static void test_raw_bytes(void **state) {
    (void)state;
    check_clean(STR("\"a\0b\""), STR("\"a b\""));
    check_clean(STR("\"\xC3\xA9\xF0\x9F\x98\x80\""), STR("\"\xC3\xA9\xF0\x9F\x98\x80\""));
    check_clean(STR("\"\xFF\xC3\""), STR("\"??\""));
    check_clean(STR("\"\xED\xA0\x80\""), STR("\"\xEF\xBF\xBD\""));
    check_clean(STR("\"\xC0\x80\""), STR("\"??\""));
    check_clean(STR("\"\xF4\x90\x80\x80\""), STR("\"????\""));
    check_clean(STR("\"\xE2\x82"), STR("\"??"));
}

static void test_depth(void **state) {
    (void)state;
    Buf buf;
    buf_init(&buf, 0);
    buf_append_repeat(&buf, '[', JSON_DEPTH_MAX);
    assert_int_equal(json_clean(buf.ptr, buf.len), STATUS_OK);
    buf_append_byte(&buf, '{');
    assert_int_equal(json_clean(buf.ptr, buf.len), STATUS_TOO_LARGE);
    buf_clear(&buf);
    buf_append_byte(&buf, '"');
    buf_append_repeat(&buf, '[', 1000 * 1000);
    assert_int_equal(json_clean(buf.ptr, buf.len), STATUS_OK);
    buf_release(&buf);
}

/* Whatever bytes come, what is left is a text that cJSON parses or refuses, never a crash. */
static void test_random_bytes(void **state) {
    (void)state;
    static const char alphabet[] = "{}[]\",:\\u0d8cCDeE \xC3\xA9\xF0\x9F\x98\x80\xED";
    uint64_t seed = 7;
    for (int round = 0; round < 20000; round++) {
        char bytes[48];
        for (size_t i = 0; i < sizeof bytes - 1; i++) {
            seed = seed * 6364136223846793005u + 1442695040888963407u;
            bytes[i] = alphabet[(seed >> 33) % sizeof alphabet];
        }
        bytes[sizeof bytes - 1] = '\0';
        if (json_clean(bytes, sizeof bytes - 1) == STATUS_OK) {
            assert_int_equal(strlen(bytes), sizeof bytes - 1);
            cJSON_Delete(cJSON_ParseWithLengthOpts(bytes, sizeof bytes, NULL, true));
        }
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_escapes),
        cmocka_unit_test(test_raw_bytes),
        cmocka_unit_test(test_depth),
        cmocka_unit_test(test_random_bytes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
