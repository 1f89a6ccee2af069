#include "catalog/query.h"

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
    catalog_visit_query_tables(check_order, &previous);
    assert_non_null(previous.table);
}

static void a_related_manager_has_what_queries_have(void **state) {
    (void)state;
    const CatalogQueryMethod *add = catalog_query_method(ORM_DJANGO, QUERY_ON_RELATED, STR("add"));
    assert_int_equal(add->effects, QUERY_WRITES | QUERY_LINKS);
    assert_null(catalog_query_method(ORM_DJANGO, QUERY_ON_QUERY, STR("add")));
    const CatalogQueryMethod *count =
        catalog_query_method(ORM_DJANGO, QUERY_ON_RELATED, STR("count"));
    assert_int_equal(count->gives, QUERY_GIVES_COUNT);
}

static void a_path_tells_its_orm_and_receiver(void **state) {
    (void)state;
    const CatalogQueryMethod *get = catalog_query_path(STR("sqlalchemy.session.get"));
    assert_int_equal(catalog_query_orm(get), ORM_SQLALCHEMY);
    assert_int_equal(catalog_query_receiver(get), QUERY_ON_SESSION);
    const CatalogQueryMethod *select = catalog_query_path(STR("sqlmodel.select"));
    assert_int_equal(catalog_query_orm(select), ORM_SQLALCHEMY);
    assert_int_equal(catalog_query_receiver(select), QUERY_ON_FUNCTION);
}

static void a_loader_is_found_by_its_last_part(void **state) {
    (void)state;
    assert_int_equal(catalog_loader(STR("sqlalchemy.orm.joinedload")), LOADER_LOADS);
    assert_int_equal(catalog_loader(STR("joinedload")), LOADER_LOADS);
    assert_int_equal(catalog_loader(STR("sqlalchemy.orm.backref")), LOADER_NONE);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(tables_are_sorted_and_unique),
        cmocka_unit_test(a_related_manager_has_what_queries_have),
        cmocka_unit_test(a_path_tells_its_orm_and_receiver),
        cmocka_unit_test(a_loader_is_found_by_its_last_part),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
