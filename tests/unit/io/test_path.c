/* Paths as text. */
#include "scratch.h"

#include "io/path.h"

static void check_normal(const char *path, const char *expected) {
    Arena mem;
    arena_init(&mem);
    Str normal = path_normalize(str_from_c(path), &mem);
    assert_string_equal(arena_format(&mem, "%.*s", STR_ARG(normal)).ptr, expected);
    arena_release(&mem);
}

static void normalizes(void **state) {
    (void)state;
    check_normal("", ".");
    check_normal("./", ".");
    check_normal("a//b/./c/", "a/b/c");
    check_normal("a/../..", "..");
    check_normal("../../a", "../../a");
    check_normal("/..//a/../b", "/b");
    check_normal("/", "/");
}

static void check_relative(const char *path, const char *base, const char *expected) {
    Arena mem;
    arena_init(&mem);
    Str text = path_relative(str_from_c(path), str_from_c(base), &mem);
    assert_string_equal(arena_format(&mem, "%.*s", STR_ARG(text)).ptr, expected);
    Str back = path_absolute(text, str_from_c(base), &mem);
    assert_string_equal(arena_format(&mem, "%.*s", STR_ARG(back)).ptr, path);
    arena_release(&mem);
}

static void relative_and_back(void **state) {
    (void)state;
    check_relative("/a/b/c.py", "/a", "b/c.py");
    check_relative("/a/b", "/a/b", ".");
    check_relative("/a/bc", "/a/b", "../bc");
    check_relative("/x", "/a/b", "../../x");
    check_relative("/x", "/", "x");
}

static void parts(void **state) {
    (void)state;
    assert_true(str_equal(path_name(STR("a/b.py")), STR("b.py")));
    assert_true(str_equal(path_name(STR("b.py")), STR("b.py")));
    assert_true(str_equal(path_folder(STR("a/b.py")), STR("a")));
    assert_true(str_equal(path_folder(STR("/b.py")), STR("/")));
    assert_int_equal(path_folder(STR("b.py")).len, 0);
    assert_true(path_is_within(STR("/a/b"), STR("/a")));
    assert_true(path_is_within(STR("/a"), STR("/a")));
    assert_true(path_is_within(STR("/a"), STR("/")));
    assert_false(path_is_within(STR("/ab"), STR("/a")));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(normalizes),
        cmocka_unit_test(relative_and_back),
        cmocka_unit_test(parts),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
