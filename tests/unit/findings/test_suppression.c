/* Which findings a comment covers, and what is said about comments that cover nothing.
 *
 * A case is a text whose findings are marked by the word FIND; `@` before it marks the definition's
 * start. Comments are found by their `#`, as none of the texts has one in a string. */
#include "findings/suppression.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>

#include <cmocka.h>

typedef struct SpanList ARRAY_OF(Span) SpanList;

static SpanList comments_of(Str text) {
    SpanList list = {0};
    for (uint32_t at = 0; at < text.len;) {
        uint32_t start = at + str_find_byte(str_slice(text, at, text.len), '#');
        if (start >= text.len) {
            break;
        }
        uint32_t end = start + str_find_byte(str_slice(text, start, text.len), '\n');
        ARRAY_PUSH(&list, ((Span){start, end}));
        at = end;
    }
    return list;
}

static Finding marked(Str text) {
    uint32_t start = str_find(text, STR("FIND"));
    uint32_t end = start + 4;
    uint32_t last = start + str_find(str_slice(text, start, text.len), STR("END"));
    end = last < text.len ? last + 3 : end;
    uint32_t owner = str_find(text, STR("OWNER"));
    uint32_t definition = str_find(text, STR("@"));
    Finding finding = {
        .rule = RULE_docs_missing_docstring, .span = {start, end}
    };
    finding.owner = owner < text.len ? owner : start;
    finding.definition = definition < text.len ? (Span){definition, end} : (Span){0, 0};
    return finding;
}

static const OwnRule own_rule = {
    .id = {"acme/slow", 9},
      .category = CATEGORY_IO, .index = 0
};
static const OwnRule *const own_rules[] = {&own_rule};
static const OwnRuleList own = {own_rules, 1};
static const OwnRuleBits own_on = {{1}};

static void check(const char *input, bool wanted, const char *wanted_notes) {
    Arena mem;
    arena_init(&mem);
    Str text = str_from_c(input);
    SpanList comments = comments_of(text);
    LineIndex lines = line_index_build(text, &mem);
    SuppressionSet set = suppression_parse(text, comments.items, comments.count, &lines, own, &mem);
    Finding finding = marked(text);
    bool covered = suppression_covers(&set, &finding);
    bool enabled[RULE_COUNT] = {false};
    enabled[RULE_docs_missing_docstring] = true;
    NoteList notes = {0};
    suppression_notes(&set, enabled, &own_on, &notes, &mem);
    Buf found;
    buf_init(&found, 0);
    for (uint32_t i = 0; i < notes.count; i++) {
        assert_int_equal(notes.items[i].kind, NOTE_SUPPRESSION);
        buf_format(&found, "%u: %.*s\n", line_index_row(&lines, notes.items[i].span.start) + 1,
                   STR_ARG(notes.items[i].message));
    }
    if (covered != wanted || !str_equal(buf_str(&found), str_from_c(wanted_notes))) {
        fail_msg("%s\ncovered %d, notes:\n%.*s", input, covered, STR_ARG(buf_str(&found)));
    }
    buf_release(&found);
    ARRAY_RELEASE(&notes);
    ARRAY_RELEASE(&comments);
    arena_release(&mem);
}

static void lines_and_rules(void **state) {
    (void)state;
    check("FIND  # bluetick: ignore[docs/missing-docstring] legacy\n", true, "");
    check("FIND  #bluetick:ignore[ docs/missing-docstring ]\n", true, "");
    check("FIND  # bluetick: ignore[docs]\n", true, "");
    check("FIND  # type: ignore # bluetick: ignore[docs]\n", true, "");
    check("FIND  # bluetick: ignore[docs/missing-docstring.option]\n", true, "");
    check("FIND  # bluetick: ignore[io, docs]\n", true, "");
    check("FIND  # bluetick: ignore[io]\n", false, "");
    check("FIND\nx  # bluetick: ignore[docs]\n", false, "2: unused suppression of docs\n");
    check("# bluetick: ignore[docs]\nFIND\n", false, "1: unused suppression of docs\n");
    check("FIND # ignore[docs]\n", false, "");
    check("FIND # see bluetick: ignore[docs]\n", false, "");
}

static void findings_over_several_lines(void **state) {
    (void)state;
    check("FIND\nx\nEND # bluetick: ignore[docs]\n", true, "");
    check("FIND # bluetick: ignore[docs]\nx\nEND\n", true, "");
    check("FIND\nx # bluetick: ignore[docs]\nEND\n", false, "2: unused suppression of docs\n");
    check("FIND\nOWNER # bluetick: ignore[docs]\nEND\n", true, "");
    check("@a # bluetick: ignore[docs]\n@b\ndef FIND\n", true, "");
    check("@a\n@b # bluetick: ignore[docs]\ndef FIND\n", true, "");
    check("x # bluetick: ignore[docs]\n@b\ndef FIND\n", false, "1: unused suppression of docs\n");
}

static void next_line_and_file(void **state) {
    (void)state;
    check("# bluetick: ignore-next-line[docs]\nFIND\n", true, "");
    check("# bluetick: ignore-next-line[docs]\n  # why\n# more\nFIND\n", true, "");
    check("# bluetick: ignore-next-line[docs]\n# bluetick: ignore-next-line[docs]\nFIND\n", true,
          "");
    check("# bluetick: ignore-next-line[docs]\n\nFIND\n", false, "1: unused suppression of docs\n");
    check("# bluetick: ignore-next-line[docs]\n@a\ndef FIND\n", true, "");
    check("x = 1 # bluetick: ignore-next-line[docs]\nFIND\n", true, "");
    check("FIND\n\n\n# bluetick: ignore-file[docs/missing-docstring]\n", true, "");
    check("# bluetick: ignore-file[docs]\nFIND\n", true, "");
    check("# bluetick: ignore-file[io]\nFIND\n", false, "");
    check("FIND # bluetick: ignore[docs]\n# bluetick: ignore-file[docs]\n", true, "");
}

static void malformed_comments(void **state) {
    (void)state;
    check("FIND # bluetick: ignore\n", false,
          "1: suppression must name its rules in brackets: ignore[category/rule]\n");
    check("FIND # bluetick: ignore[docs\n", false, "1: suppression lacks its closing bracket\n");
    check("FIND # bluetick: ignore[]\n", false, "1: suppression with an empty name\n");
    check("FIND # bluetick: ignore[docs,]\n", true, "1: suppression with an empty name\n");
    check("FIND # bluetick: ignores[docs]\n", false,
          "1: suppression must be ignore[...], ignore-next-line[...] or ignore-file[...]\n");
    check("FIND # bluetick:\n", false,
          "1: suppression must be ignore[...], ignore-next-line[...] or ignore-file[...]\n");
    check("FIND # bluetick: ignore[doc]\n", false,
          "1: suppression of an unknown rule 'doc'; did you mean 'docs'?\n");
    check("FIND # bluetick: ignore[missing-docstring]\n", false,
          "1: suppression of an unknown rule 'missing-docstring'; did you mean "
          "'docs/missing-docstring'?\n");
    check("FIND # bluetick: ignore[something/else-here]\n", false,
          "1: suppression of an unknown rule 'something/else-here'\n");
}

static void disabled_rules_are_not_unused(void **state) {
    (void)state;
    Arena mem;
    arena_init(&mem);
    Str text = STR("x # bluetick: ignore[docs]\n# bluetick: ignore-file[docs]\n");
    SpanList comments = comments_of(text);
    LineIndex lines = line_index_build(text, &mem);
    SuppressionSet set = suppression_parse(text, comments.items, comments.count, &lines, own, &mem);
    bool enabled[RULE_COUNT] = {false};
    NoteList notes = {0};
    suppression_notes(&set, enabled, &own_on, &notes, &mem);
    assert_int_equal(notes.count, 0);
    enabled[RULE_docs_missing_docstring] = true;
    suppression_notes(&set, enabled, &own_on, &notes, &mem);
    assert_int_equal(notes.count, 2);
    ARRAY_RELEASE(&notes);
    ARRAY_RELEASE(&comments);
    arena_release(&mem);
}

/* 100,000 comments and as many findings: linear but for a logarithm. */
static void many_comments(void **state) {
    (void)state;
    enum { MANY = 100000 };
    Arena mem;
    arena_init(&mem);
    Buf text;
    buf_init(&text, 0);
    for (uint32_t i = 0; i < MANY; i++) {
        buf_append_c(&text, i % 2 ? "# bluetick: ignore-next-line[docs, nonsense]\n"
                                  : "# bluetick: ignore-file[docs, docs/missing-docstring]\n");
    }
    SpanList comments = comments_of(buf_str(&text));
    LineIndex lines = line_index_build(buf_str(&text), &mem);
    SuppressionSet set =
        suppression_parse(buf_str(&text), comments.items, comments.count, &lines, own, &mem);
    assert_int_equal(set.row_count, MANY / 2);
    assert_int_equal(set.file_count, MANY);
    assert_int_equal(set.malformed_count, MANY / 2);
    for (uint32_t i = 0; i < MANY; i++) {
        Finding finding = {
            .rule = RULE_docs_missing_docstring, .span = {i, i + 1},
                 .owner = i
        };
        assert_true(suppression_covers(&set, &finding));
    }
    buf_release(&text);
    ARRAY_RELEASE(&comments);
    arena_release(&mem);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(lines_and_rules),
        cmocka_unit_test(findings_over_several_lines),
        cmocka_unit_test(next_line_and_file),
        cmocka_unit_test(malformed_comments),
        cmocka_unit_test(disabled_rules_are_not_unused),
        cmocka_unit_test(many_comments),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
