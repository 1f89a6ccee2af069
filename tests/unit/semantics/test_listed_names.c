/* Lists of names that are written in parts. */
#include "semantics/listed_names.h"

#include "marked_file.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

/* `$f(EXPRESSION)` of the source names `expected`, joined by blanks; "..." at the end: and more
 * that is not known. */
static void check(const char *source, const char *expected) {
    MarkedFile marked;
    Buf found;
    buf_init(&found, 0);
    marked_file_open(&marked, source);
    FileModel *file = &marked.file.model;
    Mark mark = marked.marks[0];
    const Ast *ast = &file_model_unit(file, mark.unit)->ast;
    ListedNames names = listed_names_read(
        file, mark.unit, ast_child(ast, ast_node(ast, mark.node)->parent, FIELD_ARGS), file->mem);
    for (uint32_t i = 0; i < names.count; i++) {
        Str name = names.items[i].name.len ? names.items[i].name : STR("?");
        buf_format(&found, "%s%.*s", i ? " " : "", STR_ARG(name));
        assert_true(!names.items[i].name.len || listed_names_have(&names, name));
    }
    buf_append_c(&found, names.is_whole ? "" : "...");
    buf_append_byte(&found, '\0');
    assert_string_equal(found.ptr, expected);
    marked_file_close(&marked);
    buf_release(&found);
}

static void test_written_out(void **state) {
    (void)state;
    check("$f(['a', \"b\"])\n", "a b");
    check("$f(('a',))\n", "a");
    check("$f([])\n", "");
    check("$f(['a', g, lambda x: x])\n", "a ? ?");
}

static void test_parts(void **state) {
    (void)state;
    check("A = ('a', 'b')\n$f(A + ('c',))\n", "a b c");
    check("A = ['a']\n$f(['x', *A, 'y'])\n", "x a y");
    check("A = ['a']\nB = list(A) + ['b']\n$f(tuple(B))\n", "a b");
    check("class M:\n    fields = ['a']\n\n\n$f([*M.fields, 'b'])\n", "a b");
    check("class M:\n    fields = ['a']\n\n\nclass N(M):\n    pass\n\n\n$f(N.fields)\n", "a");
}

static void test_unknown(void **state) {
    (void)state;
    check("$f(g())\n", "...");
    check("$f(['a'] + g())\n", "a...");
    check("$f([*g(), 'a'])\n", "a...");
    check("from lib import A\n$f(A + ('b',))\n", "b...");
    check("A = A + ['a']\n$f(A)\n", "a...");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_written_out),
        cmocka_unit_test(test_parts),
        cmocka_unit_test(test_unknown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
