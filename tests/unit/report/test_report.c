/* Every format, as golden output of one small report: wide characters, tabs, several rows, a fix
 * over two files, a refusal, notes, an unreadable file, a file with a byte order mark. */
#include "report/report.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>

#include <cmocka.h>

typedef struct Sample {
    Arena mem;
    Source sources[2];
    LineIndex lines[2];
    ReportFile files[3];
    Finding findings[3];
    Finding more[1];
    FixSet fixes[3];
    Related related[2];
    Note notes[2];
    Note unreadable[1];
    Fix fix[1];
    FileEdits edits[2];
    Edit edit_items[2];
    Refusal refusal[1];
    ReportInput input;
} Sample;

static const char view_text[] = "\xEF\xBB\xBF# 中文\n"
                                "名前 = \"😀\"; call(名前, é)\n"
                                "if x:\n"
                                "\tcall(\t\"a\",\n"
                                "\t\tb,\n"
                                "\t)\n";
static const char model_text[] = "def user(self):\n    return self._user\n";

static Span span_of(Str text, const char *first, const char *last) {
    uint32_t start = str_find(text, str_from_c(first));
    Str rest = str_slice(text, start, text.len);
    Str end = str_from_c(last);
    return (Span){start, start + str_find(rest, end) + end.len};
}

static void fill_sources(Sample *sample) {
    static const Str bytes[2] = {
        {view_text,  sizeof view_text - 1 },
        {model_text, sizeof model_text - 1}
    };
    for (int i = 0; i < 2; i++) {
        assert_int_equal(source_decode(&sample->sources[i], bytes[i], &sample->mem, NULL),
                         STATUS_OK);
        sample->lines[i] = line_index_build(sample->sources[i].text, &sample->mem);
    }
}

static void fill_findings(Sample *sample) {
    Str text = sample->sources[0].text;
    sample->related[0] =
        (Related){STR("shop/models.py"), span_of(sample->sources[1].text, "self._", "user"),
                  STR("the access")};
    sample->related[1] = (Related){
        STR("elsewhere.py"), {4, 5},
         STR("not scanned")
    };
    Finding wide = {.rule = RULE_docs_missing_docstring,
                    .severity = SEVERITY_WARNING,
                    .certainty = CERTAINTY_LIKELY,
                    .span = span_of(text, "call(名", ")"),
                    .subject = STR("order.user"),
                    .message = STR("one query a row"),
                    .cost = STR("1 + N queries"),
                    .entry = STR("shop.views.Orders.get"),
                    .related = sample->related,
                    .related_count = 2,
                    .fingerprint = 0x0123456789abcdefu};
    wide.owner = wide.span.start;
    Finding rows = {.rule = RULE_docs_missing_docstring,
                    .severity = SEVERITY_HINT,
                    .certainty = CERTAINTY_CERTAIN,
                    .span = span_of(text, "call(\t", "\t)"),
                    .subject = STR("call"),
                    .message = STR("bad \x1b[1m \xFF bytes"),
                    .fingerprint = 0xfedcba9876543210u};
    rows.owner = rows.span.start;
    sample->more[0] = rows;
    sample->more[0].subject = STR("b");
    rows.more = sample->more;
    rows.more_count = 1;
    sample->findings[0] = wide;
    sample->findings[1] = rows;
}

static void fill_fixes(Sample *sample) {
    uint32_t start = sample->findings[0].span.start;
    sample->edit_items[0] = (Edit){
        {start, start + 4},
        STR("\"fetch\"\n")
    };
    sample->edit_items[1] = (Edit){
        {0, 0},
        STR("import x\n")
    };
    sample->edits[0] = (FileEdits){
        STR(""), {&sample->edit_items[0], 1, 1}
    };
    sample->edits[1] = (FileEdits){
        STR("shop/models.py"), {&sample->edit_items[1], 1, 1}
    };
    sample->fix[0] =
        (Fix){STR("Load 'user' with the query"), SAFETY_SAFE, sample->edits, 2, STR("1 query")};
    sample->refusal[0] =
        (Refusal){STR("Gather"), STR("the loop returns at line 14 on the first match")};
    sample->fixes[0] = (FixSet){sample->fix, 1, NULL, 0, true};
    sample->fixes[1] = (FixSet){NULL, 0, sample->refusal, 1, true};
}

static void sample_init(Sample *sample) {
    memset(sample, 0, sizeof *sample);
    arena_init(&sample->mem);
    fill_sources(sample);
    fill_findings(sample);
    fill_fixes(sample);
    sample->notes[0] = (Note){
        NOTE_SYNTAX, {2, 3},
         STR("a part is broken")
    };
    sample->notes[1] = (Note){
        NOTE_SUPPRESSION, {5, 6},
         STR("unused suppression of io")
    };
    sample->unreadable[0] = (Note){
        NOTE_UNREADABLE, {0, 0},
         STR("permission denied")
    };
    sample->files[0] = (ReportFile){.path = STR("shop/views.py"),
                                    .source = &sample->sources[0],
                                    .lines = &sample->lines[0],
                                    .findings = sample->findings,
                                    .finding_count = 2,
                                    .fixes = sample->fixes,
                                    .notes = sample->notes,
                                    .note_count = 2};
    sample->files[1] = (ReportFile){
        .path = STR("shop/models.py"), .source = &sample->sources[1], .lines = &sample->lines[1]};
    sample->files[2] =
        (ReportFile){.path = STR("a,b:c.py"), .notes = sample->unreadable, .note_count = 1};
    sample->input = (ReportInput){.version = STR("0.1.0"),
                                  .files = sample->files,
                                  .file_count = 3,
                                  .scanned = 12,
                                  .suppressed = 1};
}

/* Compares with tests/unit/report/golden/<name>; BLESS=1 in the environment rewrites it. */
static void check_golden(const ReportInput *input, ReportFormat format, const char *name) {
    char path[256];
    snprintf(path, sizeof path, "tests/unit/report/golden/%s", name);
    Buf out;
    buf_init(&out, 0);
    report_write(format, input, &out);
    if (getenv("BLESS") != NULL) {
        FILE *file = fopen(path, "wb");
        assert_non_null(file);
        fwrite(out.ptr, 1, out.len, file);
        fclose(file);
    }
    FILE *file = fopen(path, "rb");
    assert_non_null(file);
    static char wanted[1 << 16];
    size_t length = fread(wanted, 1, sizeof wanted, file);
    fclose(file);
    if (!str_equal(buf_str(&out), (Str){wanted, (uint32_t)length})) {
        fail_msg("%s is not what the report is now:\n%.*s", path, STR_ARG(buf_str(&out)));
    }
    buf_release(&out);
}

static void every_format(void **state) {
    (void)state;
    Sample sample;
    sample_init(&sample);
    for (unsigned i = 0; i < FORMAT_COUNT; i++) {
        char name[64];
        snprintf(name, sizeof name, "%.*s.txt", STR_ARG(report_format_name((ReportFormat)i)));
        check_golden(&sample.input, (ReportFormat)i, name);
    }
    arena_release(&sample.mem);
}

static void nothing_found(void **state) {
    (void)state;
    ReportInput input = {.version = STR("0.1.0"), .scanned = 1};
    for (unsigned i = 0; i < FORMAT_COUNT; i++) {
        char name[64];
        snprintf(name, sizeof name, "empty_%.*s.txt", STR_ARG(report_format_name((ReportFormat)i)));
        check_golden(&input, (ReportFormat)i, name);
    }
}

static void styles_and_order(void **state) {
    (void)state;
    Sample sample;
    sample_init(&sample);
    sample.input.style.color = true;
    sample.files[0].fixes = NULL;
    check_golden(&sample.input, FORMAT_text, "color_text.txt");
    sample.input.style = (ReportStyle){.no_summary = true};
    sample.findings[1].severity = SEVERITY_ERROR;
    sample.input.order = REPORT_BY_IMPACT;
    check_golden(&sample.input, FORMAT_concise, "impact_concise.txt");
    arena_release(&sample.mem);
}

static void long_rows_and_spans(void **state) {
    (void)state;
    Arena mem;
    arena_init(&mem);
    Buf text;
    buf_init(&text, 0);
    for (int i = 0; i < 3000; i++) {
        buf_append_c(&text, "é中");
    }
    buf_append_c(&text, "MARK");
    for (int i = 0; i < 3000; i++) {
        buf_append_c(&text, "中é");
    }
    buf_append_c(&text, "\none\n\n  three\nfour\nfive\nsix\n");
    Str whole = buf_str(&text);
    Source source = {whole, whole, NULL, false};
    LineIndex lines = line_index_build(whole, &mem);
    uint32_t mark = str_find(whole, STR("MARK"));
    Finding findings[] = {
        {.rule = RULE_docs_missing_docstring, .span = {mark, mark + 4}, .message = STR("long")},
        {.rule = RULE_docs_missing_docstring,
         .span = {whole.len - 28, whole.len - 2},
         .message = STR("rows")                                                               },
        {.rule = RULE_docs_missing_docstring,
         .span = {whole.len, whole.len},
         .message = STR("end")                                                                },
    };
    ReportFile file = {.path = STR("a.py"),
                       .source = &source,
                       .lines = &lines,
                       .findings = findings,
                       .finding_count = 3};
    ReportInput input = {.files = &file, .file_count = 1, .scanned = 1};
    check_golden(&input, FORMAT_text, "long_text.txt");
    check_golden(&input, FORMAT_jsonl, "long_jsonl.txt");
    buf_release(&text);
    arena_release(&mem);
}

/* 50,000 findings on one row of 2 MB must not cost their product. */
static void many_findings_on_one_row(void **state) {
    (void)state;
    enum { MANY = 50000, STEP = 40 };
    Arena mem;
    arena_init(&mem);
    char *bytes = arena_allocate(&mem, MANY * STEP);
    memset(bytes, 'x', MANY * STEP);
    Source source = {
        {bytes, MANY * STEP},
        {bytes, MANY * STEP},
        NULL, false
    };
    LineIndex lines = line_index_build(source.text, &mem);
    Finding *findings = ARENA_ARRAY(&mem, Finding, MANY);
    for (uint32_t i = 0; i < MANY; i++) {
        findings[i] = (Finding){
            .rule = RULE_docs_missing_docstring,
            .span = {i * STEP, i * STEP + 3},
            .message = STR("m")
        };
    }
    ReportFile file = {.path = STR("a.py"),
                       .source = &source,
                       .lines = &lines,
                       .findings = findings,
                       .finding_count = MANY};
    ReportInput input = {.files = &file, .file_count = 1, .scanned = 1};
    for (unsigned i = 0; i < FORMAT_COUNT; i++) {
        Buf out;
        buf_init(&out, 0);
        report_write((ReportFormat)i, &input, &out);
        assert_false(out.overflowed);
        assert_true(out.len > MANY);
        buf_release(&out);
    }
    arena_release(&mem);
}

static void formats_are_found(void **state) {
    (void)state;
    for (unsigned i = 0; i < FORMAT_COUNT; i++) {
        ReportFormat found;
        assert_true(report_format_find(report_format_name((ReportFormat)i), &found));
        assert_int_equal(found, i);
        assert_true(report_format_help((ReportFormat)i).len > 0);
    }
    ReportFormat found;
    assert_false(report_format_find(STR("xml"), &found));
    assert_true(str_equal(report_format_nearest(STR("jsom")), STR("json")));
    assert_int_equal(report_format_nearest(STR("postscript")).len, 0);
}

static void problems_have_a_frame(void **state) {
    (void)state;
    Buf out;
    buf_init(&out, 0);
    Str text = STR("[tool.bluetick]\nselekt = [\"io\"]\n");
    report_problem(&out, STR("error"), STR("unknown key 'selekt'; did you mean 'select'?"),
                   STR("pyproject.toml"), text, (Span){16, 22}, (ReportStyle){0});
    assert_true(str_equal(buf_str(&out), STR("error: unknown key 'selekt'; did you mean 'select'?\n"
                                             " --> pyproject.toml:2:1\n"
                                             "  |\n"
                                             "2 | selekt = [\"io\"]\n"
                                             "  | ^^^^^^\n")));
    buf_release(&out);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_format),
        cmocka_unit_test(nothing_found),
        cmocka_unit_test(styles_and_order),
        cmocka_unit_test(long_rows_and_spans),
        cmocka_unit_test(many_findings_on_one_row),
        cmocka_unit_test(formats_are_found),
        cmocka_unit_test(problems_have_a_frame),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
