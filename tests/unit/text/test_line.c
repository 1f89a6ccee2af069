#include "text/line.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

static void certain_docstrings_are_told_from_doubtful_ones(void **state) {
    (void)state;
    const char *certain[] = {
        "\"\"\"Doc.\"\"\"\n",       "'Doc.'",         "r\"\"\"D\"\"\" # comment\n", "U'Doc.' ; x\n",
        "\"\"\"\nDoc.\n\"\"\"\r\n", "'''a\"\"\"b'''", "\"\"\"a\\\"\"\"\"\n",
    };
    const char *doubtful[] = {
        "\"\"\"\"\"\"\n",
        "\"\"\" \n \"\"\"\n",
        "b'Doc.'\n",
        "f'Doc.'\n",
        "'Doc.' % x\n",
        "'Do' 'c.'\n",
        "('Doc.')\n",
        "'Doc.'.strip()\n",
        "\"\"\"Doc.\n",
        "'Doc.\n",
        "'Doc.' \\\n",
        "x\n",
        "",
        "r\n",
        "\"\"\"Doc.\"\"",
    };
    for (size_t i = 0; i < sizeof certain / sizeof *certain; i++) {
        if (!line_is_docstring(str_from_c(certain[i]), 0)) {
            fail_msg("\"%s\" is a docstring", certain[i]);
        }
        assert_true(line_may_be_string(str_from_c(certain[i]), 0));
    }
    for (size_t i = 0; i < sizeof doubtful / sizeof *doubtful; i++) {
        if (line_is_docstring(str_from_c(doubtful[i]), 0)) {
            fail_msg("\"%s\" may be no docstring", doubtful[i]);
        }
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(certain_docstrings_are_told_from_doubtful_ones),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
