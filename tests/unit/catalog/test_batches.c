/* The table of calls with a form for many: sorted, and found through bases. */
#include "catalog/batches.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

static void test_order(void **state) {
    (void)state;
    for (uint32_t i = 1; i < catalog_batch_count; i++) {
        assert_true(str_compare(catalog_batches[i - 1].path, catalog_batches[i].path) < 0);
    }
}

static void test_look_up(void **state) {
    (void)state;
    const CatalogBatch *row = catalog_batch(STR("django.core.cache.Cache"), STR("get"));
    assert_non_null(row);
    assert_true(str_equal(row->method, STR("get_many")));
    assert_int_equal(row->form, BATCH_MANY);
    assert_ptr_equal(catalog_batch(STR("redis.cluster.RedisCluster"), STR("get")),
                     catalog_batch(STR("redis.Redis"), STR("get")));
    assert_null(catalog_batch(STR("redis.Pipeline"), STR("get")));
    assert_null(catalog_batch(STR("dict"), STR("get")));
    assert_true(catalog_ends_batch(STR("insert_one")));
    assert_false(catalog_ends_batch(STR("insert")));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_order),
        cmocka_unit_test(test_look_up),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
