/* Names that clients go by. */
#include "catalog/catalog.h"
#include "catalog/evidence.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

static void rows_are_sorted_and_name_known_classes(void **state) {
    (void)state;
    for (uint32_t i = 0; i < catalog_client_name_count; i++) {
        const ClientName *row = &catalog_client_name_rows[i];
        assert_non_null(catalog_class(row->class_path));
        assert_true(str_starts_with(row->class_path, row->module));
        if (i > 0) {
            int order = str_compare(row[-1].name, row->name);
            assert_true(order < 0 || (order == 0 && str_compare(row[-1].module, row->module) < 0));
        }
    }
}

static void rows_of_a_name_are_adjacent(void **state) {
    (void)state;
    uint32_t count;
    const ClientName *rows = catalog_client_names(STR("client"), &count);
    assert_non_null(rows);
    assert_int_equal(count, 2);
    assert_true(str_equal(rows[1].module, STR("httpx")));
    assert_null(catalog_client_names(STR("cursor"), &count));
    assert_int_equal(count, 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rows_are_sorted_and_name_known_classes),
        cmocka_unit_test(rows_of_a_name_are_adjacent),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
