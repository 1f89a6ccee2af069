/* Decoding: marks, cookies, iconv, and the way back to the file's bytes. */
#include "text/source.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

static void check_decode(Str bytes, Status status, const char *text, const char *error) {
    Arena mem;
    arena_init(&mem);
    Buf err;
    buf_init(&err, 0);
    Source source;
    assert_int_equal(source_decode(&source, bytes, &mem, &err), status);
    assert_string_equal(err.len ? buf_str(&err).ptr : "", error);
    if (status == STATUS_OK) {
        assert_true(str_equal(source.text, str_from_c(text)));
        Buf back;
        buf_init(&back, 0);
        assert_int_equal(source_encode(&source, source.text, &back, NULL), STATUS_OK);
        assert_true(str_equal(buf_str(&back), bytes));
        assert_int_equal(source_file_offset(&source, source.text.len), bytes.len);
        buf_release(&back);
    }
    buf_release(&err);
    arena_release(&mem);
}

static void check_decoded(Str bytes, const char *text) {
    check_decode(bytes, STATUS_OK, text, "");
}

static void check_refused(Str bytes, const char *error) {
    check_decode(bytes, STATUS_UNSUPPORTED, "", error);
}

static void test_utf8(void **state) {
    (void)state;
    check_decoded(STR(""), "");
    check_decoded(STR("\xEF\xBB\xBF"), "");
    check_decoded(STR("\xEF\xBB\xBFx\n"), "x\n");
    check_decoded(STR("caf\xC3\xA9 \xF0\x9F\x8E\x89"), "caf\xC3\xA9 \xF0\x9F\x8E\x89");
    check_decoded(STR("# coding: utf-8\nx"), "# coding: utf-8\nx");
    check_decoded(STR("# vim: set fileencoding=UTF8 :\nx"), "# vim: set fileencoding=UTF8 :\nx");
}

static void test_cookies(void **state) {
    (void)state;
    check_decoded(STR("# -*- coding: latin-1 -*-\n'\xE9'"),
                  "# -*- coding: latin-1 -*-\n'\xC3\xA9'");
    check_decoded(STR("#!/usr/bin/python\r\n#coding=cp1252\r\n'\x80'"),
                  "#!/usr/bin/python\r\n#coding=cp1252\r\n'\xE2\x82\xAC'");
    check_decoded(STR("\f \t# encoding:koi8-r\n'\xC1'"), "\f \t# encoding:koi8-r\n'\xD0\xB0'");
    check_decoded(STR("# coding: shift_jis\n'\x82\xA0'"), "# coding: shift_jis\n'\xE3\x81\x82'");
    check_decoded(STR("# coding coding : coding: iso-8859-15\n'\xA4'"),
                  "# coding coding : coding: iso-8859-15\n'\xE2\x82\xAC'");
    check_decoded(STR("\n# coding: ascii\nx"), "\n# coding: ascii\nx");
}

static void test_cookies_that_do_not_count(void **state) {
    (void)state;
    check_decoded(STR("x = 1\n# coding: nonsense\n"), "x = 1\n# coding: nonsense\n");
    check_decoded(STR("\n\n# coding: nonsense\n"), "\n\n# coding: nonsense\n");
    check_decoded(STR("x # coding: nonsense"), "x # coding: nonsense");
    check_decoded(STR("\xEF\xBB\xBF# coding: latin-1\n"), "# coding: latin-1\n");
}

static void test_refusals(void **state) {
    (void)state;
    check_refused(STR("x\n'\xE9'"), "line 2 is not valid UTF-8");
    check_refused(STR("\xED\xA0\x80"), "line 1 is not valid UTF-8"); /* a surrogate */
    check_refused(STR("\xC0\x80"), "line 1 is not valid UTF-8");     /* overlong */
    check_refused(STR("\xF4\x90\x80\x80"), "line 1 is not valid UTF-8");
    check_refused(STR("a\r\nb\r\xE2\x82"), "line 3 is not valid UTF-8"); /* cut off */
    check_refused(STR("# coding: nonsense\n"), "unknown encoding nonsense");
    check_refused(STR("# coding: utf-16\n"), "unknown encoding utf-16");
    check_refused(STR("# coding: ascii\n\n\xE9"), "line 3 is not valid ASCII");
}

static void test_too_large(void **state) {
    (void)state;
    static char bytes[SOURCE_BYTES_MAX + 1];
    check_decode((Str){bytes, sizeof bytes}, STATUS_TOO_LARGE, "",
                 "10000001 bytes, more than 10000000");
}

static void test_file_offsets(void **state) {
    (void)state;
    Arena mem;
    arena_init(&mem);
    Source source;
    assert_int_equal(source_decode(&source, STR("#coding:latin1\n\xE9\xE9x"), &mem, NULL),
                     STATUS_OK);
    assert_int_equal(source_file_offset(&source, 15), 15);
    assert_int_equal(source_file_offset(&source, 17), 16);
    assert_int_equal(source_file_offset(&source, 19), 17);
    assert_int_equal(source_decode(&source, STR("\xEF\xBB\xBF\xC3\xA9x"), &mem, NULL), STATUS_OK);
    assert_int_equal(source_file_offset(&source, 2), 5);
    arena_release(&mem);
}

static void test_encode_refuses_what_the_encoding_lacks(void **state) {
    (void)state;
    Arena mem;
    arena_init(&mem);
    Buf out;
    Buf err;
    buf_init(&out, 0);
    buf_init(&err, 0);
    Source source;
    assert_int_equal(source_decode(&source, STR("# coding: latin-1\n"), &mem, NULL), STATUS_OK);
    assert_int_equal(source_encode(&source, STR("\n\xE2\x82\xAC"), &out, &err), STATUS_UNSUPPORTED);
    assert_string_equal(buf_str(&err).ptr, "line 2 cannot be written in ISO-8859-1");
    buf_release(&out);
    buf_release(&err);
    arena_release(&mem);
}

static void test_utf8_is_valid(void **state) {
    (void)state;
    assert_true(utf8_is_valid(STR("")));
    assert_true(utf8_is_valid(STR("plain text of more than eight bytes \xEF\xBF\xBF")));
    assert_true(
        utf8_is_valid(STR("\xF4\x8F\xBF\xBF\xEE\x80\x80\xC2\x80\xE0\xA0\x80\xF0\x90\x80\x80")));
    assert_false(utf8_is_valid(STR("plain text of more than eight bytes \x80")));
    assert_false(utf8_is_valid(STR("\xE0\x9F\xBF")));
    assert_false(utf8_is_valid(STR("\xF0\x8F\xBF\xBF")));
    assert_false(utf8_is_valid(STR("\xF5\x80\x80\x80")));
    assert_false(utf8_is_valid(STR("\xC2")));
    assert_false(utf8_is_valid(STR("\xE1\x80\x41")));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_utf8),
        cmocka_unit_test(test_cookies),
        cmocka_unit_test(test_cookies_that_do_not_count),
        cmocka_unit_test(test_refusals),
        cmocka_unit_test(test_too_large),
        cmocka_unit_test(test_file_offsets),
        cmocka_unit_test(test_encode_refuses_what_the_encoding_lacks),
        cmocka_unit_test(test_utf8_is_valid),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
