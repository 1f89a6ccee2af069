/* Value kinds: a source, and what is believed of the value of its last assignment to `result`. */
#include "semantics/kinds.h"

#include "semantics/scope.h"
#include "syntax/parser.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

enum { UNITS_MAX = 2048, LONG = 2000 };

typedef struct TestFile {
    Arena mem;
    UnitParser *parser;
    Source source;
    LineIndex lines;
    Outline outline;
    FileLayers layers;
    UnitFacts *units[UNITS_MAX];
    FileModel model;
} TestFile;

static const UnitFacts *load(void *loader, UnitId unit) {
    TestFile *file = loader;
    assert_true(unit < UNITS_MAX);
    if (!file->units[unit]) {
        UnitFacts *facts = ARENA_NEW(&file->mem, UnitFacts);
        facts->text = outline_unit_text(&file->outline, unit, &file->mem);
        ParsedUnit parsed;
        assert_int_equal(unit_parser_parse(file->parser, facts->text, (ParseLimits){0},
                                           (ParseQueries){0}, &file->mem, &parsed),
                         STATUS_OK);
        facts->ast = parsed.ast;
        facts->scopes = scope_tree_build(&facts->ast, &file->mem);
        file->units[unit] = facts;
    }
    return file->units[unit];
}

static void open_file(TestFile *file, const char *text) {
    *file = (TestFile){0};
    arena_init(&file->mem);
    file->parser = unit_parser_new();
    file->source.text = str_from_c(text);
    file->lines = line_index_build(file->source.text, &file->mem);
    file->outline = outline_scan(file->source.text, &file->mem);
    file->model = (FileModel){.path = STR("test.py"),
                              .source = &file->source,
                              .lines = &file->lines,
                              .outline = &file->outline,
                              .load = load,
                              .loader = file,
                              .layers = &file->layers,
                              .mem = &file->mem};
}

static void close_file(TestFile *file) {
    unit_parser_free(file->parser);
    arena_release(&file->mem);
}

/* The value of the last `result = ...`; false when the unit has none. */
static bool find_result(TestFile *file, UnitId unit, NodeId *out) {
    const Ast *ast = &load(file, unit)->ast;
    bool found = false;
    for (NodeId node = 0; node < ast->node_count; node++) {
        NodeId target =
            ast_kind(ast, node) == NODE_ASSIGN ? ast_child(ast, node, FIELD_TARGETS) : NODE_NONE;
        if (target != NODE_NONE && str_equal(ast_name(ast, target), STR("result"))) {
            *out = ast_child(ast, node, FIELD_VALUE);
            found = true;
        }
    }
    return found;
}

static void check_kind(const char *text, const char *expected) {
    TestFile file;
    open_file(&file, text);
    NodeId node = NODE_NONE;
    UnitId unit = UNIT_NONE;
    for (UnitId id = 0; id < file.outline.unit_count; id++) {
        unit = find_result(&file, id, &node) ? id : unit;
    }
    assert_int_not_equal(unit, UNIT_NONE);
    Buf out;
    buf_init(&out, 0);
    kind_describe(kinds_table(&file.model), kinds_expression(&file.model, unit, node), &out);
    if (!str_equal(buf_str(&out), str_from_c(expected))) {
        fail_msg("%s\n    is %s, expected %s", text, out.ptr, expected);
    }
    buf_release(&out);
    close_file(&file);
}

static void literals_and_displays(void **state) {
    (void)state;
    check_kind("result = 1\n", "int");
    check_kind("result = f'{x}'\n", "str");
    check_kind("result = [1, 2]\n", "list[int]");
    check_kind("result = [1, 'a']\n", "list");
    check_kind("result = (1, 'a')\n", "tuple[int, str]");
    check_kind("result = {'a': 1}\n", "dict[str, int]");
    check_kind("result = [str(x) for x in y]\n", "list[str]");
    check_kind("result = x\n", "unknown");
}

static void imports_and_constructors(void **state) {
    (void)state;
    check_kind("import requests\nresult = requests.get(u)\n", "requests.Response");
    check_kind("import requests as r\ns = r.Session()\nresult = s.get\n",
               "method requests.Session.get");
    check_kind("from requests.sessions import Session as S\nresult = S()\n", "requests.Session");
    check_kind("import requests\nrequests = 1\nresult = requests\n", "int");
    check_kind("def f(requests):\n    result = requests.get(1)\n", "unknown");
    check_kind(
        "try:\n    import httpx\nexcept ImportError:\n    httpx = None\nresult = httpx.get(u)\n",
        "httpx.Response");
    check_kind("import requests\ndef f():\n    result = requests.get(1)\n", "requests.Response");
    check_kind("from x import *\nresult = open(p)\n", "unknown");
    check_kind("result = open(p)\n", "io.TextIOWrapper");
    check_kind("def open(p): return 1\nresult = open(p)\n", "int");
}

static void flow_decides(void **state) {
    (void)state;
    check_kind("import httpx\nif a:\n    c = httpx.Client()\nelse:\n    c = []\nresult = c\n",
               "unknown");
    check_kind("import httpx\nc = []\nc = httpx.Client()\nresult = c\n", "httpx.Client");
    check_kind("import httpx\nc = None\nif a:\n    c = httpx.Client()\nresult = c\n",
               "httpx.Client");
    check_kind("x = []\nfor y in z:\n    x = x + [1]\nresult = x\n", "list");
    check_kind("def f(a):\n    if a:\n        x = 1\n    else:\n        return\n    result = x\n",
               "int");
    check_kind("def f():\n    x = 1\n    del x\n    x = 'a'\n    result = x\n", "str");
    check_kind("if (n := len(a)) > 1:\n    result = n\n", "int");
}

static void with_and_unpacking(void **state) {
    (void)state;
    check_kind("with open(p) as f:\n    result = f.readlines()\n", "list[str]");
    check_kind("a, (b, c) = 1, ('x', 2.0)\nresult = c\n", "float");
    check_kind("a, *b = [1, 2]\nresult = b\n", "list");
    check_kind("for i, line in enumerate(open(p)):\n    result = line\n", "str");
    check_kind("for a, b in zip([1], ['x']):\n    result = b\n", "str");
    check_kind("for x in sorted({1, 2}):\n    result = x\n", "int");
    check_kind("result = list(map(str, y))\n", "list[str]");
    check_kind("import aiohttp\nasync def f():\n    async with aiohttp.ClientSession() as s:\n"
               "        async with s.get(u) as r:\n            result = r\n",
               "aiohttp.ClientResponse");
    check_kind("import httpx\nasync def f(c: httpx.AsyncClient):\n    result = await c.get(u)\n",
               "httpx.Response");
}

static void annotations(void **state) {
    (void)state;
    check_kind("import requests\ndef f(s: requests.Session):\n    result = s\n",
               "requests.Session");
    check_kind(
        "from typing import Optional, List\ndef f(s: Optional[List[int]]):\n    result = s\n",
        "list[int]");
    check_kind("def f(s: 'dict[str, int] | None'):\n    result = s\n", "dict");
    check_kind("def f(s: dict[str, list[int]]):\n    result = s['a']\n", "list[int]");
    check_kind("def f(s: int | str):\n    result = s\n", "unknown");
    check_kind("from typing import Any\ndef f(s: Any):\n    result = s\n", "unknown");
    check_kind("x: list[str]\nresult = x\n", "list[str]");
    check_kind("def f(*a, **k):\n    result = k\n", "dict");
}

static void attributes_of_self(void **state) {
    (void)state;
    check_kind("import requests\nclass A:\n    def __init__(self):\n        self.s = None\n"
               "    def open(self):\n        self.s = requests.Session()\n"
               "    def get(self):\n        result = self.s\n",
               "requests.Session");
    check_kind("class A:\n    def __init__(self):\n        self.s = []\n"
               "    def set(self, s):\n        self.s = s\n"
               "    def get(self):\n        result = self.s\n",
               "unknown");
    check_kind("import requests\nclass A(requests.Session):\n    def f(self):\n"
               "        result = self.get\n",
               "method requests.Session.get");
    check_kind("class A:\n    items: list[int]\nclass B(A):\n    def f(self):\n"
               "        result = self.items\n",
               "list[int]");
    check_kind("class A:\n    @property\n    def n(self): return 1\n"
               "    def f(self):\n        result = self.n\n",
               "int");
    check_kind("class A:\n    @staticmethod\n    def n(): return 'a'\nresult = A().n()\n", "str");
}

static void results_of_functions(void **state) {
    (void)state;
    check_kind("def f(): return []\nresult = f()\n", "list");
    check_kind("def f():\n    yield 1\nresult = f()\n", "generator[int]");
    check_kind("async def f(): return 1\nasync def g():\n    result = await f()\n", "int");
    check_kind("def f(n):\n    return f(n - 1) if n else 1\nresult = f(3)\n", "int");
    check_kind("def f(n):\n    return g(n)\ndef g(n):\n    return f(n) or 'a'\nresult = f(3)\n",
               "str");
    check_kind("def f(a):\n    if a:\n        return 1\n    return []\nresult = f(1)\n", "unknown");
    check_kind("from contextlib import contextmanager\n@contextmanager\ndef f():\n"
               "    yield open(p)\nwith f() as h:\n    result = h\n",
               "io.TextIOWrapper");
    check_kind("@wrap\ndef f(): return 1\nresult = f()\n", "unknown");
    check_kind("def f() -> int: return x\nresult = f()\n", "int");
    check_kind("f = lambda: [1]\nresult = f()\n", "list[int]");
}

/* ---- long chains: linear, and no recursion ----------------------------------------------------
 */

static void check_long(Buf *text, const char *expected) {
    check_kind(text->ptr, expected);
    buf_release(text);
}

static void long_chains_of_names(void **state) {
    (void)state;
    Buf text;
    buf_init(&text, 0);
    buf_append_c(&text, "x0 = [1]\n");
    for (int i = 1; i < LONG; i++) {
        buf_format(&text, "x%d = x%d\n", i, i - 1);
    }
    buf_format(&text, "result = x%d\n", LONG - 1);
    check_long(&text, "list[int]");
}

static void long_expressions(void **state) {
    (void)state;
    Buf text;
    buf_init(&text, 0);
    buf_append_c(&text, "result = 1");
    for (int i = 0; i < LONG; i++) {
        buf_append_c(&text, " + 1");
    }
    buf_append_c(&text, "\n");
    check_long(&text, "int");
    buf_append_c(&text, "import a\nresult = a");
    for (int i = 0; i < LONG; i++) {
        buf_append_c(&text, ".b[0]");
    }
    buf_append_c(&text, " is a\n");
    check_long(&text, "bool");
}

static void add_functions(Buf *text, const char *last) {
    for (int i = 0; i < LONG - 1; i++) {
        buf_format(text, "def f%d():\n    return f%d()\n", i, i + 1);
    }
    buf_format(text, "def f%d():\n    return %s\nresult = f0()\n", LONG - 1, last);
}

static void long_chains_of_calls(void **state) {
    (void)state;
    Buf text;
    buf_init(&text, 0);
    add_functions(&text, "'a'");
    check_long(&text, "str");
}

static void long_circles_of_calls(void **state) {
    (void)state;
    Buf text;
    buf_init(&text, 0);
    add_functions(&text, "f0() or 'a'");
    check_long(&text, "str");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(literals_and_displays), cmocka_unit_test(imports_and_constructors),
        cmocka_unit_test(flow_decides),          cmocka_unit_test(with_and_unpacking),
        cmocka_unit_test(annotations),           cmocka_unit_test(attributes_of_self),
        cmocka_unit_test(results_of_functions),  cmocka_unit_test(long_chains_of_names),
        cmocka_unit_test(long_expressions),      cmocka_unit_test(long_chains_of_calls),
        cmocka_unit_test(long_circles_of_calls),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
