/* Literals that `re` certainly takes, and those that it does not or that nobody wants to judge.
 * Each was given to re.compile once. */
#include "rules/cpu/pattern_literal.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

static void valid(void **state) {
    (void)state;
    static const char *const literals[] = {
        "r\"[\\w.]+@[\\w.]+\\.\\w+\"", "\"abc\"", "r'(a|b)*c?'", "r'^(?:x|y)+?$'", "r'[^]a-z-]'",
        "r'\\d+\\s*\\(\\)'",           "''",      "r'[]]'",      "r'a(?=b)(?!c)'", "r'[\\]-a]'",
    };
    for (size_t i = 0; i < sizeof literals / sizeof *literals; i++) {
        if (!pattern_literal_is_valid(str_from_c(literals[i]))) {
            fail_msg("%s", literals[i]);
        }
    }
}

static void invalid_or_doubtful(void **state) {
    (void)state;
    static const char *const literals[] = {
        "r'('",     "r')'",    "r'*a'",      "r'a**'",     "r'[a'",      "r'[z-a]'",
        "r'a\\'",   "r'\\q'",  "r'(?<=a)b'", "r'(a)\\1'",  "r'a{2,1}'",  "'\\d'",
        "r'''a'''", "f'{a}'",  "b'a'",       "'a' 'b'",    "",           "r",
        "r'",       "r'\\b*'", "r'(*a)'",    "r'[\\w-a]'", "r'[a-\\w]'",
    };
    for (size_t i = 0; i < sizeof literals / sizeof *literals; i++) {
        if (pattern_literal_is_valid(str_from_c(literals[i]))) {
            fail_msg("%s", literals[i]);
        }
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(valid),
        cmocka_unit_test(invalid_or_doubtful),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
