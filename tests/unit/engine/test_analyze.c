/* Demand, what is kept between versions, suppression, merging, cancelling: the engine with a rule
 * of the tests' own (smell_rule.h). */
#include "engine/analyze.h"

#include "smell_rule.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>

#include <cmocka.h>

typedef struct Bench {
    RuleImplementation rule;
    const RuleImplementation *rows[RULE_COUNT];
    UnitStore *store; /* NULL in batch */
    Analyzer *analyzer;
    RuleSelection selection;
    Arena mem;
    Document *document;
} Bench;

static void open_bench(Bench *bench, bool with_store, RuleImplementation rule) {
    memset(bench, 0, sizeof *bench);
    bench->rule = rule;
    bench->rows[SMELL_RULE] = &bench->rule;
    bench->store = with_store ? unit_store_new(100) : NULL;
    AnalyzerSetup setup = {
        .store = bench->store, .rules = {bench->rows, precedence_find}
    };
    bench->analyzer = analyzer_new(&setup);
    bench->selection.least_certainty = CERTAINTY_LIKELY;
    bench->selection.enabled[SMELL_RULE] = true;
    arena_init(&bench->mem);
}

static void close_bench(Bench *bench) {
    document_release(bench->document);
    analyzer_free(bench->analyzer);
    unit_store_free(bench->store);
    arena_release(&bench->mem);
}

static void set_text(Bench *bench, const char *text) {
    document_release(bench->document);
    assert_int_equal(document_open(&bench->document, STR("pkg/a.py"), str_from_c(text), NULL),
                     STATUS_OK);
}

static void edit(Bench *bench, const char *where, uint32_t remove, const char *insert) {
    Str text = bench->document->source.text;
    uint32_t at = str_find(text, str_from_c(where));
    assert_true(at < text.len);
    Document *next = document_edit(bench->document, (Span){at, at + remove}, str_from_c(insert));
    document_release(bench->document);
    bench->document = next;
}

static Analysis run(Bench *bench) {
    /* The rules of the tests stand in rows of docs rules, which are capped. */
    AnalyzeRequest request = {
        .document = bench->document, .selection = &bench->selection, .is_uncapped = true};
    return analyze(bench->analyzer, &request, &bench->mem);
}

/* "subject@row" of each finding, then "!kind@row" of each note. */
static Str describe(Bench *bench, const Analysis *analysis) {
    Buf out;
    buf_init(&out, 0);
    for (uint32_t i = 0; i < analysis->finding_count; i++) {
        const Finding *finding = &analysis->findings[i];
        buf_format(&out, "%.*s@%u", STR_ARG(finding->subject),
                   line_index_row(&bench->document->lines, finding->owner));
        buf_append_c(&out, finding->more_count ? "+ " : " ");
    }
    for (uint32_t i = 0; i < analysis->note_count; i++) {
        buf_format(&out, "!%d@%u ", (int)analysis->notes[i].kind,
                   line_index_row(&bench->document->lines, analysis->notes[i].span.start));
    }
    Str text = arena_copy(&bench->mem, buf_str(&out));
    buf_release(&out);
    return text;
}

static void check_text(const char *text, const char *wanted) {
    for (int with_store = 0; with_store < 2; with_store++) {
        Bench bench;
        open_bench(&bench, with_store == 1, smell_rule());
        set_text(&bench, text);
        Analysis analysis = run(&bench);
        assert_string_equal(describe(&bench, &analysis).ptr, wanted);
        close_bench(&bench);
    }
}

static void test_finds_in_every_kind_of_unit(void **state) {
    (void)state;
    check_text("", "");
    check_text("smell_a\n", "smell_a@0 ");
    check_text("def f():\n    smell_a\nclass C:\n    x = smell_b\n    def g(self):\n"
               "        return smell_c\nsmell_d\n",
               "smell_a@1 smell_b@3 smell_c@5 smell_d@6 ");
}

static void test_possible_is_off(void **state) {
    (void)state;
    check_text("smell_possible\nsmell_likely\n", "smell_likely@1 ");
}

static void test_suppresses_and_merges(void **state) {
    (void)state;
    const char *id = rule_info(SMELL_RULE)->id.ptr;
    char text[200];
    snprintf(text, sizeof text, "smell_a  # bluetick: ignore[%s]\nsmell_b\n", id);
    check_text(text, "smell_b@1 ");
    check_text("x = smell_a + smell_b\nsmell_c\n", "smell_a@0+ smell_c@1 ");
    snprintf(text, sizeof text, "pass  # bluetick: ignore[%s]\n", id);
    char wanted[20];
    snprintf(wanted, sizeof wanted, "!%d@0 ", NOTE_SUPPRESSION);
    check_text(text, wanted);
}

/* ---- precedence --------------------------------------------------------------------------- */

#define OTHER_RULE ((RuleId)1)

static const PrecedenceInfo other_wins = {
    {"other", 5},
    {"smell", 5},
    true
};

static const PrecedenceInfo *other_over_smell(RuleId winner, RuleId loser) {
    return winner == OTHER_RULE && loser == SMELL_RULE ? &other_wins : NULL;
}

/* Reports each call, so that `smell(...)` is spoken of by both. */
static void check_calls(RuleContext *context) {
    const Ast *ast = &context->facts->ast;
    for (NodeId node = 0; node < ast->node_count; node++) {
        if (ast_kind(ast, node) == NODE_CALL) {
            Report report = report_new(OTHER_RULE, ast_span(ast, node));
            report.subject = STR("call");
            report.message = STR("a call");
            rule_report(context, &report);
        }
    }
}

static void test_one_smell_one_report(void **state) {
    (void)state;
    const RuleImplementation other = {
        .rule = OTHER_RULE, .visits = 1u << UNIT_MODULE, .check_unit = check_calls};
    Bench bench;
    open_bench(&bench, true, smell_rule());
    bench.rows[OTHER_RULE] = &other;
    bench.selection.enabled[OTHER_RULE] = true;
    AnalyzerSetup setup = {
        .store = bench.store, .rules = {bench.rows, other_over_smell}
    };
    analyzer_free(bench.analyzer);
    bench.analyzer = analyzer_new(&setup);
    set_text(&bench, "smell_a()\nsmell_b\nf(1,\n  smell_c)\n");
    Analysis analysis = run(&bench);
    assert_string_equal(describe(&bench, &analysis).ptr, "call@0 smell_b@1 call@2 smell_c@3 ");
    assert_int_equal(analysis.raw_counts[SMELL_RULE], 3);
    assert_int_equal(analysis.findings[0].related_count, 1);
    assert_string_equal(analysis.findings[0].related[0].message.ptr, "smell_a smells");
    assert_int_equal(analysis.findings[2].related_count, 0);
    close_bench(&bench);
}

static void test_notes_the_first_broken_place(void **state) {
    (void)state;
    char wanted[40];
    snprintf(wanted, sizeof wanted, "smell_a@3 !%d@1 ", NOTE_SYNTAX);
    check_text("def f():\n    x = = 1\ndef g():\n    smell_a\n", wanted);
}

/* ---- demand ------------------------------------------------------------------------------- */

static bool wants_none(const Unit *unit, const RuleOptions *options) {
    (void)unit;
    (void)options;
    return false;
}

static const char *const two_functions = "def f():\n    for x in y:\n        smell_a\n\n\n"
                                         "def g():\n    return smell_b\n";

static void test_parses_nothing_that_nobody_asks_for(void **state) {
    (void)state;
    RuleImplementation rule = smell_rule();
    rule.wants = wants_none;
    Bench bench;
    open_bench(&bench, false, rule);
    set_text(&bench, two_functions);
    Analysis analysis = run(&bench);
    assert_int_equal(analysis.counters.units_total, 3);
    assert_int_equal(analysis.counters.units_asked, 0);
    assert_int_equal(analysis.counters.units_parsed, 0);
    close_bench(&bench);
}

static void test_trigger_words_gate(void **state) {
    (void)state;
    RuleImplementation rule = smell_rule();
    rule.any_trigger = TRIGGER_BIT(FOR);
    Bench bench;
    open_bench(&bench, false, rule);
    set_text(&bench, two_functions);
    Analysis analysis = run(&bench);
    assert_int_equal(analysis.counters.units_parsed, 1);
    assert_string_equal(describe(&bench, &analysis).ptr, "smell_a@2 ");
    close_bench(&bench);
}

static void test_disabled_rule_asks_for_nothing(void **state) {
    (void)state;
    Bench bench;
    open_bench(&bench, true, smell_rule());
    bench.selection.enabled[SMELL_RULE] = false;
    set_text(&bench, two_functions);
    Analysis analysis = run(&bench);
    assert_int_equal(analysis.counters.units_parsed, 0);
    bench.selection.enabled[SMELL_RULE] = true;
    analysis = run(&bench);
    assert_int_equal(analysis.finding_count, 2);
    bench.selection.enabled[SMELL_RULE] = false;
    analysis = run(&bench);
    assert_int_equal(analysis.finding_count, 0);
    close_bench(&bench);
}

/* ---- what is kept ------------------------------------------------------------------------- */

static void test_a_keystroke_costs_one_unit(void **state) {
    (void)state;
    Bench bench;
    open_bench(&bench, true, smell_rule());
    set_text(&bench, two_functions);
    Analysis analysis = run(&bench);
    assert_int_equal(analysis.counters.units_parsed, 3);
    edit(&bench, "smell_b", 0, "1 + ");
    analysis = run(&bench);
    assert_int_equal(analysis.counters.units_parsed, 1);
    assert_int_equal(analysis.counters.units_checked, 1);
    assert_int_equal(analysis.counters.units_reused, 2);
    assert_string_equal(describe(&bench, &analysis).ptr, "smell_a@2 smell_b@6 ");
    close_bench(&bench);
}

static void test_undo_costs_no_parse(void **state) {
    (void)state;
    Bench bench;
    open_bench(&bench, true, smell_rule());
    set_text(&bench, two_functions);
    run(&bench);
    edit(&bench, "smell_b", 7, "x");
    assert_int_equal(run(&bench).counters.units_parsed, 1);
    edit(&bench, "return x", 8, "return smell_b");
    Analysis analysis = run(&bench);
    assert_int_equal(analysis.counters.units_parsed, 0);
    assert_string_equal(describe(&bench, &analysis).ptr, "smell_a@2 smell_b@6 ");
    close_bench(&bench);
}

static void test_a_moved_function_costs_no_parse(void **state) {
    (void)state;
    Bench bench;
    open_bench(&bench, true, smell_rule());
    set_text(&bench, two_functions);
    run(&bench);
    edit(&bench, "def f", 0, "\n\n# moved\n\n");
    Analysis analysis = run(&bench);
    assert_true(analysis.counters.units_parsed <= 1); /* the module's text may have changed */
    assert_string_equal(describe(&bench, &analysis).ptr, "smell_a@6 smell_b@10 ");
    close_bench(&bench);
}

static void test_files_share_units(void **state) {
    (void)state;
    Bench bench;
    open_bench(&bench, true, smell_rule());
    set_text(&bench, two_functions);
    run(&bench);
    Document *first = document_retain(bench.document);
    set_text(&bench, two_functions);
    assert_int_equal(run(&bench).counters.units_parsed, 0);
    document_release(first);
    close_bench(&bench);
}

static void test_what_a_helper_says_is_not_kept_too_long(void **state) {
    (void)state;
    Bench bench;
    open_bench(&bench, true, smell_rule());
    set_text(&bench, "def asks():\n    pass\n\n\ndef helper():\n    return 1\n");
    Analysis analysis = run(&bench);
    assert_int_equal(analysis.finding_count, 0);
    edit(&bench, "1", 1, "smell");
    analysis = run(&bench);
    assert_string_equal(describe(&bench, &analysis).ptr, "asks@0 smell@5 ");
    edit(&bench, "helper", 6, "other_");
    analysis = run(&bench);
    assert_string_equal(describe(&bench, &analysis).ptr, "smell@5 ");
    close_bench(&bench);
}

/* ---- stopping ----------------------------------------------------------------------------- */

static void test_cancelled_before_it_begins(void **state) {
    (void)state;
    Bench bench;
    open_bench(&bench, true, smell_rule());
    set_text(&bench, two_functions);
    atomic_bool cancel;
    atomic_init(&cancel, true);
    AnalyzeRequest request = {
        .document = bench.document, .selection = &bench.selection, .cancel = &cancel};
    Analysis analysis = analyze(bench.analyzer, &request, &bench.mem);
    assert_int_equal(analysis.status, STATUS_CANCELLED);
    assert_int_equal(analysis.finding_count, 0);
    atomic_store(&cancel, false);
    analysis = analyze(bench.analyzer, &request, &bench.mem);
    assert_int_equal(analysis.status, STATUS_OK);
    assert_int_equal(analysis.finding_count, 2);
    close_bench(&bench);
}

static atomic_bool *cancel_in_rule; /* set by one test for one rule call */

static void check_and_cancel(RuleContext *context) {
    smell_check_unit(context);
    atomic_store(cancel_in_rule, true);
}

static void test_cancelled_between_units(void **state) {
    (void)state;
    RuleImplementation rule = smell_rule();
    rule.check_unit = check_and_cancel;
    Bench bench;
    open_bench(&bench, true, rule);
    set_text(&bench, two_functions);
    atomic_bool cancel;
    atomic_init(&cancel, false);
    cancel_in_rule = &cancel;
    AnalyzeRequest request = {
        .document = bench.document, .selection = &bench.selection, .cancel = &cancel};
    Analysis analysis = analyze(bench.analyzer, &request, &bench.mem);
    assert_int_equal(analysis.status, STATUS_CANCELLED);
    bench.rule.check_unit = smell_check_unit;
    atomic_store(&cancel, false);
    analysis = analyze(bench.analyzer, &request, &bench.mem);
    assert_int_equal(analysis.finding_count, 2);
    assert_true(analysis.counters.units_parsed < 3); /* what was done before the stop is kept */
    close_bench(&bench);
}

static void test_past_the_deadline_is_a_note(void **state) {
    (void)state;
    Bench bench;
    open_bench(&bench, true, smell_rule());
    AnalyzerSetup setup = {
        .store = bench.store,
        .rules = {bench.rows, precedence_find},
        .unit_deadline_microseconds = 1
    };
    analyzer_free(bench.analyzer);
    bench.analyzer = analyzer_new(&setup);
    Buf text;
    buf_init(&text, 0);
    buf_append_c(&text, "def small(): smell_a\n\n\ndef large():\n");
    for (int i = 0; i < 2000; i++) {
        buf_append_c(&text, "    smell_b = [1, 2, (3, 4)]\n");
    }
    set_text(&bench, text.ptr);
    Analysis analysis = run(&bench);
    assert_int_equal(analysis.status, STATUS_OK);
    assert_true(analysis.note_count >= 1);
    const Note *note = &analysis.notes[analysis.note_count - 1];
    assert_int_equal(note->kind, NOTE_SKIPPED);
    assert_true(str_equal(note->message, STR("large took too long to parse")));
    analyzer_free(bench.analyzer);
    setup.unit_deadline_microseconds = 0;
    bench.analyzer = analyzer_new(&setup);
    set_text(&bench, text.ptr); /* a version of its own: nothing of the first one is kept */
    assert_int_equal(run(&bench).note_count, 0);
    buf_release(&text);
    close_bench(&bench);
}

/* ---- I1 ----------------------------------------------------------------------------------- */

static uint32_t next_random(uint64_t *seed) {
    *seed = *seed * 6364136223846793005u + 1442695040888963407u;
    return (uint32_t)(*seed >> 33);
}

static void random_edit(Bench *bench, uint64_t *seed) {
    static const char *const pieces[] = {"smell_x",
                                         "\n",
                                         "def f():\n    smell_y\n",
                                         "    ",
                                         "\"\"\"",
                                         "class C:\n    def m(self): smell_z\n",
                                         "helper",
                                         "(",
                                         "def asks():\n    return helper()\n",
                                         "#",
                                         "pass\n",
                                         "def helper():\n    smell_h\n",
                                         "for a in smell:",
                                         ")",
                                         "@dec\n"};
    uint32_t length = bench->document->source.text.len;
    uint32_t at = next_random(seed) % (length + 1);
    uint32_t remove = next_random(seed) % 3 == 0 ? next_random(seed) % 40 : 0;
    const char *piece = pieces[next_random(seed) % (sizeof pieces / sizeof *pieces)];
    Document *next = document_edit(bench->document, (Span){at, at + remove}, str_from_c(piece));
    document_release(bench->document);
    bench->document = next;
}

static void test_edits_equal_a_fresh_scan(void **state) {
    (void)state;
    uint64_t seed = 20260;
    for (int round = 0; round < 40; round++) {
        Bench bench;
        open_bench(&bench, true, smell_rule());
        set_text(&bench, two_functions);
        for (int step = 0; step < 25; step++) {
            random_edit(&bench, &seed);
            if (next_random(&seed) % 4 == 0) {
                continue; /* two edits without an analysis between them */
            }
            Analysis analysis = run(&bench);
            Str found = describe(&bench, &analysis);
            Bench fresh;
            open_bench(&fresh, false, smell_rule());
            assert_int_equal(
                document_open(&fresh.document, STR("pkg/a.py"), bench.document->source.text, NULL),
                STATUS_OK);
            Analysis wanted = run(&fresh);
            assert_string_equal(found.ptr, describe(&fresh, &wanted).ptr);
            assert_int_equal(analysis.broken_count, wanted.broken_count);
            close_bench(&fresh);
        }
        close_bench(&bench);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_finds_in_every_kind_of_unit),
        cmocka_unit_test(test_possible_is_off),
        cmocka_unit_test(test_suppresses_and_merges),
        cmocka_unit_test(test_one_smell_one_report),
        cmocka_unit_test(test_notes_the_first_broken_place),
        cmocka_unit_test(test_parses_nothing_that_nobody_asks_for),
        cmocka_unit_test(test_trigger_words_gate),
        cmocka_unit_test(test_disabled_rule_asks_for_nothing),
        cmocka_unit_test(test_a_keystroke_costs_one_unit),
        cmocka_unit_test(test_undo_costs_no_parse),
        cmocka_unit_test(test_a_moved_function_costs_no_parse),
        cmocka_unit_test(test_files_share_units),
        cmocka_unit_test(test_what_a_helper_says_is_not_kept_too_long),
        cmocka_unit_test(test_cancelled_before_it_begins),
        cmocka_unit_test(test_cancelled_between_units),
        cmocka_unit_test(test_past_the_deadline_is_a_note),
        cmocka_unit_test(test_edits_equal_a_fresh_scan),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
