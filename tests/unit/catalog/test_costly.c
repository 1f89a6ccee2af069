/* The table is sorted, and every call in it is one that the catalog calls pure. */
#include "catalog/catalog.h"
#include "catalog/costly.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

static void rows_are_sorted_and_pure(void **state) {
    (void)state;
    assert_true(catalog_costly_count > 10);
    for (uint32_t i = 0; i < catalog_costly_count; i++) {
        const CatalogCostly *row = &catalog_costly_calls[i];
        const CatalogCallable *callable = catalog_callable(row->path);
        assert_non_null(callable);
        assert_true(callable->effects & CATALOG_PURE);
        assert_ptr_equal(catalog_costly(row->path), row);
        assert_true(i == 0 || str_compare(catalog_costly_calls[i - 1].path, row->path) < 0);
    }
}

static void other_calls_have_no_row(void **state) {
    (void)state;
    assert_null(catalog_costly(STR("len")));
    assert_null(catalog_costly(STR("")));
    assert_null(catalog_costly(STR("re.compil")));
}

static void last_parts_are_known(void **state) {
    (void)state;
    assert_true(catalog_ends_costly(STR("compile")));
    assert_true(catalog_ends_costly(STR("sorted")));
    assert_true(catalog_ends_costly(STR("ZoneInfo")));
    assert_false(catalog_ends_costly(STR("ile")));
    assert_false(catalog_ends_costly(STR("re")));
    assert_false(catalog_ends_costly(STR("")));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rows_are_sorted_and_pure),
        cmocka_unit_test(other_calls_have_no_row),
        cmocka_unit_test(last_parts_are_known),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
