/* The tables of mutating and closing methods are sorted and without doubles: they are searched by
 * halves. */
#include "catalog/mutators.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

static void test_order(void **state) {
    (void)state;
    for (uint32_t i = 1; i < catalog_mutator_count; i++) {
        assert_true(str_compare(catalog_mutators[i - 1], catalog_mutators[i]) < 0);
    }
    for (uint32_t i = 1; i < catalog_closer_count; i++) {
        assert_true(str_compare(catalog_closers[i - 1], catalog_closers[i]) < 0);
    }
}

static void test_look_up(void **state) {
    (void)state;
    for (uint32_t i = 0; i < catalog_mutator_count; i++) {
        assert_true(catalog_is_mutator(catalog_mutators[i]));
    }
    for (uint32_t i = 0; i < catalog_closer_count; i++) {
        assert_true(catalog_is_closer(catalog_closers[i]));
    }
    assert_false(catalog_is_closer(STR("closed")));
    assert_false(catalog_is_mutator(STR("index")));
    assert_false(catalog_is_mutator(STR("")));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_order),
        cmocka_unit_test(test_look_up),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
