/* The table of handlers' decorators is sorted and without doubles: it is searched by halves. */
#include "catalog/handlers.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

static void test_order(void **state) {
    (void)state;
    for (uint32_t i = 1; i < catalog_handler_count; i++) {
        assert_true(str_compare(catalog_handlers[i - 1].name, catalog_handlers[i].name) < 0);
    }
}

static void test_look_up(void **state) {
    (void)state;
    for (uint32_t i = 0; i < catalog_handler_count; i++) {
        assert_int_equal(catalog_handler(catalog_handlers[i].name), catalog_handlers[i].form);
    }
    assert_int_equal(catalog_handler(STR("gets")), HANDLER_NONE);
    assert_int_equal(catalog_handler(STR("")), HANDLER_NONE);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_order),
        cmocka_unit_test(test_look_up),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
