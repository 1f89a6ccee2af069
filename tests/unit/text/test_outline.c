/* The unit scanner and the questions to an outline, on texts that fit a screen. */
#include "text/outline.h"

#include "base/buf.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

/* ---- one line per unit ------------------------------------------------------------------ */

static void describe_flags(uint32_t flags, Buf *out) {
    static const struct {
        uint32_t flag;
        const char *word;
    } WORDS[] = {
        {UNIT_ASYNC,              " async"    },
        {UNIT_DECORATED,          " decorated"},
        {UNIT_MAY_HAVE_DOCSTRING, " doc"      },
        {UNIT_ONE_LINE,           " one-line" },
    };
    for (size_t i = 0; i < sizeof WORDS / sizeof *WORDS; i++) {
        if (flags & WORDS[i].flag) {
            buf_append_c(out, WORDS[i].word);
        }
    }
}

/* Line ends as `|`, CR as `^`, so that an expectation is one line a unit. */
static void describe_text(Str text, Buf *out) {
    for (uint32_t i = 0; i < text.len; i++) {
        char byte = text.ptr[i];
        buf_append_byte(out, byte == '\n' ? '|' : byte == '\r' ? '^' : byte);
    }
}

static void describe(const Outline *outline, Arena *mem, Buf *out) {
    static const char *const KINDS[] = {"module", "function", "class"};
    for (UnitId id = 0; id < outline->unit_count; id++) {
        const Unit *unit = &outline->units[id];
        buf_append_repeat(out, ' ', 2 * unit->depth);
        buf_append_c(out, KINDS[unit->kind]);
        if (unit->kind != UNIT_MODULE) {
            buf_append_byte(out, ' ');
            buf_append(out, str_span(outline->text, unit->name));
        }
        describe_flags(unit->flags, out);
        buf_append_c(out, ": ");
        describe_text(outline_unit_text(outline, id, mem), out);
        buf_append_byte(out, '\n');
    }
    if (outline->broken) {
        buf_append_c(out, "broken\n");
    }
}

static void check_outline(const char *input, const char *expected) {
    Arena mem;
    arena_init(&mem);
    Buf out;
    buf_init(&out, 0);
    Outline outline = outline_scan(str_from_c(input), &mem);
    describe(&outline, &mem, &out);
    assert_string_equal(buf_str(&out).ptr, expected);
    buf_release(&out);
    arena_release(&mem);
}

/* ---- units ------------------------------------------------------------------------------ */

static void test_empty(void **state) {
    (void)state;
    check_outline("", "module: \n");
    check_outline("\n", "module: |\n");
    check_outline("x = 1", "module: x = 1\n");
}

static void test_functions_at_module_level(void **state) {
    (void)state;
    check_outline("x = 1\ndef f():\n    return 1\n\nasync def g(): pass\ny = 2\n",
                  "module: x = 1|pass|y = 2|\n"
                  "  function f: def f():|    return 1\n"
                  "  function g async one-line: async def g(): pass\n");
}

static void test_runs_collapse(void **state) {
    (void)state;
    check_outline("def f():\n    a\n# between\n\ndef g():\n    b\nx\ndef h():\n    c\n",
                  "module: pass|x|pass|\n"
                  "  function f: def f():|    a\n"
                  "  function g: def g():|    b\n"
                  "  function h: def h():|    c\n");
}

static void test_methods(void **state) {
    (void)state;
    check_outline(
        "class A(B):\n    'doc'\n    x = 1\n    @property\n    def f(self):\n        pass\n"
        "    # end of A\n# after\n",
        "module: pass|# after|\n"
        "  class A doc: class A(B):|    'doc'|    x = 1|    pass|    # end of A\n"
        "    function f decorated: @property|    def f(self):|        pass\n");
}

static void test_nested_stays_with_its_parent(void **state) {
    (void)state;
    check_outline("def f():\n    def g():\n        pass\n    class A:\n        pass\n",
                  "module: pass|\n"
                  "  function f: def f():|    def g():|        pass|    class A:|        pass\n");
    check_outline("if x:\n    def f():\n        pass\nelse:\n    class A: pass\n",
                  "module: if x:|    def f():|        pass|else:|    class A: pass|\n");
}

static void test_decorators(void **state) {
    (void)state;
    check_outline("@a(\n    1,\n)\n# why\n\n@b\nclass A:\n    pass\n",
                  "module: pass|\n"
                  "  class A decorated: @a(|    1,|)|# why||@b|class A:|    pass\n");
    check_outline("@a\nx = 1\ndef f(): pass\n", "module: @a|x = 1|pass|\n"
                                                "  function f one-line: def f(): pass\n");
}

static void test_one_line_suites(void **state) {
    (void)state;
    check_outline("class A: x = 1\n    # not of A\ndef f(): 'doc'\ndef g(): return 1; x = 2\n",
                  "module: pass|\n"
                  "  class A one-line: class A: x = 1\n"
                  "  function f doc one-line: def f(): 'doc'\n"
                  "  function g one-line: def g(): return 1; x = 2\n");
}

static void test_headers(void **state) {
    (void)state;
    check_outline(
        "def f(a: int = {1: 2}[1], *, b=lambda: 0) -> lambda: 1:\n    'doc'\n",
        "module: pass|\n"
        "  function f doc: def f(a: int = {1: 2}[1], *, b=lambda: 0) -> lambda: 1:|    'doc'\n");
    check_outline("def f(\n    a,\n) -> (\n    int\n):  # c\n    pass\n",
                  "module: pass|\n"
                  "  function f: def f(|    a,|) -> (|    int|):  # c|    pass\n");
    check_outline("def f():\n# left\n    pass\n# after\n    # lost\nx\n",
                  "module: pass|# after|    # lost|x|\n"
                  "  function f: def f():|# left|    pass\n");
}

static void test_docstring_guess(void **state) {
    (void)state;
    check_outline(
        "def f():\n    ('doc')\ndef g():\n    rb'x'\ndef h():\n    rx\ndef i():\n    \\\n  'x'\n",
        "module: pass|\n"
        "  function f doc: def f():|    ('doc')\n"
        "  function g doc: def g():|    rb'x'\n"
        "  function h: def h():|    rx\n"
        "  function i doc: def i():|    \\|  'x'\n");
    check_outline("# c\n\n'doc'\n", "module doc: # c||'doc'|\n");
}

static void test_strings_hide_definitions(void **state) {
    (void)state;
    check_outline("x = '''\ndef f():\n    pass\n'''\ny = 'a\\\ndef g(): pass'\n",
                  "module: x = '''|def f():|    pass|'''|y = 'a\\|def g(): pass'|\n");
    check_outline("x = r'\\'\ndef f():\n    pass'\n", "module: x = r'\\'|pass|\n"
                                                      "  function f: def f():|    pass'\n"
                                                      "broken\n");
}

static void test_format_strings(void **state) {
    (void)state;
    check_outline(
        "x = f'{a['b']}' + f'{{' + f'{x:{y}}' + f'\\N{DASH}' + f'{'''\ndef f()'''}'\ndef g(): 0\n",
        "module: x = f'{a['b']}' + f'{{' + f'{x:{y}}' + f'\\N{DASH}' + f'{'''|def f()'''}'|pass|\n"
        "  function g one-line: def g(): 0\n");
    check_outline("x = rf'\\{a}' + t\"{f'{1:>{w}}'!r}\" + f'{ {1: 2}[1] }'\ndef g(): 0\n",
                  "module: x = rf'\\{a}' + t\"{f'{1:>{w}}'!r}\" + f'{ {1: 2}[1] }'|pass|\n"
                  "  function g one-line: def g(): 0\n");
}

static void test_recovery_in_brackets(void **state) {
    (void)state;
    check_outline("def f():\n    x = (1,\n@a\n@b(\n  2)\ndef g():\n    pass\n",
                  "module: pass|\n"
                  "  function f: def f():|    x = (1,\n"
                  "  function g decorated: @a|@b(|  2)|def g():|    pass\n"
                  "broken\n");
    check_outline("class A:\n    def f(self, (:\n        y\n    def g(self):\n        z\n",
                  "module: pass|\n"
                  "  class A: class A:|    pass\n"
                  "    function f doc: def f(self, (:|        y\n"
                  "    function g: def g(self):|        z\n"
                  "broken\n");
    check_outline("x = (a\n@ b)\ndef f(): 0\n", "module: x = (a|@ b)|pass|\n"
                                                "  function f one-line: def f(): 0\n");
}

static void test_recovery_in_strings(void **state) {
    (void)state;
    check_outline("def f():\n    '''open\n    x\n\ndef g():\n    '''doc'''\n    def inner(): "
                  "0\n@d\ndef h():\n    pass\n",
                  "module: pass|\n"
                  "  function f doc: def f():|    '''open|    x|\n"
                  "  function g doc: def g():|    '''doc'''|    def inner(): 0\n"
                  "  function h decorated: @d|def h():|    pass\n"
                  "broken\n");
}

static void test_recovery_of_dedents(void **state) {
    (void)state;
    /* a line left of the body, at no unit's column */
    check_outline("class A:\n    def f(self):\n        x\n  y\n        z\n    def g(self): 0\n",
                  "module: pass|\n"
                  "  class A: class A:|    pass\n"
                  "    function f: def f(self):|        x|  y|        z\n"
                  "    function g one-line: def g(self): 0\n"
                  "broken\n");
    /* a line at the module's column, then an indent without a block */
    check_outline("class A:\n    def f(self):\n        x\ny = (1\n        z\n    def g(self): 0\n",
                  "module: pass|\n"
                  "  class A: class A:|    pass\n"
                  "    function f: def f(self):|        x|y = (1|        z\n"
                  "    function g one-line: def g(self): 0\n"
                  "broken\n");
    check_outline("def f():\n    x\nif y:\n    z = 1\n    def g(): 0\n",
                  "module: pass|if y:|    z = 1|    def g(): 0|\n"
                  "  function f: def f():|    x\n");
    /* the first method stands too far right */
    check_outline("class A:\n        def f(self): 0\n    def g(self): 0\n    def h(self): 0\n",
                  "module: pass|\n"
                  "  class A: class A:|        pass\n"
                  "    function f one-line: def f(self): 0\n"
                  "    function g one-line: def g(self): 0\n"
                  "    function h one-line: def h(self): 0\n"
                  "broken\n");
}

static void test_tabs_and_form_feeds(void **state) {
    (void)state;
    check_outline("class A:\n\tdef f(self):\n\t\tx\n        def g(self):\n\t    y\n\f\nz\n",
                  "module: pass|\f|z|\n"
                  "  class A: class A:|\tpass\n"
                  "    function f: def f(self):|\t\tx\n"
                  "    function g: def g(self):|\t    y\n");
}

static void test_line_ends(void **state) {
    (void)state;
    check_outline("def f():\r\n    x\r\ndef g():\r    y # c\rz",
                  "module: pass^z\n"
                  "  function f: def f():^|    x\n"
                  "  function g: def g():^    y # c\n");
}

static void test_missing_parts(void **state) {
    (void)state;
    check_outline("def\nclass:\n    x\ndef f(x)\n    'doc'\ndef g():\ndef h(): 0\n",
                  "module: pass|\n"
                  "  function  doc: def\n"
                  "  class : class:|    x\n"
                  "  function f doc: def f(x)|    'doc'\n"
                  "  function g: def g():\n"
                  "  function h one-line: def h(): 0\n"
                  "broken\n");
    check_outline("default = 1\nclassic()\nasync_def\nasync with x: pass\n",
                  "module: default = 1|classic()|async_def|async with x: pass|\n");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_empty),
        cmocka_unit_test(test_functions_at_module_level),
        cmocka_unit_test(test_runs_collapse),
        cmocka_unit_test(test_methods),
        cmocka_unit_test(test_nested_stays_with_its_parent),
        cmocka_unit_test(test_decorators),
        cmocka_unit_test(test_one_line_suites),
        cmocka_unit_test(test_headers),
        cmocka_unit_test(test_docstring_guess),
        cmocka_unit_test(test_strings_hide_definitions),
        cmocka_unit_test(test_format_strings),
        cmocka_unit_test(test_recovery_in_brackets),
        cmocka_unit_test(test_recovery_in_strings),
        cmocka_unit_test(test_recovery_of_dedents),
        cmocka_unit_test(test_tabs_and_form_feeds),
        cmocka_unit_test(test_line_ends),
        cmocka_unit_test(test_missing_parts),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
