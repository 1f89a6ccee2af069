/* What a rule is told about a file's layout, and where its edits land. The rule of the test writes
 * what it was told into the text: `HERE` becomes an `if` with a `pass` in a row of its own. */
#include "engine/fix.h"
#include "rules/fix_builder.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>

#include <cmocka.h>

#define TEST_RULE ((RuleId)0)

static void check_unit(RuleContext *context) {
    const Ast *ast = &context->facts->ast;
    for (NodeId node = 0; node < ast->node_count; node++) {
        if (ast_kind(ast, node) == NODE_NAME && str_equal(ast_name(ast, node), STR("HERE"))) {
            Report report = report_new(TEST_RULE, ast_span(ast, node));
            report.subject = STR("HERE");
            report.message = STR("here");
            report.anchor = node;
            rule_report(context, &report);
        }
    }
}

static void fix(FixContext *context, const Finding *finding) {
    Span span = ast_span(&context->rule.facts->ast, finding->anchor);
    Str indent = fix_indent_of(context, span.start);
    Str step = fix_indent_unit(context);
    Str line_end = fix_line_end(context);
    fix_start(context, SAFETY_SAFE, STR("Write a block"));
    fix_replace(context, span,
                arena_format(context->rule.mem, "if x:%.*s%.*s%.*spass", STR_ARG(line_end),
                             STR_ARG(indent), STR_ARG(step)));
}

static void check(const char *before, const char *after) {
    const RuleImplementation rule = {.rule = TEST_RULE,
                                     .visits =
                                         1u << UNIT_MODULE | 1u << UNIT_FUNCTION | 1u << UNIT_CLASS,
                                     .check_unit = check_unit,
                                     .fix = fix};
    const RuleImplementation *rows[RULE_COUNT] = {[TEST_RULE] = &rule};
    AnalyzerSetup setup = {
        .rules = {rows, precedence_find}
    };
    Analyzer *analyzer = analyzer_new(&setup);
    RuleSelection selection = {.least_certainty = CERTAINTY_LIKELY};
    selection.enabled[TEST_RULE] = true;
    Document *document;
    assert_int_equal(document_open(&document, STR("a.py"), str_from_c(before), NULL), STATUS_OK);
    FixRequest request = {
        .analysis = {.document = document, .selection = &selection}
    };
    FixPolicy policy = {.safeties = 1u << SAFETY_SAFE};
    Arena mem;
    arena_init(&mem);
    FixAllResult result = engine_fix_all(analyzer, &request, &policy, &mem);
    assert_string_equal(result.text.ptr, after);
    arena_release(&mem);
    document_release(document);
    analyzer_free(analyzer);
}

static void test_indents_as_the_file_does(void **state) {
    (void)state;
    check("HERE\n", "if x:\n    pass\n");
    check("def f():\n  HERE\n", "def f():\n  if x:\n    pass\n");
    check("def f():\n\tHERE\n", "def f():\n\tif x:\n\t\tpass\n");
    check("class C:\n   def f(self):\n      HERE\n",
          "class C:\n   def f(self):\n      if x:\n         pass\n");
    check("class C:\n  def f(self): pass\n\n\nHERE\n",
          "class C:\n  def f(self): pass\n\n\nif x:\n  pass\n");
    check("if a:\n  b\nHERE\n", "if a:\n  b\nif x:\n  pass\n");
}

static void test_keeps_line_ends(void **state) {
    (void)state;
    check("def f():\r\n  HERE\r\n", "def f():\r\n  if x:\r\n    pass\r\n");
}

static void test_maps_past_holes(void **state) {
    (void)state;
    check("class C:\n    def f(self): pass\n    def g(self): pass\n    x = 1\n    HERE\n",
          "class C:\n    def f(self): pass\n    def g(self): pass\n    x = 1\n"
          "    if x:\n        pass\n");
    check("def f(): pass\n\n\ndef g(): pass\n\n\nHERE\n",
          "def f(): pass\n\n\ndef g(): pass\n\n\nif x:\n    pass\n");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_indents_as_the_file_does),
        cmocka_unit_test(test_keeps_line_ends),
        cmocka_unit_test(test_maps_past_holes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
