/* TOML texts and the entries that they unfold to. */
#include "syntax/toml.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>

#include <cmocka.h>

static void print_value(Buf *out, const TomlValue *value) {
    if (value->kind == TOML_STRING) {
        buf_format(out, "'%.*s'", STR_ARG(value->text));
    } else if (value->kind == TOML_INTEGER) {
        buf_format(out, "%lld", (long long)value->integer);
    } else if (value->kind == TOML_BOOLEAN) {
        buf_append_c(out, value->boolean ? "yes" : "no");
    } else if (value->kind == TOML_ARRAY) {
        buf_append_c(out, "[]");
    } else {
        buf_append_c(out, value->kind == TOML_TABLE ? "table" : "other");
    }
}

static void print_entry(Buf *out, const TomlEntry *entry) {
    for (uint32_t i = 0; i < entry->depth; i++) {
        buf_format(out, "%s%.*s", i > 0 ? "/" : "", STR_ARG(entry->path[i].text));
    }
    buf_append_byte(out, '=');
    print_value(out, &entry->value);
    for (uint32_t i = 0; i < entry->value.count; i++) {
        buf_append_byte(out, ' ');
        print_value(out, &entry->value.items[i]);
    }
    buf_append_byte(out, '\n');
}

static void check(const char *input, const char *wanted) {
    Arena mem;
    arena_init(&mem);
    Buf out;
    buf_init(&out, 0);
    TomlDocument document;
    TomlError error;
    if (toml_parse(&document, str_from_c(input), &mem, &error) == STATUS_OK) {
        for (uint32_t i = 0; i < document.count; i++) {
            print_entry(&out, &document.entries[i]);
        }
    } else {
        buf_format(&out, "%u-%u %.*s\n", error.span.start, error.span.end, STR_ARG(error.message));
    }
    if (!str_equal(buf_str(&out), str_from_c(wanted))) {
        fail_msg("%s\ngives\n%.*swanted\n%s", input, STR_ARG(buf_str(&out)), wanted);
    }
    buf_release(&out);
    arena_release(&mem);
}

static void good_texts(void **state) {
    (void)state;
    check("", "");
    check("# only a comment\n", "");
    check("a = 1", "a=1\n");
    check("a = 1 # c\r\nb = true\r\n", "a=1\nb=yes\n");
    check("a.b.c = 'x'\n", "a/b/c='x'\n");
    check("[a.\"b c\".d]\ne = false\n[f]\n", "a/b c/d=table\na/b c/d/e=no\nf=table\n");
    check("a = [\"x\", 'y', # c\n 3, [1], {b = 1}, 1.5,]\n", "a=[] 'x' 'y' 3 [] other other\n");
    check("a = {b = 1, c.d = {e = 'f'}}\n", "a=table\na/b=1\na/c/d=table\na/c/d/e='f'\n");
    check("[[a]]\nb = 1\n[[a]]\nb = 2\n", "a=table\na/b=1\na=table\na/b=2\n");
    check("[[a]]\n[a.b]\nc = 1\n[[a]]\n[a.b]\nc = 2\n",
          "a=table\na/b=table\na/b/c=1\na=table\na/b=table\na/b/c=2\n");
    check("a = 2026-01-01\nb = inf\n", "a=other\nb=other\n");
}

static void numbers_and_strings(void **state) {
    (void)state;
    check("a = -1_000\nb = 0xFf\nc = 0b101\nd = 0o17\ne = +0\n",
          "a=-1000\nb=255\nc=5\nd=15\ne=0\n");
    check("a = 99999999999999999999999\nb = -99999999999999999999999\n",
          "a=9223372036854775807\nb=-9223372036854775807\n");
    check("a = \"\\t\\\"\\\\\\u00e9\\U0001F600\\ud800\"\n", "a='\t\"\\é😀\xEF\xBF\xBD'\n");
    check("a = \"\"\"\nx\\\n   y\"\"\"\nb = '''\n\\n'''\n", "a='xy'\nb='\\n'\n");
    check("a = \"\"\nb = ''\nc = \"\"\"\"\"\"\n", "a=''\nb=''\nc=''\n");
}

static void broken_texts(void **state) {
    (void)state;
    check("a = 1\na = 2\n", "6-7 key 'a' is defined twice\n");
    check("[a]\n[b]\n[a]\n", "9-10 key 'a' is defined twice\n");
    check("a.b = 1\n[a]\nb = 2\n", "12-13 key 'b' is defined twice\n");
    check("a = = 1\n", "2-3 TOML syntax error near '='\n");
    check("a = 1\n[b\nc = 2\n", "6-8 TOML syntax error near '[b'\n");
    check("a = \"x\nb = 1\n", "2-6 TOML syntax error near '= \"x'\n");
    check("a = [1, 2\n", "0-9 TOML syntax error near 'a = [1, 2'\n");
    check("\xFF\n", "0-1 TOML syntax error near '\xFF'\n");
}

/* Never a crash, and an answer in the time that a person does not notice. */
static void check_survives(Buf *text) {
    Arena mem;
    arena_init(&mem);
    TomlDocument document;
    TomlError error;
    Status status = toml_parse(&document, buf_str(text), &mem, &error);
    assert_true(status == STATUS_OK || error.message.len > 0);
    assert_true(status == STATUS_OK || error.span.end <= text->len);
    buf_release(text);
    arena_release(&mem);
}

static void hostile_texts(void **state) {
    (void)state;
    static const char *const pieces[] = {"[",     "[[",    "a = {a = ", "a.",   "\"",     "'''",
                                         "a=1\n", "[a]\n", "]",         "\\",   "#",      "\xF0",
                                         "= ",    "a = [", "{",         "\n\n", "\"\"\"", ","};
    for (unsigned i = 0; i < sizeof pieces / sizeof *pieces; i++) {
        Buf text;
        buf_init(&text, 0);
        if (pieces[i][0] == '[') {
            buf_append_c(&text, "a = ");
        }
        for (uint32_t k = 0; k < 20000; k++) {
            buf_append_c(&text, pieces[i]);
        }
        check_survives(&text);
    }
    Buf nul;
    buf_init(&nul, 0);
    buf_append(&nul, STR("a = 1\0\nb = 2\n"));
    check_survives(&nul);
    Buf large;
    buf_init(&large, 0);
    buf_append_repeat(&large, ' ', TOML_BYTES_MAX + 1);
    check_survives(&large);
}

static void deep_paths_are_cut(void **state) {
    (void)state;
    Arena mem;
    arena_init(&mem);
    Buf text;
    buf_init(&text, 0);
    for (uint32_t i = 0; i < 1000; i++) {
        buf_append_c(&text, "a = {b.");
    }
    buf_append_c(&text, "c = 1");
    buf_append_repeat(&text, '}', 1000);
    TomlDocument document;
    TomlError error;
    assert_int_equal(toml_parse(&document, buf_str(&text), &mem, &error), STATUS_OK);
    for (uint32_t i = 0; i < document.count; i++) {
        assert_true(document.entries[i].depth <= TOML_DEPTH_MAX);
    }
    buf_release(&text);
    arena_release(&mem);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(good_texts),         cmocka_unit_test(numbers_and_strings),
        cmocka_unit_test(broken_texts),       cmocka_unit_test(hostile_texts),
        cmocka_unit_test(deep_paths_are_cut),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
