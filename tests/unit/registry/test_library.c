/* Names of distributions, and which of several statements holds. */
#include "registry/library.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

static LibraryRange range(uint32_t least, uint32_t before, LibrarySource source) {
    return (LibraryRange){least ? library_version(least, 0, 0) : 0,
                          before ? library_version(before, 0, 0) : 0, source};
}

static void test_names(void **state) {
    (void)state;
    assert_int_equal(library_find(STR("Django")), LIBRARY_django);
    assert_int_equal(library_find(STR("SQLAlchemy")), LIBRARY_sqlalchemy);
    assert_int_equal(library_find(STR("django-redis")), LIBRARY_COUNT);
    assert_int_equal(library_find(STR("flask_SQLAlchemy")), LIBRARY_COUNT);
    assert_int_equal(library_find(STR("djang")), LIBRARY_COUNT);
    assert_int_equal(library_find(STR("")), LIBRARY_COUNT);
    for (uint32_t i = 1; i < LIBRARY_COUNT; i++) {
        Str before = library_distribution((LibraryId)(i - 1));
        assert_true(str_compare(before, library_distribution((LibraryId)i)) < 0);
    }
}

static void test_versions(void **state) {
    (void)state;
    uint32_t version = library_version(1, 4, 24);
    assert_int_equal(library_version_major(version), 1);
    assert_int_equal(library_version_minor(version), 4);
    assert_int_equal(library_version_patch(version), 24);
    assert_true(library_version(1, 4, 5000) < library_version(1, 5, 0));
}

static void test_statements_of_a_folder(void **state) {
    (void)state;
    LibraryRange sum = {0};
    library_range_add(&sum, range(0, 0, LIBRARY_DECLARED));
    assert_int_equal(sum.source, LIBRARY_UNSAID);
    library_range_add(&sum, range(4, 5, LIBRARY_DECLARED));
    library_range_add(&sum, range(3, 4, LIBRARY_DECLARED));
    assert_int_equal(sum.least, library_version(3, 0, 0));
    assert_int_equal(sum.before, library_version(5, 0, 0));
    library_range_add(&sum, range(4, 0, LIBRARY_DECLARED));
    assert_int_equal(sum.before, 0);
    library_range_add(&sum, range(5, 6, LIBRARY_LOCKED));
    library_range_add(&sum, range(2, 3, LIBRARY_DECLARED));
    assert_int_equal(sum.least, library_version(5, 0, 0));
}

static void test_the_nearer_folder_holds(void **state) {
    (void)state;
    LibraryVersions outer = {0};
    LibraryVersions nearer = {0};
    outer.ranges[LIBRARY_django] = range(5, 6, LIBRARY_LOCKED);
    nearer.ranges[LIBRARY_django] = range(4, 0, LIBRARY_DECLARED);
    library_versions_narrow(&outer, &nearer);
    assert_int_equal(outer.ranges[LIBRARY_django].least, library_version(5, 0, 0));
    nearer.ranges[LIBRARY_django] = range(3, 4, LIBRARY_DECLARED);
    library_versions_narrow(&outer, &nearer);
    assert_int_equal(outer.ranges[LIBRARY_django].least, library_version(3, 0, 0));
    assert_true(library_may_be_before(&outer, LIBRARY_django, library_version(4, 1, 0)));
    assert_true(library_is_before(&outer, LIBRARY_django, library_version(4, 0, 0)));
    assert_false(library_is_before(&outer, LIBRARY_django, library_version(3, 2, 0)));
}

static void test_unknown_is_new(void **state) {
    (void)state;
    LibraryVersions versions = {0};
    uint32_t version = library_version(4, 1, 0);
    assert_false(library_may_be_before(&versions, LIBRARY_django, version));
    assert_false(library_may_be_before(NULL, LIBRARY_django, version));
    versions.ranges[LIBRARY_django] = range(0, 4, LIBRARY_DECLARED);
    assert_true(library_may_be_before(&versions, LIBRARY_django, version));
    versions.ranges[LIBRARY_django] = range(0, 5, LIBRARY_DECLARED);
    assert_false(library_may_be_before(&versions, LIBRARY_django, version));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_names),
        cmocka_unit_test(test_versions),
        cmocka_unit_test(test_statements_of_a_folder),
        cmocka_unit_test(test_the_nearer_folder_holds),
        cmocka_unit_test(test_unknown_is_new),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
