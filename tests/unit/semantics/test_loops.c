/* Which loop runs a node, and what stands in a loop (spec/io.md R3). */
#include "semantics/loops.h"

#include "marked_file.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

/* `expected`: for each mark the first letters of its loops' targets (or tests) from the inside out,
 * `-` for none. */
static void check(const char *source, const char *expected) {
    MarkedFile marked;
    Buf out;
    buf_init(&out, 0);
    marked_file_open(&marked, source);
    for (uint32_t i = 0; i < marked.mark_count; i++) {
        const UnitFacts *facts = file_model_unit(&marked.file.model, marked.marks[i].unit);
        NodeId loop = loop_of_node(&facts->ast, marked.marks[i].node);
        buf_append_c(&out, i ? "; " : "");
        buf_append_c(&out, loop == NODE_NONE ? "-" : "");
        for (uint32_t n = 0; loop != NODE_NONE; n++) {
            NodeId named = loop_target(&facts->ast, loop);
            if (named == NODE_NONE) {
                named = ast_child(&facts->ast, loop, FIELD_TEST);
            }
            uint32_t start = ast_span(&facts->ast, named).start;
            buf_format(&out, "%s%.1s", n ? " " : "", facts->text.ptr + start);
            assert_true(loop_runs(&facts->ast, loop, marked.marks[i].node));
            loop = loop_enclosing(&facts->ast, loop);
        }
    }
    assert_string_equal(out.ptr, expected);
    buf_release(&out);
    marked_file_close(&marked);
}

static void test_statements(void **state) {
    (void)state;
    check("for a in $x:\n    $y\nelse:\n    $z\n", "-; a; -");
    check("while $b:\n    $y\nelse:\n    $z\n", "b; b; -");
    check("for a in x:\n    for c in $y:\n        $z\n    else:\n        $w\n", "a; c a; a");
    check("for a in x:\n    if a:\n        with b as c:\n            try:\n                $y\n"
          "            finally:\n                pass\n",
          "a");
    check("async def f():\n    async for a in $x:\n        await $y\n", "-; a");
}

static void test_comprehensions(void **state) {
    (void)state;
    check("[$x for a in $y if $z]\n", "a; -; a");
    check("[$x for a in $y for b in $z if $w]\n", "b a; -; a; b a");
    check("for c in d:\n    {$x: 1 for a in $y}\n", "a c; c");
    check("[[$x for a in $y] for b in z]\n", "a b; b");
    check("f($x for a in y)\n", "a");
}

static void test_definitions_end_it(void **state) {
    (void)state;
    check("for a in x:\n    def f(b=$y):\n        return $z\n    g = lambda: $w\n", "a; -; -");
    check("for a in x:\n    @$d\n    class C($B):\n        $z\n", "a; a; -");
    check("for a in x:\n    g = lambda b=$w: b\n", "a");
}

typedef struct ContentWord {
    uint32_t flag;
    const char *word;
} ContentWord;

static void check_contents(const char *source, const char *expected) {
    static const ContentWord words[] = {
        {LOOP_HAS_BREAK,    " break"   },
        {LOOP_HAS_CONTINUE, " continue"},
        {LOOP_HAS_RETURN,   " return"  },
        {LOOP_HAS_YIELD,    " yield"   },
        {LOOP_HAS_AWAIT,    " await"   },
        {LOOP_HAS_RAISE,    " raise"   },
        {LOOP_HAS_TRY,      " try"     },
        {LOOP_HAS_WITH,     " with"    },
        {LOOP_HAS_ELSE,     " else"    },
    };
    MarkedFile marked;
    Buf out;
    buf_init(&out, 0);
    marked_file_open(&marked, source);
    const Ast *ast = &file_model_unit(&marked.file.model, marked.marks[0].unit)->ast;
    uint32_t contents = loop_contents(ast, loop_of_node(ast, marked.marks[0].node));
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        buf_append_c(&out, contents & words[i].flag ? words[i].word : "");
    }
    assert_string_equal(buf_str(&out).ptr, expected);
    buf_release(&out);
    marked_file_close(&marked);
}

static void test_contents(void **state) {
    (void)state;
    check_contents("for a in x:\n    $y\n", "");
    check_contents("for a in x:\n    $y\n    if a: break\n    continue\n", " break continue");
    check_contents("for a in x:\n    $y\n    for b in a:\n        break\n", "");
    check_contents("for a in x:\n    $y\n    for b in a:\n        pass\n    else:\n        break\n",
                   " break");
    check_contents("def f():\n    for a in x:\n        $y\n        try:\n            return 1\n"
                   "        finally:\n            yield\n    else:\n        raise E\n",
                   " return yield try else");
    check_contents("for a in x:\n    $y\n    def g():\n        return 1\n", "");
    check_contents("async def f():\n    for a in x:\n        $y\n        async with b: pass\n",
                   " await with");
    check_contents("async def f():\n    return [$y async for a in x]\n", " await");
    check_contents("async def f():\n    return [$y for a in x if await a]\n", " await");
    check_contents("async def f():\n    return [$y for a in await x]\n", "");
}

static void check_around(const char *source, const char *expected) {
    MarkedFile marked;
    Buf out;
    buf_init(&out, 0);
    marked_file_open(&marked, source);
    const Ast *ast = &file_model_unit(&marked.file.model, marked.marks[0].unit)->ast;
    NodeId node = marked.marks[0].node;
    NodeId function = enclosing_function(ast, node);
    NodeId loop = loop_of_node(ast, node);
    buf_append_c(&out, enclosing_try(ast, node, NODE_NONE) != NODE_NONE ? " try" : "");
    buf_append_c(&out, enclosing_with(ast, node, NODE_NONE) != NODE_NONE ? " with" : "");
    buf_append_c(&out, loop != NODE_NONE && enclosing_try(ast, node, loop) != NODE_NONE
                           ? " try-in-loop"
                           : "");
    buf_format(&out, " %s", function == NODE_NONE ? "-" : node_kind_name(ast_kind(ast, function)));
    assert_string_equal(out.ptr, expected);
    buf_release(&out);
    marked_file_close(&marked);
}

static void test_around(void **state) {
    (void)state;
    check_around("def f():\n    try:\n        for a in b:\n            $x\n    except E: pass\n",
                 " try FunctionDef");
    check_around(
        "def f():\n    for a in b:\n        try:\n            $x\n        except E: pass\n",
        " try try-in-loop FunctionDef");
    check_around("def f():\n    try: pass\n    except E:\n        $x\n", " FunctionDef");
    check_around("async def f():\n    with $x: pass\n", " AsyncFunctionDef");
    check_around("def f():\n    with x:\n        $y\n", " with FunctionDef");
    check_around("with x:\n    f = lambda: $y\n", " Lambda");
    check_around("def f(a=$y): pass\n", " -");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_statements),
        cmocka_unit_test(test_comprehensions),
        cmocka_unit_test(test_definitions_end_it),
        cmocka_unit_test(test_contents),
        cmocka_unit_test(test_around),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
