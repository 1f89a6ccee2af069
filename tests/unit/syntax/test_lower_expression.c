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

static void a_star_covers_the_chain(void **state) {
    (void)state;
    check_lowering("*a.b()[c], d = e\n", "  body: Assign\n"
                                         "    targets: Tuple store\n"
                                         "      elts: Starred store\n"
                                         "        value: Subscript store\n"
                                         "          value: Call\n"
                                         "            func: Attribute 'b'\n"
                                         "              value: Name 'a'\n"
                                         "          slice: Name 'c'\n"
                                         "      elts: Name 'd' store\n"
                                         "    value: Name 'e'\n");
    check_lowering("x[*a.b]\n"
                   "x[*a, b]\n",
                   "  body: Expr\n"
                   "    value: Subscript\n"
                   "      value: Name 'x'\n"
                   "      slice: Tuple\n"
                   "        elts: Starred\n"
                   "          value: Attribute 'b'\n"
                   "            value: Name 'a'\n"
                   "  body: Expr\n"
                   "    value: Subscript\n"
                   "      value: Name 'x'\n"
                   "      slice: Tuple\n"
                   "        elts: Starred\n"
                   "          value: Name 'a'\n"
                   "        elts: Name 'b'\n");
    check_lowering("def f(*a: *b[c]): pass\n", "  body: FunctionDef 'f'\n"
                                               "    name: Identifier 'f'\n"
                                               "    vararg: arg 'a'\n"
                                               "      annotation: Starred\n"
                                               "        value: Subscript\n"
                                               "          value: Name 'b'\n"
                                               "          slice: Name 'c'\n"
                                               "    body: Pass\n");
    check_lowering("return *a.b | c, d\n", "  body: Return\n"
                                           "    value: Tuple\n"
                                           "      elts: Starred\n"
                                           "        value: BinOp BitOr\n"
                                           "          left: Attribute 'b'\n"
                                           "            value: Name 'a'\n"
                                           "          right: Name 'c'\n"
                                           "      elts: Name 'd'\n");
}

static void and_binds_closer_than_xor(void **state) {
    (void)state;
    check_lowering("a & b ^ c & (d) ^ e\n", "  body: Expr\n"
                                            "    value: BinOp BitXor\n"
                                            "      left: BinOp BitXor\n"
                                            "        left: BinOp BitAnd\n"
                                            "          left: Name 'a'\n"
                                            "          right: Name 'b'\n"
                                            "        right: BinOp BitAnd\n"
                                            "          left: Name 'c'\n"
                                            "          right: Name 'd' parenthesized\n"
                                            "      right: Name 'e'\n");
    check_lowering("((a ^ b & c) & d ^ e)\n", "  body: Expr\n"
                                              "    value: BinOp BitXor parenthesized\n"
                                              "      left: BinOp BitAnd\n"
                                              "        left: BinOp BitXor parenthesized\n"
                                              "          left: Name 'a'\n"
                                              "          right: BinOp BitAnd\n"
                                              "            left: Name 'b'\n"
                                              "            right: Name 'c'\n"
                                              "        right: Name 'd'\n"
                                              "      right: Name 'e'\n");
    check_lowering("a | b ^ c & d | e\n", "  body: Expr\n"
                                          "    value: BinOp BitOr\n"
                                          "      left: BinOp BitOr\n"
                                          "        left: Name 'a'\n"
                                          "        right: BinOp BitXor\n"
                                          "          left: Name 'b'\n"
                                          "          right: BinOp BitAnd\n"
                                          "            left: Name 'c'\n"
                                          "            right: Name 'd'\n"
                                          "      right: Name 'e'\n");
}

static void calls_and_displays(void **state) {
    (void)state;
    check_lowering("f(a, *b, c=d, **e)(x for x in y)\n", "  body: Expr\n"
                                                         "    value: Call\n"
                                                         "      func: Call\n"
                                                         "        func: Name 'f'\n"
                                                         "        args: Name 'a'\n"
                                                         "        args: Starred\n"
                                                         "          value: Name 'b'\n"
                                                         "        keywords: keyword 'c'\n"
                                                         "          value: Name 'd'\n"
                                                         "        keywords: keyword\n"
                                                         "          value: Name 'e'\n"
                                                         "      args: GeneratorExp\n"
                                                         "        elt: Name 'x'\n"
                                                         "        generators: comprehension\n"
                                                         "          target: Name 'x' store\n"
                                                         "          iter: Name 'y'\n");
    check_lowering("{**a, b: c}, {d, *e}, [], {}, ()\n", "  body: Expr\n"
                                                         "    value: Tuple\n"
                                                         "      elts: Dict\n"
                                                         "        values: DictUnpack\n"
                                                         "          value: Name 'a'\n"
                                                         "        keys: Name 'b'\n"
                                                         "        values: Name 'c'\n"
                                                         "      elts: Set\n"
                                                         "        elts: Name 'd'\n"
                                                         "        elts: Starred\n"
                                                         "          value: Name 'e'\n"
                                                         "      elts: List\n"
                                                         "      elts: Dict\n"
                                                         "      elts: Tuple\n");
    check_lowering("lambda a, *b, c=1, **d: (yield)\n", "  body: Expr\n"
                                                        "    value: Lambda\n"
                                                        "      args: arg 'a'\n"
                                                        "      vararg: arg 'b'\n"
                                                        "      kwonlyargs: arg 'c'\n"
                                                        "        default: Constant int\n"
                                                        "      kwarg: arg 'd'\n"
                                                        "      body: Yield parenthesized\n");
    check_lowering("{a: b for a, b in c}\n", "  body: Expr\n"
                                             "    value: DictComp\n"
                                             "      key: Name 'a'\n"
                                             "      value: Name 'b'\n"
                                             "      generators: comprehension\n"
                                             "        target: Tuple store\n"
                                             "          elts: Name 'a' store\n"
                                             "          elts: Name 'b' store\n"
                                             "        iter: Name 'c'\n");
}

static void slices_and_units(void **state) {
    (void)state;
    check_lowering("a[b:c:d, ::e, ...]\n"
                   "not -a ** ~b\n",
                   "  body: Expr\n"
                   "    value: Subscript\n"
                   "      value: Name 'a'\n"
                   "      slice: Tuple\n"
                   "        elts: Slice\n"
                   "          lower: Name 'b'\n"
                   "          upper: Name 'c'\n"
                   "          step: Name 'd'\n"
                   "        elts: Slice\n"
                   "          step: Name 'e'\n"
                   "        elts: Constant ...\n"
                   "  body: Expr\n"
                   "    value: UnaryOp Not\n"
                   "      operand: UnaryOp USub\n"
                   "        operand: BinOp Pow\n"
                   "          left: Name 'a'\n"
                   "          right: UnaryOp Invert\n"
                   "            operand: Name 'b'\n");
    check_lowering("(a := b) if await c else (yield from d)\n",
                   "  body: Expr\n"
                   "    value: IfExp\n"
                   "      body: NamedExpr parenthesized\n"
                   "        target: Name 'a' store\n"
                   "        value: Name 'b'\n"
                   "      test: Await\n"
                   "        value: Name 'c'\n"
                   "      orelse: YieldFrom parenthesized\n"
                   "        value: Name 'd'\n");
}

static void unions_group_to_the_left(void **state) {
    (void)state;
    check_lowering("x: A | B[c] | C | None\n", "  body: AnnAssign\n"
                                               "    target: Name 'x' store\n"
                                               "    annotation: BinOp BitOr\n"
                                               "      left: BinOp BitOr\n"
                                               "        left: BinOp BitOr\n"
                                               "          left: Name 'A'\n"
                                               "          right: Subscript\n"
                                               "            value: Name 'B'\n"
                                               "            slice: Name 'c'\n"
                                               "        right: Name 'C'\n"
                                               "      right: Constant None\n");
    check_lowering("def f(a: A | (B | C) | D): pass\n",
                   "  body: FunctionDef 'f'\n"
                   "    name: Identifier 'f'\n"
                   "    args: arg 'a'\n"
                   "      annotation: BinOp BitOr\n"
                   "        left: BinOp BitOr\n"
                   "          left: Name 'A'\n"
                   "          right: BinOp BitOr parenthesized\n"
                   "            left: Name 'B'\n"
                   "            right: Name 'C'\n"
                   "        right: Name 'D'\n"
                   "    body: Pass\n");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(boolean_operators_are_flat),
        cmocka_unit_test(comparisons_chain),
        cmocka_unit_test(comprehensions_hold_their_conditions),
        cmocka_unit_test(a_subscript_holds_a_tuple_only_with_a_comma),
        cmocka_unit_test(a_star_covers_the_chain),
        cmocka_unit_test(and_binds_closer_than_xor),
        cmocka_unit_test(calls_and_displays),
        cmocka_unit_test(slices_and_units),
        cmocka_unit_test(unions_group_to_the_left),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
