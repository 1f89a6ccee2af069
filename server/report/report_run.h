/* What all formats share while one report is written: order, places, look-ups. Room-internal. */
#ifndef BLUETICK_REPORT_REPORT_RUN_H
#define BLUETICK_REPORT_REPORT_RUN_H

#include "report/report.h"

typedef struct ReportEntry {
    const ReportFile *file;
    const Finding *finding;
    const FixSet *fixes; /* NULL when not built */
} ReportEntry;

typedef struct ReportNote {
    const ReportFile *file;
    const Note *note;
} ReportNote;

typedef struct ReportRun {
    const ReportInput *input;
    ReportSummary summary;
    const ReportFile **files; /* by path */
    uint32_t file_count;
    const ReportEntry *entries; /* in the order asked for */
    uint32_t entry_count;
    const ReportNote *notes; /* by path and place */
    uint32_t note_count;
    const uint32_t **blocks; /* by file: code points before each block of the text, when asked */
    Arena mem;
} ReportRun;

void report_run_init(ReportRun *run, const ReportInput *input);
void report_run_release(ReportRun *run);

/* Another view of the same report for another thread: scratch and memory of its own, the rest
 * borrowed from `run`. */
void report_run_fork(ReportRun *fork, const ReportRun *run);

/* The file with this path, or NULL. O(log files). */
const ReportFile *report_run_file(const ReportRun *run, Str path);

/* The file that a path of a finding in `own` means: empty = its own. NULL when it is not here. */
const ReportFile *report_run_other(const ReportRun *run, const ReportFile *own, Str path);

typedef struct Place {
    uint32_t line;   /* 1-based */
    uint32_t column; /* 1-based, code points */
    uint32_t offset; /* bytes of the file on disk */
} Place;

/* `file` is one of run->files. O(log rows), also on one row of megabytes. {1, 1, 0} without text.
 */
Place report_run_place(ReportRun *run, const ReportFile *file, uint32_t offset);

/* The text of the note's or finding's file; empty when there is none. */
Str report_file_text(const ReportFile *file);

/* "Found 3 findings (1 error, 2 warnings) in 12 files; 1 skipped; notes: 2 syntax". */
void report_append_summary(Buf *out, const ReportSummary *summary);

/* A format appends its head, each finding in order, its tail; what it has not may be NULL. A
 * format whose findings are not written independently of one another writes all as its head. */
typedef struct FormatWriter {
    void (*head)(ReportRun *run, Buf *out);
    void (*entry)(ReportRun *run, uint32_t entry, Buf *out);
    void (*tail)(ReportRun *run, Buf *out);
} FormatWriter;

#define FORMAT(symbol, name, help) extern const FormatWriter format_##symbol;
#include "report/formats.def"
#undef FORMAT

#endif
