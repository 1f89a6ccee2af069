/* Findings as bytes: one table of formats, one file each (report/format_*.c).
 *
 * A report is a pure function of its input: nothing here reads a file, a clock or the environment,
 * and nothing is printed. Lines and columns are 1-based, columns count code points unless a format
 * demands otherwise, offsets count bytes of the file as it is on disk. */
#ifndef BLUETICK_REPORT_REPORT_H
#define BLUETICK_REPORT_REPORT_H

#include "findings/finding.h"
#include "text/line_index.h"
#include "text/source.h"

/* One scanned file. A file without findings and notes may be left out, but then the places of
 * related messages in it are told without a line. */
typedef struct ReportFile {
    Str path;                /* as shown: relative to the working directory, `/` separators */
    const Source *source;    /* NULL when the file could not be read */
    const LineIndex *lines;  /* of source->text; NULL with it */
    const Finding *findings; /* by finding_compare */
    uint32_t finding_count;
    const FixSet *fixes; /* one a finding, or NULL when none were built */
    const Note *notes;
    uint32_t note_count;
} ReportFile;

typedef enum ReportOrder { REPORT_BY_PLACE, REPORT_BY_IMPACT } ReportOrder;

typedef struct ReportStyle {
    bool color;      /* ANSI colours: the front end has decided (NO_COLOR, --color, terminal) */
    bool no_summary; /* --quiet: text formats leave out the closing line */
} ReportStyle;

typedef struct ReportInput {
    Str version;             /* bluetick's own */
    const ReportFile *files; /* in any order: reported by path */
    uint32_t file_count;
    uint32_t scanned;    /* files looked at, also those left out above */
    uint32_t suppressed; /* findings that an ignore comment or the baseline took away */
    ReportOrder order;
    ReportStyle style;
} ReportInput;

/* What the closing line and the exit code go by. */
typedef struct ReportSummary {
    uint32_t files;
    uint32_t findings;
    uint32_t skipped; /* files with a `skipped` or `unreadable` note */
    uint32_t suppressed;
    uint32_t severities[SEVERITY_COUNT];
    uint32_t notes[NOTE_KIND_COUNT];
} ReportSummary;

ReportSummary report_summarize(const ReportInput *input);

typedef enum ReportFormat {
#define FORMAT(symbol, name, help) FORMAT_##symbol,
#include "report/formats.def"
#undef FORMAT
    FORMAT_COUNT
} ReportFormat;

Str report_format_name(ReportFormat format);
Str report_format_help(ReportFormat format);
bool report_format_find(Str name, ReportFormat *out);

/* The format nearest to `wrong`, for "did you mean"; empty when none is near. */
Str report_format_nearest(Str wrong);

/* Appends the whole report. When out->overflowed is set afterwards the report is cut off and must
 * not be handed on. O(findings log files + text of the lines shown). */
void report_write(ReportFormat format, const ReportInput *input, Buf *out);

/* The same bytes on several threads: begin, then each part once by any of the workers (their
 * numbers tell whose memory is used), then end on the thread that began; end frees the work. */
typedef struct ReportWork {
    ReportFormat format;
    uint32_t worker_count;
    uint32_t part_count; /* 0 for a format that cannot be divided: end writes it */
    struct ReportRun *runs;
    Buf *parts;
    Arena mem;
} ReportWork;

void report_work_begin(ReportWork *work, ReportFormat format, const ReportInput *input,
                       uint32_t workers);
void report_work_part(ReportWork *work, uint32_t part, uint32_t worker);
void report_work_end(ReportWork *work, Buf *out);

/* One problem in one text (a config file, a query) with a code frame, as the text format shows
 * findings: "error: message", " --> path:line:column", frame. */
void report_problem(Buf *out, Str severity, Str message, Str path, Str text, Span span,
                    ReportStyle style);

#endif
