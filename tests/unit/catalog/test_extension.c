/* What a config adds to the catalog: items, merged rows, look-ups. */
#include "catalog/extension.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

static void check_item(const char *item, bool path, bool timeout, bool same_as) {
    Str text = str_from_c(item);
    assert_int_equal(extension_is_path(text), path);
    assert_int_equal(extension_is_timeout(text), timeout);
    assert_int_equal(extension_is_same_as(text), same_as);
}

static void test_items(void **state) {
    (void)state;
    check_item("acme.http.fetch", true, false, false);
    check_item("fetch", true, false, false);
    check_item("", false, false, false);
    check_item(".fetch", false, false, false);
    check_item("acme..fetch", false, false, false);
    check_item("acme.", false, false, false);
    check_item("a b", false, false, false);
    check_item("acme.fetch=timeout", false, true, true);
    check_item("acme.fetch = timeout", false, true, true);
    check_item("acme.fetch=timeout:2", false, true, false);
    check_item("acme.fetch=timeout:", false, false, false);
    check_item("acme.fetch=timeout:100", false, false, false);
    check_item("acme.fetch=timeout:x", false, false, false);
    check_item("acme.Session=requests.Session", false, false, true);
    check_item("=timeout", false, false, false);
    check_item("acme.fetch=", false, false, false);
}

static const CatalogExtension *sample(Arena *mem) {
    static const Str blocking[] = {
        {"acme.wait",  9 },
        {"acme.fetch", 10},
        {"bad path",   8 }
    };
    static const Str requests[] = {
        {"acme.fetch", 10}
    };
    static const Str timeouts[] = {
        {"acme.Rpc.call=deadline:1", 24}
    };
    static const Str same[] = {
        {"acme.web=requests", 17}
    };
    CatalogAdditions additions = {
        .blocking = {blocking, 3},
        .http_request = {requests, 1},
        .timeout = {timeouts, 1},
        .same_as = {same,     1},
    };
    return catalog_extension_new(&additions, mem);
}

static void test_look_ups(void **state) {
    (void)state;
    Arena mem;
    arena_init(&mem);
    const CatalogExtension *extension = sample(&mem);
    const CatalogCallable *fetch = extended_callable(extension, STR("acme.fetch"));
    assert_non_null(fetch);
    assert_true(fetch->effects & CATALOG_HTTP_REQUEST);
    assert_true(fetch->effects & CATALOG_BLOCKING);
    assert_null(extended_callable(extension, STR("bad path")));
    assert_ptr_equal(extended_callable(extension, STR("time.sleep")),
                     catalog_callable(STR("time.sleep")));
    assert_non_null(extended_method(extension, STR("acme.Rpc"), STR("call")));
    assert_null(extended_method(extension, STR("acme.Rpc"), STR("other")));
    const CatalogTimeout *call = extended_timeout(extension, STR("acme.Rpc.call"));
    assert_non_null(call);
    assert_int_equal(call->position, 1);
    assert_true(str_equal(call->keyword, STR("deadline")));
    assert_true(extended_ends_timeout(extension, STR("call")));
    assert_true(
        str_equal(extended_canonical(extension, STR("acme.web.get"), &mem), STR("requests.get")));
    assert_true(str_equal(extended_canonical(extension, STR("acme.webs"), &mem), STR("acme.webs")));
    arena_release(&mem);
}

static void test_nothing_added(void **state) {
    (void)state;
    Arena mem;
    arena_init(&mem);
    CatalogAdditions nothing = {0};
    assert_null(catalog_extension_new(&nothing, &mem));
    assert_ptr_equal(extended_callable(NULL, STR("open")), catalog_callable(STR("open")));
    assert_ptr_equal(extended_timeout(NULL, STR("requests.get")),
                     catalog_timeout(STR("requests.get")));
    assert_false(extension_has_timeouts(NULL));
    assert_true(
        str_equal(extended_canonical(NULL, STR("requests.api.get"), &mem), STR("requests.get")));
    arena_release(&mem);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_items),
        cmocka_unit_test(test_look_ups),
        cmocka_unit_test(test_nothing_added),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
