/* Spellings of URIs, the paths they mean, and back; Windows rules hold on every system. */
#include "lsp/uri.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static void check_path(const char *uri, PathStyle style, const char *expected) {
    Buf path;
    buf_init(&path, 0);
    bool found = uri_to_path(str_from_c(uri), style, &path);
    assert_int_equal(found, expected != NULL);
    if (expected) {
        assert_string_equal(path.ptr, expected);
    }
    buf_release(&path);
}

static void check_uri(const char *path, PathStyle style, const char *expected) {
    Buf uri;
    buf_init(&uri, 0);
    uri_from_path(str_from_c(path), style, &uri);
    assert_string_equal(uri.ptr, expected);
    buf_clear(&uri);
    uri_from_path(str_from_c(path), style, &uri);
    check_path(uri.ptr, style, path);
    buf_release(&uri);
}

static void check_same(const char *one, const char *other, PathStyle style, bool same) {
    Buf first;
    Buf second;
    buf_init(&first, 0);
    buf_init(&second, 0);
    uri_key(str_from_c(one), style, &first);
    uri_key(str_from_c(other), style, &second);
    assert_int_equal(str_equal(buf_str(&first), buf_str(&second)), same);
    buf_release(&first);
    buf_release(&second);
}

static void test_posix_paths(void **state) {
    (void)state;
    check_path("file:///tmp/a.py", PATH_POSIX, "/tmp/a.py");
    check_path("file:///tmp/a%20b%23c%C3%A9.py", PATH_POSIX, "/tmp/a b#c\xC3\xA9.py");
    check_path("file:///tmp/a b.py", PATH_POSIX, "/tmp/a b.py");
    check_path("FILE://localhost/tmp/a.py", PATH_POSIX, "/tmp/a.py");
    check_path("file:/tmp/a.py", PATH_POSIX, "/tmp/a.py");
    check_path("file:///tmp//./x/../a.py", PATH_POSIX, "/tmp/a.py");
    check_path("file:///../../a.py", PATH_POSIX, "/a.py");
    check_path("file:///", PATH_POSIX, "/");
    check_path("file:///tmp/100%.py", PATH_POSIX, "/tmp/100%.py");
    check_path("file:///tmp/%zz%4", PATH_POSIX, "/tmp/%zz%4");
    check_path("file:///C%3A/a.py", PATH_POSIX, "/C:/a.py");
    check_path("file://server/share/a.py", PATH_POSIX, NULL);
    check_path("file:///tmp/a%00b.py", PATH_POSIX, NULL);
    check_path("file:", PATH_POSIX, NULL);
    check_path("untitled:Untitled-1", PATH_POSIX, NULL);
    check_path("", PATH_POSIX, NULL);
    check_path("/tmp/a.py", PATH_POSIX, NULL);
}

static void test_windows_paths(void **state) {
    (void)state;
    check_path("file:///C:/dir/a.py", PATH_WINDOWS, "c:/dir/a.py");
    check_path("file:///c%3A/dir/a%20b.py", PATH_WINDOWS, "c:/dir/a b.py");
    check_path("file:///C%3a%5Cdir%5Ca.py", PATH_WINDOWS, "c:/dir/a.py");
    check_path("file:///c:", PATH_WINDOWS, "c:/");
    check_path("file://Server/Share/a.py", PATH_WINDOWS, "//server/Share/a.py");
    check_path("file://localhost/c:/a.py", PATH_WINDOWS, "c:/a.py");
}

static void test_uris(void **state) {
    (void)state;
    check_uri("/tmp/a b#c\xC3\xA9.py", PATH_POSIX, "file:///tmp/a%20b%23c%C3%A9.py");
    check_uri("/tmp/a?b%20.py", PATH_POSIX, "file:///tmp/a%3Fb%2520.py");
    check_uri("c:/dir/a b.py", PATH_WINDOWS, "file:///c%3A/dir/a%20b.py");
    check_uri("//server/Share/a.py", PATH_WINDOWS, "file://server/Share/a.py");
}

static void test_spellings(void **state) {
    (void)state;
    check_same("file:///tmp/a%20b.py", "file:///tmp/a b.py", PATH_POSIX, true);
    check_same("file:///tmp/%c3%a9.py", "file:///tmp/%C3%A9.py", PATH_POSIX, true);
    check_same("file:///tmp/%61.py", "FILE:///tmp/a.py", PATH_POSIX, true);
    check_same("file:///tmp/a.py", "file:///tmp/A.py", PATH_POSIX, false);
    check_same("file:///C:/a.py", "file:///c%3A/a.py", PATH_WINDOWS, true);
    check_same("file:///C:/a.py", "file:///c%3A/a.py", PATH_POSIX, false);
    check_same("untitled:Untitled-1", "untitled:Untitled%2D1", PATH_POSIX, true);
    check_same("untitled:/tmp/a.py", "file:///tmp/a.py", PATH_POSIX, false);
    check_same("untitled:Untitled-1", "untitled:Untitled-2", PATH_POSIX, false);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_posix_paths),
        cmocka_unit_test(test_windows_paths),
        cmocka_unit_test(test_uris),
        cmocka_unit_test(test_spellings),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
