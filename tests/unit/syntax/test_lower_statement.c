#include "lowering.h"

static void assignments(void **state) {
    (void)state;
    check_lowering("a = b, = c\nx: int = 1\nx += 1\n(a) = 1\n",
                   "  body: Assign\n"
                   "    targets: Name 'a' store\n"
                   "    targets: Tuple store\n"
                   "      elts: Name 'b' store\n"
                   "    value: Name 'c'\n"
                   "  body: AnnAssign\n"
                   "    target: Name 'x' store\n"
                   "    annotation: Name 'int'\n"
                   "    value: Constant int\n"
                   "  body: AugAssign Add\n"
                   "    target: Name 'x' store\n"
                   "    value: Constant int\n"
                   "  body: Assign\n"
                   "    targets: Name 'a' store parenthesized\n"
                   "    value: Constant int\n");
}

static void a_call_of_type_is_no_type_alias(void **state) {
    (void)state;
    check_lowering("type(a).b = c\ntype X[T] = int\n", "  body: Assign\n"
                                                       "    targets: Attribute 'b' store\n"
                                                       "      value: Call\n"
                                                       "        func: Name 'type'\n"
                                                       "        args: Name 'a'\n"
                                                       "    value: Name 'c'\n"
                                                       "  body: TypeAlias\n"
                                                       "    name: Name 'X' store\n"
                                                       "    type_params: TypeVar 'T'\n"
                                                       "    value: Name 'int'\n");
}

static void parameters_stand_in_five_lists(void **state) {
    (void)state;
    check_lowering("async def f(a, /, b: int = 1, *c, d, **e) -> t: pass\n",
                   "  body: AsyncFunctionDef 'f'\n"
                   "    name: Identifier 'f'\n"
                   "    posonlyargs: arg 'a'\n"
                   "    args: arg 'b'\n"
                   "      annotation: Name 'int'\n"
                   "      default: Constant int\n"
                   "    vararg: arg 'c'\n"
                   "    kwonlyargs: arg 'd'\n"
                   "    kwarg: arg 'e'\n"
                   "    returns: Name 't'\n"
                   "    body: Pass\n");
}

static void branches_nest(void **state) {
    (void)state;
    check_lowering("if a: b\nelif c: d\nelse: e\n", "  body: If\n"
                                                    "    test: Name 'a'\n"
                                                    "    body: Expr\n"
                                                    "      value: Name 'b'\n"
                                                    "    orelse: If elif\n"
                                                    "      test: Name 'c'\n"
                                                    "      body: Expr\n"
                                                    "        value: Name 'd'\n"
                                                    "      orelse: Expr\n"
                                                    "        value: Name 'e'\n");
}

static void with_and_try(void **state) {
    (void)state;
    check_lowering("with (a as b, c):\n  pass\n", "  body: With\n"
                                                  "    items: withitem\n"
                                                  "      context_expr: Name 'a'\n"
                                                  "      optional_vars: Name 'b' store\n"
                                                  "    items: withitem\n"
                                                  "      context_expr: Name 'c'\n"
                                                  "    body: Pass\n");
    check_lowering("try: a\nexcept* B as e: c\n", "  body: TryStar\n"
                                                  "    body: Expr\n"
                                                  "      value: Name 'a'\n"
                                                  "    handlers: ExceptHandler 'e'\n"
                                                  "      type: Name 'B'\n"
                                                  "      name: Identifier 'e'\n"
                                                  "      body: Expr\n"
                                                  "        value: Name 'c'\n");
}

static void imports_and_python_two(void **state) {
    (void)state;
    check_lowering("from ..a . b import c as d\nprint 'x'\n", "  body: ImportFrom 'a.b' level=2\n"
                                                              "    names: alias 'c'\n"
                                                              "      asname: Identifier 'd'\n"
                                                              "  body: Expr\n"
                                                              "    value: Call\n"
                                                              "      func: Name 'print'\n"
                                                              "      args: Constant str\n");
}

static void patterns_of_match(void **state) {
    (void)state;
    check_lowering("match x:\n case {-1: a, **r}: pass\n case (None, *_) if g: pass\n",
                   "  body: Match\n"
                   "    subject: Name 'x'\n"
                   "    cases: match_case\n"
                   "      pattern: MatchMapping 'r'\n"
                   "        keys: UnaryOp USub\n"
                   "          operand: Constant int\n"
                   "        patterns: MatchAs 'a'\n"
                   "          name: Identifier 'a'\n"
                   "        name: Identifier 'r'\n"
                   "      body: Pass\n"
                   "    cases: match_case\n"
                   "      pattern: MatchSequence\n"
                   "        patterns: MatchSingleton None\n"
                   "        patterns: MatchStar\n"
                   "      guard: Name 'g'\n"
                   "      body: Pass\n");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(assignments),
        cmocka_unit_test(a_call_of_type_is_no_type_alias),
        cmocka_unit_test(parameters_stand_in_five_lists),
        cmocka_unit_test(branches_nest),
        cmocka_unit_test(with_and_try),
        cmocka_unit_test(imports_and_python_two),
        cmocka_unit_test(patterns_of_match),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
