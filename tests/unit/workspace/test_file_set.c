/* What stands in for a file's name: the walk itself is tested on the binary (tests/cli). */
#include <stddef.h> /* cmocka.h needs these four first */

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>

#include <cmocka.h>

#include "workspace/file_set.h"

static void check_root_path(const char *config_folder, const char *absolute, const char *expected) {
    Arena mem;
    arena_init(&mem);
    ProjectConfig config = {.path = config_folder[0] != '\0' ? STR("bluetick.toml") : STR(""),
                            .folder = str_from_c(config_folder)};
    Str path = file_set_root_path(str_from_c(absolute), &config, STR("/home/me/work"), &mem);
    assert_int_equal(path.len, strlen(expected));
    assert_memory_equal(path.ptr, expected, path.len);
    arena_release(&mem);
}

static void the_root_is_where_the_config_is(void **state) {
    (void)state;
    check_root_path("/home/me", "/home/me/work/tests/a.py", "work/tests/a.py");
    check_root_path("/home/me/work/sub", "/home/me/work/sub/a.py", "a.py");
    check_root_path("", "/home/me/work/tests/a.py", "tests/a.py");
    /* Folders above a file that belongs to no project say nothing about it. */
    check_root_path("", "/home/me/tests/a.py", "a.py");
    check_root_path("/home/me/other", "/srv/tests/a.py", "a.py");
}

static void python_by_name(void **state) {
    (void)state;
    assert_true(file_set_is_python(STR("a.py")));
    assert_true(file_set_is_python(STR("a.pyi")));
    assert_false(file_set_is_python(STR("a.pyc")));
    assert_false(file_set_is_python(STR("py")));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_root_is_where_the_config_is),
        cmocka_unit_test(python_by_name),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
