/* Findings have one order, and fingerprints that survive moved lines but nothing else. */
#include "findings/finding.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

static Finding finding_at(Str text, const char *needle) {
    uint32_t start = str_find(text, str_from_c(needle));
    return (Finding){
        .rule = RULE_docs_missing_docstring,
        .span = {start, start + 3},
        .owner = start,
        .subject = STR("f"),
        .message = STR("m")
    };
}

static uint64_t print_of(const char *text, const char *needle, const char *path) {
    Str whole = str_from_c(text);
    Finding finding = finding_at(whole, needle);
    FindingList list = {&finding, 1, 1};
    finding_list_fingerprint(&list, str_from_c(path), whole);
    return finding.fingerprint;
}

static void order_is_total(void **state) {
    (void)state;
    Finding low = {
        .span = {4, 9},
          .message = STR("b"), .subject = STR("s")
    };
    Finding rows[6];
    for (unsigned i = 0; i < 6; i++) {
        rows[i] = low;
        assert_int_equal(finding_compare(&low, &rows[i]), 0);
    }
    rows[0].span.start = 5;
    rows[1].span.end = 10;
    rows[2].message = STR("c");
    rows[3].subject = STR("t");
    rows[4].owner = 1;
    rows[5].detail = 1;
    for (unsigned i = 0; i < 6; i++) {
        assert_true(finding_compare(&low, &rows[i]) < 0);
        assert_true(finding_compare(&rows[i], &low) > 0);
        assert_int_equal(low.severity, rows[i].severity);
    }
    rows[0].span.end = 6; /* the start counts before the end */
    assert_true(finding_compare(&rows[1], &rows[0]) < 0);
}

static void fingerprints_survive_moves(void **state) {
    (void)state;
    uint64_t print = print_of("def f(): pass\n", "f()", "a.py");
    assert_true(print == print_of("import os\n\n\ndef f(): pass\n", "f()", "a.py"));
    assert_true(print == print_of("\r\n\tdef  f(): pass", "f()", "a.py"));
    assert_true(print != print_of("def f(): pass\n", "f()", "b.py"));
    assert_true(print != print_of("def f(): return\n", "f()", "a.py"));
    assert_true(print != 0);
}

static void equal_ones_are_told_apart(void **state) {
    (void)state;
    Str text = STR("f()\nf()\nf()\n");
    Finding items[3];
    for (uint32_t i = 0; i < 3; i++) {
        items[i] = finding_at(text, "f()");
        items[i].span = (Span){i * 4, i * 4 + 3};
    }
    FindingList list = {items, 3, 3};
    finding_list_fingerprint(&list, STR("a.py"), text);
    assert_true(items[0].fingerprint != items[1].fingerprint);
    assert_true(items[1].fingerprint != items[2].fingerprint);
    assert_true(items[0].fingerprint != items[2].fingerprint);
    assert_true(items[0].fingerprint == print_of("f()\n", "f()", "a.py"));
}

static void spans_past_the_end_are_harmless(void **state) {
    (void)state;
    Finding finding = {
        .span = {900, 901}
    };
    FindingList list = {&finding, 1, 1};
    finding_list_fingerprint(&list, STR("a.py"), STR("x"));
    FindingList none = {0};
    finding_list_fingerprint(&none, STR("a.py"), STR(""));
    assert_true(finding.fingerprint != 0);
}

static void merged_messages_name_the_others(void **state) {
    (void)state;
    Arena mem;
    arena_init(&mem);
    Finding more[6] = {{.subject = STR("a.b")}, {.message = STR("only a message")},
                       {.subject = STR("c")},   {.subject = STR("d")},
                       {.subject = STR("e")},   {.subject = STR("f")}};
    Finding finding = {.message = STR("m"), .more = more};
    static const struct {
        uint32_t count;
        const char *text;
    } rows[] = {
        {0, "m"                                                          },
        {2, "m (also on this line: a.b, only a message)"                 },
        {6, "m (also on this line: a.b, only a message, c, d and 2 more)"},
    };
    for (unsigned i = 0; i < sizeof rows / sizeof *rows; i++) {
        finding.more_count = rows[i].count;
        assert_true(str_equal(finding_message(&finding, &mem), str_from_c(rows[i].text)));
    }
    arena_release(&mem);
}

static void every_note_kind_has_a_name(void **state) {
    (void)state;
    for (unsigned i = 0; i < NOTE_KIND_COUNT; i++) {
        assert_true(note_kind_name((NoteKind)i).len > 0);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(order_is_total),
        cmocka_unit_test(fingerprints_survive_moves),
        cmocka_unit_test(equal_ones_are_told_apart),
        cmocka_unit_test(spans_past_the_end_are_harmless),
        cmocka_unit_test(merged_messages_name_the_others),
        cmocka_unit_test(every_note_kind_has_a_name),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
