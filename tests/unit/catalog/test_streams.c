/* Every reply of the table is a class of the catalog; the body is none of its heads. */
#include "catalog/catalog.h"
#include "catalog/name_list.h"
#include "catalog/streams.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

static void test_rows(void **state) {
    (void)state;
    for (uint32_t i = 0; i < catalog_stream_count; i++) {
        const CatalogStream *row = &catalog_streams[i];
        assert_non_null(catalog_class(row->path));
        assert_ptr_equal(catalog_stream(row->path), row);
        assert_true(i == 0 || str_compare(catalog_streams[i - 1].path, row->path) < 0);
        assert_false(name_list_has(row->heads, row->whole));
        assert_true(name_list_has(row->heads, STR("headers")));
    }
    assert_null(catalog_stream(STR("aiohttp.ClientResponse")));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_rows),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
