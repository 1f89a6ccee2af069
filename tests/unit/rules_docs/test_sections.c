#include "rules/docs/sections.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "base/buf.h"
#include "rules/docs/exceptions.h"
#include "rules/docs/style.h"

/* A signature of plain parameters, given as "a b c" (at most 8). */
static Signature make_signature(const char *names, Arena *mem) {
    Parameter *items = ARENA_ARRAY(mem, Parameter, 8);
    uint32_t *order = ARENA_ARRAY(mem, uint32_t, 8);
    Str rest = str_from_c(names);
    Signature signature = {.items = items, .by_name = order};
    while (rest.len > 0) {
        uint32_t end = str_find_byte(rest, ' ');
        items[signature.count].name = str_slice(rest, 0, end);
        order[signature.count] = signature.count;
        signature.count++;
        rest = str_slice(rest, end + 1, rest.len);
    }
    for (uint32_t i = 1; i < signature.count; i++) {
        assert_true(str_compare(items[i - 1].name, items[i].name) < 0); /* the tests sort them */
    }
    return signature;
}

static const char *const problem_names[PROBLEM_COUNT] = {
    "colon", "case", "indent", "unindented", "inline", "empty", "entry", "raises-entry"};

static void write_sections(Buf *out, const Sections *sections, Str text) {
    for (uint32_t i = 0; i < sections->count; i++) {
        const Section *section = &sections->items[i];
        buf_format(out, "%.*s", STR_ARG(str_span(text, section->name)));
        for (uint32_t k = 0; k < section->entry_count; k++) {
            const Entry *entry = &sections->entries[section->entry_first + k];
            buf_format(out, "%s%.*s", k ? "," : "(", STR_ARG(str_span(text, entry->name)));
            buf_append_c(out, entry->described ? "" : "?");
        }
        buf_append_c(out, section->entry_count ? ")" : "");
        buf_append_c(out, section->has_template ? "{}" : "");
        buf_append_byte(out, ' ');
    }
    for (uint32_t i = 0; i < sections->problem_count; i++) {
        buf_format(out, "!%s ", problem_names[sections->problems[i].kind]);
    }
}

/* `body` is a docstring's text, its margin being four columns. */
static void check_sections(const char *parameters, const char *body, const char *expected) {
    Arena mem;
    arena_init(&mem);
    Str text = arena_format(&mem, "\"\"\"%s\"\"\"", body);
    Docstring doc = docstring_read_literal(text, (Span){0, text.len});
    docstring_split(&doc, text, &mem);
    Signature signature = make_signature(parameters, &mem);
    Sections sections = sections_parse(&doc, text, &signature, &mem);
    Buf out;
    buf_init(&out, 0);
    write_sections(&out, &sections, text);
    if (!str_equal(str_trim(buf_str(&out)), str_from_c(expected))) {
        fail_msg("\"%s\"\n gives \"%s\"\n not   \"%s\"", body, out.ptr, expected);
    }
    buf_release(&out);
    arena_release(&mem);
}

static void plain_sections_and_entries(void **state) {
    (void)state;
    check_sections("", "Do it.", "");
    check_sections("x y", "Do.\n\n    Args:\n        x: X.\n        y: Y.\n    ", "Args(x,y)");
    check_sections("x", "Do.\n\n    Args:\n      x: X\n        more: text\n    ", "Args(x)");
    check_sections("x", "Do.\n\n    Args:\n        x:\n    ", "Args(x?)");
    check_sections("x", "Do.\n\n    Args:\n        x:\n            X.\n    ", "Args(x)");
    check_sections("x", "Do.\n    Args:\n        x: X.\n    Returns:\n        Y.\n    ",
                   "Args(x) Returns");
    check_sections("x", "Do.\n\n    Args:\n        x (dict[str, (int)]): X.\n    ", "Args(x)");
    check_sections("x y", "Do.\n\n    Args:\n        x, y (float): P.\n    ", "Args(x,y)");
    check_sections("x", "Do.\n\n    Args:\n        - x: X.\n        * y: Y.\n    ", "Args(x,y)");
    check_sections("a k",
                   "Do.\n\n    Args:\n        \\*a: A.\n        **k: K.\n        `z`: Z.\n    ",
                   "Args(a,k,z)");
    check_sections("x", "Do.\n\n    Args:\n        {args}\n    ", "Args{}");
    check_sections("x", "Do.\n\n    Args:\n        x: X.\n\n    Text: more.\n    ", "Args(x)");
    check_sections("x", "\n    Args:\n        x: X.\n    ", "Args(x)");
}

static void headers_that_tools_misread(void **state) {
    (void)state;
    check_sections("x", "Do.\n\n    Args\n        x: X.\n    ", "Args(x) !colon");
    check_sections("x", "Do.\n\n    args:\n        x: X.\n    ", "args(x) !case");
    check_sections("x", "Do.\n\n    Args:\n    x: X.\n    ", "Args(x) !unindented");
    check_sections("x", "Do.\n\n    Args:\n    ", "Args !empty");
    check_sections("x", "Do.\n\n    Returns:\n\n    Raises:\n        ValueError: E.\n    ",
                   "Returns Raises(ValueError) !empty");
    check_sections("x", "Do.\n\n    Returns: the size.\n    ", "Returns !inline");
    check_sections("x", "Do.\n\n    Args:\n        x: X.\n\n        Returns:\n            Y.\n    ",
                   "Args(x) Returns !indent");
    check_sections("x", "Do.\n\n      Args:\n        x: X.\n\n    End.", "Args(x) !indent");
    check_sections("x", "Do.\n\n    Args:\n    x: X.\n\n    Returns:\n    Y.\n    ",
                   "Args(x) Returns !unindented !unindented");
}

static void text_that_is_no_header(void **state) {
    (void)state;
    check_sections("x", "Returns: nothing.", "");
    check_sections("x", "Do.\n\n    It returns: nothing. Note: no.\n    Arguments follow.\n    ",
                   "");
    check_sections("x", "Do.\n    Args\n    x: X.\n    ", "");
    check_sections("x", "Do.\n    args:\n        x: X.\n    ", "");
    check_sections("x", "Do::\n\n        Args:\n            no\n\n    Done.\n    ", "");
    check_sections("x", "Do.\n\n    Note: x\n    ", "");
    check_sections("args note",
                   "Do.\n\n    Args:\n        args: A.\n        note:\n            N.\n    ",
                   "Args(args,note)");
    check_sections(
        "x", "Do.\n\n    Todo:\n        * Returns: maybe.\n\n        Args:\n            y\n    ",
        "Todo");
}

static void entries_that_tools_misread(void **state) {
    (void)state;
    check_sections("x", "Do.\n\n    Args:\n        x - X.\n    ", "Args(x) !entry");
    check_sections("x", "Do.\n\n    Args:\n        x: X\n        of it.\n    ", "Args(x) !entry");
    check_sections("x", "Do.\n\n    Args:\n        x::y\n    ", "Args(x) !entry");
}

static void exceptions_in_many_spellings(void **state) {
    (void)state;
    check_sections("", "Do.\n\n    Raises:\n        a.b.HTTPError: If.\n    ", "Raises(HTTPError)");
    check_sections("", "Do.\n\n    Raises:\n        :class:`ValueError`: If.\n    ",
                   "Raises(ValueError)");
    check_sections("", "Do.\n\n    Raises:\n        :py:exc:`~a.ValueError`: If.\n    ",
                   "Raises(ValueError)");
    check_sections("", "Do.\n\n    Raises:\n        TypeError, KeyError: If.\n    ",
                   "Raises(TypeError,KeyError)");
    check_sections("", "Do.\n\n    Raises:\n        A or B | C: If.\n    ", "Raises(A,B,C)");
    check_sections("", "Do.\n\n    Raises:\n        ValueError\n    ", "Raises(ValueError?)");
    check_sections("", "Do.\n\n    Raises:\n        ValueError if bad.\n    ",
                   "Raises(ValueError) !raises-entry");
    check_sections("", "Do.\n\n    Raises:\n        A ValueError if bad.\n    ",
                   "Raises !raises-entry");
}

static void check_style(const char *body, DocStyle expected) {
    Arena mem;
    arena_init(&mem);
    Str text = arena_format(&mem, "\"\"\"%s\"\"\"", body);
    Docstring doc = docstring_read_literal(text, (Span){0, text.len});
    docstring_split(&doc, text, &mem);
    Span token;
    assert_int_equal(style_of(&doc, text, &token), expected);
    arena_release(&mem);
}

static void other_styles_are_known_by_whole_fields(void **state) {
    (void)state;
    check_style("Do.\n\n    :param x: X.\n    ", STYLE_REST);
    check_style("Do.\n\n    :returns: X.\n    ", STYLE_REST);
    check_style("Do.\n\n    @param x: X.\n    ", STYLE_EPYTEXT);
    check_style("Do.\n\n    Parameters\n    ----------\n    x : int\n    ", STYLE_NUMPY);
    check_style("Do.\n\n    The :param: role and ``----``.\n    ", STYLE_GOOGLE);
    check_style("Do.\n\n    Title\n    -----\n    ", STYLE_GOOGLE);
    check_style("Do.\n\n    Example:\n        :param x: X.\n        @parametrize(\"x\")\n    ",
                STYLE_GOOGLE);
}

static void tables_are_sorted(void **state) {
    (void)state;
    for (uint32_t i = 0; section_name_row(i); i++) {
        assert_ptr_equal(section_name_find(str_from_c(section_name_row(i)->name)),
                         section_name_row(i));
    }
    for (uint32_t i = 1; exception_row(i).len > 0; i++) {
        assert_true(str_compare(exception_row(i - 1), exception_row(i)) < 0);
    }
    assert_non_null(section_name_find(STR("keyword ARGS")));
    assert_null(section_name_find(STR("Argsx")));
    assert_null(section_name_find(STR("Arg")));
    Str base;
    assert_true(exception_find_builtin(STR("FileNotFoundError"), &base));
    assert_true(str_equal(base, STR("OSError")));
    assert_false(exception_find_builtin(STR("NotFound"), &base));
}

static void distance_counts_swaps_once(void **state) {
    (void)state;
    assert_int_equal(signature_distance(STR("destnation"), STR("destination"), 2), 1);
    assert_int_equal(signature_distance(STR("ab"), STR("ba"), 2), 1);
    assert_int_equal(signature_distance(STR("abc"), STR("abc"), 2), 0);
    assert_int_equal(signature_distance(STR("kitten"), STR("sitting"), 3), 3);
    assert_int_equal(signature_distance(STR("a"), STR("abcdef"), 2), 3);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(plain_sections_and_entries),
        cmocka_unit_test(headers_that_tools_misread),
        cmocka_unit_test(text_that_is_no_header),
        cmocka_unit_test(entries_that_tools_misread),
        cmocka_unit_test(exceptions_in_many_spellings),
        cmocka_unit_test(other_styles_are_known_by_whole_fields),
        cmocka_unit_test(tables_are_sorted),
        cmocka_unit_test(distance_counts_swaps_once),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
