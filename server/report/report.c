/* The table of formats. Knows nothing of how any of them looks. */
#include "report/report.h"

#include "base/status.h"
#include "registry/nearest.h"
#include "report/report_run.h"

#define TEXT(literal)                                                                              \
    { (literal), (uint32_t)(sizeof(literal) - 1) }

typedef struct FormatRow {
    Str name;
    Str help;
    const FormatWriter *writer;
} FormatRow;

static const FormatRow formats[] = {
#define FORMAT(symbol, name, help) {TEXT(name), TEXT(help), &format_##symbol},
#include "report/formats.def"
#undef FORMAT
};

static const FormatRow *row_of(ReportFormat format) {
    return BUG_ON((unsigned)format >= FORMAT_COUNT) ? &formats[0] : &formats[format];
}

Str report_format_name(ReportFormat format) {
    return row_of(format)->name;
}

Str report_format_help(ReportFormat format) {
    return row_of(format)->help;
}

bool report_format_find(Str name, ReportFormat *out) {
    for (uint32_t i = 0; i < FORMAT_COUNT; i++) {
        if (str_equal(formats[i].name, name)) {
            *out = (ReportFormat)i;
            return true;
        }
    }
    return false;
}

Str report_format_nearest(Str wrong) {
    Nearest nearest = nearest_start(wrong);
    for (uint32_t i = 0; i < FORMAT_COUNT; i++) {
        nearest_offer(&nearest, formats[i].name);
    }
    return nearest_found(&nearest);
}

void report_write(ReportFormat format, const ReportInput *input, Buf *out) {
    ReportWork work;
    report_work_begin(&work, format, input, 1);
    for (uint32_t i = 0; i < work.part_count; i++) {
        report_work_part(&work, i, 0);
    }
    report_work_end(&work, out);
}

/* ---- in parts ----------------------------------------------------------------------------- */

enum { PART_ENTRIES = 256 };

void report_work_begin(ReportWork *work, ReportFormat format, const ReportInput *input,
                       uint32_t workers) {
    *work = (ReportWork){.format = format, .worker_count = workers};
    arena_init(&work->mem);
    work->runs = ARENA_ARRAY(&work->mem, ReportRun, workers);
    report_run_init(&work->runs[0], input);
    for (uint32_t i = 1; i < workers; i++) {
        report_run_fork(&work->runs[i], &work->runs[0]);
    }
    if (row_of(format)->writer->entry != NULL) {
        work->part_count = (work->runs[0].entry_count + PART_ENTRIES - 1) / PART_ENTRIES;
    }
    work->parts = ARENA_ARRAY(&work->mem, Buf, work->part_count);
}

void report_work_part(ReportWork *work, uint32_t part, uint32_t worker) {
    const FormatWriter *writer = row_of(work->format)->writer;
    ReportRun *run = &work->runs[worker];
    Buf *out = &work->parts[part];
    uint32_t end = (part + 1) * PART_ENTRIES;
    end = end < run->entry_count ? end : run->entry_count;
    buf_init(out, 0);
    for (uint32_t i = part * PART_ENTRIES; i < end; i++) {
        writer->entry(run, i, out);
    }
}

void report_work_end(ReportWork *work, Buf *out) {
    const FormatWriter *writer = row_of(work->format)->writer;
    if (writer->head != NULL) {
        writer->head(&work->runs[0], out);
    }
    for (uint32_t i = 0; i < work->part_count; i++) {
        buf_append(out, buf_str(&work->parts[i]));
        out->overflowed = out->overflowed || work->parts[i].overflowed;
        buf_release(&work->parts[i]);
    }
    if (writer->tail != NULL) {
        writer->tail(&work->runs[0], out);
    }
    for (uint32_t i = 0; i < work->worker_count; i++) {
        report_run_release(&work->runs[i]);
    }
    arena_release(&work->mem);
}
