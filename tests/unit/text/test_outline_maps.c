/* Offsets between units and the file, triggers, comments, hostile texts. */
#include "text/outline.h"

#include "base/buf.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <time.h>

#include <cmocka.h>

static Arena memory;

static int open_memory(void **state) {
    (void)state;
    arena_init(&memory);
    return 0;
}

static int close_memory(void **state) {
    (void)state;
    arena_release(&memory);
    return 0;
}

/* ---- offsets ---------------------------------------------------------------------------- */

static const char SAMPLE[] = "import a\n"           /* 0 */
                             "class A:\n"           /* 9 */
                             "    x = 1\n"          /* 18 */
                             "    def f(self): 0\n" /* 28: def at 32 */
                             "    # between\n"      /* 47 */
                             "    def g(self): 1\n" /* 61: def at 65 */
                             "    y = 2\n"          /* 80 */
                             "    def h(self): 2\n" /* 90: def at 94 */
                             "# after\n"            /* 109 */
                             "def k(): pass\n"      /* 117 */
                             "z = 3\n";             /* 131 */

static void test_units_and_holes(void **state) {
    (void)state;
    Outline outline = outline_scan(str_from_c(SAMPLE), &memory);
    assert_int_equal(outline.unit_count, 6);
    assert_int_equal(outline.hole_count, 3);
    assert_string_equal(outline_unit_text(&outline, 0, &memory).ptr, "import a\npass\nz = 3\n");
    assert_string_equal(outline_unit_text(&outline, 1, &memory).ptr,
                        "class A:\n    x = 1\n    pass\n    y = 2\n    pass");
    const Hole *run = outline_hole_at(&outline, 1, 23);
    assert_non_null(run);
    assert_int_equal(run->extent.start, 32);
    assert_int_equal(run->extent.end, 79);
    assert_int_equal(run->child_count, 2);
    assert_int_equal(run->first_child, 2);
    assert_int_equal(outline.units[2].next_sibling, 3);
    assert_null(outline_hole_at(&outline, 1, 22));
    assert_null(outline_hole_at(&outline, 1, 24));
    assert_null(outline_hole_at(&outline, 5, 9)); /* k's own pass */
}

static void test_to_file(void **state) {
    (void)state;
    Outline outline = outline_scan(str_from_c(SAMPLE), &memory);
    static const uint32_t CLASS_OFFSETS[][2] = {
        {0,  9  },
        {22, 31 },
        {23, 32 },
        {25, 32 },
        {26, 32 },
        {27, 79 },
        {28, 80 },
        {42, 94 },
        {46, 108},
        {99, 108},
    };
    for (size_t i = 0; i < sizeof CLASS_OFFSETS / sizeof *CLASS_OFFSETS; i++) {
        assert_int_equal(outline_to_file(&outline, 1, CLASS_OFFSETS[i][0]), CLASS_OFFSETS[i][1]);
    }
    Span span = outline_span_to_file(&outline, 1, (Span){23, 27});
    assert_int_equal(span.start, 32);
    assert_int_equal(span.end, 79);
}

static void test_to_unit(void **state) {
    (void)state;
    Outline outline = outline_scan(str_from_c(SAMPLE), &memory);
    static const uint32_t CLASS_OFFSETS[][2] = {
        {0,   0 },
        {9,   0 },
        {31,  22},
        {32,  23},
        {50,  23},
        {78,  23},
        {79,  27},
        {80,  28},
        {94,  42},
        {108, 46},
        {999, 46},
    };
    for (size_t i = 0; i < sizeof CLASS_OFFSETS / sizeof *CLASS_OFFSETS; i++) {
        assert_int_equal(outline_to_unit(&outline, 1, CLASS_OFFSETS[i][0]), CLASS_OFFSETS[i][1]);
    }
}

static void test_unit_at(void **state) {
    (void)state;
    Outline outline = outline_scan(str_from_c(SAMPLE), &memory);
    static const uint32_t UNITS[][2] = {
        {0,    0},
        {8,    0},
        {9,    1},
        {20,   1},
        {32,   2},
        {45,   2},
        {46,   1},
        {50,   1},
        {65,   3},
        {82,   1},
        {94,   4},
        {108,  0},
        {117,  5},
        {131,  0},
        {9999, 0},
    };
    for (size_t i = 0; i < sizeof UNITS / sizeof *UNITS; i++) {
        assert_int_equal(outline_unit_at(&outline, UNITS[i][0]), UNITS[i][1]);
    }
}

/* Every unit offset outside a `pass` comes back. */
static void test_there_and_back(void **state) {
    (void)state;
    Outline outline = outline_scan(str_from_c(SAMPLE), &memory);
    for (UnitId unit = 0; unit < outline.unit_count; unit++) {
        Str text = outline_unit_text(&outline, unit, &memory);
        assert_int_equal(text.len, outline.units[unit].text_length);
        for (uint32_t offset = 0; offset < text.len; offset++) {
            uint32_t file = outline_to_file(&outline, unit, offset);
            uint32_t back = outline_to_unit(&outline, unit, file);
            assert_true(back == offset || (back < offset && offset - back < HOLE_TEXT_LENGTH &&
                                           outline_hole_at(&outline, unit, back)));
        }
    }
}

static void test_hash_is_of_the_collapsed_text(void **state) {
    (void)state;
    Outline outline = outline_scan(str_from_c(SAMPLE), &memory);
    for (UnitId unit = 0; unit < outline.unit_count; unit++) {
        Hash hash = hash_text(outline_unit_text(&outline, unit, &memory));
        assert_true(hash_equal(hash, outline.units[unit].hash));
    }
}

/* ---- triggers, comments ----------------------------------------------------------------- */

static void check_triggers(const char *text, UnitId unit, TriggerSet expected) {
    Outline outline = outline_scan(str_from_c(text), &memory);
    TriggerSet mask = TRIGGER_BIT(AWAIT) | TRIGGER_BIT(FOR) | TRIGGER_BIT(RAISE) |
                      TRIGGER_BIT(RETURN) | TRIGGER_BIT(WHILE) | TRIGGER_BIT(YIELD);
    assert_true(unit < outline.unit_count);
    assert_int_equal(outline.units[unit].triggers & mask, expected);
}

static void test_triggers(void **state) {
    (void)state;
    check_triggers("for x in y: pass\n", 0, TRIGGER_BIT(FOR));
    check_triggers("'for' # while\n'''await\nyield'''\nfor_x = xfor = fort\n", 0, 0);
    check_triggers("f'for {[x for x in y]} while'\n", 0, TRIGGER_BIT(FOR));
    check_triggers("f'{x:for}' + rb'yield' + f'{{raise}}'\n", 0, 0);
    check_triggers("f'{f\"{await x}\"}'", 0, TRIGGER_BIT(AWAIT));
    check_triggers("def f():\n    return 1\nraise X\n", 0, TRIGGER_BIT(RAISE));
    check_triggers("def f():\n    return 1\nraise X\n", 1, TRIGGER_BIT(RETURN));
    check_triggers("class A:\n    while 1: 0\n    def f():\n        yield\n    await x\n", 1,
                   TRIGGER_BIT(WHILE) | TRIGGER_BIT(AWAIT));
    check_triggers("def f():\n    def g():\n        yield\n", 1, TRIGGER_BIT(YIELD));
    check_triggers("x = (\n@a(i for i in j)\ndef f(): pass\n", 0, 0);
    check_triggers("x = (\n@a(i for i in j)\ndef f(): pass\n", 1, TRIGGER_BIT(FOR));
    check_triggers("@a(i for i in j)\nx\n", 0, TRIGGER_BIT(FOR));
    check_triggers("\xC3\xA9"
                   "for = for\xC3\xA9",
                   0, 0);
}

static void test_comments(void **state) {
    (void)state;
    Outline outline =
        outline_scan(STR("# a\nx = '#' # b\ry = ( # c\n) \n#\r\n'''\n# d\n'''#e"), &memory);
    static const char *const EXPECTED[] = {"# a", "# b", "# c", "#", "#e"};
    assert_int_equal(outline.comment_count, 5);
    for (uint32_t i = 0; i < 5; i++) {
        assert_true(
            str_equal(str_span(outline.text, outline.comments[i]), str_from_c(EXPECTED[i])));
    }
}

/* ---- hostile texts ---------------------------------------------------------------------- */

static Buf repeated(const char *piece, uint32_t count) {
    Buf text;
    buf_init(&text, 0);
    Str part = str_from_c(piece);
    for (uint32_t i = 0; i < count; i++) {
        buf_append(&text, part);
    }
    return text;
}

/* Scans the text, edits it once, and takes less than a second for both: nothing is quadratic. */
static void check_linear(Buf text) {
    clock_t start = clock();
    Outline outline = outline_scan(buf_str(&text), &memory);
    assert_true(outline.unit_count >= 1);
    assert_int_equal(outline.units[0].extent.end, text.len);
    uint32_t at = text.len / 2;
    Buf edited;
    buf_init(&edited, 0);
    buf_append(&edited, str_slice(buf_str(&text), 0, at));
    buf_append_byte(&edited, 'x');
    buf_append(&edited, str_slice(buf_str(&text), at, text.len));
    Outline after = outline_edit(&outline, buf_str(&edited), (Span){at, at}, 1, &memory);
    assert_int_equal(after.units[0].extent.end, edited.len);
    double limit = 1.0 * CLOCKS_PER_SEC;
#if defined(__SANITIZE_ADDRESS__)
    limit *= 10;
#endif
    assert_true((double)(clock() - start) < limit);
    buf_release(&edited);
    buf_release(&text);
    arena_reset(&memory);
}

static void test_hostile_texts(void **state) {
    (void)state;
    static const char *const PIECES[] = {
        "(",
        ")",
        "[{(",
        "x + ",
        "\\\n",
        "#\r",
        "\r",
        "\f",
        "'",
        "\"\"\"",
        "'''\n",
        "f'{",
        "f'''{",
        "{",
        "@a\n",
        "(@a\n",
        "def ",
        "def f(\n",
        "class A:\n",
        " ",
        "\t",
        "x:\n ",
        "f'{x:{",
        "\\'",
        "'''\\'",
        "\"\"\"\ndef f():\n\\",
        "lambda:",
        ";",
        "\xF0\x9F",
        "def f():\n  x\n y\n",
        "def f(): 0\n",
        "class A:\n def f():\n  x\ny\n  z\n",
        "x\n  @a\n",
        "f\"\"\"\ndef f():\n\\",
    };
    for (size_t i = 0; i < sizeof PIECES / sizeof *PIECES; i++) {
        check_linear(repeated(PIECES[i], 200000));
    }
    check_linear(repeated("x = 1 + y; ", 400000)); /* one line of 4 MB */
}

static void test_nul_bytes(void **state) {
    (void)state;
    Outline outline = outline_scan(STR("\0def f():\n    \0\ndef g\0(): pass\n"), &memory);
    assert_int_equal(outline.unit_count, 2);
    assert_true(str_equal(str_span(outline.text, outline.units[1].name), STR("g")));
    outline = outline_scan((Str){NULL, 0}, &memory);
    assert_int_equal(outline.unit_count, 1);
}

/* Classes nest to UNIT_DEPTH_MAX; what is deeper is text of the deepest one. */
static void test_depth_is_capped(void **state) {
    (void)state;
    Buf text;
    buf_init(&text, 0);
    for (uint32_t i = 0; i < 3 * UNIT_DEPTH_MAX; i++) {
        buf_append_repeat(&text, ' ', i);
        buf_append_c(&text, "class A:\n");
    }
    buf_append_repeat(&text, ' ', 3 * UNIT_DEPTH_MAX);
    buf_append_c(&text, "pass\n");
    Outline outline = outline_scan(buf_str(&text), &memory);
    assert_int_equal(outline.unit_count, UNIT_DEPTH_MAX + 1);
    assert_int_equal(outline.units[UNIT_DEPTH_MAX].depth, UNIT_DEPTH_MAX);
    assert_int_equal(outline.units[UNIT_DEPTH_MAX].parent, UNIT_DEPTH_MAX - 1);
    assert_false(outline.broken);
    buf_release(&text);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_units_and_holes),
        cmocka_unit_test(test_to_file),
        cmocka_unit_test(test_to_unit),
        cmocka_unit_test(test_unit_at),
        cmocka_unit_test(test_there_and_back),
        cmocka_unit_test(test_hash_is_of_the_collapsed_text),
        cmocka_unit_test(test_triggers),
        cmocka_unit_test(test_comments),
        cmocka_unit_test(test_hostile_texts),
        cmocka_unit_test(test_nul_bytes),
        cmocka_unit_test(test_depth_is_capped),
    };
    return cmocka_run_group_tests(tests, open_memory, close_memory);
}
