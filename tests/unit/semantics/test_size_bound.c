/* How many elements an expression can have at most (spec/io.md R7). */
#include "semantics/loops.h"

#include "marked_file.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

/* `head` stands before `for y in EXPRESSION: $pass`. */
static void check(const char *head, const char *expression, uint32_t expected) {
    MarkedFile marked;
    Buf source;
    buf_init(&source, 0);
    buf_format(&source, "%s\ndef f(xs, i, n):\n    for y in %s:\n        $g(y)\n", head,
               expression);
    marked_file_open(&marked, source.ptr);
    Mark mark = marked.marks[0];
    const Ast *ast = &file_model_unit(&marked.file.model, mark.unit)->ast;
    uint32_t found = loop_bound(&marked.file.model, mark.unit, loop_of_node(ast, mark.node));
    if (found != expected) {
        fail_msg("%s has %u elements at most, not %u", expression, found, expected);
    }
    marked_file_close(&marked);
    buf_release(&source);
}

static void test_literals(void **state) {
    (void)state;
    check("", "(1, 2, 3)", 3);
    check("", "[]", 0);
    check("", "{1: 2, 3: 4}", 2);
    check("", "[1, *xs]", SIZE_UNKNOWN);
    check("", "{**xs}", SIZE_UNKNOWN);
    check("", "xs", SIZE_UNKNOWN);
    check("", "1", SIZE_UNKNOWN);
}

static void test_ranges_and_slices(void **state) {
    (void)state;
    check("", "range(8)", 8);
    check("", "range(2, 8)", 6);
    check("", "range(0, 8, 3)", 3);
    check("", "range(8, 0, -3)", 3);
    check("", "range(1_000)", 1000);
    check("", "range(n)", SIZE_UNKNOWN);
    check("", "range(1, 2, 0)", SIZE_UNKNOWN);
    check("", "range(99999999999999999999)", SIZE_UNKNOWN);
    check("def range(x): pass", "range(8)", SIZE_UNKNOWN);
    check("", "xs[:10]", 10);
    check("", "xs[2:10]", 8);
    check("", "xs[n:10]", 10);
    check("", "xs[i:i + 20]", 20);
    check("", "xs[i:n + 20]", SIZE_UNKNOWN);
    check("", "xs[-5:]", 5);
    check("", "xs[:-1]", SIZE_UNKNOWN);
    check("", "xs[-5:-1]", 4);
    check("", "xs[5:]", SIZE_UNKNOWN);
}

static void test_calls_and_constants(void **state) {
    (void)state;
    check("", "enumerate(xs[:4])", 4);
    check("", "sorted(list((1, 2)))", 2);
    check("", "zip(xs, (1, 2))", 2);
    check("", "zip(xs, n)", SIZE_UNKNOWN);
    check("KINDS = ('a', 'b')", "KINDS", 2);
    check("KINDS = ('a', 'b')\nKINDS = xs", "KINDS", SIZE_UNKNOWN);
    check("kinds = ('a', 'b')", "kinds", 2);
    check("kinds = ['a', 'b']", "kinds", SIZE_UNKNOWN);
    check("KINDS = {'a': 1}", "KINDS.items()", 1);
    check("from collections import deque", "deque(xs, maxlen=5)", 5);
    check("from collections import deque", "deque(xs, 5)", 5);
    check("from collections import deque", "deque(xs)", SIZE_UNKNOWN);
    check("A = B\nB = A", "A", SIZE_UNKNOWN);
}

static void check_marked(const char *source, uint32_t expected) {
    MarkedFile marked;
    marked_file_open(&marked, source);
    Mark mark = marked.marks[0];
    assert_int_equal(size_bound(&marked.file.model, mark.unit, mark.node), expected);
    marked_file_close(&marked);
}

static void test_names(void **state) {
    (void)state;
    check_marked("def f(x):\n    done = ['a', 'b']\n    return x in $done\n", 2);
    check_marked("def f(x):\n    done = x[:10]\n    return x in $done\n", 10);
    check_marked("def f(x):\n    done = [y.a for y in ('a', 'b')]\n    return x in $done\n", 2);
    check_marked("def f(x):\n    done = []\n    return x in $done\n", SIZE_UNKNOWN);
    check_marked("def f(x):\n    done = ['a']\n    done.append(x)\n    return x in $done\n",
                 SIZE_UNKNOWN);
    check_marked("def f(x):\n    done = ['a']\n    fill(done)\n    return x in $done\n",
                 SIZE_UNKNOWN);
    check_marked("def f(x):\n    done = ['a']\n    print(len(done))\n    return x in $done\n", 1);
    check_marked("def f(x):\n    done = ['a']\n    done += x\n    return x in $done\n",
                 SIZE_UNKNOWN);
}

/* The mark stands at the receiver of `self.name`. */
static void check_attribute(const char *source, uint32_t expected) {
    MarkedFile marked;
    marked_file_open(&marked, source);
    Mark mark = marked.marks[0];
    const Ast *ast = &file_model_unit(&marked.file.model, mark.unit)->ast;
    NodeId attribute = ast_node(ast, mark.node)->parent;
    assert_int_equal(size_bound(&marked.file.model, mark.unit, attribute), expected);
    marked_file_close(&marked);
}

static void test_class_attributes(void **state) {
    (void)state;
    check_attribute("class A:\n    known = ['a']\n    def f(self, x):\n        x in $self.known\n",
                    1);
    check_attribute("class A:\n    known = []\n    def f(self, x):\n        x in $self.known\n",
                    SIZE_UNKNOWN);
    check_attribute("class A:\n    known = ['a']\n    def f(self, x):\n        x in $self.known\n"
                    "    def g(self, x):\n        self.known = x\n",
                    SIZE_UNKNOWN);
    check_attribute("class A:\n    known = ['a']\n    def f(self, x):\n        x in $self.known\n"
                    "    def g(self, x):\n        self.known.append(x)\n",
                    SIZE_UNKNOWN);
    check_attribute("class A:\n    known = ['a']\n    def f(self, x):\n        x in $x.known\n",
                    SIZE_UNKNOWN);
}

static void check_guard(const char *source, uint32_t expected) {
    MarkedFile marked;
    marked_file_open(&marked, source);
    Mark mark = marked.marks[0];
    assert_int_equal(size_guard(&marked.file.model, mark.unit, mark.node, mark.node), expected);
    marked_file_close(&marked);
}

static void test_guards(void **state) {
    (void)state;
    check_guard("def f(x):\n    if len(x) > 100:\n        $x.pop(0)\n", 100);
    check_guard("def f(x):\n    while 100 < len(x):\n        $x.pop(0)\n", 100);
    check_guard("def f(x, n):\n    if len(x) > n:\n        $x.pop(0)\n", SIZE_UNKNOWN);
    check_guard("def f(x, y):\n    if len(y) > 9:\n        $x.pop(0)\n", SIZE_UNKNOWN);
    check_guard("def f(x):\n    if len(x) < 9:\n        $x.pop(0)\n", SIZE_UNKNOWN);
    check_guard("def f(x):\n    if len(x) > 9:\n        for y in x:\n            $x.pop(0)\n",
                SIZE_UNKNOWN);
    check_guard("def f(x):\n    $x.pop(0)\n", SIZE_UNKNOWN);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_literals),
        cmocka_unit_test(test_ranges_and_slices),
        cmocka_unit_test(test_calls_and_constants),
        cmocka_unit_test(test_names),
        cmocka_unit_test(test_class_attributes),
        cmocka_unit_test(test_guards),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
