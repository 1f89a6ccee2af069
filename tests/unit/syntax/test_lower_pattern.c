/* The patterns of `match`. */
#include "lowering.h"

static void literals_and_values(void **state) {
    (void)state;
    check_lowering("match x:\n"
                   " case 1 | 'x' | -1.5: pass\n"
                   " case True | None: pass\n"
                   " case 3 - 4j | -3 + 4j: pass\n"
                   " case a.b.c | b'' 'x': pass\n",
                   "  body: Match\n"
                   "    subject: Name 'x'\n"
                   "    cases: match_case\n"
                   "      pattern: MatchOr\n"
                   "        patterns: MatchValue\n"
                   "          value: Constant int\n"
                   "        patterns: MatchValue\n"
                   "          value: Constant str\n"
                   "        patterns: MatchValue\n"
                   "          value: UnaryOp USub\n"
                   "            operand: Constant float\n"
                   "      body: Pass\n"
                   "    cases: match_case\n"
                   "      pattern: MatchOr\n"
                   "        patterns: MatchSingleton True\n"
                   "        patterns: MatchSingleton None\n"
                   "      body: Pass\n"
                   "    cases: match_case\n"
                   "      pattern: MatchOr\n"
                   "        patterns: MatchValue\n"
                   "          value: BinOp Sub\n"
                   "            left: Constant int\n"
                   "            right: Constant complex\n"
                   "        patterns: MatchValue\n"
                   "          value: BinOp Add\n"
                   "            left: UnaryOp USub\n"
                   "              operand: Constant int\n"
                   "            right: Constant complex\n"
                   "      body: Pass\n"
                   "    cases: match_case\n"
                   "      pattern: MatchOr\n"
                   "        patterns: MatchValue\n"
                   "          value: Attribute 'c'\n"
                   "            value: Attribute 'b'\n"
                   "              value: Name 'a'\n"
                   "        patterns: MatchValue\n"
                   "          value: Constant bytes concatenated\n"
                   "      body: Pass\n");
}

static void captures_and_wildcards(void **state) {
    (void)state;
    check_lowering("match x:\n"
                   " case _: pass\n"
                   " case a: pass\n"
                   " case [*_]: pass\n"
                   " case 1 as b: pass\n",
                   "  body: Match\n"
                   "    subject: Name 'x'\n"
                   "    cases: match_case\n"
                   "      pattern: MatchAs\n"
                   "      body: Pass\n"
                   "    cases: match_case\n"
                   "      pattern: MatchAs 'a'\n"
                   "        name: Identifier 'a'\n"
                   "      body: Pass\n"
                   "    cases: match_case\n"
                   "      pattern: MatchSequence\n"
                   "        patterns: MatchStar\n"
                   "      body: Pass\n"
                   "    cases: match_case\n"
                   "      pattern: MatchAs 'b'\n"
                   "        pattern: MatchValue\n"
                   "          value: Constant int\n"
                   "        name: Identifier 'b'\n"
                   "      body: Pass\n");
}

static void sequences_need_a_comma_or_brackets(void **state) {
    (void)state;
    check_lowering("match a, b:\n"
                   " case (a): pass\n"
                   " case (a,): pass\n"
                   " case a,: pass\n"
                   " case []: pass\n"
                   " case (): pass\n"
                   " case [a, (b, *c)]: pass\n",
                   "  body: Match\n"
                   "    subject: Tuple\n"
                   "      elts: Name 'a'\n"
                   "      elts: Name 'b'\n"
                   "    cases: match_case\n"
                   "      pattern: MatchAs 'a' parenthesized\n"
                   "        name: Identifier 'a'\n"
                   "      body: Pass\n"
                   "    cases: match_case\n"
                   "      pattern: MatchSequence\n"
                   "        patterns: MatchAs 'a'\n"
                   "          name: Identifier 'a'\n"
                   "      body: Pass\n"
                   "    cases: match_case\n"
                   "      pattern: MatchSequence\n"
                   "        patterns: MatchAs 'a'\n"
                   "          name: Identifier 'a'\n"
                   "      body: Pass\n"
                   "    cases: match_case\n"
                   "      pattern: MatchSequence\n"
                   "      body: Pass\n"
                   "    cases: match_case\n"
                   "      pattern: MatchSequence parenthesized\n"
                   "      body: Pass\n"
                   "    cases: match_case\n"
                   "      pattern: MatchSequence\n"
                   "        patterns: MatchAs 'a'\n"
                   "          name: Identifier 'a'\n"
                   "        patterns: MatchSequence\n"
                   "          patterns: MatchAs 'b'\n"
                   "            name: Identifier 'b'\n"
                   "          patterns: MatchStar 'c'\n"
                   "            name: Identifier 'c'\n"
                   "      body: Pass\n");
}

static void classes_hold_keywords(void **state) {
    (void)state;
    check_lowering("match x:\n"
                   " case A.b(): pass\n"
                   " case C(1, k=[x, *_], z=(y | 2)) as w: pass\n",
                   "  body: Match\n"
                   "    subject: Name 'x'\n"
                   "    cases: match_case\n"
                   "      pattern: MatchClass\n"
                   "        cls: Attribute 'b'\n"
                   "          value: Name 'A'\n"
                   "      body: Pass\n"
                   "    cases: match_case\n"
                   "      pattern: MatchAs 'w'\n"
                   "        pattern: MatchClass\n"
                   "          cls: Name 'C'\n"
                   "          patterns: MatchValue\n"
                   "            value: Constant int\n"
                   "          kwd_patterns: keyword 'k'\n"
                   "            pattern: MatchSequence\n"
                   "              patterns: MatchAs 'x'\n"
                   "                name: Identifier 'x'\n"
                   "              patterns: MatchStar\n"
                   "          kwd_patterns: keyword 'z'\n"
                   "            pattern: MatchOr parenthesized\n"
                   "              patterns: MatchAs 'y'\n"
                   "                name: Identifier 'y'\n"
                   "              patterns: MatchValue\n"
                   "                value: Constant int\n"
                   "        name: Identifier 'w'\n"
                   "      body: Pass\n");
}

static void mappings_alternate(void **state) {
    (void)state;
    check_lowering("match x:\n"
                   " case {}: pass\n"
                   " case {'k': v, A.b: 1, -1: 2, 1 + 2j: 3, **rest}: pass\n",
                   "  body: Match\n"
                   "    subject: Name 'x'\n"
                   "    cases: match_case\n"
                   "      pattern: MatchMapping\n"
                   "      body: Pass\n"
                   "    cases: match_case\n"
                   "      pattern: MatchMapping 'rest'\n"
                   "        keys: Constant str\n"
                   "        patterns: MatchAs 'v'\n"
                   "          name: Identifier 'v'\n"
                   "        keys: Attribute 'b'\n"
                   "          value: Name 'A'\n"
                   "        patterns: MatchValue\n"
                   "          value: Constant int\n"
                   "        keys: UnaryOp USub\n"
                   "          operand: Constant int\n"
                   "        patterns: MatchValue\n"
                   "          value: Constant int\n"
                   "        keys: BinOp Add\n"
                   "          left: Constant int\n"
                   "          right: Constant complex\n"
                   "        patterns: MatchValue\n"
                   "          value: Constant int\n"
                   "        name: Identifier 'rest'\n"
                   "      body: Pass\n");
}

static void guards_and_subjects(void **state) {
    (void)state;
    check_lowering("match *a, b:\n"
                   " case c if c > 1: pass\n"
                   "match (a): # soft\n"
                   " case 1: pass\n"
                   "match = 1\n"
                   "case = match[1]\n",
                   "  body: Match\n"
                   "    subject: Tuple\n"
                   "      elts: Starred\n"
                   "        value: Name 'a'\n"
                   "      elts: Name 'b'\n"
                   "    cases: match_case\n"
                   "      pattern: MatchAs 'c'\n"
                   "        name: Identifier 'c'\n"
                   "      guard: Compare\n"
                   "        left: Name 'c'\n"
                   "        ops: CmpOp Gt\n"
                   "        comparators: Constant int\n"
                   "      body: Pass\n"
                   "  body: Match\n"
                   "    subject: Name 'a' parenthesized\n"
                   "    cases: match_case\n"
                   "      pattern: MatchValue\n"
                   "        value: Constant int\n"
                   "      body: Pass\n"
                   "  body: Assign\n"
                   "    targets: Name 'match' store\n"
                   "    value: Constant int\n"
                   "  body: Assign\n"
                   "    targets: Name 'case' store\n"
                   "    value: Subscript\n"
                   "      value: Name 'match'\n"
                   "      slice: Constant int\n");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(literals_and_values),
        cmocka_unit_test(captures_and_wildcards),
        cmocka_unit_test(sequences_need_a_comma_or_brackets),
        cmocka_unit_test(classes_hold_keywords),
        cmocka_unit_test(mappings_alternate),
        cmocka_unit_test(guards_and_subjects),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
