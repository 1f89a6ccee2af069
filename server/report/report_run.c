/* Order and places of a report. Knows no format. */
#include "report/report_run.h"

#include <stdlib.h>

/* ---- summary ------------------------------------------------------------------------------ */

ReportSummary report_summarize(const ReportInput *input) {
    ReportSummary summary = {.files = input->scanned, .suppressed = input->suppressed};
    for (uint32_t i = 0; i < input->file_count; i++) {
        const ReportFile *file = &input->files[i];
        summary.findings += file->finding_count;
        for (uint32_t k = 0; k < file->finding_count; k++) {
            summary.severities[file->findings[k].severity]++;
        }
        bool is_skipped = false;
        for (uint32_t k = 0; k < file->note_count; k++) {
            NoteKind kind = file->notes[k].kind;
            summary.notes[kind]++;
            is_skipped |= kind == NOTE_SKIPPED || kind == NOTE_UNREADABLE;
        }
        summary.skipped += is_skipped;
    }
    return summary;
}

static void append_count(Buf *out, const char *before, uint32_t count, Str one,
                         const char *plural) {
    buf_format(out, "%s%u %.*s%s", before, count, STR_ARG(one), count == 1 ? "" : plural);
}

void report_append_summary(Buf *out, const ReportSummary *summary) {
    static const char *const plurals[SEVERITY_COUNT] = {[SEVERITY_HINT] = "s",
                                                        [SEVERITY_INFO] = "",
                                                        [SEVERITY_WARNING] = "s",
                                                        [SEVERITY_ERROR] = "s"};
    if (summary->findings == 0) {
        buf_append_c(out, "No findings");
    } else {
        append_count(out, "Found ", summary->findings, STR("finding"), "s");
        const char *before = " (";
        for (uint32_t i = SEVERITY_COUNT; i > 0; i--) {
            uint32_t count = summary->severities[i - 1];
            if (count > 0) {
                append_count(out, before, count, severity_name((Severity)(i - 1)), plurals[i - 1]);
                before = ", ";
            }
        }
        buf_append_byte(out, ')');
    }
    append_count(out, " in ", summary->files, STR("file"), "s");
    if (summary->skipped > 0) {
        buf_format(out, "; %u skipped", summary->skipped);
    }
    if (summary->suppressed > 0) {
        buf_format(out, "; %u suppressed", summary->suppressed);
    }
    const char *before = "; notes: ";
    for (uint32_t i = 0; i < NOTE_KIND_COUNT; i++) {
        if (summary->notes[i] > 0) {
            append_count(out, before, summary->notes[i], note_kind_name((NoteKind)i), "");
            before = ", ";
        }
    }
}

/* ---- order -------------------------------------------------------------------------------- */

static int compare_files(const void *a, const void *b) {
    return str_compare((*(const ReportFile *const *)a)->path,
                       (*(const ReportFile *const *)b)->path);
}

/* Severity, then certainty, then place: what to mend first. Entries of one place keep their order
 * through the address of the finding in its array. */
static int compare_impact(const void *a, const void *b) {
    const ReportEntry *left = a;
    const ReportEntry *right = b;
    if (left->finding->severity != right->finding->severity) {
        return left->finding->severity > right->finding->severity ? -1 : 1;
    }
    if (left->finding->certainty != right->finding->certainty) {
        return left->finding->certainty > right->finding->certainty ? -1 : 1;
    }
    bool left_costs = left->finding->cost.len > 0;
    bool right_costs = right->finding->cost.len > 0;
    if (left_costs != right_costs) {
        return left_costs ? -1 : 1;
    }
    int order = str_compare(left->file->path, right->file->path);
    return order ? order : finding_compare(left->finding, right->finding);
}

static void sort_files(ReportRun *run) {
    run->file_count = run->input->file_count;
    run->files = ARENA_ARRAY(&run->mem, const ReportFile *, run->file_count);
    for (uint32_t i = 0; i < run->file_count; i++) {
        run->files[i] = &run->input->files[i];
    }
    if (run->file_count > 1) {
        qsort(run->files, run->file_count, sizeof(void *), compare_files);
    }
}

static void collect_entries(ReportRun *run) {
    ReportEntry *entries = ARENA_ARRAY(&run->mem, ReportEntry, run->summary.findings);
    for (uint32_t i = 0; i < run->file_count; i++) {
        const ReportFile *file = run->files[i];
        for (uint32_t k = 0; k < file->finding_count; k++) {
            const FixSet *fixes = file->fixes ? &file->fixes[k] : NULL;
            entries[run->entry_count++] = (ReportEntry){file, &file->findings[k], fixes};
        }
    }
    if (run->input->order == REPORT_BY_IMPACT && run->entry_count > 1) {
        qsort(entries, run->entry_count, sizeof *entries, compare_impact);
    }
    run->entries = entries;
}

static void collect_notes(ReportRun *run) {
    uint32_t count = 0;
    for (uint32_t i = 0; i < NOTE_KIND_COUNT; i++) {
        count += run->summary.notes[i];
    }
    ReportNote *notes = ARENA_ARRAY(&run->mem, ReportNote, count);
    for (uint32_t i = 0; i < run->file_count; i++) {
        for (uint32_t k = 0; k < run->files[i]->note_count; k++) {
            notes[run->note_count++] = (ReportNote){run->files[i], &run->files[i]->notes[k]};
        }
    }
    run->notes = notes;
}

void report_run_init(ReportRun *run, const ReportInput *input) {
    *run = (ReportRun){.input = input};
    arena_init(&run->mem);
    run->summary = report_summarize(input);
    sort_files(run);
    run->blocks = ARENA_ARRAY(&run->mem, const uint32_t *, run->file_count);
    collect_entries(run);
    collect_notes(run);
}

void report_run_release(ReportRun *run) {
    arena_release(&run->mem);
}

void report_run_fork(ReportRun *fork, const ReportRun *run) {
    *fork = *run;
    arena_init(&fork->mem);
    fork->blocks = ARENA_ARRAY(&fork->mem, const uint32_t *, fork->file_count);
}

/* ---- places ------------------------------------------------------------------------------- */

static uint32_t file_index(const ReportRun *run, Str path) {
    uint32_t low = 0;
    uint32_t high = run->file_count;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (str_compare(run->files[middle]->path, path) < 0) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low < run->file_count && str_equal(run->files[low]->path, path) ? low : UINT32_MAX;
}

const ReportFile *report_run_file(const ReportRun *run, Str path) {
    uint32_t index = file_index(run, path);
    return index == UINT32_MAX ? NULL : run->files[index];
}

const ReportFile *report_run_other(const ReportRun *run, const ReportFile *own, Str path) {
    return path.len == 0 ? own : report_run_file(run, path);
}

Str report_file_text(const ReportFile *file) {
    return file->source ? file->source->text : STR("");
}

enum { BLOCK = 512 };

static uint32_t count_code_points(Str text) {
    uint32_t count = 0;
    for (uint32_t i = 0; i < text.len; i++) {
        count += ((unsigned char)text.ptr[i] & 0xC0) != 0x80;
    }
    return count;
}

static const uint32_t *blocks_of(ReportRun *run, uint32_t index, Str text) {
    if (run->blocks[index] == NULL) {
        uint32_t count = text.len / BLOCK + 1;
        uint32_t *blocks = ARENA_ARRAY(&run->mem, uint32_t, count);
        for (uint32_t i = 1; i < count; i++) {
            Str block = str_slice(text, (i - 1) * BLOCK, i * BLOCK);
            blocks[i] = blocks[i - 1] + count_code_points(block);
        }
        run->blocks[index] = blocks;
    }
    return run->blocks[index];
}

static uint32_t code_points_before(const uint32_t *blocks, Str text, uint32_t offset) {
    uint32_t block = offset / BLOCK;
    return blocks[block] + count_code_points(str_slice(text, block * BLOCK, offset));
}

Place report_run_place(ReportRun *run, const ReportFile *file, uint32_t offset) {
    uint32_t index = file_index(run, file->path);
    if (file->source == NULL || file->lines == NULL || index == UINT32_MAX) {
        return (Place){1, 1, 0};
    }
    Str text = file->source->text;
    offset = offset > text.len ? text.len : offset;
    uint32_t row = line_index_row(file->lines, offset);
    uint32_t start = file->lines->starts[row];
    uint32_t column = 0;
    if (offset - start < BLOCK) {
        column = count_code_points(str_slice(text, start, offset));
    } else {
        const uint32_t *blocks = blocks_of(run, index, text);
        column = code_points_before(blocks, text, offset) - code_points_before(blocks, text, start);
    }
    return (Place){row + 1, column + 1, source_file_offset(file->source, offset)};
}
