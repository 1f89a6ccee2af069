/* Classes that are no units: which are found, and when their key changes. */
#include "text/inner_class.h"

#include "base/buf.h"
#include "text/outline_change.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

/* All of the text's, one `name(bases)` a line. */
static void check_inner(const char *text, const char *expected) {
    Arena mem;
    Buf out;
    arena_init(&mem);
    buf_init(&out, 0);
    Outline outline = outline_scan(str_from_c(text), &mem);
    for (UnitId unit = 0; unit < outline.unit_count; unit++) {
        InnerClasses classes = inner_classes(&outline, unit);
        InnerClass found;
        while (inner_classes_next(&classes, &found)) {
            assert_true(
                str_starts_with(str_slice(outline.text, found.at, outline.text.len), STR("class")));
            buf_format(&out, "%.*s(%.*s)\n", STR_ARG(str_span(outline.text, found.name)),
                       STR_ARG(found.bases));
        }
    }
    Str shown = buf_str(&out);
    assert_int_equal(shown.len, strlen(expected));
    assert_true(str_equal(shown, str_from_c(expected)));
    buf_release(&out);
    arena_release(&mem);
}

static void finds_classes_under_conditions(void **state) {
    (void)state;
    check_inner(
        "class A(X):\n    pass\nif a:\n    class B(Y, z=1):\n        pass\n"
        "else:\n    class C:\n        x = 1\ndef f():\n    pass\n"
        "try:\n    pass\nexcept E:\n\n    @d\n    class D(\n        Z,\n    ):\n        pass\n",
        "B(Y, z=1)\nC()\nD(\n        Z,\n    )\n");
}

static void finds_classes_in_functions(void **state) {
    (void)state;
    check_inner("def f():\n    class A(X):\n        def g(self):\n            class B(Y): pass\n"
                "class C(X):\n    if a:\n        class F: pass\n    class D(Z):\n        def "
                "h(self):\r\n            class E(W):\r\n"
                "                pass\n",
                "A(X)\nB(Y)\nF()\nE(W)\n");
}

static void passes_over_units(void **state) {
    (void)state;
    check_inner("x = 1\nclass A(X):\n    class B(Y):\n        pass\n\n# c\nclass C(X):\n    pass\n",
                "");
    check_inner("classes = [1]\nclass_of = 2\nobject.class_ = 3\n", "");
    check_inner("", "");
}

static bool same_shape(const char *before, const char *after) {
    Arena mem;
    arena_init(&mem);
    Outline was = outline_scan(str_from_c(before), &mem);
    Outline is = outline_scan(str_from_c(after), &mem);
    bool same = outline_same_shape(&was, &is);
    arena_release(&mem);
    return same;
}

static void names_and_bases_are_of_the_shape(void **state) {
    (void)state;
    const char *before = "if a:\n    class B(X):\n        y = 1\n";
    assert_true(same_shape(before, "if b:\n    class B(X):\n        y = 22\n"));
    assert_false(same_shape(before, "if a:\n    class C(X):\n        y = 1\n"));
    assert_false(same_shape(before, "if a:\n    class B(X, Y):\n        y = 1\n"));
    assert_false(same_shape("def f():\n    class B(X):\n        y = 1\n",
                            "def f():\n    class B(Y):\n        y = 1\n"));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(finds_classes_under_conditions),
        cmocka_unit_test(finds_classes_in_functions),
        cmocka_unit_test(passes_over_units),
        cmocka_unit_test(names_and_bases_are_of_the_shape),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
