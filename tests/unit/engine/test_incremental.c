/* I1 over all rules there are: after any edits the result equals that of a fresh scan, to the last
 * byte of every message. A rule that looks at more than it says (rules/rule.h) fails here. */
#include "engine/analyze.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>

#include <cmocka.h>

static const char *const base_text =
    "\"\"\"A module.\"\"\"\nimport asyncio\nimport time\n\nimport requests\n\nURLS = []\n\n\n"
    "class Base(Exception):\n    \"\"\"A base.\n\n    Args:\n        name: What.\n    \"\"\"\n\n"
    "    def __init__(self, name):\n        self.name = name\n        self.rows = [1, 2]\n\n"
    "    def find(self, key):\n        for row in self.rows:\n            if key in self.rows:\n"
    "                raise Other(key)\n        return row\n\n\n"
    "class Other(Base):\n    def show(self, a, *rest):\n        \"\"\"Shows it\n\n"
    "        Returns:\n            Nothing.\n        \"\"\"\n        print(a)\n\n\n"
    "def helper(url):\n    return requests.get(url)\n\n\n"
    "async def load(urls):\n    out = ''\n    for url in urls:\n        out += helper(url).text\n"
    "        time.sleep(1)\n    return out\n\n\n"
    "def lines(path):\n    with open(path) as f:\n        for line in f.readlines():\n"
    "            yield line\n";

static const char *const pieces[] = {
    "\n",
    "    ",
    "x",
    "def helper(url):\n    return time.sleep(1)\n\n\n",
    "def extra():\n    global URLS\n    URLS = set()\n\n\n",
    "class Other(ValueError):\n    pass\n\n\n",
    "\"\"\"",
    "requests = None\n",
    "from time import *\n",
    "import re as requests\n",
    "    def __init__(self):\n        self.rows = {1}\n\n",
    "async ",
    "@property\n",
    "raise ValueError\n",
    "(",
    ")",
    "# bluetick: ignore[docs]\n",
    "# bluetick: ignore-file[io]\n",
    "# @generated\n",
    "return 1\n",
    "rows",
    "\xf0\x9f\x90\x8d",
    "\r\n",
};

typedef struct Side {
    UnitStore *store;
    Analyzer *analyzer;
    Document *document;
} Side;

static RuleSelection everything(void) {
    RuleSelection selection = {.least_certainty = CERTAINTY_POSSIBLE};
    for (uint32_t rule = 0; rule < RULE_COUNT; rule++) {
        selection.enabled[rule] = true;
    }
    return selection;
}

static void open_side(Side *side, Str text, bool with_store) {
    side->store = with_store ? unit_store_new(50) : NULL;
    AnalyzerSetup setup = {.store = side->store, .rules = rule_table()};
    side->analyzer = analyzer_new(&setup);
    assert_int_equal(document_open(&side->document, STR("pkg/a.py"), text, NULL), STATUS_OK);
}

static void close_side(Side *side) {
    document_release(side->document);
    analyzer_free(side->analyzer);
    unit_store_free(side->store);
}

static void describe_finding(const Finding *finding, Buf *out) {
    buf_format(out, "%.*s %u-%u owner %u def %u-%u %d %d [%.*s] %.*s; %.*s; %.*s; %016llx\n",
               STR_ARG(rule_info(finding->rule)->id), finding->span.start, finding->span.end,
               finding->owner, finding->definition.start, finding->definition.end,
               (int)finding->severity, (int)finding->certainty, STR_ARG(finding->subject),
               STR_ARG(finding->message), STR_ARG(finding->cost), STR_ARG(finding->entry),
               (unsigned long long)finding->fingerprint);
    for (uint32_t i = 0; i < finding->related_count; i++) {
        buf_format(out, "  related %u-%u %.*s\n", finding->related[i].span.start,
                   finding->related[i].span.end, STR_ARG(finding->related[i].message));
    }
    for (uint32_t i = 0; i < finding->more_count; i++) {
        describe_finding(&finding->more[i], out); /* merged ones hold no more of their own */
    }
}

static void describe(const Side *side, Buf *out) {
    RuleSelection selection = everything();
    AnalyzeRequest request = {.document = side->document, .selection = &selection};
    Arena mem;
    arena_init(&mem);
    Analysis analysis = analyze(side->analyzer, &request, &mem);
    assert_int_equal(analysis.status, STATUS_OK);
    for (uint32_t i = 0; i < analysis.finding_count; i++) {
        describe_finding(&analysis.findings[i], out);
    }
    for (uint32_t i = 0; i < analysis.note_count; i++) {
        const Note *note = &analysis.notes[i];
        buf_format(out, "note %d %u-%u %.*s\n", (int)note->kind, note->span.start, note->span.end,
                   STR_ARG(note->message));
    }
    arena_release(&mem);
}

static void check_against_fresh(const Side *side) {
    Buf found;
    Buf wanted;
    buf_init(&found, 0);
    buf_init(&wanted, 0);
    describe(side, &found);
    Side fresh;
    open_side(&fresh, side->document->source.text, false);
    describe(&fresh, &wanted);
    if (!str_equal(buf_str(&found), buf_str(&wanted))) {
        print_message("--- the text\n%.*s\n--- kept\n%s\n--- fresh\n%s\n",
                      STR_ARG(side->document->source.text), found.ptr, wanted.ptr);
    }
    assert_true(str_equal(buf_str(&found), buf_str(&wanted)));
    close_side(&fresh);
    buf_release(&found);
    buf_release(&wanted);
}

static uint32_t next_random(uint64_t *seed) {
    *seed = *seed * 6364136223846793005u + 1442695040888963407u;
    return (uint32_t)(*seed >> 33);
}

static uint32_t row_start_near(const Side *side, uint32_t at) {
    const LineIndex *lines = &side->document->lines;
    return lines->starts[line_index_row(lines, at)];
}

static void edit(Side *side, uint64_t *seed) {
    Str text = side->document->source.text;
    uint32_t at = next_random(seed) % (text.len + 1);
    uint32_t remove = next_random(seed) % 4 == 0 ? next_random(seed) % 60 : 0;
    const char *piece = pieces[next_random(seed) % (sizeof pieces / sizeof *pieces)];
    Str inserted = str_from_c(piece);
    if (next_random(seed) % 2) {
        at = row_start_near(side, at);
    }
    while (at > 0 && at < text.len && ((unsigned char)text.ptr[at] & 0xC0) == 0x80) {
        at--;
    }
    while (at + remove < text.len && ((unsigned char)text.ptr[at + remove] & 0xC0) == 0x80) {
        remove++;
    }
    Document *next = document_edit(side->document, (Span){at, at + remove}, inserted);
    document_release(side->document);
    side->document = next;
}

static void test_random_edits_equal_a_fresh_scan(void **state) {
    (void)state;
    uint64_t seed = 42;
    for (int round = 0; round < 60; round++) {
        Side side;
        open_side(&side, str_from_c(base_text), true);
        for (int step = 0; step < 20; step++) {
            edit(&side, &seed);
            if (next_random(&seed) % 4) {
                check_against_fresh(&side);
            }
        }
        close_side(&side);
    }
}

/* Each function in turn is emptied and put back: what others concluded from it must follow. */
static void test_emptied_functions_equal_a_fresh_scan(void **state) {
    (void)state;
    Side side;
    open_side(&side, str_from_c(base_text), true);
    check_against_fresh(&side);
    uint32_t count = side.document->outline.unit_count;
    for (UnitId unit = 1; unit < count; unit++) {
        Span extent = side.document->outline.units[unit].extent;
        Document *emptied = document_edit(side.document, extent, STR("pass"));
        Side other = {side.store, side.analyzer, emptied};
        check_against_fresh(&other);
        Document *again = document_edit(emptied, (Span){extent.start, extent.start + 4},
                                        str_span(side.document->source.text, extent));
        other.document = again;
        check_against_fresh(&other);
        document_release(emptied);
        document_release(again);
    }
    close_side(&side);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_random_edits_equal_a_fresh_scan),
        cmocka_unit_test(test_emptied_functions_equal_a_fresh_scan),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
