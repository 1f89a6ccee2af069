/* Versions of a file: each equals a fresh document of the same bytes. */
#include "engine/document.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>

#include <cmocka.h>

static Document *open_text(const char *text) {
    Document *document;
    assert_int_equal(document_open(&document, STR("a.py"), str_from_c(text), NULL), STATUS_OK);
    return document;
}

static void check_equal(const Document *found, const char *text) {
    Document *fresh = open_text(text);
    assert_true(str_equal(found->source.text, str_from_c(text)));
    assert_int_equal(found->lines.count, fresh->lines.count);
    assert_int_equal(found->outline.unit_count, fresh->outline.unit_count);
    for (UnitId id = 0; id < fresh->outline.unit_count; id++) {
        assert_true(hash_equal(found->outline.units[id].hash, fresh->outline.units[id].hash));
    }
    document_release(fresh);
}

static void check_edit(const char *before, uint32_t start, uint32_t end, const char *inserted,
                       const char *after) {
    Document *old = open_text(before);
    Document *edited = document_edit(old, (Span){start, end}, str_from_c(inserted));
    assert_non_null(edited);
    check_equal(edited, after);
    Document *replaced = document_replace(old, str_from_c(after));
    check_equal(replaced, after);
    check_equal(old, before);
    document_release(old);
    check_equal(edited, after); /* a version owes nothing to the one before */
    document_release(edited);
    document_release(replaced);
}

static void test_edits(void **state) {
    (void)state;
    check_edit("", 0, 0, "x = 1\n", "x = 1\n");
    check_edit("x = 1\n", 0, 6, "", "");
    check_edit("x = 1\n", 4, 5, "22", "x = 22\n");
    check_edit("def f():\n    a\n", 13, 14, "b\n\n\ndef g():\n    c",
               "def f():\n    b\n\n\ndef g():\n    c\n");
    check_edit("a\nb\n", 0, 4, "a\nb\n", "a\nb\n");
}

static void test_places_are_clamped(void **state) {
    (void)state;
    check_edit("abc", 2, 99, "d", "abd");
    check_edit("abc", 99, 100, "d", "abcd");
    check_edit("abc", 2, 1, "d", "abdc");
}

static void test_too_large_is_refused(void **state) {
    (void)state;
    static char bytes[SOURCE_BYTES_MAX + 1];
    memset(bytes, '\n', sizeof bytes);
    Document *document;
    Buf err;
    buf_init(&err, 0);
    Str all = {bytes, sizeof bytes};
    assert_int_equal(document_open(&document, STR("a.py"), all, &err), STATUS_TOO_LARGE);
    assert_null(document);
    assert_true(err.len > 0);
    buf_release(&err);
    Document *small = open_text("x\n");
    assert_null(document_edit(small, (Span){0, 0}, str_slice(all, 0, SOURCE_BYTES_MAX)));
    document_release(small);
}

static void test_encoding_survives_an_edit(void **state) {
    (void)state;
    Document *document;
    Str bytes = STR("\xef\xbb\xbfx = 1\n");
    assert_int_equal(document_open(&document, STR("a.py"), bytes, NULL), STATUS_OK);
    Document *edited = document_edit(document, (Span){4, 5}, STR("2"));
    Buf out;
    buf_init(&out, 0);
    assert_int_equal(source_encode(&edited->source, edited->source.text, &out, NULL), STATUS_OK);
    assert_true(str_equal(buf_str(&out), STR("\xef\xbb\xbfx = 2\n")));
    buf_release(&out);
    document_release(edited);
    document_release(document);
}

static void test_unknown_encoding_is_refused(void **state) {
    (void)state;
    Document *document;
    Str bytes = STR("# -*- coding: no-such-codec -*-\n");
    assert_int_equal(document_open(&document, STR("a.py"), bytes, NULL), STATUS_UNSUPPORTED);
    assert_null(document);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_edits),
        cmocka_unit_test(test_places_are_clamped),
        cmocka_unit_test(test_too_large_is_refused),
        cmocka_unit_test(test_encoding_survives_an_edit),
        cmocka_unit_test(test_unknown_encoding_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
