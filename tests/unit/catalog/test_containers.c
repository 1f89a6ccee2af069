/* The tables of how containers begin and grow are sorted and without doubles. */
#include "catalog/containers.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

static void test_order(void **state) {
    (void)state;
    for (uint32_t i = 1; i < catalog_empty_maker_count; i++) {
        assert_true(str_compare(catalog_empty_makers[i - 1].name, catalog_empty_makers[i].name) <
                    0);
    }
    for (uint32_t i = 1; i < catalog_put_method_count; i++) {
        assert_true(str_compare(catalog_put_methods[i - 1].name, catalog_put_methods[i].name) < 0);
    }
    for (uint32_t i = 1; i < catalog_pick_method_count; i++) {
        assert_true(str_compare(catalog_pick_methods[i - 1].name, catalog_pick_methods[i].name) <
                    0);
    }
}

static void test_look_up(void **state) {
    (void)state;
    assert_true(catalog_makes_empty(STR("defaultdict"), 1));
    assert_false(catalog_makes_empty(STR("defaultdict"), 2));
    assert_true(catalog_makes_empty(STR("list"), 0));
    assert_false(catalog_makes_empty(STR("list"), 1));
    assert_int_equal(catalog_put(STR("append")), PUT_FIRST);
    assert_int_equal(catalog_put(STR("extend")), PUT_EACH);
    assert_int_equal(catalog_put(STR("insert")), PUT_SECOND);
    assert_int_equal(catalog_put(STR("index")), PUT_NOTHING);
    assert_int_equal(catalog_pick(STR("get")), PICK_KEY);
    assert_int_equal(catalog_pick(STR("pop")), PICK_TURN);
    assert_int_equal(catalog_pick(STR("")), PICK_NOTHING);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_order),
        cmocka_unit_test(test_look_up),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
