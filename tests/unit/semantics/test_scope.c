/* The scope tree of one unit: scopes, flags, homes, and what a hostile text costs. */
#include "semantics/scope.h"

#include "marked_file.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <time.h>

#include <cmocka.h>

static const struct {
    uint32_t flag;
    char letter;
} letters[] = {
    {SYMBOL_ASSIGNED,             'a'},
    {SYMBOL_IMPORTED,             'i'},
    {SYMBOL_PARAMETER,            'p'},
    {SYMBOL_ANNOTATED,            'n'},
    {SYMBOL_REFERENCED,           'r'},
    {SYMBOL_GLOBAL,               'G'},
    {SYMBOL_NONLOCAL,             'N'},
    {SYMBOL_CELL,                 'c'},
    {SYMBOL_FREE,                 'f'},
    {SYMBOL_TYPE_PARAMETER,       't'},
    {SYMBOL_IN_ANNOTATION,        'A'},
    {SYMBOL_COMPREHENSION_TARGET, 'C'},
};

static void describe(const UnitFacts *facts, Buf *out) {
    const ScopeTree *tree = facts->scopes;
    for (ScopeId id = 0; id < tree->scope_count; id++) {
        const Scope *scope = &tree->scopes[id];
        buf_format(out, "%s%s(", id ? " " : "", scope_kind_name((ScopeKind)scope->kind));
        for (uint32_t i = 0; i < scope->symbol_count; i++) {
            const Symbol *symbol = &tree->symbols[scope->first_symbol + i];
            Str name = scope_name(tree, &facts->ast, symbol->name);
            buf_format(out, "%s%.*s:", i ? " " : "", STR_ARG(name));
            for (size_t k = 0; k < sizeof letters / sizeof *letters; k++) {
                if (symbol->flags & letters[k].flag) {
                    buf_append_byte(out, letters[k].letter);
                }
            }
        }
        buf_append_byte(out, ')');
    }
}

/* The tree of the file's last unit. */
static void check(const char *source, const char *expected) {
    MarkedFile marked;
    Buf out;
    buf_init(&out, 0);
    marked_file_open(&marked, source);
    describe(file_model_unit(&marked.file.model, marked.file.outline.unit_count - 1), &out);
    assert_string_equal(out.ptr, expected);
    buf_release(&out);
    marked_file_close(&marked);
}

static void test_flags(void **state) {
    (void)state;
    check("x = y\n", "module(y:r x:a)");
    check("import a.b, c as d\nfrom e import f as g\n", "module(a:i d:i g:i)");
    check("x: int = 1\ny: int\n(z): int\n", "module(x:an int:A y:an)");
    check("x += 1\n", "module(x:a)");
    check("for x in y: pass\nwith a as b: pass\n", "module(y:r x:a a:r b:a)");
    check("def f(a, /, b=c, *d, e, **g): return a\n",
          "outer(c:r f:a) function(a:pr b:p d:p e:p g:p)");
    check("def f():\n    global x\n    x = 1\n", "outer(f:a) function(x:aG)");
    check("[x for x in y]\n", "module(y:r) comprehension(x:arC)");
    check("def f(x):\n    def g():\n        nonlocal x\n        return x\n",
          "outer(f:a) function(x:pc g:a) function(x:rNf)");
    check("lambda x=y: x\n", "module(y:r) lambda(x:pr)");
    check("def f[T](x: T): pass\n", "outer(f:a) type parameters(T:atA) function(x:p)");
}

static void test_scopes_of_nodes(void **state) {
    (void)state;
    MarkedFile marked;
    marked_file_open(&marked, "def f(a=$b):\n    return [$c for d in $e if $g]\n");
    static const ScopeKind expected[] = {SCOPE_OUTER, SCOPE_COMPREHENSION, SCOPE_FUNCTION,
                                         SCOPE_COMPREHENSION};
    for (uint32_t i = 0; i < 4; i++) {
        const ScopeTree *tree = file_model_unit(&marked.file.model, marked.marks[i].unit)->scopes;
        ScopeId scope = scope_of_node(tree, marked.marks[i].node);
        assert_int_equal(tree->scopes[scope].kind, expected[i]);
    }
    marked_file_close(&marked);
}

/* ---- hostile texts ---------------------------------------------------------------------- */

static double build_seconds(const Buf *text) {
    UnitParser *parser = unit_parser_new();
    PythonFile file;
    python_file_open(&file, parser, buf_str(text));
    double spent = 0;
    for (UnitId unit = 0; unit < file.outline.unit_count; unit++) {
        const UnitFacts *facts = file_model_unit(&file.model, unit);
        clock_t before = clock();
        scope_tree_build(&facts->ast, &file.mem);
        spent += (double)(clock() - before) / CLOCKS_PER_SEC;
    }
    python_file_close(&file);
    unit_parser_free(parser);
    return spent;
}

/* Quadratic cost would take minutes at this size. */
static void check_cheap(void (*write)(Buf *text, uint32_t count), uint32_t count) {
    Buf text;
    buf_init(&text, 0);
    write(&text, count);
    assert_true(build_seconds(&text) < 5.0);
    buf_release(&text);
}

static void write_nested_lambdas(Buf *text, uint32_t count) {
    buf_append_c(text, "f = ");
    for (uint32_t i = 0; i < count; i++) {
        buf_format(text, "lambda a%u: ", i % 100);
    }
    buf_append_c(text, "a0 + b\n");
}

static void write_rebindings(Buf *text, uint32_t count) {
    buf_append_c(text, "def f(c):\n");
    for (uint32_t i = 0; i < count; i++) {
        buf_format(text, "    v%u = 1\n    if c: return v%u\n    v%u = 2\n", i, i, i);
    }
    for (uint32_t i = 0; i < count; i++) {
        buf_format(text, "    use(v%u)\n", i);
    }
}

static void write_one_name(Buf *text, uint32_t count) {
    buf_append_c(text, "def f(c):\n");
    for (uint32_t i = 0; i < count; i++) {
        buf_append_c(text, "    x = x + 1\n");
    }
}

static void write_elif_chain(Buf *text, uint32_t count) {
    buf_append_c(text, "def f(c):\n    x = 0\n    if c: x = 1\n");
    for (uint32_t i = 0; i < count; i++) {
        buf_format(text, "    elif c == %u: y%u = 1; y%u = 2; z = y%u\n", i, i, i, i);
    }
}

static void write_dotted_imports(Buf *text, uint32_t count) {
    for (uint32_t i = 0; i < count; i++) {
        buf_format(text, "import a%u.b\n", i);
    }
}

static void write_tuple_targets(Buf *text, uint32_t count) {
    for (uint32_t i = 0; i < count; i++) {
        buf_append_c(text, "(a, ");
    }
    buf_append_c(text, "b");
    buf_append_repeat(text, ')', count);
    buf_append_c(text, " = c\n");
}

static void test_cost_stays_linear(void **state) {
    (void)state;
    check_cheap(write_nested_lambdas, 2000);
    check_cheap(write_rebindings, 10000);
    check_cheap(write_one_name, 50000);
    check_cheap(write_elif_chain, 3000);
    check_cheap(write_dotted_imports, 20000);
    check_cheap(write_tuple_targets, 2000);
}

static void test_empty_ast(void **state) {
    (void)state;
    Arena mem;
    arena_init(&mem);
    Ast ast = {0};
    const ScopeTree *tree = scope_tree_build(&ast, &mem);
    assert_int_equal(tree->scope_count, 1);
    assert_int_equal(scope_use(tree, 0), USE_NONE);
    assert_int_equal(scope_binding(tree, 0), BINDING_NONE);
    arena_release(&mem);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_flags),
        cmocka_unit_test(test_scopes_of_nodes),
        cmocka_unit_test(test_cost_stays_linear),
        cmocka_unit_test(test_empty_ast),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
