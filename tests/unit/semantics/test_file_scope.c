/* What a name means where it stands: whose variable it is, and which bindings may reach it. */
#include "semantics/file_scope.h"

#include "marked_file.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <time.h>

#include <cmocka.h>

static const char *const homes[] = {
    [NAME_HOME_UNKNOWN] = "unknown",
    [NAME_HOME_UNBOUND] = "unbound",
    [NAME_HOME_FUNCTION] = "local",
    [NAME_HOME_CLASS] = "class",
    [NAME_HOME_MODULE] = "module",
    [NAME_HOME_BUILTIN] = "builtin",
    [NAME_HOME_TYPE_PARAMETER] = "type parameter",
    [NAME_HOME_CLASS_CELL] = "class cell",
};

static void describe_place(MarkedFile *marked, BindingPlace place, Buf *out) {
    const Binding *binding = file_scope_binding(&marked->file.model, place);
    uint32_t offset = marked->file.outline.units[place.unit].name.start;
    if (binding) {
        const Ast *ast = &file_model_unit(&marked->file.model, place.unit)->ast;
        offset =
            outline_to_file(&marked->file.outline, place.unit, ast_span(ast, binding->node).start);
    }
    buf_format(out, " %u", line_index_row(&marked->file.lines, offset) + 1);
}

static void describe(MarkedFile *marked, Mark mark, Buf *out) {
    NameMeaning meaning =
        file_scope_resolve(&marked->file.model, mark.unit, mark.node, &marked->file.mem);
    buf_append_c(out, homes[meaning.home]);
    for (uint32_t i = 0; i < meaning.place_count; i++) {
        describe_place(marked, meaning.places[i], out);
    }
    buf_append_c(out, meaning.maybe_unbound ? " or unbound" : "");
    buf_append_c(out, meaning.maybe_star ? " or star" : "");
}

/* `expected`: the home and the lines of the bindings, one answer for each mark, `; ` between. */
static void check(const char *source, const char *expected) {
    MarkedFile marked;
    Buf out;
    buf_init(&out, 0);
    marked_file_open(&marked, source);
    assert_true(marked.mark_count > 0);
    for (uint32_t i = 0; i < marked.mark_count; i++) {
        buf_append_c(&out, i ? "; " : "");
        describe(&marked, marked.marks[i], &out);
    }
    if (!str_equal(buf_str(&out), str_from_c(expected))) {
        print_error("%s\n", source);
    }
    assert_string_equal(out.ptr, expected);
    buf_release(&out);
    marked_file_close(&marked);
}

static void test_homes(void **state) {
    (void)state;
    check("x = 1\n$x\n", "module 1");
    check("x = 1\ndef f():\n    return $x\n", "module 1");
    check("def f(x):\n    return $x\n", "local 1");
    check("print($print)\n", "builtin");
    check("$nothing\n", "unbound");
    check("$__name__\n", "builtin");
    check("from a import *\n$nothing\n$print\n", "unknown or star; builtin or star");
    check("from a import *\nfrom b import x\n$x\n", "module 2");
    check("from a import *\ndef x():\n    pass\ndef f():\n    return $x\n", "module 2");
    check("from b import x\nfrom a import *\n$x\n", "module 1 or star");
    check("from a import *\nif y:\n    x = 1\n$x\n", "module 3 or unbound or star");
    check("from a import *\n$x\nx = 1\n", "module or unbound or star");
    check("def f():\n    def g():\n        return $x\n    x = 1\n    return g\n", "local 4");
    check("def f():\n    x = 1\n    return lambda: [$x for y in $y]\n", "local 2; unbound");
}

static void test_class_bodies_are_invisible_to_methods(void **state) {
    (void)state;
    check("class C:\n    x = 1\n    y = $x\n    def m(self):\n        return $x\n",
          "class 2; unbound");
    check("x = 0\nclass C:\n    x = 1\n    def m(self):\n        return $x\n", "module 1");
    check("class C:\n    x = 1\n    def m(self, a=$x):\n        pass\n", "class 2");
    check("class C:\n    x = [1]\n    y = [$x for i in $x]\n", "unbound; class 2");
    check("def f():\n    x = 1\n    class C:\n        x = 2\n        def m(self):\n            "
          "return $x\n",
          "local 2");
}

static void test_a_class_body_reads_outside_before_it_binds(void **state) {
    (void)state;
    check("x = 1\nclass C:\n    x = $x\n    y = $x\n", "module 1; class 3");
    check("def f(x):\n    class C:\n        x = $x\n    return C\n", "unbound");
}

static void test_headers_are_evaluated_outside(void **state) {
    (void)state;
    check("d = 1\nclass C:\n    d = 2\n    @$d\n    def m(self, d=$d) -> $d:\n        return $d\n",
          "class 3; class 3; class 3; local 5");
    check("B = 1\nclass C($B):\n    B = 2\n", "module 1");
    check("class C:\n    @property\n    def x(self): pass\n    @$x.setter\n    def x(self, v): "
          "pass\n",
          "class 3");
    check("def f(): pass\n@$f\ndef f(): pass\n$f\n", "module 1; module 3");
}

static void test_definitions_between_assignments(void **state) {
    (void)state;
    check("f = 1\n$f\ndef f(): pass\n$f\nf = 2\n$f\n", "module 1; module 3; module 5");
    check("$f\ndef f(): pass\n", "module 2");
    check("import f\nif f:\n    def f(): pass\n$f\n", "module 1 3");
    check("class C:\n    a = 1\n    def a(self): pass\n    b = $a\n", "class 3");
}

static void test_global_and_nonlocal(void **state) {
    (void)state;
    check("x = 1\ndef f():\n    global x\n    x = 2\ndef g():\n    return $x\n", "module 1 4");
    check("x = 1\ndef f():\n    global x\n    x = 2\n$x\n", "module 1 4");
    check("def f():\n    global x\n    x = 2\ndef g():\n    return $x\n", "module 3");
    check("def f():\n    x = 1\n    def g():\n        nonlocal x\n        x = 2\n    return $x\n",
          "local 2 5");
    check("class C:\n    def m(self):\n        global g\n        g = 1\n$g\n", "module 4");
}

static void test_comprehensions_and_walrus(void **state) {
    (void)state;
    check("x = 1\ny = [$x for x in $x]\n", "local 2; module 1");
    check("def f(ys):\n    [z := y for y in ys]\n    return $z\n", "local 2");
    check("[z := y for y in ()]\n$z\n", "module 1");
    check("def f(a=(z := 1)): pass\n$z\n", "module 1");
    check("class C:\n    def m(self, a=(z := 1)): pass\n    b = $z\n", "class 2");
}

static void test_flow(void **state) {
    (void)state;
    check("def f(c):\n    x = 1\n    if c:\n        x = 2\n    return $x\n", "local 2 4");
    check("def f(c):\n    x = 1\n    if c:\n        x = 2\n        return 0\n    return $x\n",
          "local 2");
    check(
        "def f(c):\n    x = 1\n    if c:\n        x = 2\n    else:\n        x = 3\n    return $x\n",
        "local 4 6");
    check("def f(ys):\n    x = 1\n    for y in ys:\n        $x\n        x = 2\n    return $x\n",
          "local 2 5; local 2 5");
    check(
        "def f(ys):\n    x = 1\n    while True:\n        x = 2\n        if ys:\n            break\n"
        "    return $x\n",
        "local 4");
    check("def f():\n    try:\n        x = 1\n        x = 2\n    except E:\n        $x\n    return "
          "$x\n",
          "local 3 4 or unbound; local 3 4 or unbound");
    check("def f():\n    x = 1\n    try:\n        x = 2\n    finally:\n        $x\n    return $x\n",
          "local 2 4; local 4");
    check("def f():\n    x = 1\n    del x\n    return $x\n", "local 3");
    check("def f(e):\n    try:\n        pass\n    except E as e:\n        $e\n    return $e\n",
          "local 4; local 1 or unbound");
    check("def f(x):\n    match x:\n        case [x]:\n            $x\n        case _:\n           "
          " x = 1"
          "\n    return $x\n",
          "local 3; local 3 6");
    check("def f(a):\n    x = 1\n    a and (x := 2)\n    return $x\n", "local 2 3");
    check("def f(a):\n    x = 1\n    (x := 2) and a\n    return $x\n", "local 3");
    check("x = 1\nx = 2\ndef f():\n    return $x\n", "module 1 2");
}

static void test_loop_flow_is_not_swept_twice(void **state) {
    (void)state;
    check("def f(ys):\n    x = 1\n    for y in ys:\n        for z in y:\n            if z:\n"
          "                x = 2\n                continue\n            $x\n            x = 3\n"
          "            if y:\n                break\n    return $x\n",
          "local 2 6 9; local 2 6 9");
    check("def f(ys):\n    x = 0\n    for y in ys:\n        x = 1\n        for z in y:\n           "
          " $x\n"
          "            x = 2\n",
          "local 4 7");
}

static void test_imports_as_bindings(void **state) {
    (void)state;
    check("import os.path\n$os\n", "module 1");
    check("try:\n    import x\nexcept ImportError:\n    x = None\n$x\n", "module 2 4");
    check("import a.b as c\n$c\n$a\n", "module 1; unbound");
    check("def f():\n    import x\n    return $x\nx\n", "local 2");
}

static void test_type_parameters(void **state) {
    (void)state;
    check("class C[T]:\n    def m(self) -> $T:\n        return $T\n",
          "type parameter 1; type parameter 1");
    check("def f[T](x: $T) -> $T:\n    return $T\n",
          "type parameter 1; type parameter 1; type parameter 1");
    check("type A[T] = list[$T]\n$A\n", "type parameter 1; module 1");
}

static void test_class_cell_and_private_names(void **state) {
    (void)state;
    check("class C:\n    def m(self):\n        return $__class__\n", "class cell");
    check("def f():\n    return $__class__\n", "unbound");
    check("__x = 1\nclass C:\n    def m(self):\n        return $__x\n", "unbound");
    check("_C__x = 1\nclass C:\n    def m(self):\n        return $__x\n", "module 1");
    check("__x__ = 1\nclass C:\n    def m(self):\n        return $__x__\n", "module 1");
}

static void test_broken_source(void **state) {
    (void)state;
    check("x = 1\ndef f(:\n    return $x\n", "module 1");
    check("import x\nclass C\n    def m(self):\n        return $x\n", "module 1");
}

/* Every name of a file of `count` functions, asked once: minutes if a look-up were linear. */
static void test_cost_of_a_large_file(void **state) {
    (void)state;
    enum { COUNT = 5000 };
    Buf text;
    buf_init(&text, 0);
    for (uint32_t i = 0; i < COUNT; i++) {
        buf_format(&text, "C%u = 1\nC%u = 2\ndef f%u(a: int = C%u):\n    return f%u(C%u, len(a))\n",
                   i, i, i, i, COUNT - i - 1, i);
    }
    buf_append_c(&text, "class K:\n");
    for (uint32_t i = 0; i < COUNT; i++) {
        buf_format(&text, "    D%u = 1\n    def m%u(self, a: int = D%u):\n        return C%u\n", i,
                   i, i, i);
    }
    UnitParser *parser = unit_parser_new();
    PythonFile file;
    python_file_open(&file, parser, buf_str(&text));
    uint32_t found = 0;
    clock_t spent = 0;
    for (UnitId unit = 0; unit < file.outline.unit_count; unit++) {
        const ScopeTree *tree = file_model_unit(&file.model, unit)->scopes;
        clock_t before = clock();
        for (UseId use = 0; use < tree->use_count; use++) {
            NameMeaning meaning =
                file_scope_resolve(&file.model, unit, tree->uses[use].node, &file.mem);
            found += meaning.home != NAME_HOME_UNBOUND;
        }
        spent += clock() - before;
    }
    assert_int_equal(found, COUNT * 9);
    assert_true((double)spent / CLOCKS_PER_SEC < 3.0);
    python_file_close(&file);
    unit_parser_free(parser);
    buf_release(&text);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_homes),
        cmocka_unit_test(test_class_bodies_are_invisible_to_methods),
        cmocka_unit_test(test_a_class_body_reads_outside_before_it_binds),
        cmocka_unit_test(test_headers_are_evaluated_outside),
        cmocka_unit_test(test_definitions_between_assignments),
        cmocka_unit_test(test_global_and_nonlocal),
        cmocka_unit_test(test_comprehensions_and_walrus),
        cmocka_unit_test(test_flow),
        cmocka_unit_test(test_loop_flow_is_not_swept_twice),
        cmocka_unit_test(test_imports_as_bindings),
        cmocka_unit_test(test_type_parameters),
        cmocka_unit_test(test_class_cell_and_private_names),
        cmocka_unit_test(test_broken_source),
        cmocka_unit_test(test_cost_of_a_large_file),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
