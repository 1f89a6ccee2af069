/* Dotted paths through imports, aliases and re-exports (spec/io.md R1). */
#include "semantics/qualified_name.h"

#include "marked_file.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

/* The marks stand before a chain's last name: `requests.$get`, or before a plain `$open`. */
static void check(const char *source, const char *expected) {
    MarkedFile marked;
    Buf out;
    buf_init(&out, 0);
    marked_file_open(&marked, source);
    assert_true(marked.mark_count > 0);
    for (uint32_t i = 0; i < marked.mark_count; i++) {
        Str path = qualified_name(&marked.file.model, marked.marks[i].unit, marked.marks[i].node,
                                  &marked.file.mem);
        buf_format(&out, "%s%.*s", i ? " " : "", path.len ? (int)path.len : 1,
                   path.len ? path.ptr : "-");
        assert_true(path.len == 0 || qualified_name_is(&marked.file.model, marked.marks[i].unit,
                                                       marked.marks[i].node, path));
    }
    assert_string_equal(out.ptr, expected);
    buf_release(&out);
    marked_file_close(&marked);
}

static void test_imports(void **state) {
    (void)state;
    check("import requests\nrequests.$get\n", "requests.get");
    check("import os.path\nos.path.$join\n", "os.path.join");
    check("import os.path as p\np.$join\n", "os.path.join");
    check("from requests import get as g\n$g\n", "requests.get");
    check("from .helpers import fetch\n$fetch\n", ".helpers.fetch");
    check("from . import helpers\nhelpers.$fetch\n", ".helpers.fetch");
    check("from ..a.b import c\nc.$d\n", "..a.b.c.d");
    check("def f():\n    import requests as r\n    return r.$get\n", "requests.get");
    check("class C:\n    import requests as r\n    x = r.$get\n    def m(self):\n        r.$get\n",
          "requests.get -");
}

static void test_another_binding_kills_it(void **state) {
    (void)state;
    check("import requests\ndef f(requests):\n    requests.$get\n", "-");
    check("import requests\nrequests = Fake()\nrequests.$get\n", "-");
    check("import requests\nrequests.$get\nrequests = Fake()\n", "requests.get");
    check("import requests\ndef f():\n    requests.$get\nrequests = Fake()\n", "-");
    check("import requests\nfor requests in x:\n    requests.$get\n", "-");
    check("import requests\nclass requests: pass\nrequests.$get\n", "-");
    check("import requests\ndef g():\n    global requests\n    requests = 1\ndef f():\n"
          "    requests.$get\n",
          "-");
    check("if a:\n    import requests\nelse:\n    import fake as requests\nrequests.$get\n", "-");
    check("def f(a):\n    import requests\n    if a:\n        requests = 1\n        return\n"
          "    requests.$get\n",
          "requests.get");
}

static void test_fallbacks(void **state) {
    (void)state;
    check("try:\n    import requests\nexcept ImportError:\n    requests = None\nrequests.$get\n",
          "requests.get");
    check("requests = None\ntry:\n    import requests\nexcept ImportError:\n    pass\ndef f():\n"
          "    requests.$get\n",
          "requests.get");
    check("try:\n    import ujson as json\nexcept ImportError:\n    import json\njson.$loads\n",
          "-");
    check("try:\n    import requests\nexcept ImportError:\n    import requests\nrequests.$get\n",
          "requests.get");
    check("requests: object\nimport requests\nrequests.$get\n", "requests.get");
}

static void test_builtins(void **state) {
    (void)state;
    check("$open\n", "open");
    check("def f():\n    $open\ndef open(): pass\n", "-");
    check("def f(open):\n    $open\n", "-");
    check("$spam\n", "-");
    check("from x import *\n$open\n", "open");
}

static void test_aliases(void **state) {
    (void)state;
    check("import requests\nG = requests.get\ndef f():\n    $G\n", "requests.get");
    check("import requests\nR = requests\nS = R\nS.$get\n", "requests.get");
    check("import requests\nG = requests.get\nG = 1\ndef f():\n    $G\n", "-");
    check("G = G\ndef f():\n    $G\n", "-");
    check("A = B\nB = A\ndef f():\n    $A\n", "-");
    check("import requests\nG, H = requests.get, 1\n$G\n", "-");
}

static void test_reexports_are_normalised(void **state) {
    (void)state;
    check("from requests.api import get\n$get\n", "requests.get");
    check("from redis import StrictRedis\n$StrictRedis\n", "redis.Redis");
    check("import httpx2\nhttpx2.$get\n", "httpx.get");
}

static void test_other_expressions_have_no_path(void **state) {
    (void)state;
    check("import requests\nrequests.get().$text\n", "-");
    check("import requests\nrequests[0].$get\n", "-");
}

static void test_very_long_chains(void **state) {
    (void)state;
    Buf source;
    buf_init(&source, 0);
    buf_append_c(&source, "import a\na");
    for (uint32_t i = 0; i < 5000; i++) {
        buf_append_c(&source, i == 4999 ? ".$b" : ".b");
    }
    buf_append_c(&source, "\n");
    check(source.ptr, "-");
    buf_release(&source);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_imports),
        cmocka_unit_test(test_another_binding_kills_it),
        cmocka_unit_test(test_fallbacks),
        cmocka_unit_test(test_builtins),
        cmocka_unit_test(test_aliases),
        cmocka_unit_test(test_reexports_are_normalised),
        cmocka_unit_test(test_other_expressions_have_no_path),
        cmocka_unit_test(test_very_long_chains),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
