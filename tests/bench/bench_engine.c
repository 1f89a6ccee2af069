/* Bench: what the engine costs, for callgrind and for a clock.
 *
 *     bench_engine keystroke [FUNCTIONS]   one file, edits in its middle: medians of the parts
 *     bench_engine MODE < LIST             file names on standard input, one a line
 *         open      read, decode, scan: no analysis
 *         parse     open, and parse every unit (the floor that the others are compared with)
 *         check     open, and analyse with all default rules
 *         gate      open, and analyse with a rule that asks for nothing */
#include "engine/analyze.h"
#include "engine/run.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

static double seconds(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + (double)now.tv_nsec * 1e-9;
}

/* ---- files -------------------------------------------------------------------------------- */

static Document *open_file(const char *path) {
    FILE *file = fopen(path, "rb");
    if (!file) {
        return NULL;
    }
    Buf bytes;
    buf_init(&bytes, SOURCE_BYTES_MAX + 1);
    char chunk[65536];
    size_t count;
    while ((count = fread(chunk, 1, sizeof chunk, file)) > 0) {
        buf_append(&bytes, (Str){chunk, (uint32_t)count});
    }
    fclose(file);
    Document *document = NULL;
    Status status = document_open(&document, str_from_c(path), buf_str(&bytes), NULL);
    buf_release(&bytes);
    return status < 0 ? NULL : document;
}

typedef struct Totals {
    uint64_t files;
    uint64_t bytes;
    uint64_t findings;
    uint64_t units;
    uint64_t parsed;
} Totals;

static void parse_all(Analyzer *analyzer, const AnalyzeRequest *request, Totals *totals) {
    Run run;
    run_begin(&run, analyzer, request);
    for (UnitId unit = 0; unit < run.outline->unit_count; unit++) {
        run_load(&run, unit);
    }
    totals->parsed += run.counters.units_parsed;
    run_end(&run);
}

static void check(Analyzer *analyzer, const AnalyzeRequest *request, Totals *totals) {
    Arena mem;
    arena_init(&mem);
    Analysis analysis = analyze(analyzer, request, &mem);
    totals->findings += analysis.finding_count;
    totals->parsed += analysis.counters.units_parsed;
    arena_release(&mem);
}

static bool wants_nothing(const Unit *unit, const RuleOptions *options) {
    (void)unit;
    (void)options;
    return false;
}

static void check_nothing(RuleContext *context) {
    (void)context;
}

static int bench_files(const char *mode) {
    static const RuleImplementation idle = {
        .visits = 7, .wants = wants_nothing, .check_unit = check_nothing};
    static const RuleImplementation *const idle_rows[RULE_COUNT] = {&idle};
    bool is_gate = strcmp(mode, "gate") == 0;
    AnalyzerSetup setup = {
        .rules = is_gate ? (RuleTable){idle_rows, NULL}
            : rule_table()
    };
    Analyzer *analyzer = analyzer_new(&setup);
    RuleSelection selection = rule_selection_default();
    Totals totals = {0};
    char path[4096];
    double start = seconds();
    while (fgets(path, sizeof path, stdin)) {
        path[strcspn(path, "\n")] = '\0';
        Document *document = open_file(path);
        if (!document) {
            continue;
        }
        AnalyzeRequest request = {.document = document, .selection = &selection};
        if (strcmp(mode, "parse") == 0) {
            parse_all(analyzer, &request, &totals);
        } else if (strcmp(mode, "open") != 0) {
            check(analyzer, &request, &totals);
        }
        totals.files++;
        totals.bytes += document->source.text.len;
        totals.units += document->outline.unit_count;
        document_release(document);
    }
    printf("%s: %llu files, %.1f MB, %llu units, %llu parsed, %llu findings, %.0f ms\n", mode,
           (unsigned long long)totals.files, (double)totals.bytes * 1e-6,
           (unsigned long long)totals.units, (unsigned long long)totals.parsed,
           (unsigned long long)totals.findings, (seconds() - start) * 1e3);
    analyzer_free(analyzer);
    return 0;
}

/* ---- a keystroke -------------------------------------------------------------------------- */

/* Documented functions of ten lines; a hundred of them lack their docstring. */
static void write_module(Buf *text, int functions) {
    buf_append_c(text, "\"\"\"A large module.\"\"\"\n\nimport os\n\nITEMS = []\n\n");
    for (int i = 0; i < functions; i++) {
        bool is_bare = i % (functions / 100 + 1) == 0;
        buf_format(text, "\ndef function_%d():\n", i);
        buf_append_c(text, is_bare ? "" : "    \"\"\"Print the sum of what is large.\"\"\"\n");
        buf_append_c(text, "    total = 0\n"
                           "    for index, item in enumerate(ITEMS):\n"
                           "        if item.limit is not None and item.value > item.limit:\n"
                           "            total += item.value * index\n"
                           "        elif os.path.exists(item.path):\n"
                           "            total -= len(item.path)\n");
        buf_format(text, "    print(total + %d)\n\n", i);
    }
}

static int compare_doubles(const void *a, const void *b) {
    double left = *(const double *)a;
    double right = *(const double *)b;
    return (left > right) - (left < right);
}

enum { KEYSTROKES = 101 };

static double median(double *times) {
    qsort(times, KEYSTROKES, sizeof *times, compare_doubles);
    return times[KEYSTROKES / 2] * 1e3;
}

static int bench_keystroke(int functions) {
    Buf text;
    buf_init(&text, SOURCE_BYTES_MAX);
    write_module(&text, functions);
    Document *document;
    if (document_open(&document, STR("large.py"), buf_str(&text), NULL) < 0) {
        return 1;
    }
    UnitStore *store = unit_store_new(UNIT_STORE_IDLE_DEFAULT);
    AnalyzerSetup setup = {.store = store, .rules = rule_table()};
    Analyzer *analyzer = analyzer_new(&setup);
    RuleSelection selection = rule_selection_default();
    Arena mem;
    arena_init(&mem);
    AnalyzeRequest request = {.document = document, .selection = &selection};
    double start = seconds();
    Analysis analysis = analyze(analyzer, &request, &mem);
    printf("%d functions, %u bytes, %u findings; first analysis %.1f ms, store %.1f MB\n",
           functions, text.len, analysis.finding_count, (seconds() - start) * 1e3,
           (double)unit_store_statistics(store).bytes * 1e-6);
    uint32_t at = text.len / 2;
    at += str_find(str_slice(buf_str(&text), at, text.len), STR("total = 0")) + 8;
    double edits[KEYSTROKES];
    double analyses[KEYSTROKES];
    double totals[KEYSTROKES];
    for (int i = 0; i < KEYSTROKES; i++) {
        double t0 = seconds();
        Document *next = document_edit(document, (Span){at, at}, STR("1"));
        double t1 = seconds();
        arena_reset(&mem);
        request.document = next;
        analysis = analyze(analyzer, &request, &mem);
        double t2 = seconds();
        document_release(document);
        document = next;
        edits[i] = t1 - t0;
        analyses[i] = t2 - t1;
        totals[i] = seconds() - t0;
    }
    printf("keystroke: edit %.2f ms, analysis %.2f ms, with release %.2f ms; %u parsed\n",
           median(edits), median(analyses), median(totals), analysis.counters.units_parsed);
    arena_release(&mem);
    document_release(document);
    analyzer_free(analyzer);
    unit_store_free(store);
    buf_release(&text);
    return 0;
}

int main(int count, char **arguments) {
    if (count >= 2 && strcmp(arguments[1], "keystroke") == 0) {
        return bench_keystroke(count > 2 ? atoi(arguments[2]) : 10000);
    }
    static const char *const modes[] = {"open", "parse", "check", "gate"};
    for (size_t i = 0; count == 2 && i < sizeof modes / sizeof *modes; i++) {
        if (strcmp(arguments[1], modes[i]) == 0) {
            return bench_files(modes[i]);
        }
    }
    fprintf(stderr, "usage: bench_engine keystroke [FUNCTIONS] | open|parse|check|gate < LIST\n");
    return 2;
}
