/* Names of methods that store something. */
#include "catalog/storing.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

static void the_table_is_sorted(void **state) {
    (void)state;
    for (uint32_t i = 1; i < catalog_storing_count; i++) {
        assert_true(str_compare(catalog_storing[i - 1], catalog_storing[i]) < 0);
    }
}

static void names_are_whole(void **state) {
    (void)state;
    assert_true(catalog_is_storing(STR("save")));
    assert_false(catalog_is_storing(STR("saved")));
    assert_false(catalog_is_storing(STR("json")));
    assert_false(catalog_is_storing(STR("")));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_table_is_sorted),
        cmocka_unit_test(names_are_whole),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
