/* Placeholders become tab stops, everything else is escaped. */
#include "lsp/snippet.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

/* `expected` NULL: there is nothing to fill in. */
static void check(const char *text, const char *placeholder, const char *expected) {
    Buf out;
    buf_init(&out, 0);
    uint32_t stops = 2;
    bool written = snippet_write(str_from_c(text), str_from_c(placeholder), &stops, &out);
    assert_int_equal(written, expected != NULL);
    assert_true(str_equal(buf_str(&out), str_from_c(expected ? expected : "")));
    buf_release(&out);
}

static void test_snippets(void **state) {
    (void)state;
    check("a: TODO.\n", "TODO.", "a: ${3:TODO.}\n");
    check("TODO. TODO.", "TODO.", "${3:TODO.} ${4:TODO.}");
    check("a: TODO. Defaults to \"$x}\\\".", "TODO.", "a: ${3:TODO.} Defaults to \"\\$x\\}\\\\\".");
    check("a: fill {me}", "fill {me}", "a: ${3:fill {me\\}}");
    check("a TODO.md, xTODO. and \"TODO.\"", "TODO.", NULL);
    check("plain $1", "TODO.", NULL);
    check("TODO.", "", NULL);
    check("", "TODO.", NULL);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_snippets)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
