/* Binding, mutation, invariance, carried values and escape in loops (spec/io.md R4 to R6). */
#include "semantics/loops.h"

#include "marked_file.h"
#include "semantics/qualified_name.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

/* len, sorted and .index are pure; all else is not. */
static bool is_pure(void *answerer, const FileModel *file, UnitId unit, NodeId call) {
    (void)answerer;
    const Ast *ast = &file_model_unit(file, unit)->ast;
    NodeId callee = ast_child(ast, call, FIELD_FUNC);
    if (ast_kind(ast, callee) == NODE_ATTRIBUTE) {
        return str_equal(ast_name(ast, callee), STR("index"));
    }
    return qualified_name_is(file, unit, callee, STR("len")) ||
           qualified_name_is(file, unit, callee, STR("sorted"));
}

typedef struct Question {
    MarkedFile marked;
    LoopContext context;
    NodeId node;
    NodeId loop;
} Question;

/* The only mark; its innermost loop. */
static void ask(Question *question, const char *source) {
    marked_file_open(&question->marked, source);
    Mark mark = question->marked.marks[0];
    question->context = (LoopContext){
        .file = &question->marked.file.model, .unit = mark.unit, .is_pure_call = is_pure};
    question->node = mark.node;
    const Ast *ast = &file_model_unit(&question->marked.file.model, mark.unit)->ast;
    question->loop = loop_of_node(ast, mark.node);
}

/* `expected`: those of "binds", "mutates", "carries" that hold. */
static void check_name(const char *source, const char *expected) {
    Question question;
    Buf out;
    buf_init(&out, 0);
    ask(&question, source);
    buf_append_c(&out, loop_binds(&question.context, question.loop, question.node) ? "binds " : "");
    buf_append_c(&out,
                 loop_mutates(&question.context, question.loop, question.node) ? "mutates " : "");
    buf_append_c(&out,
                 loop_carries(&question.context, question.loop, question.node) ? "carries " : "");
    Str found = str_trim(buf_str(&out));
    if (!str_equal(found, str_from_c(expected))) {
        fail_msg("%s: '%.*s' is not '%s'", source, STR_ARG(found), expected);
    }
    buf_release(&out);
    marked_file_close(&question.marked);
}

static void test_binding_and_carrying(void **state) {
    (void)state;
    check_name("def f(x, ys):\n    for y in ys:\n        $x\n", "");
    check_name("def f(x, ys):\n    for y in ys:\n        $y\n", "binds");
    check_name("def f(x, ys):\n    for y in ys:\n        x = y\n        $x\n", "binds");
    check_name("def f(x, ys):\n    for y in ys:\n        $x\n        x = y\n", "binds carries");
    check_name("def f(x, ys):\n    for y in ys:\n        if y:\n            x = y\n        $x\n",
               "binds carries");
    check_name("def f(x, ys):\n    while x:\n        $x\n        x = x.next\n", "binds carries");
    check_name("def f(x, ys):\n    for y in ys:\n        $x\n    x = 1\n", "");
    check_name("def f(x, ys):\n    for y in ys:\n        $x\n    else:\n        x = 1\n", "");
    check_name("def f(x, ys):\n    for y in ys:\n        del x\n        $x\n", "binds");
    check_name("def f(x, ys):\n    for y in ys:\n        def g():\n            nonlocal x\n"
               "            x = 1\n        $x\n",
               "binds carries");
    check_name("def f(x, ys):\n    return [$x for x in ys]\n", "binds");
    check_name("def f(x, ys):\n    return [$x for y in ys]\n", "");
    check_name("def f(ys):\n    t = None\n    for y in ys:\n        while t:\n            t = 0\n"
               "        $t\n",
               "binds carries");
    check_name("x = 1\nfor y in (1, 2):\n    $x\n    x = y\n", "binds carries");
}

static void test_mutation(void **state) {
    (void)state;
    check_name("def f(x, ys):\n    for y in ys:\n        len($x)\n        x[y] = 1\n",
               "mutates carries");
    check_name("def f(x, ys):\n    for y in ys:\n        len($x)\n        del x[y]\n",
               "mutates carries");
    check_name("def f(x, ys):\n    for y in ys:\n        len($x)\n        x.a.b = 1\n",
               "mutates carries");
    check_name("def f(x, ys):\n    for y in ys:\n        len($x)\n        x.append(1)\n",
               "mutates carries");
    check_name("def f(x, ys):\n    for y in ys:\n        len($x)\n        x.index(1)\n", "");
    check_name("def f(x, ys):\n    for y in ys:\n        len($x)\n        g(x)\n",
               "mutates carries");
    check_name("def f(x, ys):\n    for y in ys:\n        len($x)\n        g(*x, a=x)\n",
               "mutates carries");
    check_name("def f(x, ys):\n    for y in ys:\n        len($x)\n        sorted(x)\n", "");
    check_name("def f(x, ys):\n    for y in ys:\n        len($x)\n        x += [1]\n",
               "binds mutates carries");
    check_name("def f(ys):\n    for y in ys:\n        x = []\n        x.append(y)\n        $x\n",
               "binds mutates");
    check_name("def f(x, ys):\n    x.append(0)\n    for y in ys:\n        len($x)\n    g(x)\n", "");
}

/* The mark stands before the expression's first byte: a call `$len(x)` is asked by its callee. */
static void check_invariant(const char *source, bool expected) {
    Question question;
    ask(&question, source);
    const Ast *ast = &file_model_unit(&question.marked.file.model, question.context.unit)->ast;
    NodeId expression = question.node;
    while (ast_kind_is_expression(ast_kind(ast, ast_node(ast, expression)->parent)) &&
           ast_node(ast, ast_node(ast, expression)->parent)->start ==
               ast_node(ast, expression)->start) {
        expression = ast_node(ast, expression)->parent;
    }
    if (loop_is_invariant(&question.context, question.loop, expression) != expected) {
        fail_msg("%s: should be %s", source, expected ? "invariant" : "varying");
    }
    marked_file_close(&question.marked);
}

static void test_invariance(void **state) {
    (void)state;
    check_invariant("def f(x, ys):\n    for y in ys:\n        $len(x)\n", true);
    check_invariant("def f(x, ys):\n    for y in ys:\n        $len(y)\n", false);
    check_invariant("def f(x, ys):\n    for y in ys:\n        $other(x)\n", false);
    check_invariant("def f(x, ys):\n    for y in ys:\n        $sorted(x)\n        x.append(y)\n",
                    false);
    check_invariant("def f(x, ys):\n    for y in ys:\n        $sorted(x, key=lambda r: r.a)\n",
                    true);
    check_invariant("def f(x, ys):\n    for y in ys:\n        $sorted(x, key=lambda r: r.a + y)\n",
                    false);
    check_invariant("def f(x, ys):\n    for y in ys:\n        $sorted(x.a)\n        x.load()\n",
                    false);
    check_invariant("def f(x, ys):\n    for y in ys:\n        $sorted(x.a)\n        x.index(y)\n",
                    true);
    check_invariant("def f(x, ys):\n    return [$len([z for z in x]) for y in ys]\n", true);
    check_invariant("def f(x, ys):\n    return [$len([z for z in y]) for y in ys]\n", false);
    check_invariant("async def f(x, ys):\n    for y in ys:\n        $len(await x)\n", false);
    check_invariant("def f(x, ys):\n    for y in ys:\n        $len((z := x))\n", false);
}

static void check_escape(const char *source, bool expected) {
    Question question;
    ask(&question, source);
    if (name_escapes(&question.context, question.node) != expected) {
        fail_msg("%s: should %s", source, expected ? "escape" : "stay");
    }
    marked_file_close(&question.marked);
}

static void test_escape(void **state) {
    (void)state;
    check_escape("def f():\n    $x = []\n    x.append(1)\n    return len(x)\n", false);
    check_escape("def f():\n    $x = []\n    return x\n", true);
    check_escape("def f():\n    $x = []\n    return 1, [x]\n", true);
    check_escape("def f():\n    $x = []\n    yield x\n", true);
    check_escape("def f(self):\n    $x = []\n    self.x = x\n", true);
    check_escape("def f(d):\n    $x = []\n    d['a'] = x\n", true);
    check_escape("def f():\n    $x = []\n    g(x)\n", true);
    check_escape("def f():\n    $x = []\n    g(a=[x])\n", true);
    check_escape("def f():\n    $x = []\n    return lambda: len(x)\n", true);
    check_escape("def f():\n    $x = []\n    y = x\n", true);
    check_escape("def f(c):\n    $x = []\n    return 1 if x else 0\n", false);
    check_escape("def f(c):\n    $x = []\n    return x[0]\n", false);
    check_escape("def f(c):\n    $x = []\n    for y in x:\n        len(y)\n", false);
    check_escape("$x = []\n", true);
    check_escape("def f():\n    global x\n    $x = []\n", true);
    check_escape("def f():\n    $x = []\n    return [len(x) for y in x]\n", false);
    check_escape("def f():\n    $x = []\n    return [x for y in (1, 2)]\n", true);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_binding_and_carrying),
        cmocka_unit_test(test_mutation),
        cmocka_unit_test(test_invariance),
        cmocka_unit_test(test_escape),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
