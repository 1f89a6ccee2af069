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

static void deletions(void **state) {
    (void)state;
    check_lowering("del a, b[c], (d.e, f)\n"
                   "del (a), [b]\n",
                   "  body: Delete\n"
                   "    targets: Name 'a' del\n"
                   "    targets: Subscript del\n"
                   "      value: Name 'b'\n"
                   "      slice: Name 'c'\n"
                   "    targets: Tuple del\n"
                   "      elts: Attribute 'e' del\n"
                   "        value: Name 'd'\n"
                   "      elts: Name 'f' del\n"
                   "  body: Delete\n"
                   "    targets: Name 'a' del parenthesized\n"
                   "    targets: List del\n"
                   "      elts: Name 'b' del\n");
}

static void decorators_and_type_parameters(void **state) {
    (void)state;
    check_lowering("@d\n"
                   "@e.f(1)\n"
                   "class A[T: int, *Ts, **P](B, metaclass=M, **kw): pass\n",
                   "  body: ClassDef 'A'\n"
                   "    decorator_list: Name 'd'\n"
                   "    decorator_list: Call\n"
                   "      func: Attribute 'f'\n"
                   "        value: Name 'e'\n"
                   "      args: Constant int\n"
                   "    name: Identifier 'A'\n"
                   "    type_params: TypeVar 'T'\n"
                   "      bound: Name 'int'\n"
                   "    type_params: TypeVarTuple 'Ts'\n"
                   "    type_params: ParamSpec 'P'\n"
                   "    bases: Name 'B'\n"
                   "    keywords: keyword 'metaclass'\n"
                   "      value: Name 'M'\n"
                   "    keywords: keyword\n"
                   "      value: Name 'kw'\n"
                   "    body: Pass\n");
    check_lowering("@d\n"
                   "async def f[T: (int, str)](): pass\n",
                   "  body: AsyncFunctionDef 'f'\n"
                   "    decorator_list: Name 'd'\n"
                   "    name: Identifier 'f'\n"
                   "    type_params: TypeVar 'T'\n"
                   "      bound: Tuple\n"
                   "        elts: Name 'int'\n"
                   "        elts: Name 'str'\n"
                   "    body: Pass\n");
}

static void loops_and_jumps(void **state) {
    (void)state;
    check_lowering("async def f():\n"
                   " async for a, b in c:\n"
                   "  break\n"
                   " else: continue\n"
                   " async with a as (b, c): pass\n",
                   "  body: AsyncFunctionDef 'f'\n"
                   "    name: Identifier 'f'\n"
                   "    body: AsyncFor\n"
                   "      target: Tuple store\n"
                   "        elts: Name 'a' store\n"
                   "        elts: Name 'b' store\n"
                   "      iter: Name 'c'\n"
                   "      body: Break\n"
                   "      orelse: Continue\n"
                   "    body: AsyncWith\n"
                   "      items: withitem\n"
                   "        context_expr: Name 'a'\n"
                   "        optional_vars: Tuple store\n"
                   "          elts: Name 'b' store\n"
                   "          elts: Name 'c' store\n"
                   "      body: Pass\n");
    check_lowering("while a: raise b from c\n"
                   "else: assert d, e\n",
                   "  body: While\n"
                   "    test: Name 'a'\n"
                   "    body: Raise\n"
                   "      exc: Name 'b'\n"
                   "      cause: Name 'c'\n"
                   "    orelse: Assert\n"
                   "      test: Name 'd'\n"
                   "      msg: Name 'e'\n");
    check_lowering("global a, b\n"
                   "nonlocal c\n",
                   "  body: Global\n"
                   "    names: Identifier 'a'\n"
                   "    names: Identifier 'b'\n"
                   "  body: Nonlocal\n"
                   "    names: Identifier 'c'\n");
}

static void try_has_four_parts(void **state) {
    (void)state;
    check_lowering("try: a\n"
                   "except (A, B): b\n"
                   "except: c\n"
                   "else: d\n"
                   "finally: e\n",
                   "  body: Try\n"
                   "    body: Expr\n"
                   "      value: Name 'a'\n"
                   "    handlers: ExceptHandler\n"
                   "      type: Tuple\n"
                   "        elts: Name 'A'\n"
                   "        elts: Name 'B'\n"
                   "      body: Expr\n"
                   "        value: Name 'b'\n"
                   "    handlers: ExceptHandler\n"
                   "      body: Expr\n"
                   "        value: Name 'c'\n"
                   "    orelse: Expr\n"
                   "      value: Name 'd'\n"
                   "    finalbody: Expr\n"
                   "      value: Name 'e'\n");
}

static void imports(void **state) {
    (void)state;
    check_lowering("import a.b as c, d\n"
                   "from . import *\n"
                   "from __future__ import annotations\n",
                   "  body: Import\n"
                   "    names: alias 'a.b'\n"
                   "      asname: Identifier 'c'\n"
                   "    names: alias 'd'\n"
                   "  body: ImportFrom level=1 star\n"
                   "    names: alias '*'\n"
                   "  body: ImportFrom '__future__'\n"
                   "    names: alias 'annotations'\n");
}

/* All kinds but Module and Broken, the first of which every text has, the second none of these. */
static void every_kind_is_made(void **state) {
    (void)state;
    Arena mem;
    ParsedUnit unit;
    bool seen[NODE_KIND_COUNT] = {[NODE_BROKEN] = true};
    Str text = STR("import a as b\nfrom c import *\n"
                   "@d\nasync def f(a, /, *b: c, d=1, **e):\n"
                   "  global g\n  nonlocal h\n  await a; yield b; yield from c\n"
                   "  async for x in y: continue\n  async with a as b: pass\n  return\n"
                   "def g[T, *Ts, **P](): raise a\n"
                   "class A: pass\ntype X = int\ndel x\nx += 1\nx: int = 1\nfor a in b: break\n"
                   "while a and b: pass\nif a: pass\nwith a: pass\nassert a\n"
                   "try: pass\nexcept a: pass\ntry: pass\nexcept* a: pass\n"
                   "x = (a := b), a + b, -a, lambda: a, a if b else c, {a: b, **c}, {a}, [a]\n"
                   "[a for b in c], {a for b in c}, {a: b for c in d}, (a async for b in c)\n"
                   "a < b, f(a, b=c), f'{a}', t'{b}', 1, a.b, a[b:c], *a\n"
                   "match a:\n case 1 | None | [*b] | {'c': d} | E(f=g) as h: pass\n");
    arena_init(&mem);
    UnitParser *parser = unit_parser_new();
    Status status =
        unit_parser_parse(parser, text, (ParseLimits){0}, (ParseQueries){0}, &mem, &unit);
    assert_int_equal(status, STATUS_OK);
    assert_false(unit.ast.has_broken);
    for (NodeId id = 0; id < unit.ast.node_count; id++) {
        seen[unit.ast.nodes[id].kind] = true;
    }
    for (int kind = 0; kind < NODE_KIND_COUNT; kind++) {
        if (!seen[kind]) {
            fail_msg("no %s", node_kind_name((NodeKind)kind));
        }
    }
    unit_parser_free(parser);
    arena_release(&mem);
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
        cmocka_unit_test(deletions),
        cmocka_unit_test(decorators_and_type_parameters),
        cmocka_unit_test(loops_and_jumps),
        cmocka_unit_test(try_has_four_parts),
        cmocka_unit_test(imports),
        cmocka_unit_test(every_kind_is_made),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
