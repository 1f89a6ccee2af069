/* Rules that start from a query: who is asked, and which candidates semantic predicates let
 * through. A case is a query, a text, and the rows of the calls that are reported. */
#include "engine/analyze.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>

#include <cmocka.h>

#define TEST_RULE ((RuleId)0)

static void check_candidate(RuleContext *context, const Candidate *candidate) {
    Report report = report_new(TEST_RULE, ast_span(&context->facts->ast, candidate->captures[0]));
    report.message = STR("a call");
    rule_report(context, &report);
}

static Analysis run(const RuleImplementation *rule, RuleQueries *queries, const char *text,
                    Buf *rows, Arena *mem) {
    const RuleImplementation *table[RULE_COUNT] = {[TEST_RULE] = rule};
    AnalyzerSetup setup = {
        .rules = {table, precedence_find},
          .queries = queries
    };
    Analyzer *analyzer = analyzer_new(&setup);
    RuleSelection selection = {.least_certainty = CERTAINTY_LIKELY};
    selection.enabled[TEST_RULE] = true;
    Document *document;
    assert_int_equal(document_open(&document, STR("a.py"), str_from_c(text), NULL), STATUS_OK);
    AnalyzeRequest request = {.document = document, .selection = &selection};
    Analysis analysis = analyze(analyzer, &request, mem);
    for (uint32_t i = 0; i < analysis.finding_count; i++) {
        buf_format(rows, "%u ", line_index_row(&document->lines, analysis.findings[i].owner));
    }
    document_release(document);
    analyzer_free(analyzer);
    return analysis;
}

static void check(const char *query, const char *text, const char *wanted) {
    const RuleImplementation rule = {.rule = TEST_RULE, .check_candidate = check_candidate};
    RuleQueries *queries = rule_queries_new();
    rule_queries_set(queries, TEST_RULE, STR("test.scm"), str_from_c(query));
    Buf err;
    buf_init(&err, 0);
    if (query_compile(queries->set, queries->of_rule[TEST_RULE], &err) < 0) {
        print_message("%s\n", err.ptr);
        fail();
    }
    buf_release(&err);
    Buf rows;
    buf_init(&rows, 0);
    Arena mem;
    arena_init(&mem);
    run(&rule, queries, text, &rows, &mem);
    assert_string_equal(buf_str(&rows).ptr, wanted);
    arena_release(&mem);
    buf_release(&rows);
    rule_queries_free(queries);
}

static void test_shape_alone(void **state) {
    (void)state;
    check("(call) @call", "f()\nx = 1\ng(h())\n", "0 2 ");
    check("(call) @call", "def f():\n    g()\nclass C:\n    x = g()\n", "1 3 ");
}

static void test_resolves(void **state) {
    (void)state;
    check("((call function: (_) @fn) @call (#resolves? @fn \"requests.get\" \"os.remove\"))",
          "import os\nfrom requests import get as g\ng()\nos.remove()\nget()\nos.open()\n", "2 3 ");
    check("((call function: (_) @fn) @call (#not-resolves? @fn \"requests.get\"))",
          "import os\nfrom requests import get as g\ng()\nos.remove()\nunknown()\n", "3 ");
}

static void test_in_loop(void **state) {
    (void)state;
    check("((call) @call (#in-loop? @call))",
          "f()\nfor x in f():\n    f()\nwhile f():\n    pass\nfor y in z:\n    def g():\n"
          "        f()\n",
          "2 3 ");
    check("((call) @call (#not-in-loop? @call))", "f()\nfor x in y:\n    f()\n", "0 ");
}

static void test_in_async(void **state) {
    (void)state;
    check("((call) @call (#in-async? @call))",
          "async def f():\n    g()\n    h = lambda: g()\n    await g()\ndef k():\n    g()\n",
          "1 3 ");
    check("((call) @call (#awaited? @call))", "async def f():\n    g()\n    await g()\n", "2 ");
}

static void test_arguments(void **state) {
    (void)state;
    check("((call) @call (#lacks-argument? @call \"timeout\"))",
          "f()\nf(timeout=1)\nf(a=1)\nf(**k)\nf(*a)\n", "0 2 ");
    check("((call) @call (#has-argument? @call \"timeout\"))",
          "f()\nf(timeout=1)\nf(a=1)\nf(**k)\nf(**k, timeout=2)\n", "1 4 ");
}

static void test_unbounded(void **state) {
    (void)state;
    check("((for_statement right: (_) @items) @loop (#unbounded? @items))",
          "for x in range(3):\n    pass\nfor x in y:\n    pass\nfor x in range(9):\n    pass\n",
          "2 4 ");
    check("((for_statement right: (_) @items) @loop (#unbounded? @items 10))",
          "for x in range(9):\n    pass\nfor x in y:\n    pass\n", "2 ");
}

static void test_what_cannot_be_told_is_silent(void **state) {
    (void)state;
    check("((call) @call (#kind? @call list))", "f()\n", "");
    check("((call) @call (#not-kind? @call list))", "f()\n", "");
    check("((call) @call (#catalog? @call blocking))", "f()\n", "");
    check("((call) @call (#not-catalog? @call blocking))", "f()\n", "");
}

static void test_catalog(void **state) {
    (void)state;
    const char *text = "import requests, time\nfrom os.path import join as j\n"
                       "requests.get(u)\ntime.sleep(1)\ns = requests.Session()\ns.post(u)\n"
                       "j(a)\nunknown()\n";
    check("((call function: (_) @fn) @call (#catalog? @fn http-request))", text, "2 5 ");
    check("((call) @call (#catalog? @call \"http-write\" \"sleep\"))", text, "3 5 ");
    check("((call) @call (#not-catalog? @call blocking))", text, "4 6 ");
}

static void test_catalog_of_a_value(void **state) {
    (void)state;
    check("((argument_list (_) @given) (#catalog? @given sleep))",
          "import time\nrun(time.sleep)\nrun(time.time)\nrun(other)\n", "1 ");
}

static void test_kind(void **state) {
    (void)state;
    const char *text = "import requests\nfrom acme import make\nclass Mine(requests.Session):\n"
                       "    pass\na = [1]\nb = requests.Session()\nc = make()\nd = Mine()\n"
                       "use(a)\nuse(b)\nuse(c)\nuse(d)\nuse({})\n";
    check("((call function: (identifier) @_f arguments: (argument_list (_) @given))"
          " (#eq? @_f use) (#kind? @given list dict))",
          text, "8 12 ");
    check("((call function: (identifier) @_f arguments: (argument_list (_) @given))"
          " (#eq? @_f use) (#kind? @given \"requests.Session\"))",
          text, "9 11 ");
    check("((call function: (identifier) @_f arguments: (argument_list (_) @given))"
          " (#eq? @_f use) (#kind? @given http-client))",
          text, "9 ");
    check("((call function: (identifier) @_f arguments: (argument_list (_) @given))"
          " (#eq? @_f use) (#not-kind? @given list))",
          text, "9 11 12 ");
    check("((argument_list (identifier) @given) (#not-kind? @given list))",
          "from acme import Base\nclass Mine(Base):\n    pass\nd = "
          "Mine()\nuse(d)\nuse(Base)\nuse(len)\n",
          "6 ");
}

static void test_kind_queryset(void **state) {
    (void)state;
    check("((argument_list (_) @given) (#kind? @given queryset))",
          "from django.db import models\nclass Book(models.Model):\n"
          "    title = models.TextField()\nuse(Book.objects.all())\nuse(list(x))\n"
          "def f():\n    use(Book.objects.filter(title=1))\n    use(unknown)\n",
          "3 6 ");
}

static void test_invariant(void **state) {
    (void)state;
    const char *text = "def f(xs, a, b):\n    len(a)\n    for x in xs:\n        len(a)\n"
                       "        len(x)\n        len(b)\n        b.append(x)\n";
    check("((call function: (identifier)) @call (#invariant? @call))", text, "3 ");
    check("((call function: (identifier)) @call (#not-invariant? @call))", text, "4 5 ");
}

static void test_mutated(void **state) {
    (void)state;
    const char *text = "def f(xs, ys):\n    for x in xs:\n        xs.append(x)\n"
                       "    for y in ys:\n        print(y)\n";
    check("((for_statement right: (identifier) @over) (#mutated? @over))", text, "1 ");
    check("((for_statement right: (identifier) @over) (#not-mutated? @over))", text, "3 ");
}

static void test_escapes(void **state) {
    (void)state;
    const char *text = "def f():\n    kept = []\n    kept.append(1)\n    given = []\n"
                       "    return given\n";
    check("((assignment left: (identifier) @name) (#escapes? @name))", text, "3 ");
    check("((assignment left: (identifier) @name) (#not-escapes? @name))", text, "1 ");
}

static void test_gate_comes_first(void **state) {
    (void)state;
    const RuleImplementation rule = {
        .rule = TEST_RULE, .check_candidate = check_candidate, .any_trigger = TRIGGER_BIT(AWAIT)};
    RuleQueries *queries = rule_queries_new();
    rule_queries_set(queries, TEST_RULE, STR("test.scm"), STR("(call) @call"));
    Buf rows;
    buf_init(&rows, 0);
    Arena mem;
    arena_init(&mem);
    Analysis analysis =
        run(&rule, queries, "def f():\n    g()\nasync def h():\n    await g()\n", &rows, &mem);
    assert_string_equal(buf_str(&rows).ptr, "3 ");
    assert_int_equal(analysis.counters.units_parsed, 1);
    arena_release(&mem);
    buf_release(&rows);
    rule_queries_free(queries);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_shape_alone),
        cmocka_unit_test(test_resolves),
        cmocka_unit_test(test_in_loop),
        cmocka_unit_test(test_in_async),
        cmocka_unit_test(test_arguments),
        cmocka_unit_test(test_unbounded),
        cmocka_unit_test(test_what_cannot_be_told_is_silent),
        cmocka_unit_test(test_catalog),
        cmocka_unit_test(test_catalog_of_a_value),
        cmocka_unit_test(test_kind),
        cmocka_unit_test(test_kind_queryset),
        cmocka_unit_test(test_invariant),
        cmocka_unit_test(test_mutated),
        cmocka_unit_test(test_escapes),
        cmocka_unit_test(test_gate_comes_first),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
