/* Rows that a fix takes and adds: the rule of the test moves each statement `MOVE` out of the block
 * that it stands in. */
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
        if (ast_kind(ast, node) == NODE_NAME && str_equal(ast_name(ast, node), STR("MOVE"))) {
            Report report = report_new(TEST_RULE, ast_span(ast, node));
            report.subject = STR("MOVE");
            report.message = STR("here");
            report.anchor = node;
            rule_report(context, &report);
        }
    }
}

/* The statement goes behind the one around it, or before that when it stands in an `if`. */
static void fix(FixContext *context, const Finding *finding) {
    const Ast *ast = &context->rule.facts->ast;
    NodeId statement = ast_statement(ast, finding->anchor);
    NodeId around = ast_node(ast, statement)->parent;
    Str text;
    if (!fix_takes_rows(context, ast_span(ast, statement), &text)) {
        fix_refuse(context, STR("Move"), STR("company"));
        return;
    }
    fix_start(context, SAFETY_SAFE, STR("Move"));
    fix_delete_rows(context, ast_span(ast, statement));
    text = str_slice(text, str_starts_with(text, STR("MOVE")) ? 4 : 0, text.len);
    text = arena_format(context->rule.mem, "moved%.*s", STR_ARG(text));
    if (ast_kind(ast, around) == NODE_IF && fix_has_row_before(context, around)) {
        fix_insert_row_before(context, around, text);
    } else {
        fix_insert_row_after(context, around, text);
    }
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

static void test_after_the_last_row(void **state) {
    (void)state;
    check("for x in y:\n    a\n    MOVE\nb\n", "for x in y:\n    a\nmoved\nb\n");
    check("for x in y:\n    MOVE\n    a", "for x in y:\n    a\nmoved");
    check("def f():\n    for x in y:\n        MOVE\n        a(\n            1)\n    return\n",
          "def f():\n    for x in y:\n        a(\n            1)\n    moved\n    return\n");
    check("for x in y:\r\n\tMOVE\r\n\ta\r\nb\r\n", "for x in y:\r\n\ta\r\nmoved\r\nb\r\n");
    check("for x in y:\n    MOVE\n    a\nelse:\n    b\nc\n",
          "for x in y:\n    a\nelse:\n    b\nmoved\nc\n");
}

static void test_comments_stay_with_their_block(void **state) {
    (void)state;
    check("for x in y:\n    MOVE\n    a  # same row\n    # deeper\n# as deep\nb\n",
          "for x in y:\n    a  # same row\n    # deeper\nmoved\n# as deep\nb\n");
    check("for x in y:\n    a\n    MOVE  # why\nb\n", "for x in y:\n    a\nmoved  # why\nb\n");
}

static void test_before_the_first_row(void **state) {
    (void)state;
    check("def f():\n  if x:\n    MOVE\n    a\n", "def f():\n  moved\n  if x:\n    a\n");
}

static void test_company_is_left_alone(void **state) {
    (void)state;
    const char *pair = "for x in y:\n    MOVE; a\n";
    check(pair, pair);
    const char *second = "for x in y:\n    a; MOVE\n";
    check(second, second);
    const char *one_row = "for x in y: MOVE\n";
    check(one_row, one_row);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_after_the_last_row),
        cmocka_unit_test(test_comments_stay_with_their_block),
        cmocka_unit_test(test_before_the_first_row),
        cmocka_unit_test(test_company_is_left_alone),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
