/* Kinds of queries: what the last expression statement of a module is believed to be. */
#include "semantics/kinds.h"
#include "semantics/query_use.h"

#include "python_file.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

static const char models[] = "from django.db import models\n"
                             "class Publisher(models.Model):\n"
                             "    name = models.CharField()\n"
                             "class Author(models.Model):\n"
                             "    publisher = models.ForeignKey(Publisher, models.CASCADE)\n"
                             "class Book(models.Model):\n"
                             "    author = models.ForeignKey(Author, models.CASCADE,\n"
                             "                               related_name='books')\n";

typedef struct Sample {
    Arena text;
    UnitParser *parser;
    PythonFile file;
    KindId kind; /* of the module's last statement */
} Sample;

static void sample_open(Sample *sample, const char *code) {
    arena_init(&sample->text);
    sample->parser = unit_parser_new();
    python_file_open(&sample->file, sample->parser,
                     arena_format(&sample->text, "%s%s", models, code));
    const Ast *ast = &python_file_load(&sample->file, UNIT_MODULE_ID)->ast;
    NodeId last = NODE_NONE;
    for (NodeId node = ast_first_child(ast, NODE_ROOT); node != NODE_NONE;
         node = ast_next_sibling(ast, node)) {
        last = node;
    }
    sample->kind =
        kinds_expression(&sample->file.model, UNIT_MODULE_ID, ast_child(ast, last, FIELD_VALUE));
}

static void sample_close(Sample *sample) {
    python_file_close(&sample->file);
    unit_parser_free(sample->parser);
    arena_release(&sample->text);
}

static void check_loaded(const char *code, const char *expected) {
    Sample sample;
    QueryKind query;
    sample_open(&sample, code);
    if (!query_kind_get(kinds_table(&sample.file.model), sample.kind, &query)) {
        fail_msg("no query: %s", code);
    }
    if (!str_equal(query.loaded, str_from_c(expected))) {
        fail_msg("%s loads {%.*s}, not {%s}", code, STR_ARG(query.loaded), expected);
    }
    sample_close(&sample);
}

static void what_a_chain_loads(void **state) {
    (void)state;
    check_loaded("Book.objects.all()\n", "");
    check_loaded("Book.objects.select_related('author__publisher')\n", "author;author.publisher");
    check_loaded("Book.objects.select_related('author').select_related(None)\n", "");
    check_loaded("Author.objects.prefetch_related('books').filter(pk=1)\n", "books");
    check_loaded("Author.objects.prefetch_related(models.Prefetch('books',"
                 " queryset=Book.objects.select_related('author')))\n",
                 "books;books.author");
}

static void branches_load_what_both_do(void **state) {
    (void)state;
    check_loaded("q = Book.objects.select_related('author')\n"
                 "if x:\n"
                 "    q = q.select_related('author__publisher')\n"
                 "q\n",
                 "author");
}

static void a_helper_is_seen_with_its_argument(void **state) {
    (void)state;
    check_loaded("def narrowed(rows):\n"
                 "    return rows.filter(pk=1).select_related('author')\n"
                 "narrowed(Book.objects.all())\n",
                 "author");
}

static void check_row(const char *code, const char *path, bool is_many) {
    Sample sample;
    RowKind row;
    sample_open(&sample, code);
    if (!row_kind_get(kinds_table(&sample.file.model), sample.kind, &row)) {
        fail_msg("no row: %s", code);
    }
    assert_true(str_equal(row.path, str_from_c(path)));
    assert_int_equal((row.flags & ROW_IS_MANY) != 0, is_many);
    sample_close(&sample);
}

static void rows_know_how_they_were_reached(void **state) {
    (void)state;
    check_row("Book.objects.get(pk=1).author\n", "author", false);
    check_row("rows = []\nfor b in Book.objects.all():\n    rows.append(b)\n"
              "for r in rows:\n    pass\nr.author.publisher\n",
              "author.publisher", true);
    check_row("def first(rows):\n    return rows[0]\nfirst(Book.objects.all())\n", "", false);
}

/* A function that calls itself with what it leads to comes to rest. */
static void circles_end(void **state) {
    (void)state;
    Sample sample;
    sample_open(&sample, "def walk(row):\n"
                         "    return walk(row.author) or walk(row.books) or row\n"
                         "walk(Book.objects.get(pk=1))\n");
    assert_int_not_equal(sample.kind, KIND_NEVER);
    sample_close(&sample);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_a_chain_loads),
        cmocka_unit_test(branches_load_what_both_do),
        cmocka_unit_test(a_helper_is_seen_with_its_argument),
        cmocka_unit_test(rows_know_how_they_were_reached),
        cmocka_unit_test(circles_end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
