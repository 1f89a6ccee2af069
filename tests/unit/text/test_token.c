/* The token reader: kinds and texts of a line, one letter a kind. */
#include "text/token.h"

#include "base/buf.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

/* "n:name" "0:number" "s:string" "o:operator" "#:comment" "nl" "\" "?:byte", blank between. */
static void check_tokens(const char *input, const char *expected) {
    static const char *const LABELS[] = {"", "n:", "0:", "s:", "o:", "c:", "nl", "\\", "?:"};
    Buf out;
    buf_init(&out, 0);
    Str text = str_from_c(input);
    TokenReader reader = token_reader_open(text, (Span){0, text.len});
    for (Token token = token_next(&reader); token.kind != TOKEN_END; token = token_next(&reader)) {
        buf_append_c(&out, out.len ? " " : "");
        buf_append_c(&out, LABELS[token.kind]);
        if (token.kind != TOKEN_NEWLINE && token.kind != TOKEN_CONTINUATION) {
            buf_append(&out, str_span(text, token.span));
        }
    }
    assert_string_equal(out.len ? buf_str(&out).ptr : "", expected);
    assert_int_equal(token_next(&reader).kind, TOKEN_END);
    buf_release(&out);
}

static void test_names_and_operators(void **state) {
    (void)state;
    check_tokens("", "");
    check_tokens("a:=b**=c->d...e", "n:a o::= n:b o:**= n:c o:-> n:d o:... n:e");
    check_tokens("f(x, *y)[1:-2]", "n:f o:( n:x o:, o:* n:y o:) o:[ 0:1 o:: o:- 0:2 o:]");
    check_tokens("caf\xC3\xA9 != _x1", "n:caf\xC3\xA9 o:!= n:_x1");
    check_tokens("a $ b ? !", "n:a ?:$ n:b ?:? ?:!");
}

static void test_numbers(void **state) {
    (void)state;
    check_tokens("1 .5 1.5e-3 0xFE+1 1_000 1j 1.",
                 "0:1 0:.5 0:1.5e-3 0:0xFE o:+ 0:1 0:1_000 0:1j 0:1.");
    check_tokens("1e5 1e+5 1-e", "0:1e5 0:1e+5 0:1 o:- n:e");
    check_tokens("x.y", "n:x o:. n:y");
}

static void test_line_ends_and_comments(void **state) {
    (void)state;
    check_tokens("a # b\nc\r\nd\re", "n:a c:# b nl n:c nl n:d nl n:e");
    check_tokens("a \\\r\n b \\ c \\", "n:a \\ n:b ?:\\ n:c ?:\\");
}

static void test_strings(void **state) {
    (void)state;
    check_tokens("'a\\'b' \"c\" rb'\\\\' u'' bar'x'",
                 "s:'a\\'b' s:\"c\" s:rb'\\\\' s:u'' n:bar s:'x'");
    check_tokens("'''a'b\n\\'''c''' d", "s:'''a'b\n\\'''c''' n:d");
    check_tokens("'open\nx", "s:'open nl n:x");
    check_tokens("'''open\nx", "s:'''open\nx");
}

static void test_format_strings(void **state) {
    (void)state;
    check_tokens("f'{a['b']}' c", "s:f'{a['b']}' n:c");
    check_tokens("f'{{' + rf\"{x:{y}}\" t", "s:f'{{' o:+ s:rf\"{x:{y}}\" n:t");
    check_tokens("f'{f\"{'x'}\"!r:>{w}}' + t'''{a # '}'''\n}''' z",
                 "s:f'{f\"{'x'}\"!r:>{w}}' o:+ s:t'''{a # '}'''\n}''' n:z");
    check_tokens("f'{ {1: 2}[1] }\\N{DASH}' z", "s:f'{ {1: 2}[1] }\\N{DASH}' n:z");
    check_tokens("f'{x", "s:f'{x");
}

static void test_a_span_bounds_the_reader(void **state) {
    (void)state;
    Str text = STR("aa 'bb' cc");
    TokenReader reader = token_reader_open(text, (Span){3, 5});
    Token token = token_next(&reader);
    assert_int_equal(token.kind, TOKEN_STRING);
    assert_int_equal(token.span.end, 5);
    assert_int_equal(token_next(&reader).kind, TOKEN_END);
    reader = token_reader_open(text, (Span){90, 99});
    assert_int_equal(token_next(&reader).kind, TOKEN_END);
}

static void test_significant(void **state) {
    (void)state;
    Str text = STR("# c\n\\\n x");
    TokenReader reader = token_reader_open(text, (Span){0, text.len});
    Token token = token_next_significant(&reader);
    assert_true(token_is(&reader, token, "x"));
    assert_false(token_is(&reader, token, "xy"));
    token = token_next_significant(&reader);
    assert_int_equal(token.kind, TOKEN_END);
    assert_false(token_is(&reader, token, ""));
}

static void check_find(const char *input, const char *wanted, uint32_t expected) {
    Str text = str_from_c(input);
    Token token = token_find(text, (Span){0, text.len}, wanted);
    assert_int_equal(token.kind == TOKEN_END ? UINT32_MAX : token.span.start, expected);
}

static void test_find(void **state) {
    (void)state;
    check_find("f(a, b), c", ",", 7);
    check_find("'x, y' # ,\n, z", ",", 11);
    check_find("f(a)", "(", 1);
    check_find("f(a)", ")", 3);
    check_find("(in) in x", "in", 5);
    check_find("a b", ",", UINT32_MAX);
    check_find(")) ,", ",", 3);
}

static void test_hostile_format_strings_stay_linear(void **state) {
    (void)state;
    enum { DEPTH = 100000 };
    Buf text;
    buf_init(&text, 0);
    for (uint32_t i = 0; i < DEPTH; i++) {
        buf_append_c(&text, "f'{");
    }
    TokenReader reader = token_reader_open(buf_str(&text), (Span){0, text.len});
    uint32_t count = 0;
    while (token_next(&reader).kind != TOKEN_END) {
        count++;
    }
    assert_true(count > 0);
    buf_release(&text);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_names_and_operators),
        cmocka_unit_test(test_numbers),
        cmocka_unit_test(test_line_ends_and_comments),
        cmocka_unit_test(test_strings),
        cmocka_unit_test(test_format_strings),
        cmocka_unit_test(test_a_span_bounds_the_reader),
        cmocka_unit_test(test_significant),
        cmocka_unit_test(test_find),
        cmocka_unit_test(test_hostile_format_strings_stay_linear),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
