/* Which fixes are offered and how rounds of them end: with the rule of smell_rule.h. */
#include "engine/fix.h"

#include "smell_rule.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>

#include <cmocka.h>

typedef struct Bench {
    RuleImplementation rule;
    const RuleImplementation *rows[RULE_COUNT];
    UnitStore *store;
    Analyzer *analyzer;
    RuleSelection selection;
    Arena mem;
    Document *document;
    FixRequest request;
} Bench;

static void open_bench(Bench *bench, bool with_store, const char *text) {
    memset(bench, 0, sizeof *bench);
    bench->rule = smell_rule();
    bench->rows[SMELL_RULE] = &bench->rule;
    bench->store = with_store ? unit_store_new(100) : NULL;
    AnalyzerSetup setup = {
        .store = bench->store, .rules = {bench->rows, precedence_find}
    };
    bench->analyzer = analyzer_new(&setup);
    bench->selection.least_certainty = CERTAINTY_LIKELY;
    bench->selection.enabled[SMELL_RULE] = true;
    arena_init(&bench->mem);
    assert_int_equal(document_open(&bench->document, STR("a.py"), str_from_c(text), NULL),
                     STATUS_OK);
    bench->request.analysis =
        (AnalyzeRequest){.document = bench->document, .selection = &bench->selection};
}

static void close_bench(Bench *bench) {
    document_release(bench->document);
    analyzer_free(bench->analyzer);
    unit_store_free(bench->store);
    arena_release(&bench->mem);
}

/* "safety title" of each fix, then "!reason" of each refusal, of the first finding. */
static void check_fixes(const char *text, const char *wanted) {
    for (int with_store = 0; with_store < 2; with_store++) {
        Bench bench;
        open_bench(&bench, with_store == 1, text);
        Analysis analysis = analyze(bench.analyzer, &bench.request.analysis, &bench.mem);
        assert_true(analysis.finding_count > 0);
        FixSet set =
            engine_fixes(bench.analyzer, &bench.request, &analysis.findings[0], &bench.mem);
        Buf out;
        buf_init(&out, 0);
        for (uint32_t i = 0; i < set.fix_count; i++) {
            buf_format(&out, "%.*s %.*s;", STR_ARG(safety_name(set.fixes[i].safety)),
                       STR_ARG(set.fixes[i].title));
        }
        for (uint32_t i = 0; i < set.refusal_count; i++) {
            buf_format(&out, "!%.*s;", STR_ARG(set.refusals[i].reason));
        }
        assert_string_equal(buf_str(&out).ptr, wanted);
        buf_release(&out);
        close_bench(&bench);
    }
}

static void test_offers_what_passes_the_trial(void **state) {
    (void)state;
    check_fixes("smell_ok\n", "safe Replace it;");
    check_fixes("smell_unsafe\n", "unsafe Replace it;");
    check_fixes("def f():\n    return smell_ok\n", "safe Replace it;");
}

static void test_likely_is_never_safe(void **state) {
    (void)state;
    check_fixes("smell_likely\n", "unsafe Replace it;");
}

static void test_drops_what_fails_the_trial(void **state) {
    (void)state;
    check_fixes("smell_broken\n", "!the result would not parse;");
    check_fixes("def f():\n    return smell_broken\n", "!the result would not parse;");
    check_fixes("smell_stays\n", "!the finding would remain;");
    check_fixes("smell_refused\n", "!it is refused;");
    char wanted[100];
    snprintf(wanted, sizeof wanted, "!the result would have a new finding of %s;",
             rule_info(SMELL_RULE)->id.ptr);
    check_fixes("smell_grows\n", wanted);
}

static void test_a_broken_file_can_be_fixed_elsewhere(void **state) {
    (void)state;
    check_fixes("def f():\n    return smell_ok\n\n\ndef g():\n    x = = 1\n", "safe Replace it;");
}

static void test_merged_findings_keep_their_fixes(void **state) {
    (void)state;
    check_fixes("smell_ok + smell_unsafe\n", "safe Replace it;unsafe Replace it;");
}

static void check_all(const char *text, uint32_t safeties, const char *wanted) {
    for (int with_store = 0; with_store < 2; with_store++) {
        Bench bench;
        open_bench(&bench, with_store == 1, text);
        FixPolicy policy = {.safeties = safeties};
        FixAllResult result = engine_fix_all(bench.analyzer, &bench.request, &policy, &bench.mem);
        assert_int_equal(result.status, STATUS_OK);
        assert_string_equal(result.text.ptr, wanted);
        assert_int_equal(result.changed, strcmp(text, wanted) != 0);
        assert_false(result.exhausted);
        close_bench(&bench);
    }
}

enum { SAFE_ONLY = 1 << SAFETY_SAFE, ANY = SAFE_ONLY | 1 << SAFETY_UNSAFE };

static void check_same_set(const FixSet *found, const FixSet *wanted) {
    assert_int_equal(found->fix_count, wanted->fix_count);
    for (uint32_t i = 0; i < wanted->fix_count; i++) {
        assert_true(str_equal(found->fixes[i].title, wanted->fixes[i].title));
        assert_int_equal(found->fixes[i].safety, wanted->fixes[i].safety);
    }
    assert_int_equal(found->refusal_count, wanted->refusal_count);
    for (uint32_t i = 0; i < wanted->refusal_count; i++) {
        assert_true(str_equal(found->refusals[i].reason, wanted->refusals[i].reason));
    }
}

/* Tried in groups or one by one: the same is offered. */
static void test_groups_offer_what_single_trials_offer(void **state) {
    (void)state;
    Bench bench;
    open_bench(&bench, false,
               "smell_ok\nsmell_broken\nsmell_stays\nsmell_ok + smell_unsafe\nsmell_refused\n"
               "smell_wrap(smell_wrap(smell_ok))\nsmell_import\nsmell_both\nsmell_grows\n"
               "def f(wanted):\n    return smell_fresh + smell_likely\n");
    Analysis analysis = analyze(bench.analyzer, &bench.request.analysis, &bench.mem);
    assert_int_equal(analysis.finding_count, 10);
    FixSet sets[10];
    assert_true(
        engine_fix_sets(bench.analyzer, &bench.request, analysis.findings, 10, sets, &bench.mem));
    for (uint32_t i = 0; i < 10; i++) {
        FixSet single =
            engine_fixes(bench.analyzer, &bench.request, &analysis.findings[i], &bench.mem);
        check_same_set(&sets[i], &single);
    }
    close_bench(&bench);
}

/* ---- more than one file ------------------------------------------------------------------- */

/* The project of the bench's file and a `b.py`. */
typedef struct Pair {
    Bench bench;
    Document *documents[2];
    IndexFile files[2];
    Snapshot snapshot;
} Pair;

static void open_pair(Pair *pair, bool with_store, const char *text, const char *other) {
    open_bench(&pair->bench, with_store, text);
    pair->documents[0] = pair->bench.document;
    assert_int_equal(document_open(&pair->documents[1], STR("b.py"), str_from_c(other), NULL),
                     STATUS_OK);
    for (uint32_t i = 0; i < 2; i++) {
        pair->files[i] = (IndexFile){pair->documents[i]->path, &pair->documents[i]->outline};
    }
    pair->snapshot = (Snapshot){.index = project_index_new(pair->files, 2),
                                .documents = pair->documents,
                                .count = 2,
                                .serial = 7,
                                .key = 7};
    pair->bench.request.analysis.snapshot = &pair->snapshot;
}

static void close_pair(Pair *pair) {
    analyzer_forget(pair->bench.analyzer);
    project_index_free(pair->snapshot.index);
    document_release(pair->documents[1]);
    close_bench(&pair->bench);
}

static void check_pair(const char *text, const char *other, const char *reason) {
    for (int with_store = 0; with_store < 2; with_store++) {
        Pair pair;
        open_pair(&pair, with_store == 1, text, other);
        Bench *bench = &pair.bench;
        Analysis analysis = analyze(bench->analyzer, &bench->request.analysis, &bench->mem);
        FixSet set =
            engine_fixes(bench->analyzer, &bench->request, &analysis.findings[0], &bench->mem);
        assert_int_equal(set.fix_count, reason[0] == '\0');
        assert_int_equal(set.refusal_count, reason[0] != '\0');
        assert_string_equal(set.refusal_count ? set.refusals[0].reason.ptr : "", reason);
        if (set.fix_count) {
            assert_int_equal(set.fixes[0].file_count, 2);
            assert_true(str_equal(set.fixes[0].files[1].path, STR("b.py")));
        }
        close_pair(&pair);
    }
}

static void test_a_fix_over_two_files(void **state) {
    (void)state;
    check_pair("smell_both\n", "x = 1\n", "");
    check_pair("smell_both\n", "smell_ok\n", ""); /* what it finds there is not its concern */
    check_pair("smell_spoils\n", "x = 1\n", "the result would not parse");
    check_fixes("smell_both\n", "!b.py cannot be edited from here;");
    check_all("smell_both\nsmell_ok\n", ANY, "smell_both\nfine\n");
}

static bool may_edit_b(void *context, Str path) {
    (void)context;
    return str_equal(path, STR("b.py"));
}

static void check_wide(const char *text, const char *wanted, const char *other, uint32_t fixed,
                       uint32_t refused) {
    for (int with_store = 0; with_store < 2; with_store++) {
        Pair pair;
        open_pair(&pair, with_store == 1, text, "x = 1\n");
        Bench *bench = &pair.bench;
        FixPolicy policy = {.safeties = ANY, .may_edit = may_edit_b};
        FixAllResult own = engine_fix_all(bench->analyzer, &bench->request, &policy, &bench->mem);
        assert_true(own.has_wide);
        LaidDocuments now = {0};
        if (own.changed) {
            LaidDocument laid = {0, document_replace(bench->document, own.text)};
            ARRAY_PUSH(&now, laid);
        }
        WideFixes wide =
            engine_fix_wide(bench->analyzer, &bench->request, &policy, &now, &bench->mem);
        assert_int_equal(wide.status, STATUS_OK);
        assert_int_equal(wide.fixed_count, fixed);
        assert_int_equal(wide.refused_count, refused);
        assert_false(wide.exhausted);
        const char *texts[] = {wanted, other};
        for (FileId file = 0; file < 2; file++) {
            const Document *document = laid_documents_find(now.items, now.count, file);
            Str found = document ? document->source.text : pair.documents[file]->source.text;
            assert_true(str_equal(found, str_from_c(texts[file])));
        }
        analyzer_forget(bench->analyzer);
        for (uint32_t i = 0; i < now.count; i++) {
            document_release((Document *)now.items[i].document);
        }
        ARRAY_RELEASE(&now);
        close_pair(&pair);
    }
}

static void test_fixes_over_files_one_after_another(void **state) {
    (void)state;
    check_wide("smell_both\n", "fine\n", "# seen\nx = 1\n", 1, 0);
    check_wide("smell_both\nsmell_ok\nsmell_both\n", "fine\nfine\nfine\n",
               "# seen\n# seen\nx = 1\n", 2, 0);
    check_wide("smell_spoils\nsmell_both\n", "smell_spoils\nfine\n", "# seen\nx = 1\n", 1, 1);
}

static bool wants_no_unsafe_subject(void *context, const Finding *finding) {
    (void)context;
    return !str_equal(finding->subject, STR("smell_unsafe"));
}

static void test_fixes_all_that_the_policy_allows(void **state) {
    (void)state;
    check_all("smell_ok\n", SAFE_ONLY, "fine\n");
    check_all("smell_ok\nsmell_unsafe\n", SAFE_ONLY, "fine\nsmell_unsafe\n");
    check_all("smell_ok\nsmell_unsafe\n", ANY, "fine\nfine\n");
    check_all("x = 1\n", ANY, "x = 1\n");
}

static void test_one_bad_fix_spoils_no_other(void **state) {
    (void)state;
    check_all("smell_ok\nsmell_broken\nsmell_ok\nsmell_stays\nsmell_ok\n", SAFE_ONLY,
              "fine\nsmell_broken\nfine\nsmell_stays\nfine\n");
}

static void test_overlaps_wait_for_the_next_round(void **state) {
    (void)state;
    check_all("smell_wrap(smell_wrap(smell_ok))\n", SAFE_ONLY, "fine\n");
}

static void test_imports_once(void **state) {
    (void)state;
    check_all("import os\n\na = smell_import\nb = smell_import\n\n\ndef f():\n"
              "    return smell_import\n",
              SAFE_ONLY,
              "import os\nfrom collections import deque\n\na = deque\nb = deque\n\n\ndef f():\n"
              "    return deque\n");
}

static void test_names_are_fresh(void **state) {
    (void)state;
    check_all("def f():\n    return smell_fresh\n", SAFE_ONLY, "def f():\n    return wanted\n");
    check_all("def f(wanted):\n    return smell_fresh\n", SAFE_ONLY,
              "def f(wanted):\n    return _wanted\n");
    check_all("def f(wanted):\n    _wanted = 1\n    return smell_fresh\n", SAFE_ONLY,
              "def f(wanted):\n    _wanted = 1\n    return _wanted2\n");
}

static void test_the_caller_may_leave_findings_out(void **state) {
    (void)state;
    Bench bench;
    open_bench(&bench, true, "smell_ok\nsmell_unsafe\n");
    FixPolicy policy = {.safeties = ANY, .wants = wants_no_unsafe_subject};
    FixAllResult result = engine_fix_all(bench.analyzer, &bench.request, &policy, &bench.mem);
    assert_string_equal(result.text.ptr, "fine\nsmell_unsafe\n");
    assert_int_equal(result.fixed_count, 1);
    assert_string_equal(result.fixed[0].title.ptr, "Replace it");
    close_bench(&bench);
}

static void test_says_what_was_refused(void **state) {
    (void)state;
    Bench bench;
    open_bench(&bench, true, "smell_refused\nsmell_ok\nsmell_broken\n");
    FixPolicy policy = {.safeties = ANY};
    FixAllResult result = engine_fix_all(bench.analyzer, &bench.request, &policy, &bench.mem);
    assert_string_equal(result.text.ptr, "smell_refused\nfine\nsmell_broken\n");
    assert_int_equal(result.refused_count, 2);
    assert_string_equal(result.refused[0].refusal.reason.ptr, "it is refused");
    assert_string_equal(result.refused[1].refusal.reason.ptr, "the result would not parse");
    close_bench(&bench);
}

static void test_cancelled_changes_nothing(void **state) {
    (void)state;
    Bench bench;
    open_bench(&bench, true, "smell_ok\n");
    atomic_bool cancel;
    atomic_init(&cancel, true);
    bench.request.analysis.cancel = &cancel;
    FixPolicy policy = {.safeties = ANY};
    FixAllResult result = engine_fix_all(bench.analyzer, &bench.request, &policy, &bench.mem);
    assert_int_equal(result.status, STATUS_CANCELLED);
    assert_false(result.changed);
    assert_true(str_equal(result.text, STR("smell_ok\n")));
    close_bench(&bench);
}

static void test_many_fixes_in_one_round(void **state) {
    (void)state;
    Buf text;
    Buf wanted;
    buf_init(&text, 0);
    buf_init(&wanted, 0);
    for (int i = 0; i < 500; i++) {
        buf_format(&text, "def f%d():\n    return smell_ok\n\n\n", i);
        buf_format(&wanted, "def f%d():\n    return fine\n\n\n", i);
    }
    check_all(text.ptr, SAFE_ONLY, wanted.ptr);
    buf_release(&text);
    buf_release(&wanted);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_offers_what_passes_the_trial),
        cmocka_unit_test(test_likely_is_never_safe),
        cmocka_unit_test(test_drops_what_fails_the_trial),
        cmocka_unit_test(test_a_broken_file_can_be_fixed_elsewhere),
        cmocka_unit_test(test_merged_findings_keep_their_fixes),
        cmocka_unit_test(test_groups_offer_what_single_trials_offer),
        cmocka_unit_test(test_a_fix_over_two_files),
        cmocka_unit_test(test_fixes_over_files_one_after_another),
        cmocka_unit_test(test_fixes_all_that_the_policy_allows),
        cmocka_unit_test(test_one_bad_fix_spoils_no_other),
        cmocka_unit_test(test_overlaps_wait_for_the_next_round),
        cmocka_unit_test(test_imports_once),
        cmocka_unit_test(test_names_are_fresh),
        cmocka_unit_test(test_the_caller_may_leave_findings_out),
        cmocka_unit_test(test_says_what_was_refused),
        cmocka_unit_test(test_cancelled_changes_nothing),
        cmocka_unit_test(test_many_fixes_in_one_round),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
