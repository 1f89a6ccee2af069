/* The table is sorted and unique, and modules are found by their top name. */
#include "catalog/standard_library.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

static void test_is_sorted(void **state) {
    (void)state;
    uint32_t count = 1;
    for (; standard_library_row(count).len; count++) {
        assert_true(str_compare(standard_library_row(count - 1), standard_library_row(count)) < 0);
    }
    assert_true(count > 200);
}

static void test_finds_modules(void **state) {
    (void)state;
    assert_true(standard_library_has(STR("asyncio")));
    assert_true(standard_library_has(STR("concurrent.futures")));
    assert_true(standard_library_has(STR("zoneinfo")));
    assert_true(standard_library_has(STR("abc")));
    assert_false(standard_library_has(STR("requests")));
    assert_false(standard_library_has(STR("asynci")));
    assert_false(standard_library_has(STR("")));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_is_sorted),
        cmocka_unit_test(test_finds_modules),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
