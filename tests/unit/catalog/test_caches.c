/* The table of caches is sorted and without doubles; names are found among bars, bases count. */
#include "catalog/caches.h"
#include "catalog/catalog.h"
#include "catalog/name_list.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

static void test_order(void **state) {
    (void)state;
    for (uint32_t i = 0; i < catalog_cache_count; i++) {
        assert_non_null(catalog_class(catalog_caches[i].path));
        assert_true(i == 0 || str_compare(catalog_caches[i - 1].path, catalog_caches[i].path) < 0);
        assert_true(name_list_has(catalog_caches[i].keywords, catalog_caches[i].parameter));
    }
}

static void test_look_up(void **state) {
    (void)state;
    const CatalogCache *redis = catalog_cache(STR("redis.Redis"));
    assert_non_null(redis);
    assert_ptr_equal(catalog_cache(STR("redis.cluster.RedisCluster")), redis);
    assert_null(catalog_cache(STR("requests.Session")));
    assert_null(catalog_cache(STR("")));
    assert_true(name_list_has(redis->keywords, STR("ex")));
    assert_true(name_list_has(redis->keywords, STR("nx")));
    assert_false(name_list_has(redis->keywords, STR("x")));
    assert_false(name_list_has(redis->keywords, STR("ex|px")));
    assert_false(name_list_has(STR(""), STR("ex")));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_order),
        cmocka_unit_test(test_look_up),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
