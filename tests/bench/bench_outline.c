/* Bench: the unit scanner's speed over files, and the cost of a keystroke at 10,000 functions.
 *
 *     bench_outline < LIST     file names on standard input, one a line
 *
 * Walls on one core, the best of several rounds; the files are read before the clock starts. */
#include "base/array.h"
#include "text/line_index.h"
#include "text/outline.h"
#include "text/source.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

typedef struct Texts ARRAY_OF(Str) Texts;

static double seconds(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + (double)now.tv_nsec * 1e-9;
}

static bool read_text(const char *path, Arena *mem, Str *text) {
    FILE *file = fopen(path, "rb");
    if (!file) {
        return false;
    }
    Buf bytes;
    buf_init(&bytes, SOURCE_BYTES_MAX);
    char chunk[65536];
    size_t count;
    while ((count = fread(chunk, 1, sizeof chunk, file)) > 0) {
        buf_append(&bytes, (Str){chunk, (uint32_t)count});
    }
    fclose(file);
    Source source;
    bool decoded = source_decode(&source, arena_copy(mem, buf_str(&bytes)), mem, NULL) == STATUS_OK;
    *text = decoded ? source.text : (Str){"", 0};
    buf_release(&bytes);
    return decoded;
}

static Texts read_texts(Arena *mem) {
    Texts texts = {0};
    char path[4096];
    while (fgets(path, sizeof path, stdin)) {
        path[strcspn(path, "\n")] = '\0';
        Str text;
        if (read_text(path, mem, &text)) {
            ARRAY_PUSH(&texts, text);
        }
    }
    return texts;
}

/* ---- whole files ------------------------------------------------------------------------ */

static void bench_scan(const Texts *texts) {
    enum { ROUNDS = 5 };
    Arena mem;
    arena_init(&mem);
    double best = 1e9;
    uint64_t bytes = 0;
    uint64_t units = 0;
    for (int round = 0; round < ROUNDS; round++) {
        double start = seconds();
        bytes = 0;
        units = 0;
        for (uint32_t i = 0; i < texts->count; i++) {
            Outline outline = outline_scan(texts->items[i], &mem);
            bytes += outline.text.len;
            units += outline.unit_count;
            arena_reset(&mem);
        }
        double took = seconds() - start;
        best = took < best ? took : best;
    }
    printf("outline_scan: %.0f MB/s (%u files, %.1f MB, %llu units, %.1f ms)\n",
           (double)bytes / best * 1e-6, texts->count, (double)bytes * 1e-6,
           (unsigned long long)units, best * 1e3);
    arena_release(&mem);
}

static void bench_lines(const Texts *texts) {
    Arena mem;
    arena_init(&mem);
    double start = seconds();
    uint64_t bytes = 0;
    for (uint32_t i = 0; i < texts->count; i++) {
        LineIndex lines = line_index_build(texts->items[i], &mem);
        bytes += lines.text.len;
        arena_reset(&mem);
    }
    printf("line_index_build: %.0f MB/s\n", (double)bytes / (seconds() - start) * 1e-6);
    arena_release(&mem);
}

/* ---- a keystroke ------------------------------------------------------------------------ */

enum { FUNCTIONS = 10000 };

static void write_functions(Buf *out) {
    for (uint32_t i = 0; i < FUNCTIONS; i++) {
        buf_format(out, "def function_%u(session, rows, limit=10):\n", i);
        buf_append_c(out, "    \"\"\"Collect what the rows name.\"\"\"\n    result = []\n");
        buf_append_c(out, "    for row in rows:  # each once\n        if row.size > limit:\n");
        buf_append_c(out,
                     "            result.append(session.find(row[\"key\"], f\"{row.name!r}\"))\n");
        buf_append_c(out, "    return result\n\n\n");
    }
}

static int compare_doubles(const void *left, const void *right) {
    double a = *(const double *)left;
    double b = *(const double *)right;
    return (a > b) - (a < b);
}

/* Keystrokes at the ends of functions; with `open_string` the text ends inside a triple-quoted
 * string that begins in the middle. */
static void bench_edit(const char *label, bool open_string) {
    enum { EDITS = 200 };
    Buf texts[2];
    Arena arenas[2];
    for (int i = 0; i < 2; i++) {
        buf_init(&texts[i], 0);
        arena_init(&arenas[i]);
    }
    write_functions(&texts[0]);
    if (open_string) {
        memcpy(texts[0].ptr + texts[0].len / 2, "\"\"\"", 3);
    }
    Outline outline = outline_scan(buf_str(&texts[0]), &arenas[0]);
    double took[EDITS];
    for (uint32_t i = 0; i < EDITS; i++) {
        uint32_t other = (i + 1) % 2;
        Str text = buf_str(&texts[i % 2]);
        uint32_t at = outline.units[1 + i * 7919u % (outline.unit_count - 1)].extent.end;
        buf_clear(&texts[other]);
        buf_append(&texts[other], str_slice(text, 0, at));
        buf_append_byte(&texts[other], 'x');
        buf_append(&texts[other], str_slice(text, at, text.len));
        arena_reset(&arenas[other]);
        double start = seconds();
        outline = outline_edit(&outline, buf_str(&texts[other]), (Span){at, at}, 1, &arenas[other]);
        took[i] = seconds() - start;
    }
    qsort(took, EDITS, sizeof *took, compare_doubles);
    printf("outline_edit at %d functions (%.1f MB), %s: median %.3f ms, p95 %.3f ms\n", FUNCTIONS,
           (double)outline.text.len * 1e-6, label, took[EDITS / 2] * 1e3,
           took[EDITS * 95 / 100] * 1e3);
    for (int i = 0; i < 2; i++) {
        buf_release(&texts[i]);
        arena_release(&arenas[i]);
    }
}

int main(void) {
    Arena mem;
    arena_init(&mem);
    Texts texts = read_texts(&mem);
    if (texts.count) {
        bench_scan(&texts);
        bench_lines(&texts);
    }
    bench_edit("whole", false);
    bench_edit("with an open string", true);
    ARRAY_RELEASE(&texts);
    arena_release(&mem);
    return 0;
}
