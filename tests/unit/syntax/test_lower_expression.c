#include "lowering.h"

static void boolean_operators_are_flat(void **state) {
    (void)state;
    check_lowering("a and b and c or d\n", "  body: Expr\n"
                                           "    value: BoolOp Or\n"
                                           "      values: BoolOp And\n"
                                           "        values: Name 'a'\n"
                                           "        values: Name 'b'\n"
                                           "        values: Name 'c'\n"
                                           "      values: Name 'd'\n");
    check_lowering("(a and b) and c\n", "  body: Expr\n"
                                        "    value: BoolOp And\n"
                                        "      values: BoolOp And parenthesized\n"
                                        "        values: Name 'a'\n"
                                        "        values: Name 'b'\n"
                                        "      values: Name 'c'\n");
}

static void comparisons_chain(void **state) {
    (void)state;
    check_lowering("a < b is not c not in d\n", "  body: Expr\n"
                                                "    value: Compare\n"
                                                "      left: Name 'a'\n"
                                                "      ops: CmpOp Lt\n"
                                                "      comparators: Name 'b'\n"
                                                "      ops: CmpOp IsNot\n"
                                                "      comparators: Name 'c'\n"
                                                "      ops: CmpOp NotIn\n"
                                                "      comparators: Name 'd'\n");
}

static void comprehensions_hold_their_conditions(void **state) {
    (void)state;
    check_lowering("f(x async for x in y if z for q in r if s)\n",
                   "  body: Expr\n"
                   "    value: Call\n"
                   "      func: Name 'f'\n"
                   "      args: GeneratorExp\n"
                   "        elt: Name 'x'\n"
                   "        generators: async comprehension\n"
                   "          target: Name 'x' store\n"
                   "          iter: Name 'y'\n"
                   "          ifs: Name 'z'\n"
                   "        generators: comprehension\n"
                   "          target: Name 'q' store\n"
                   "          iter: Name 'r'\n"
                   "          ifs: Name 's'\n");
}

static void a_subscript_holds_a_tuple_only_with_a_comma(void **state) {
    (void)state;
    check_lowering("a[b]\na[b,]\n", "  body: Expr\n"
                                    "    value: Subscript\n"
                                    "      value: Name 'a'\n"
                                    "      slice: Name 'b'\n"
                                    "  body: Expr\n"
                                    "    value: Subscript\n"
                                    "      value: Name 'a'\n"
                                    "      slice: Tuple\n"
                                    "        elts: Name 'b'\n");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(boolean_operators_are_flat),
        cmocka_unit_test(comparisons_chain),
        cmocka_unit_test(comprehensions_hold_their_conditions),
        cmocka_unit_test(a_subscript_holds_a_tuple_only_with_a_comma),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
