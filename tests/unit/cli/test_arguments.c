/* The command line as data. */
#include <stddef.h> /* cmocka.h needs these four first */

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>

#include <cmocka.h>

#include "cli/arguments.h"

enum { WORDS_MAX = 8 };

typedef struct Line {
    const char *words[WORDS_MAX]; /* closed by NULL */
} Line;

static Status parse(Arguments *out, const Line *line, uint32_t command, Buf *err) {
    int count = 0;
    while (count < WORDS_MAX && line->words[count] != NULL) {
        count++;
    }
    return arguments_parse(out, command, count, line->words, err);
}

static void check_fails(Line line, const char *expected) {
    Arguments arguments;
    Buf err;
    buf_init(&err, 0);
    assert_int_equal(parse(&arguments, &line, ON_CHECK, &err), STATUS_INVALID);
    assert_string_equal(buf_str(&err).ptr, expected);
    arguments_release(&arguments);
    buf_release(&err);
}

static void check_value(Line line, OptionSymbol symbol, const char *expected) {
    Arguments arguments;
    assert_int_equal(parse(&arguments, &line, ON_CHECK, NULL), STATUS_OK);
    Str value = arguments_last(&arguments, symbol, STR("(none)"));
    assert_int_equal(value.len, strlen(expected));
    assert_memory_equal(value.ptr, expected, value.len);
    arguments_release(&arguments);
}

static void every_spelling_of_a_value(void **state) {
    (void)state;
    check_value(
        (Line){
            {"--format", "json"}
    },
        ARGUMENT_format, "json");
    check_value((Line){{"--format=json"}}, ARGUMENT_format, "json");
    check_value((Line){{"--format="}}, ARGUMENT_format, "");
    check_value(
        (Line){
            {"-f", "json"}
    },
        ARGUMENT_format, "json");
    check_value((Line){{"-fjson"}}, ARGUMENT_format, "json");
    check_value((Line){{"-qvfjson"}}, ARGUMENT_format, "json");
    check_value(
        (Line){
            {"-q", "--fix"}
    },
        ARGUMENT_format, "(none)");
    check_value(
        (Line){
            {"--format", "--fix"}
    },
        ARGUMENT_format, "--fix");
    check_value(
        (Line){
            {"-f", "a", "-f", "b"}
    },
        ARGUMENT_format, "b");
}

static void wrong_lines_say_why(void **state) {
    (void)state;
    check_fails((Line){{"--fixx"}}, "unknown option '--fixx'; did you mean '--fix'?");
    check_fails(
        (Line){
            {"--pipe", "x"}
    },
        "unknown option '--pipe'");
    check_fails((Line){{"--nothing-like-it-at-all"}}, "unknown option '--nothing-like-it-at-all'");
    check_fails((Line){{"--fix=1"}}, "option '--fix' takes no value");
    check_fails((Line){{"--jobs"}}, "option '--jobs' needs a value: N");
    check_fails((Line){{"-qj"}}, "option '--jobs' needs a value: N");
    check_fails((Line){{"-qz"}}, "unknown option '-z'");
}

static void options_end(void **state) {
    (void)state;
    Line line = {
        {"a.py", "-", "--", "--fix", "-q"}
    };
    Arguments arguments;
    assert_int_equal(parse(&arguments, &line, ON_CHECK, NULL), STATUS_OK);
    assert_int_equal(arguments.rest.count, 4);
    assert_true(str_equal(arguments.rest.items[2], STR("--fix")));
    assert_false(arguments_has(&arguments, ARGUMENT_fix));
    arguments_release(&arguments);
}

static void lists_are_split(void **state) {
    (void)state;
    Line line = {
        {"-s", "io, docs/x,,", "-s", ",", "-s", "cpu"}
    };
    Arguments arguments;
    Arena mem;
    arena_init(&mem);
    assert_int_equal(parse(&arguments, &line, ON_CHECK, NULL), STATUS_OK);
    Words words = arguments_words(&arguments, ARGUMENT_select, &mem);
    assert_int_equal(words.count, 3);
    assert_true(str_equal(words.items[0], STR("io")));
    assert_true(str_equal(words.items[1], STR("docs/x")));
    assert_true(str_equal(words.items[2], STR("cpu")));
    arguments_release(&arguments);
    arena_release(&mem);
}

static void check_number(const char *text, Status expected, uint32_t number) {
    Line line = {
        {"--jobs", text}
    };
    Arguments arguments;
    uint32_t out = 77;
    assert_int_equal(parse(&arguments, &line, ON_CHECK, NULL), STATUS_OK);
    assert_int_equal(arguments_number(&arguments, ARGUMENT_jobs, 1, 256, &out, NULL), expected);
    assert_int_equal(out, number);
    arguments_release(&arguments);
}

static void numbers_have_bounds(void **state) {
    (void)state;
    check_number("1", STATUS_OK, 1);
    check_number("256", STATUS_OK, 256);
    check_number("0", STATUS_INVALID, 77);
    check_number("257", STATUS_INVALID, 77);
    check_number("4294967297", STATUS_INVALID, 77);
    check_number("99999999999999999999", STATUS_INVALID, 77);
    check_number("-1", STATUS_INVALID, 77);
    check_number("1x", STATUS_INVALID, 77);
    check_number("", STATUS_INVALID, 77);
}

static void rows_are_unique(void **state) {
    (void)state;
    for (int i = 0; i < ARGUMENT_COUNT; i++) {
        const OptionRow *a = option_row((OptionSymbol)i);
        assert_true(a->commands != 0 && a->help[0] != '\0');
        assert_true(a->help[strlen(a->help) - 1] != '.');
        for (int j = i + 1; j < ARGUMENT_COUNT; j++) {
            const OptionRow *b = option_row((OptionSymbol)j);
            assert_false(str_equal(a->name, b->name));
            assert_false(a->letter != 0 && a->letter == b->letter);
        }
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_spelling_of_a_value),
        cmocka_unit_test(wrong_lines_say_why),
        cmocka_unit_test(options_end),
        cmocka_unit_test(lists_are_split),
        cmocka_unit_test(numbers_have_bounds),
        cmocka_unit_test(rows_are_unique),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
