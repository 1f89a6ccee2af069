/* Clauses of requirements, and the ends that they come to. */
#include "config/version_range.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>

#include <cmocka.h>

static const char *text_of(LibraryRange range) {
    static char out[80];
    const uint32_t ends[] = {range.least, range.before};
    size_t length = 0;
    for (int i = 0; i < 2; i++) {
        length += (size_t)snprintf(out + length, sizeof out - length, "%s%u.%u.%u", i ? " " : "",
                                   library_version_major(ends[i]), library_version_minor(ends[i]),
                                   library_version_patch(ends[i]));
    }
    return out;
}

static void test_clauses(void **state) {
    (void)state;
    static const char *const rows[][2] = {
        {"",                "0.0.0 0.0.0"    },
        {"*",               "0.0.0 0.0.0"    },
        {">=3.2",           "3.2.0 0.0.0"    },
        {"> 3.2",           "3.2.0 0.0.0"    },
        {">=3.2,<5",        "3.2.0 5.0.0"    },
        {" < 5 , >= 3.2 ",  "3.2.0 5.0.0"    },
        {">=3.2 <5",        "3.2.0 5.0.0"    },
        {"==4.2.7",         "4.2.7 4.2.8"    },
        {"===4.2.7",        "4.2.7 4.2.8"    },
        {"==4.2.*",         "4.2.0 4.3.0"    },
        {"4.*",             "4.0.0 5.0.0"    },
        {"==4.2",           "4.2.0 4.2.1"    },
        {"~=4.2",           "4.2.0 5.0.0"    },
        {"~=4.2.3",         "4.2.3 4.3.0"    },
        {"<=7.4",           "0.0.0 7.4.1"    },
        {"!=4.1,>=4",       "4.0.0 0.0.0"    },
        {"^4.2",            "4.2.0 5.0.0"    },
        {"^0.3.1",          "0.3.1 0.4.0"    },
        {"~4.2.1",          "4.2.1 4.3.0"    },
        {"~4",              "4.0.0 5.0.0"    },
        {"^3.2 || ^4.2",    "3.2.0 5.0.0"    },
        {"^3.2 || >=5",     "3.2.0 0.0.0"    },
        {"2.0.0b1",         "2.0.0 2.0.1"    },
        {"==4.2rc1",        "4.2.0 4.2.1"    },
        {"v4.2",            "4.2.0 4.2.1"    },
        {"==1!4.2",         "0.0.0 0.0.0"    },
        {">=",              "0.0.0 0.0.0"    },
        {">=x",             "0.0.0 0.0.0"    },
        {",,||,",           "0.0.0 0.0.0"    },
        {">=99999999999.1", "999.1.0 0.0.0"  },
        {"<=4.999.999",     "0.0.0 4.999.999"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        assert_string_equal(text_of(version_range_read(str_from_c(rows[i][0]))), rows[i][1]);
    }
}

static void test_targets(void **state) {
    (void)state;
    static const char *const rows[][2] = {
        {"5",      "5.0.0 5.1.0"  },
        {"4.2",    "4.2.0 4.3.0"  },
        {"1.4.24", "1.4.24 1.4.25"},
    };
    static const char *const wrong[] = {"", "4.", ".4", "4.2rc1", ">=4", "x", "4..2", " 4"};
    LibraryRange range = {0};
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        assert_true(version_range_of_target(str_from_c(rows[i][0]), &range));
        assert_string_equal(text_of(range), rows[i][1]);
        assert_int_equal(range.source, LIBRARY_LOCKED);
    }
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
        assert_false(version_range_of_target(str_from_c(wrong[i]), &range));
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_clauses),
        cmocka_unit_test(test_targets),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
