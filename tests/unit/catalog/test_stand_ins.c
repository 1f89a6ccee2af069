/* The table of packages that stand in for requests is sorted and without doubles: it is searched by
 * halves. */
#include "catalog/stand_ins.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

static void test_order(void **state) {
    (void)state;
    for (uint32_t i = 1; i < catalog_stand_in_count; i++) {
        assert_true(str_compare(catalog_stand_ins[i - 1], catalog_stand_ins[i]) < 0);
    }
}

static void test_look_up(void **state) {
    (void)state;
    for (uint32_t i = 0; i < catalog_stand_in_count; i++) {
        assert_true(catalog_is_stand_in(catalog_stand_ins[i]));
    }
    assert_false(catalog_is_stand_in(STR("index")));
    assert_false(catalog_is_stand_in(STR("")));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_order),
        cmocka_unit_test(test_look_up),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
