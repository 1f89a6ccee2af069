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
    void (*write)(ReportRun *run, Buf *out);
} FormatRow;

static const FormatRow formats[] = {
#define FORMAT(symbol, name, help) {TEXT(name), TEXT(help), format_##symbol},
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
    ReportRun run;
    report_run_init(&run, input);
    row_of(format)->write(&run, out);
    report_run_release(&run);
}
