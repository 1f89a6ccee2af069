#include "rules/docs/docstring.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "base/buf.h"

/* "indent|text" for each line of the docstring that `literal` is. */
static void check_lines(const char *literal, const char *expected) {
    Arena mem;
    arena_init(&mem);
    Str text = str_from_c(literal);
    Docstring doc = docstring_read_literal(text, (Span){0, text.len});
    assert_int_equal(doc.state, DOCSTRING_READABLE);
    docstring_split(&doc, text, &mem);
    Buf out;
    buf_init(&out, 0);
    for (uint32_t i = 0; i < doc.line_count; i++) {
        buf_format(&out, "%u|%.*s;", doc.lines[i].indent,
                   STR_ARG(doc_line_text(text, &doc.lines[i])));
    }
    assert_string_equal(out.ptr, expected);
    buf_release(&out);
    arena_release(&mem);
}

static void lines_lose_their_margin(void **state) {
    (void)state;
    check_lines("\"\"\"One.\"\"\"", "0|One.;");
    check_lines("'One.'", "0|One.;");
    check_lines("r'''  One. '''", "0|One.;");
    check_lines("\"\"\"\n    One.\n\n      Two.\n    \"\"\"", "0|;0|One.;0|;2|Two.;0|;");
    check_lines("\"\"\"One.\n\tTwo.\n\t\tThree.\n\t\"\"\"", "0|One.;0|Two.;8|Three.;0|;");
    check_lines("\"\"\"One.\r\n  Two.\r\n  \"\"\"", "0|One.;0|Two.;0|;");
    check_lines("\"\"\"One.\r  Two.\"\"\"", "0|One.;0|Two.;");
    check_lines("\"\"\"One.\n\"\"\"", "0|One.;0|;");
}

static void a_backslash_joins_rows_unless_raw(void **state) {
    (void)state;
    check_lines("\"\"\"\\\n    One.\n    Two.\n    \"\"\"", "0|One.;0|Two.;0|;");
    check_lines("\"\"\"One \\\n    more.\n    Two.\"\"\"", "0|One \\\n    more.;0|Two.;");
    check_lines("r\"\"\"One \\\n    Two.\"\"\"", "0|One \\;0|Two.;");
    check_lines("\"\"\"One \\\\\n    Two.\"\"\"", "0|One \\\\;0|Two.;");
}

static void check_state(const char *literal, DocstringState expected) {
    Str text = str_from_c(literal);
    assert_int_equal(docstring_read_literal(text, (Span){0, text.len}).state, expected);
}

static void white_space_is_no_docstring(void **state) {
    (void)state;
    check_state("\"\"\"\"\"\"", DOCSTRING_BLANK);
    check_state("''", DOCSTRING_BLANK);
    check_state("\"\"\" \t\n \"\"\"", DOCSTRING_BLANK);
    check_state("\"x\"", DOCSTRING_READABLE);
    check_state("\"", DOCSTRING_OPAQUE);
    check_state("", DOCSTRING_OPAQUE);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(lines_lose_their_margin),
        cmocka_unit_test(a_backslash_joins_rows_unless_raw),
        cmocka_unit_test(white_space_is_no_docstring),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
