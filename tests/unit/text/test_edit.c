/* Edit lists and unified diffs. */
#include "text/edit.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>

#include <cmocka.h>

/* ---- edits ------------------------------------------------------------------------------ */

static void check_edits(const Edit *edits, uint32_t count, const char *expected) {
    EditList list = {0};
    for (uint32_t i = 0; i < count; i++) {
        ARRAY_PUSH(&list, edits[i]);
    }
    bool apart = edit_list_sort(&list);
    assert_int_equal(apart, expected != NULL);
    if (expected) {
        Buf out;
        buf_init(&out, 0);
        edit_list_apply(&list, STR("0123456789"), &out);
        assert_string_equal(buf_str(&out).ptr, expected);
        buf_release(&out);
    }
    ARRAY_RELEASE(&list);
}

#define CHECK_EDITS(expected, ...)                                                                 \
    check_edits((Edit[]){__VA_ARGS__}, sizeof((Edit[]){__VA_ARGS__}) / sizeof(Edit), expected)

static void test_apply(void **state) {
    (void)state;
    check_edits(NULL, 0, "0123456789");
    CHECK_EDITS("01ab6789", {
                                {2, 6},
                                STR("ab")
    });
    CHECK_EDITS("a0123456789b",
                {
                    {10, 10},
                    STR("b")
    },
                {{0, 0}, STR("a")});
    CHECK_EDITS("89",
                {
                    {4, 8},
                    STR("")
    },
                {{0, 4}, STR("")});
}

static void test_inserts_keep_their_order(void **state) {
    (void)state;
    CHECK_EDITS("01abcX56789",
                {
                    {2, 5},
                    STR("X")
    },
                {{2, 2}, STR("a")}, {{2, 2}, STR("b")}, {{2, 2}, STR("c")});
    CHECK_EDITS("0X2y3456789",
                {
                    {3, 3},
                    STR("y")
    },
                {{1, 2}, STR("X")});
    CHECK_EDITS("01Xa56789",
                {
                    {5, 5},
                    STR("a")
    },
                {{2, 5}, STR("X")});
    CHECK_EDITS("01aa23456789",
                {
                    {2, 2},
                    STR("a")
    },
                {{2, 2}, STR("a")});
}

static void test_overlaps(void **state) {
    (void)state;
    CHECK_EDITS(NULL,
                {
                    {2, 5},
                    STR("X")
    },
                {{4, 6}, STR("Y")});
    CHECK_EDITS(NULL,
                {
                    {2, 5},
                    STR("X")
    },
                {{3, 3}, STR("Y")});
    CHECK_EDITS(NULL,
                {
                    {2, 5},
                    STR("X")
    },
                {{2, 5}, STR("Y")});
    CHECK_EDITS("01X56789",
                {
                    {2, 5},
                    STR("X")
    },
                {{2, 5}, STR("X")}); /* equal ones merge */
    CHECK_EDITS("01XY789",
                {
                    {5, 7},
                    STR("Y")
    },
                {{2, 5}, STR("X")});
}

static void test_map_offset(void **state) {
    (void)state;
    EditList list = {0};
    ARRAY_PUSH(&list, ((Edit){
                          {2, 2},
                          STR("ab")
    }));
    ARRAY_PUSH(&list, ((Edit){
                          {4, 7},
                          STR("x")
    }));
    static const uint32_t EXPECTED[] = {0, 1, 4, 5, 6, 6, 6, 7, 8, 9, 10};
    for (uint32_t offset = 0; offset < sizeof EXPECTED / sizeof *EXPECTED; offset++) {
        assert_int_equal(edit_list_map_offset(&list, offset), EXPECTED[offset]);
    }
    ARRAY_RELEASE(&list);
}

static void test_many_edits_sort(void **state) {
    (void)state;
    enum { COUNT = 5000 };
    EditList list = {0};
    for (uint32_t i = 0; i < COUNT; i++) {
        uint32_t at = i * 2999u % COUNT; /* each place once, in a mixed order */
        ARRAY_PUSH(&list, ((Edit){
                              {at, at + 1},
                              STR("x")
        }));
    }
    assert_true(edit_list_sort(&list));
    for (uint32_t i = 0; i < COUNT; i++) {
        assert_int_equal(list.items[i].span.start, i);
    }
    ARRAY_RELEASE(&list);
}

/* ---- diffs ------------------------------------------------------------------------------ */

static void check_diff(const char *before, const char *after, const char *expected) {
    Buf out;
    buf_init(&out, 0);
    diff_unified(STR("f.py"), str_from_c(before), str_from_c(after), &out);
    assert_string_equal(out.len ? buf_str(&out).ptr : "", expected);
    buf_release(&out);
}

#define HEAD "--- a/f.py\n+++ b/f.py\n"

static void test_diff(void **state) {
    (void)state;
    check_diff("a\nb\n", "a\nb\n", "");
    check_diff("", "a\n", HEAD "@@ -0,0 +1 @@\n+a\n");
    check_diff("a\n", "", HEAD "@@ -1 +0,0 @@\n-a\n");
    check_diff("1\n2\n3\n4\n5\n6\n7\n8\n9\n", "1\n2\n3\n4\nX\n6\n7\n8\n9\n",
               HEAD "@@ -2,7 +2,7 @@\n 2\n 3\n 4\n-5\n+X\n 6\n 7\n 8\n");
    check_diff("a\nb\nc\n", "b\nc\nd\n", HEAD "@@ -1,3 +1,3 @@\n-a\n b\n c\n+d\n");
}

static void test_diff_hunks(void **state) {
    (void)state;
    /* six lines between two changes: one hunk; seven: two */
    check_diff("a\n1\n2\n3\n4\n5\n6\nb\n", "A\n1\n2\n3\n4\n5\n6\nB\n",
               HEAD "@@ -1,8 +1,8 @@\n-a\n+A\n 1\n 2\n 3\n 4\n 5\n 6\n-b\n+B\n");
    check_diff("a\n1\n2\n3\n4\n5\n6\n7\nb\n", "A\n1\n2\n3\n4\n5\n6\n7\nB\n",
               HEAD "@@ -1,4 +1,4 @@\n-a\n+A\n 1\n 2\n 3\n@@ -6,4 +6,4 @@\n 5\n 6\n 7\n-b\n+B\n");
}

static void test_diff_of_line_ends(void **state) {
    (void)state;
    check_diff("a", "a\n", HEAD "@@ -1 +1 @@\n-a\n\\ No newline at end of file\n+a\n");
    check_diff("a\nb", "a\r\nb",
               HEAD "@@ -1,2 +1,2 @@\n-a\n+a\r\n b\n\\ No newline at end of file\n");
}

/* Applies a diff to what it was made from: each hunk's lines must be there. */
static void apply_diff(Str diff, Str before, Buf *out) {
    uint32_t at = 0;
    uint32_t read = str_find(diff, STR("@@"));
    while (read < diff.len) {
        Str rest = str_slice(diff, read, diff.len);
        uint32_t length = str_find_byte(rest, '\n') + 1;
        Str line = str_slice(rest, 1, length);
        if (rest.ptr[0] == '@') {
            uint32_t row = 0;
            uint32_t count = 1;
            assert_true(sscanf(rest.ptr, "@@ -%u,%u", &row, &count) >= 1);
            row += count ? 0 : 1; /* an empty range names the line before */
            uint32_t target = 0;
            for (uint32_t i = 1; i < row; i++) {
                target += str_find_byte(str_slice(before, target, before.len), '\n') + 1;
            }
            buf_append(out, str_slice(before, at, target));
            at = target;
        } else if (rest.ptr[0] == '+') {
            buf_append(out, line);
        } else {
            assert_true(str_starts_with(str_slice(before, at, before.len), line));
            at += line.len;
            if (rest.ptr[0] == ' ') {
                buf_append(out, line);
            }
        }
        read += length;
    }
    buf_append(out, str_slice(before, at, before.len));
}

static void test_random_diffs_apply(void **state) {
    (void)state;
    uint64_t random = 20261125;
    for (uint32_t round = 0; round < 3000; round++) {
        Buf texts[4];
        for (uint32_t i = 0; i < 4; i++) {
            buf_init(&texts[i], 0);
        }
        for (uint32_t i = 0; i < 2; i++) {
            random = random * 6364136223846793005u + 1442695040888963407u;
            for (uint32_t lines = (uint32_t)(random >> 40) % 30; lines; lines--) {
                random = random * 6364136223846793005u + 1442695040888963407u;
                buf_format(&texts[i], "%u\n", (uint32_t)(random >> 33) % 6);
            }
        }
        diff_unified(STR("f"), buf_str(&texts[0]), buf_str(&texts[1]), &texts[2]);
        apply_diff(buf_str(&texts[2]), buf_str(&texts[0]), &texts[3]);
        assert_true(str_equal(buf_str(&texts[3]), buf_str(&texts[1])));
        for (uint32_t i = 0; i < 4; i++) {
            buf_release(&texts[i]);
        }
    }
}

static void test_a_hopeless_diff_is_one_replacement(void **state) {
    (void)state;
    enum { LINES = 20000 };
    Buf before;
    Buf after;
    Buf out;
    buf_init(&before, 0);
    buf_init(&after, 0);
    buf_init(&out, 0);
    for (uint32_t i = 0; i < LINES; i++) {
        buf_format(&before, "old %u\n", i);
        buf_format(&after, "new %u\n", i);
    }
    diff_unified(STR("f"), buf_str(&before), buf_str(&after), &out);
    assert_true(
        str_starts_with(buf_str(&out), STR("--- a/f\n+++ b/f\n@@ -1,20000 +1,20000 @@\n-old 0\n")));
    buf_release(&before);
    buf_release(&after);
    buf_release(&out);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_apply),
        cmocka_unit_test(test_inserts_keep_their_order),
        cmocka_unit_test(test_overlaps),
        cmocka_unit_test(test_map_offset),
        cmocka_unit_test(test_many_edits_sort),
        cmocka_unit_test(test_diff),
        cmocka_unit_test(test_diff_hunks),
        cmocka_unit_test(test_diff_of_line_ends),
        cmocka_unit_test(test_random_diffs_apply),
        cmocka_unit_test(test_a_hopeless_diff_is_one_replacement),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
