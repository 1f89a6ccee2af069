/* Names that tell of pacing. */
#include "catalog/pacing.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

static void the_table_is_sorted(void **state) {
    (void)state;
    for (uint32_t i = 1; i < catalog_pacing_word_count; i++) {
        assert_true(str_compare(catalog_pacing_words[i - 1].word, catalog_pacing_words[i].word) <
                    0);
    }
}

static void check(const char *name, uint32_t roles) {
    assert_int_equal(catalog_pacing(str_from_c(name)), roles);
}

static void words_are_what_underscores_dots_and_capitals_separate(void **state) {
    (void)state;
    check("self._sem", PACING_GATE);
    check("RateLimiter", PACING_GATE | PACING_WRAPPER | PACING_CALL);
    check("HTTPLock", PACING_GATE | PACING_LOCK);
    check("APILimits.enter", PACING_GATE | PACING_WRAPPER);
    check("download_lock2", PACING_GATE | PACING_LOCK);
    check("tenacity.retry", PACING_WRAPPER);
    check("AsyncRetrying", PACING_WRAPPER);
    check("cachedmethod", PACING_WRAPPER);
}

static void parts_of_words_do_not_count(void **state) {
    (void)state;
    check("generate", 0);
    check("gateway", 0);
    check("block", 0);
    check("clock", 0);
    check("assemble", 0);
    check("averyverylongwordwithoutend", 0);
    check("", 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_table_is_sorted),
        cmocka_unit_test(words_are_what_underscores_dots_and_capitals_separate),
        cmocka_unit_test(parts_of_words_do_not_count),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
