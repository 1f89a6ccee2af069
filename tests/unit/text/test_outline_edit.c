/* Property: after any edit the outline equals that of a fresh scan, field for field; and a
 * keystroke in a body changes the hash of exactly one unit. Random, seeded; a failure prints the
 * seed (set OUTLINE_SEED to repeat it, OUTLINE_ROUNDS for more). */
#include "text/outline.h"

#include "base/array.h"
#include "base/buf.h"
#include "text/scanner.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

/* ---- random ----------------------------------------------------------------------------- */

typedef struct Random {
    uint64_t state;
} Random;

static uint32_t random_next(Random *random) {
    random->state = random->state * 6364136223846793005u + 1442695040888963407u;
    return (uint32_t)(random->state >> 33);
}

static uint32_t random_below(Random *random, uint32_t limit) {
    return limit ? random_next(random) % limit : 0;
}

static uint64_t number_from_environment(const char *name, uint64_t otherwise) {
    const char *text = getenv(name);
    return text ? strtoull(text, NULL, 10) : otherwise;
}

/* ---- comparing -------------------------------------------------------------------------- */

static bool is_same_span(Span left, Span right) {
    return left.start == right.start && left.end == right.end;
}

static const char *unit_difference(const Unit *left, const Unit *right) {
#define DIFFERS(field)                                                                             \
    if (left->field != right->field) {                                                             \
        return #field;                                                                             \
    }
    DIFFERS(kind)
    DIFFERS(flags)
    DIFFERS(parent)
    DIFFERS(next_sibling)
    DIFFERS(first_child)
    DIFFERS(depth)
    DIFFERS(header)
    DIFFERS(first_hole)
    DIFFERS(hole_count)
    DIFFERS(text_length)
    DIFFERS(triggers)
    DIFFERS(extent.start)
    DIFFERS(extent.end)
    DIFFERS(name.start)
    DIFFERS(name.end)
#undef DIFFERS
    return hash_equal(left->hash, right->hash) ? NULL : "hash";
}

static const char *trace_difference(const UnitTrace *left, const UnitTrace *right) {
    bool same = left->before == right->before && left->tail == right->tail &&
                left->column == right->column &&
                left->decorator_column == right->decorator_column && left->flags == right->flags;
    return same ? NULL : "trace";
}

static const char *holes_difference(const Outline *left, const Outline *right) {
    if (left->hole_count != right->hole_count) {
        return "hole_count";
    }
    for (uint32_t i = 0; i < left->hole_count; i++) {
        const Hole *a = &left->holes[i];
        const Hole *b = &right->holes[i];
        if (a->text_offset != b->text_offset || !is_same_span(a->extent, b->extent) ||
            a->first_child != b->first_child || a->child_count != b->child_count) {
            return "hole";
        }
    }
    return NULL;
}

static const char *comments_difference(const Outline *left, const Outline *right) {
    if (left->comment_count != right->comment_count) {
        return "comment_count";
    }
    for (uint32_t i = 0; i < left->comment_count; i++) {
        if (!is_same_span(left->comments[i], right->comments[i])) {
            return "comment";
        }
    }
    return NULL;
}

/* The name of the first field that differs, or NULL. */
static const char *outline_difference(const Outline *left, const Outline *right) {
    if (left->unit_count != right->unit_count) {
        return "unit_count";
    }
    for (UnitId id = 0; id < left->unit_count; id++) {
        const char *difference = unit_difference(&left->units[id], &right->units[id]);
        difference =
            difference ? difference : trace_difference(&left->traces[id], &right->traces[id]);
        if (difference) {
            fprintf(stderr, "unit %u: edited [%u, %u), fresh [%u, %u)\n", id,
                    left->units[id].extent.start, left->units[id].extent.end,
                    right->units[id].extent.start, right->units[id].extent.end);
            return difference;
        }
    }
    if (left->broken != right->broken) {
        return "broken";
    }
    if (left->cut_strings != right->cut_strings) {
        return "cut_strings";
    }
    const char *difference = holes_difference(left, right);
    return difference ? difference : comments_difference(left, right);
}

/* ---- a document under edits ------------------------------------------------------------- */

typedef struct Document {
    Arena arenas[2]; /* the outline in use and the one before */
    uint32_t current;
    Buf texts[2];
    Outline outline;
} Document;

static void document_open(Document *document, Str text) {
    *document = (Document){0};
    for (uint32_t i = 0; i < 2; i++) {
        arena_init(&document->arenas[i]);
        buf_init(&document->texts[i], 0);
    }
    buf_append(&document->texts[0], text);
    document->outline = outline_scan(buf_str(&document->texts[0]), &document->arenas[0]);
}

static void document_close(Document *document) {
    for (uint32_t i = 0; i < 2; i++) {
        arena_release(&document->arenas[i]);
        buf_release(&document->texts[i]);
    }
}

static Str document_text(const Document *document) {
    return buf_str(&document->texts[document->current]);
}

/* Applies the edit and overwrites the text before it, so that nothing may point there. */
static void document_edit(Document *document, Span replaced, Str inserted) {
    Str before = document_text(document);
    uint32_t other = 1 - document->current;
    Buf *text = &document->texts[other];
    buf_clear(text);
    buf_append(text, str_slice(before, 0, replaced.start));
    buf_append(text, inserted);
    buf_append(text, str_slice(before, replaced.end, before.len));
    arena_reset(&document->arenas[other]);
    if (before.len) {
        memset(document->texts[document->current].ptr, '#', before.len);
    }
    document->outline = outline_edit(&document->outline, buf_str(text), replaced, inserted.len,
                                     &document->arenas[other]);
    document->current = other;
}

/* ---- random texts and edits ------------------------------------------------------------- */

static const char *const PIECES[] = {
    "def f():\n    pass\n",
    "def g(a, b=1):\n    \"\"\"Doc.\"\"\"\n    for x in a:\n        yield x\n",
    "async def h():\n    await x\n",
    "class A:\n    x = 1\n\n    def m(self):\n        return 1\n\n    @property\n    def p(self):\n"
    "        '''doc'''\n        while True:\n            raise X\n    # tail\n",
    "class B: pass\n",
    "@deco(\n    1,\n)\n# between\n@other\ndef k():\n    x = [\n        1,\n    ]\n",
    "x = {\n    'a': 1,\n}\n",
    "# comment\n",
    "\n",
    "if x:\n    def inner():\n        pass\nelse:\n    y = 1\n",
    "    y = f'{a!r:>{w}} {{}} {b[\"c\"]}'\n",
    "        z = '''triple\n def f():\n'''\n",
    "        return x  # trailing\n",
    "\tdef tabbed(self):\n\t\tpass\n",
    "class C(A,\n        B):\n    class D:\n        def deep(self):\n            def nested(): "
    "pass\n"
    "            return nested\n",
    "value = 'caf\xC3\xA9 \xF0\x9F\x8E\x89'\n",
};

static const char *const TOKENS[] = {
    "(",      ")",      "[",          "]",
    "{",      "}",      "'",          "\"",
    "'''",    "\"\"\"", "#",          "\\",
    "\n",     "\r",     "\r\n",       "\t",
    "\f",     " ",      "    ",       "def ",
    "class ", "async ", "@",          "@x\n",
    ":",      "x",      "for ",       "yield",
    "await ", "lambda", "pass",       "f'",
    "f\"{",   "rb'",    "\\\n",       "\xF0\x9F\x8E\x89",
    ",",      "return", "def f():\n", "    def m(self):\n",
    ";",      "\n\n",   "    # c\n",  "# c\n",
    "t'''{",  "\\N{",   "}}",         "{{",
    "1",
};

enum { PIECE_COUNT = sizeof PIECES / sizeof *PIECES, TOKEN_COUNT = sizeof TOKENS / sizeof *TOKENS };

static void random_text(Random *random, Buf *out) {
    uint32_t pieces = random_below(random, 24);
    for (uint32_t i = 0; i < pieces; i++) {
        buf_append_c(out, PIECES[random_below(random, PIECE_COUNT)]);
    }
}

static uint32_t line_start(Str text, uint32_t at) {
    while (at > 0 && text.ptr[at - 1] != '\n') {
        at--;
    }
    return at;
}

static uint32_t next_line(Str text, uint32_t at) {
    while (at < text.len && text.ptr[at] != '\n') {
        at++;
    }
    return at < text.len ? at + 1 : at;
}

typedef struct RandomEdit {
    Span replaced;
    Buf inserted;
} RandomEdit;

static void edit_insert(Random *random, Str text, RandomEdit *edit) {
    uint32_t at = random_below(random, text.len + 1);
    edit->replaced = (Span){at, at};
    buf_append_c(&edit->inserted, TOKENS[random_below(random, TOKEN_COUNT)]);
}

static void edit_delete(Random *random, Str text, RandomEdit *edit) {
    uint32_t at = random_below(random, text.len + 1);
    uint32_t length = random_below(random, random_below(random, 8) ? 6 : 200);
    edit->replaced = (Span){at, at + length > text.len ? text.len : at + length};
}

static void edit_replace(Random *random, Str text, RandomEdit *edit) {
    edit_delete(random, text, edit);
    buf_append_c(&edit->inserted, TOKENS[random_below(random, TOKEN_COUNT)]);
}

static void edit_paste(Random *random, Str text, RandomEdit *edit) {
    uint32_t at = line_start(text, random_below(random, text.len + 1));
    edit->replaced = (Span){at, at};
    buf_append_c(&edit->inserted, PIECES[random_below(random, PIECE_COUNT)]);
}

static void edit_indent(Random *random, Str text, RandomEdit *edit) {
    uint32_t at = line_start(text, random_below(random, text.len + 1));
    edit->replaced = (Span){at, at};
    buf_append_c(&edit->inserted, random_below(random, 4) ? "    " : "\t");
}

static void edit_dedent(Random *random, Str text, RandomEdit *edit) {
    uint32_t at = line_start(text, random_below(random, text.len + 1));
    uint32_t end = at;
    while (end < text.len && end < at + 4 && text.ptr[end] == ' ') {
        end++;
    }
    edit->replaced = (Span){at, end};
}

static void edit_split_line(Random *random, Str text, RandomEdit *edit) {
    uint32_t at = random_below(random, text.len + 1);
    edit->replaced = (Span){at, at};
    buf_append_c(&edit->inserted, random_below(random, 3) ? "\n" : "\r\n");
}

static void edit_join_lines(Random *random, Str text, RandomEdit *edit) {
    uint32_t end = next_line(text, random_below(random, text.len + 1));
    edit->replaced = (Span){end ? end - 1 : 0, end};
}

/* Copies a few lines to another line; together with edit_delete_lines this moves functions. */
static void edit_copy_lines(Random *random, Str text, RandomEdit *edit) {
    uint32_t start = line_start(text, random_below(random, text.len + 1));
    uint32_t end = start;
    for (uint32_t i = random_below(random, 6); i; i--) {
        end = next_line(text, end);
    }
    edit_paste(random, text, edit);
    buf_clear(&edit->inserted);
    buf_append(&edit->inserted, str_slice(text, start, end));
}

static void edit_delete_lines(Random *random, Str text, RandomEdit *edit) {
    uint32_t start = line_start(text, random_below(random, text.len + 1));
    uint32_t end = start;
    for (uint32_t i = random_below(random, 6); i; i--) {
        end = next_line(text, end);
    }
    edit->replaced = (Span){start, end};
}

typedef void RandomEditFunction(Random *random, Str text, RandomEdit *edit);

static RandomEditFunction *const EDITS[] = {
    edit_insert, edit_insert, edit_insert,     edit_delete,     edit_replace,    edit_paste,
    edit_indent, edit_dedent, edit_split_line, edit_join_lines, edit_copy_lines, edit_delete_lines,
};
enum { EDIT_COUNT = sizeof EDITS / sizeof *EDITS };

/* ---- the property ----------------------------------------------------------------------- */

static void fail_with(uint64_t seed, uint32_t step, const char *difference, Str before,
                      const RandomEdit *edit) {
    fprintf(stderr,
            "seed %llu step %u: %s differs\n---- before\n%.*s\n---- [%u, %u) became\n%.*s\n",
            (unsigned long long)seed, step, difference, STR_ARG(before), edit->replaced.start,
            edit->replaced.end, STR_ARG(buf_str(&edit->inserted)));
    fail();
}

/* Edits the document and compares with a fresh scan. */
static void check_edit(Document *document, const RandomEdit *edit, uint64_t seed, uint32_t step) {
    Arena fresh_memory;
    arena_init(&fresh_memory);
    Str before = arena_copy(&fresh_memory, document_text(document));
    document_edit(document, edit->replaced, buf_str(&edit->inserted));
    Outline fresh = outline_scan(document_text(document), &fresh_memory);
    const char *difference = outline_difference(&document->outline, &fresh);
    if (difference) {
        fail_with(seed, step, difference, before, edit);
    }
    arena_release(&fresh_memory);
}

/* Half of the edits are taken back at once: undo is an edit like any other. */
static void check_undo(Document *document, RandomEdit *edit, Str removed, uint64_t seed,
                       uint32_t step) {
    uint32_t inserted = edit->inserted.len;
    edit->replaced.end = edit->replaced.start + inserted;
    buf_clear(&edit->inserted);
    buf_append(&edit->inserted, removed);
    check_edit(document, edit, seed, step);
}

static void check_one_document(uint64_t seed) {
    enum { STEPS = 12 };
    Random random = {seed * 0x9E3779B97F4A7C15u + 1};
    Document document;
    Buf start;
    buf_init(&start, 0);
    random_text(&random, &start);
    document_open(&document, buf_str(&start));
    Buf removed;
    buf_init(&removed, 0);
    for (uint32_t step = 0; step < STEPS; step++) {
        RandomEdit edit = {0};
        buf_init(&edit.inserted, 0);
        EDITS[random_below(&random, EDIT_COUNT)](&random, document_text(&document), &edit);
        buf_clear(&removed);
        buf_append(&removed, str_span(document_text(&document), edit.replaced));
        check_edit(&document, &edit, seed, step);
        if (random_below(&random, 2)) {
            check_undo(&document, &edit, buf_str(&removed), seed, step);
        }
        buf_release(&edit.inserted);
    }
    buf_release(&removed);
    buf_release(&start);
    document_close(&document);
}

static void test_edits_equal_a_fresh_scan(void **state) {
    (void)state;
    uint64_t seed = number_from_environment("OUTLINE_SEED", 20261125);
    uint64_t rounds = number_from_environment("OUTLINE_ROUNDS", 4000);
    for (uint64_t i = 0; i < rounds; i++) {
        check_one_document(seed + i);
    }
}

/* ---- a keystroke ------------------------------------------------------------------------ */

static void test_a_keystroke_changes_one_hash(void **state) {
    (void)state;
    Random random = {7};
    Document document;
    Buf text;
    buf_init(&text, 0);
    for (uint32_t i = 0; i < 40; i++) {
        buf_format(&text, "class C%u:\n    x = %u\n\n    def m(self):\n        return %u\n\n", i, i,
                   i);
        buf_format(&text, "    def n(self):\n        y = %u\n        return y  # n\n\nz%u = 1\n", i,
                   i);
        buf_format(&text, "def f%u(a):\n    b = a\n    return b\n\n\n", i);
    }
    for (uint32_t i = 0; i < 400; i++) {
        document_open(&document, buf_str(&text));
        const Outline *outline = &document.outline;
        UnitId unit = 1 + random_below(&random, outline->unit_count - 1);
        const Unit *found = &outline->units[unit];
        Hash *hashes = calloc(outline->unit_count, sizeof *hashes);
        uint32_t count = outline->unit_count;
        for (UnitId id = 0; id < count; id++) {
            hashes[id] = outline->units[id].hash;
        }
        uint32_t at = found->extent.end; /* the end of the last line of a body */
        bool has_body_end = found->kind == UNIT_FUNCTION;
        at = has_body_end ? at : found->name.end;
        document_edit(&document, (Span){at, at}, STR("x"));
        assert_int_equal(document.outline.unit_count, count);
        uint32_t changed = 0;
        for (UnitId id = 0; id < count; id++) {
            changed += hash_equal(hashes[id], document.outline.units[id].hash) ? 0 : 1;
        }
        assert_int_equal(changed, 1);
        free(hashes);
        document_close(&document);
    }
    buf_release(&text);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_edits_equal_a_fresh_scan),
        cmocka_unit_test(test_a_keystroke_changes_one_hash),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
