/* The method table is sorted, unique, and each row does exactly one thing. */
#include "lsp/dispatch.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static void test_table_is_sorted(void **state) {
    (void)state;
    for (uint32_t i = 1; i < method_count; i++) {
        assert_true(strcmp(method_table[i - 1].name, method_table[i].name) < 0);
    }
}

static void test_each_row_is_found_and_does_one_thing(void **state) {
    (void)state;
    for (uint32_t i = 0; i < method_count; i++) {
        const Method *method = &method_table[i];
        assert_ptr_equal(method_find(str_from_c(method->name)), method);
        assert_int_equal((method->call != NULL) + (method->about != NULL) + (method->note != NULL),
                         1);
    }
    assert_null(method_find(STR("textDocument/unheardOf")));
    assert_null(method_find(STR("")));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_table_is_sorted),
        cmocka_unit_test(test_each_row_is_found_and_does_one_thing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
