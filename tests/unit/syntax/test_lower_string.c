/* f- and t-strings. */
#include "lowering.h"

static void fields_hold_values_and_formats(void **state) {
    (void)state;
    check_lowering("f'a{b!r:>{w}}c{d:%Y}'\n", "  body: Expr\n"
                                              "    value: JoinedStr\n"
                                              "      values: Constant str\n"
                                              "      values: FormattedValue r\n"
                                              "        value: Name 'b'\n"
                                              "        format_spec: JoinedStr\n"
                                              "          values: FormattedValue\n"
                                              "            value: Name 'w'\n"
                                              "      values: Constant str\n"
                                              "      values: FormattedValue\n"
                                              "        value: Name 'd'\n"
                                              "        format_spec: JoinedStr\n");
    check_lowering("f'{a=}{b = !s}{c=:>9}'\n", "  body: Expr\n"
                                               "    value: JoinedStr\n"
                                               "      values: FormattedValue r\n"
                                               "        value: Name 'a'\n"
                                               "      values: FormattedValue s\n"
                                               "        value: Name 'b'\n"
                                               "      values: FormattedValue\n"
                                               "        value: Name 'c'\n"
                                               "        format_spec: JoinedStr\n");
    check_lowering("f'{x:=5}{(x:=5)}'\n", "  body: Expr\n"
                                          "    value: JoinedStr\n"
                                          "      values: FormattedValue\n"
                                          "        value: Name 'x'\n"
                                          "        format_spec: JoinedStr\n"
                                          "      values: FormattedValue\n"
                                          "        value: NamedExpr parenthesized\n"
                                          "          target: Name 'x' store\n"
                                          "          value: Constant int\n");
    check_lowering("f'{a, b}{*c, d}{yield}'\n", "  body: Expr\n"
                                                "    value: JoinedStr\n"
                                                "      values: FormattedValue\n"
                                                "        value: Tuple\n"
                                                "          elts: Name 'a'\n"
                                                "          elts: Name 'b'\n"
                                                "      values: FormattedValue\n"
                                                "        value: Tuple\n"
                                                "          elts: Starred\n"
                                                "            value: Name 'c'\n"
                                                "          elts: Name 'd'\n"
                                                "      values: FormattedValue\n"
                                                "        value: Yield\n");
}

static void f_strings_nest(void **state) {
    (void)state;
    check_lowering("f\"{f'{a}b{f\"\"\"{c}\"\"\"}'}\"\n", "  body: Expr\n"
                                                         "    value: JoinedStr\n"
                                                         "      values: FormattedValue\n"
                                                         "        value: JoinedStr\n"
                                                         "          values: FormattedValue\n"
                                                         "            value: Name 'a'\n"
                                                         "          values: Constant str\n"
                                                         "          values: FormattedValue\n"
                                                         "            value: JoinedStr\n"
                                                         "              values: FormattedValue\n"
                                                         "                value: Name 'c'\n");
    check_lowering("f'{a[\"b\"]}{ {1: 2}[1] }'\n", "  body: Expr\n"
                                                   "    value: JoinedStr\n"
                                                   "      values: FormattedValue\n"
                                                   "        value: Subscript\n"
                                                   "          value: Name 'a'\n"
                                                   "          slice: Constant str\n"
                                                   "      values: FormattedValue\n"
                                                   "        value: Subscript\n"
                                                   "          value: Dict\n"
                                                   "            keys: Constant int\n"
                                                   "            values: Constant int\n"
                                                   "          slice: Constant int\n");
}

static void literal_parts_are_constants(void **state) {
    (void)state;
    check_lowering("f'{{a}}{b}\\n{c}'\n", "  body: Expr\n"
                                          "    value: JoinedStr\n"
                                          "      values: Constant str\n"
                                          "      values: FormattedValue\n"
                                          "        value: Name 'b'\n"
                                          "      values: Constant str\n"
                                          "      values: FormattedValue\n"
                                          "        value: Name 'c'\n");
    check_lowering("f''\n", "  body: Expr\n"
                            "    value: JoinedStr\n");
    check_lowering("rb'a' b'b'\n", "  body: Expr\n"
                                   "    value: Constant bytes concatenated\n");
    check_lowering("'a' f'{b}c' 'd'\n", "  body: Expr\n"
                                        "    value: JoinedStr concatenated\n"
                                        "      values: Constant str\n"
                                        "      values: FormattedValue\n"
                                        "        value: Name 'b'\n"
                                        "      values: Constant str\n"
                                        "      values: Constant str\n");
    check_lowering("u'a' \"b\"\n", "  body: Expr\n"
                                   "    value: Constant str concatenated\n");
}

static void template_strings(void **state) {
    (void)state;
    check_lowering("t'a{b!r:x}{c=}'\n", "  body: Expr\n"
                                        "    value: TemplateStr\n"
                                        "      values: Constant str\n"
                                        "      values: Interpolation r\n"
                                        "        value: Name 'b'\n"
                                        "        format_spec: JoinedStr\n"
                                        "      values: Interpolation r\n"
                                        "        value: Name 'c'\n");
    check_lowering("t'{a}' t'b'\n", "  body: Expr\n"
                                    "    value: TemplateStr concatenated\n"
                                    "      values: Interpolation\n"
                                    "        value: Name 'a'\n"
                                    "      values: Constant str\n");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(fields_hold_values_and_formats),
        cmocka_unit_test(f_strings_nest),
        cmocka_unit_test(literal_parts_are_constants),
        cmocka_unit_test(template_strings),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
