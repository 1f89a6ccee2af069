/* Texts that nobody writes: each must end, soon, with an ast that holds together. */
#include "lowering.h"

#include <time.h>

static void check_holds_together(const Ast *ast, uint32_t length) {
    assert_true(ast->node_count > 0);
    assert_int_equal(ast->nodes[0].kind, NODE_MODULE);
    assert_int_equal(ast->nodes[0].subtree_end, ast->node_count);
    for (NodeId id = 0; id < ast->node_count; id++) {
        const Node *node = ast_node(ast, id);
        assert_true(node->kind < NODE_KIND_COUNT && node->field < FIELD_COUNT);
        assert_true(node->start <= node->end && node->end <= length);
        assert_true(node->name < ast->name_count);
        assert_true(node->subtree_end > id && node->subtree_end <= ast->node_count);
        if (id != NODE_ROOT) {
            assert_true(node->parent < id);
            assert_true(node->subtree_end <= ast->nodes[node->parent].subtree_end);
        }
    }
}

static void check_text(Str text, bool broken) {
    Arena mem;
    ParsedUnit unit;
    arena_init(&mem);
    UnitParser *parser = unit_parser_new();
    Status status =
        unit_parser_parse(parser, text, (ParseLimits){0}, (ParseQueries){0}, &mem, &unit);
    assert_int_equal(status, STATUS_OK);
    check_holds_together(&unit.ast, text.len);
    assert_int_equal(unit.ast.has_broken, broken);
    unit_parser_free(parser);
    arena_release(&mem);
}

/* first, `count` times `again`, last. */
static void check_repeated(const char *first, const char *again, const char *last, uint32_t count,
                           bool broken) {
    Buf text;
    buf_init(&text, 0);
    buf_append_c(&text, first);
    for (uint32_t i = 0; i < count; i++) {
        buf_append_c(&text, again);
    }
    buf_append_c(&text, last);
    check_text(buf_str(&text), broken);
    buf_release(&text);
}

static void deep_and_long_texts_are_lowered(void **state) {
    (void)state;
    check_repeated("x = ", "(", "", 50000, true);
    check_repeated("x = a", " + a", "\n", 200000, false);
    check_repeated("x = a", " and a", "\n", 100000, false);
    check_repeated("if a: b\n", "elif c: d\n", "else: e\n", 10000, false);
    check_repeated("f", "()", "\n", 10000, false);
    check_repeated("a", ".b", "\n", 10000, false);
    check_repeated("a", " = a", "\n", 10000, false);
    check_repeated("def f(", "a, /, ", "b): pass\n", 10000, false);
    check_repeated("x = [", "'one line of 4 MB', ", "]\n", 210000, false);
    check_repeated("import a", ".b", "\n", 10000, false);
    check_repeated("'a'", " 'b'", "\n", 20000, false);
    check_repeated("", ")]}", "", 5000, true);
    check_repeated("with (a", ", a", "): pass\n", 10000, false);
    check_repeated("x = lambda: ", "lambda: ", "0\n", 10000, false);
    check_repeated("[x", " for x in y if z", "]\n", 10000, false);
}

/* ---- cost ------------------------------------------------------------------------------- */

typedef struct Repeated {
    const char *first;
    const char *again;
    const char *last;
    uint32_t count;
} Repeated;

static double seconds_to_parse(const Repeated *text, uint32_t count) {
    Arena mem;
    Buf source;
    ParsedUnit unit;
    arena_init(&mem);
    buf_init(&source, 0);
    buf_append_c(&source, text->first);
    for (uint32_t i = 0; i < count; i++) {
        buf_append_c(&source, text->again);
    }
    buf_append_c(&source, text->last);
    UnitParser *parser = unit_parser_new();
    clock_t before = clock();
    Status status = unit_parser_parse(parser, buf_str(&source), (ParseLimits){0}, (ParseQueries){0},
                                      &mem, &unit);
    clock_t after = clock();
    assert_int_equal(status, STATUS_OK);
    unit_parser_free(parser);
    buf_release(&source);
    arena_release(&mem);
    return (double)(after - before) / CLOCKS_PER_SEC;
}

/* Of the processor's time, the least of some tries: a machine that is busy with other things can
 * disturb all but the last, what is quadratic takes four times as long in every one. */
static void check_linear(const Repeated *text) {
    enum { TRIES = 8 };
    double one = 1e9, two = 1e9;
    for (int i = 0; i < TRIES; i++) {
        double seconds = seconds_to_parse(text, text->count);
        one = seconds < one ? seconds : one;
        seconds = seconds_to_parse(text, 2 * text->count);
        two = seconds < two ? seconds : two;
        if (two < 2.6 * one) {
            return;
        }
    }
    print_error("%s%s...: %f s, twice as long: %f s\n", text->first, text->again, one, two);
    fail();
}

static void cost_is_linear(void **state) {
    (void)state;
    static const Repeated texts[] = {
        {"x = a",      " + a",           "\n",        8000 },
        {"x = a",      " and a",         "\n",        8000 },
        {"x = a",      " & a ^ a",       "\n",        4000 },
        {"x = a",      " & (a ^ a & a)", "\n",        3000 },
        {"if a: b\n",  "elif c: d\n",    "else: e\n", 2000 },
        {"f",          "()",             "\n",        8000 },
        {"f",          "(a)[b].c",       "\n",        3000 },
        {"x = *a",     ".b[c]",          ", d\n",     4000 },
        {"x = ",       "*a.b, ",         "\n",        4000 },
        {"x[",         "*a.b, ",         "]\n",       4000 },
        {"a",          " = a",           "\n",        4000 },
        {"x = [",      "1, ",            "]\n",       20000},
        {"",           "[[[[[",          "",          1500 },
        {"x = f'",     "{a!r:{b}} ",     "'\n",       4000 },
        {"match x:\n", " case 1: a\n",   "",          2000 },
        {"def f(",     "a: b = 1, ",     "): pass\n", 4000 },
        {"[x",         " for x in y",    " if z]\n",  4000 },
        {"def f():\n", "  a = b\n",      "",          8000 },
    };
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        check_linear(&texts[i]);
    }
}

static void nested_groups_cost_no_more(void **state) {
    (void)state;
    double least[2] = {1e9, 1e9};
    for (int i = 0; i < 8 && least[1] > 2.6 * least[0]; i++) {
        for (uint32_t twice = 0; twice < 2; twice++) {
            Buf opening;
            buf_init(&opening, 0);
            buf_append_c(&opening, "x = ");
            buf_append_repeat(&opening, '(', 2000u << twice);
            buf_append_c(&opening, "a");
            double seconds =
                seconds_to_parse(&(Repeated){opening.ptr, " & b ^ c)", "\n", 0}, 2000u << twice);
            least[twice] = seconds < least[twice] ? seconds : least[twice];
            buf_release(&opening);
        }
    }
    assert_true(least[1] < 2.6 * least[0]);
}

/* ---- broken and strange ----------------------------------------------------------------- */

static void broken_texts_are_marked(void **state) {
    (void)state;
    check_text(STR(""), false);
    check_text(STR("\0\0\0"), false);
    check_text(STR("x = 1 # a\0b\nfoo(\n"), true);
    check_text(STR("def f(:\n    pass\n"), true);
    check_text(STR("\xff\xfe\x00\x80"), true);
    check_text(STR("elif x:\n  pass\nelse:\n case 1: except\n"), true);
    check_text(STR("match x:\n case {-1: a, **r}: pass\n case -1 + 2j: pass\n"), false);
    check_text(STR("x: int = y = 3\n"), true);
    /* Python that the grammar does not know. */
    check_text(STR("def f[T = int](): pass\n"), true);
    check_text(STR("def f[T](): pass\n"), false);
    check_text(STR("x[*-a]\n"), true);
}

/* What follows a lone CR is code, what follows a NUL is still the comment. */
static void line_ends_are_normalised(void **state) {
    (void)state;
    check_lowering("# a\rb\r\nc\r", "  body: Expr\n"
                                    "    value: Name 'b'\n"
                                    "  body: Expr\n"
                                    "    value: Name 'c'\n");
}

static void a_deadline_is_kept(void **state) {
    (void)state;
    Buf text;
    Arena mem;
    ParsedUnit unit;
    atomic_bool cancelled = true;
    buf_init(&text, 0);
    arena_init(&mem);
    for (int i = 0; i < 100000; i++) {
        buf_append_c(&text, "x = f(a, b[1], c)\n");
    }
    UnitParser *parser = unit_parser_new();
    Status status =
        unit_parser_parse(parser, buf_str(&text), (ParseLimits){.deadline_microseconds = 1000},
                          (ParseQueries){0}, &mem, &unit);
    assert_int_equal(status, STATUS_DEADLINE);
    assert_int_equal(unit.ast.node_count, 1);
    status = unit_parser_parse(parser, buf_str(&text), (ParseLimits){.cancelled = &cancelled},
                               (ParseQueries){0}, &mem, &unit);
    assert_int_equal(status, STATUS_CANCELLED);
    /* The parser is as good as new. */
    status =
        unit_parser_parse(parser, STR("x\n"), (ParseLimits){0}, (ParseQueries){0}, &mem, &unit);
    assert_int_equal(status, STATUS_OK);
    assert_int_equal(unit.ast.node_count, 3);
    unit_parser_free(parser);
    arena_release(&mem);
    buf_release(&text);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(deep_and_long_texts_are_lowered),
        cmocka_unit_test(cost_is_linear),
        cmocka_unit_test(nested_groups_cost_no_more),
        cmocka_unit_test(broken_texts_are_marked),
        cmocka_unit_test(line_ends_are_normalised),
        cmocka_unit_test(a_deadline_is_kept),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
