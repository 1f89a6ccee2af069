/* One line a finding, under the path of its file. */
#include "report/display.h"
#include "report/frame.h"
#include "report/report_run.h"

static void append_entry(ReportRun *run, const ReportEntry *entry, Buf *out) {
    const Finding *finding = entry->finding;
    Palette palette = palette_of(run->input->style, finding->severity);
    Place place = report_run_place(run, entry->file, finding->span.start);
    buf_format(out, "  %u:%u  %s%.*s[%.*s]%s ", place.line, place.column, palette.severity,
               STR_ARG(severity_name(finding->severity)), STR_ARG(finding_rule_id(finding)),
               palette.reset);
    display_append_line(out, finding_message(finding, &run->mem));
    buf_append_byte(out, '\n');
}

static void append_notes(ReportRun *run, const ReportFile *file, Buf *out) {
    for (uint32_t i = 0; i < file->note_count; i++) {
        Place place = report_run_place(run, file, file->notes[i].span.start);
        buf_format(out, "  %u:%u  note[%.*s] ", place.line, place.column,
                   STR_ARG(note_kind_name(file->notes[i].kind)));
        display_append_line(out, file->notes[i].message);
        buf_append_byte(out, '\n');
    }
}

/* The order of files is that of paths: ranking by impact would tear groups apart. */
static void write_all(ReportRun *run, Buf *out) {
    for (uint32_t i = 0; i < run->file_count; i++) {
        const ReportFile *file = run->files[i];
        if (file->finding_count + file->note_count == 0) {
            continue;
        }
        Palette palette = palette_of(run->input->style, SEVERITY_INFO);
        buf_append_c(out, palette.strong);
        display_append_line(out, file->path);
        buf_format(out, "%s\n", palette.reset);
        for (uint32_t k = 0; k < file->finding_count; k++) {
            append_entry(run, &(ReportEntry){file, &file->findings[k], NULL}, out);
        }
        append_notes(run, file, out);
        buf_append_byte(out, '\n');
    }
    if (!run->input->style.no_summary) {
        report_append_summary(out, &run->summary);
        buf_append_byte(out, '\n');
    }
}

const FormatWriter format_grouped = {.head = write_all};
