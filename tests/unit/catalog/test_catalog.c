#include "catalog/catalog.h"

#include "catalog/models.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

typedef struct Previous {
    const char *table;
    Str path;
} Previous;

static void check_order(void *context, const char *table, Str path) {
    Previous *previous = context;
    if (previous->table == table && str_compare(previous->path, path) >= 0) {
        fail_msg("%s: \"%.*s\" does not sort before \"%.*s\"", table, STR_ARG(previous->path),
                 STR_ARG(path));
    }
    *previous = (Previous){table, path};
}

static void tables_are_sorted_and_unique(void **state) {
    (void)state;
    Previous previous = {0};
    catalog_visit_tables(check_order, &previous);
    catalog_visit_model_tables(check_order, &previous);
    assert_non_null(previous.table);
}

static void check_bases(void *context, const char *table, Str path) {
    (void)context;
    if (strcmp(table, "classes") != 0) {
        return;
    }
    int steps = 0;
    for (const CatalogClass *row = catalog_class(path); row->base.len; steps++) {
        row = catalog_class(row->base);
        assert_non_null(row);
        assert_true(steps < 8);
    }
}

static void every_base_has_a_row(void **state) {
    (void)state;
    catalog_visit_tables(check_bases, NULL);
}

static void check_client_name(void *context, const char *table, Str path) {
    (void)context;
    const CatalogCallable *row = strcmp(table, "callables") == 0 ? catalog_callable(path) : NULL;
    uint32_t dot = path.len;
    while (dot > 0 && path.ptr[dot - 1] != '.') {
        dot--;
    }
    if (row && (row->effects & CATALOG_CLIENT) &&
        !catalog_ends_client(str_slice(path, dot, path.len))) {
        fail_msg("%.*s has no row of its last part", STR_ARG(path));
    }
}

static void check_spawner(void *context, const char *table, Str path) {
    (void)context;
    const CatalogCallable *row = catalog_callable(path);
    bool says_so = row && (row->effects & CATALOG_SPAWNS);
    if (strcmp(table, "callables") == 0 || strcmp(table, "spawners") == 0) {
        assert_int_equal(says_so, catalog_spawn_form(path) != SPAWN_NONE);
    }
}

static void spawners_agree_with_callables(void **state) {
    (void)state;
    catalog_visit_tables(check_spawner, NULL);
}

static void every_client_is_named(void **state) {
    (void)state;
    catalog_visit_tables(check_client_name, NULL);
}

static void check_canonical(const char *path, const char *expected) {
    Arena mem;
    arena_init(&mem);
    Str canonical = catalog_canonical(str_from_c(path), &mem);
    assert_true(str_equal(canonical, str_from_c(expected)));
    arena_release(&mem);
}

static void other_spellings_become_canonical(void **state) {
    (void)state;
    check_canonical("requests.api.get", "requests.get");
    check_canonical("requests.sessions.Session", "requests.Session");
    check_canonical("httpx2.AsyncClient", "httpx.AsyncClient");
    check_canonical("redis.client.StrictRedis", "redis.Redis");
    check_canonical("typing.List", "list");
    check_canonical("requests_cache.get", "requests_cache.get");
}

static void methods_are_inherited(void **state) {
    (void)state;
    assert_non_null(catalog_method(STR("smtplib.SMTP_SSL"), STR("login")));
    assert_null(catalog_method(STR("smtplib.SMTP_SSL"), STR("nothing")));
    assert_int_equal(catalog_method_timeout(STR("requests.Session"), STR("request"))->position, 8);
}

static void attributes_fall_back_to_the_star_row(void **state) {
    (void)state;
    assert_true(str_equal(catalog_attribute(STR("pymongo.MongoClient"), STR("shop")),
                          STR("pymongo.Database")));
    assert_int_equal(catalog_attribute(STR("requests.Session"), STR("shop")).len, 0);
}

static void prefixes_are_whole_names(void **state) {
    (void)state;
    assert_true(catalog_knows_prefix(STR("requests")));
    assert_true(catalog_knows_prefix(STR("urllib.request")));
    assert_false(catalog_knows_prefix(STR("request")));
    assert_false(catalog_knows_prefix(STR("requests.get")));
}

static void the_longest_prefix_names_the_counterpart(void **state) {
    (void)state;
    assert_true(str_equal(catalog_async_counterpart(STR("time.sleep")), STR("asyncio.sleep")));
    assert_true(str_equal(catalog_async_counterpart(STR("psycopg2.Cursor.execute")),
                          STR("psycopg.AsyncConnection")));
    assert_int_equal(catalog_async_counterpart(STR("time.time")).len, 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(tables_are_sorted_and_unique),
        cmocka_unit_test(every_base_has_a_row),
        cmocka_unit_test(every_client_is_named),
        cmocka_unit_test(spawners_agree_with_callables),
        cmocka_unit_test(other_spellings_become_canonical),
        cmocka_unit_test(methods_are_inherited),
        cmocka_unit_test(attributes_fall_back_to_the_star_row),
        cmocka_unit_test(prefixes_are_whole_names),
        cmocka_unit_test(the_longest_prefix_names_the_counterpart),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
