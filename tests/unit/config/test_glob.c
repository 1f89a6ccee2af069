/* Which paths a pattern matches. */
#include "config/glob.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

static void patterns(void **state) {
    (void)state;
    static const struct {
        const char *pattern, *path;
        bool matches;
    } rows[] = {
        {"a.py",        "a.py",             true },
        {"a.py",        "x/y/a.py",         true },
        {"a.py",        "xa.py",            false},
        {"*.py",        "x/a.py",           true },
        {"*.py",        "x.pyi",            false},
        {"build",       "build/x.py",       true },
        {"build",       "src/build/x/y.py", true },
        {"build/",      "src/build/x.py",   true },
        {"build",       "rebuild/x.py",     false},
        {"src/build",   "src/build/x.py",   true },
        {"src/build",   "a/src/build",      false},
        {"/build",      "build/x",          true },
        {"/build",      "a/build/x",        false},
        {"src/*.py",    "src/a.py",         true },
        {"src/*.py",    "src/x/a.py",       false},
        {"src/**/*.py", "src/a.py",         true },
        {"src/**/*.py", "src/x/y/a.py",     true },
        {"src/**",      "src/x/y",          true },
        {"src/**",      "src",              false},
        {"**/test",     "test/a.py",        true },
        {"**/test",     "a/b/test",         true },
        {"**/test",     "a/mytest",         false},
        {"tests/?.py",  "tests/a.py",       true },
        {"tests/?.py",  "tests/é.py",      true },
        {"tests/?.py",  "tests/ab.py",      false},
        {"[ab].py",     "b.py",             true },
        {"[!ab].py",    "b.py",             false},
        {"[!ab].py",    "c.py",             true },
        {"[!ab].py",    "é.py",            true },
        {"[a-c]x",      "bx",               true },
        {"[a-c]x",      "dx",               false},
        {"[]]x",        "]x",               true },
        {"\\*x",        "*x",               true },
        {"\\*x",        "ax",               false},
        {"./a",         "a",                true },
        {"a*b*c",       "aXbYc",            true },
        {"a*b*c",       "aXbY",             false},
        {"*",           "a/b",              true },
        {"a?b",         "a/b",              false},
        {"a",           "",                 false},
        {"[ab",         "a",                false},
        {"",            "a",                false},
    };
    for (unsigned i = 0; i < sizeof rows / sizeof *rows; i++) {
        Str pattern = str_from_c(rows[i].pattern);
        if (glob_matches(pattern, str_from_c(rows[i].path)) != rows[i].matches) {
            fail_msg("'%s' on '%s' is %d", rows[i].pattern, rows[i].path, !rows[i].matches);
        }
    }
}

static void validity(void **state) {
    (void)state;
    assert_true(glob_is_valid(STR("**/x[a-z]")));
    assert_false(glob_is_valid(STR("x[a-")));
    assert_false(glob_is_valid(STR("[")));
    assert_false(glob_is_valid(STR("")));
    assert_false(glob_is_valid(STR("/")));
    assert_true(glob_is_valid(STR("\\")));
    char longest[GLOB_LENGTH_MAX + 10];
    memset(longest, '[', sizeof longest);
    assert_false(glob_is_valid((Str){longest, sizeof longest}));
    memset(longest, 'a', sizeof longest);
    assert_false(glob_is_valid((Str){longest, GLOB_LENGTH_MAX}));
    assert_true(glob_is_valid((Str){longest, GLOB_LENGTH_MAX - 1}));
}

/* The classic exponential case takes pattern x path steps. */
static void hostile_patterns(void **state) {
    (void)state;
    char path[20000];
    memset(path, 'a', sizeof path);
    char pattern[GLOB_LENGTH_MAX - 2];
    for (uint32_t i = 0; i < sizeof pattern; i++) {
        pattern[i] = i % 2 ? 'a' : '*';
    }
    pattern[sizeof pattern - 1] = 'b';
    assert_false(glob_matches((Str){pattern, sizeof pattern}, (Str){path, sizeof path}));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(patterns),
        cmocka_unit_test(validity),
        cmocka_unit_test(hostile_patterns),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
