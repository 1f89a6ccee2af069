#include "semantics/path_set.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

static void check_text(Str found, const char *expected) {
    if (!str_equal(found, str_from_c(expected))) {
        fail_msg("\"%.*s\" instead of \"%s\"", STR_ARG(found), expected);
    }
}

static void sets_are_sorted_and_without_doubles(void **state) {
    (void)state;
    Arena mem;
    arena_init(&mem);
    Str set = path_set_add((Str){"", 0}, STR("b"), &mem);
    set = path_set_add(set, STR("a.b"), &mem);
    set = path_set_add(set, STR("c"), &mem);
    set = path_set_add(set, STR("a"), &mem);
    check_text(path_set_add(set, STR("b"), &mem), "a;a.b;b;c");
    check_text(path_set_union(STR("a;c"), STR("b;c"), &mem), "a;b;c");
    check_text(path_set_intersection(STR("a;b;c"), STR("b;c;d"), &mem), "b;c");
    check_text(path_set_intersection(STR("a"), STR("b"), &mem), "");
    assert_true(path_set_has(set, STR("a.b")));
    assert_false(path_set_has(set, STR("a.bc")));
    arena_release(&mem);
}

static void marks_stay_before_the_path(void **state) {
    (void)state;
    Arena mem;
    arena_init(&mem);
    check_text(path_set_below(STR("-a.c;a;a.b;ab.d"), STR("a"), &mem), "-c;b");
    check_text(path_set_under(STR("-c;b"), STR("a"), &mem), "-a.c;a.b");
    check_text(path_set_without(STR("-a;b"), '-', &mem), "b");
    arena_release(&mem);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sets_are_sorted_and_without_doubles),
        cmocka_unit_test(marks_stay_before_the_path),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
