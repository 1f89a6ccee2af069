/* The tables of entry points: sorted where they are searched by halves, and matched as they say. */
#include "catalog/entry_points.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

static void test_order(void **state) {
    (void)state;
    for (uint32_t i = 1; i < catalog_entry_decorator_count; i++) {
        assert_true(str_compare(catalog_entry_decorators[i - 1].name,
                                catalog_entry_decorators[i].name) < 0);
    }
    for (uint32_t i = 0; i < catalog_entry_decorator_count; i++) {
        assert_ptr_equal(catalog_entry_decorator(catalog_entry_decorators[i].name),
                         &catalog_entry_decorators[i]);
    }
    assert_null(catalog_entry_decorator(STR("gets")));
    assert_null(catalog_entry_decorator(STR("")));
}

static void test_bases(void **state) {
    (void)state;
    assert_int_equal(catalog_entry_base(STR("django.views.generic.ListView")), ENTRY_VIEW);
    assert_int_equal(catalog_entry_base(STR("celery.Task")), ENTRY_TASK);
    assert_int_equal(catalog_entry_base(STR("celery.Tasks")), ENTRY_NONE);
    assert_int_equal(catalog_entry_base(STR("django.viewsx.A")), ENTRY_NONE);
    assert_true(catalog_entry_method(ENTRY_COMMAND, STR("handle")));
    assert_false(catalog_entry_method(ENTRY_VIEW, STR("handle")));
    assert_false(catalog_entry_method(ENTRY_NONE, STR("get")));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_order),
        cmocka_unit_test(test_bases),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
