/* Values of a thread's context. */
#include "catalog/context_bound.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

static void the_table_is_sorted(void **state) {
    (void)state;
    for (uint32_t i = 1; i < catalog_context_bound_count; i++) {
        assert_true(str_compare(catalog_context_bound[i - 1], catalog_context_bound[i]) < 0);
    }
}

static void paths_are_whole(void **state) {
    (void)state;
    assert_true(catalog_is_context_bound(STR("flask.g")));
    assert_false(catalog_is_context_bound(STR("flask.globals")));
    assert_false(catalog_is_context_bound(STR("")));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_table_is_sorted),
        cmocka_unit_test(paths_are_whole),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
