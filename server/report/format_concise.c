/* One line a finding, for grep and for editors that read compiler output. */
#include "report/display.h"
#include "report/frame.h"
#include "report/report_run.h"

static void append_note(ReportRun *run, const ReportNote *entry, Buf *out) {
    Place place = report_run_place(run, entry->file, entry->note->span.start);
    display_append_line(out, entry->file->path);
    buf_format(out, ":%u:%u: note[%.*s] ", place.line, place.column,
               STR_ARG(note_kind_name(entry->note->kind)));
    display_append_line(out, entry->note->message);
    buf_append_byte(out, '\n');
}

static void write_entry(ReportRun *run, uint32_t index, Buf *out) {
    const ReportEntry *entry = &run->entries[index];
    const Finding *finding = entry->finding;
    Palette palette = palette_of(run->input->style, finding->severity);
    Place place = report_run_place(run, entry->file, finding->span.start);
    buf_append_c(out, palette.strong);
    display_append_line(out, entry->file->path);
    buf_format(out, "%s:%u:%u: %s%.*s[%.*s]%s ", palette.reset, place.line, place.column,
               palette.severity, STR_ARG(severity_name(finding->severity)),
               STR_ARG(finding_rule_id(finding)), palette.reset);
    display_append_line(out, finding_message(finding, &run->mem));
    buf_append_byte(out, '\n');
}

static void write_tail(ReportRun *run, Buf *out) {
    for (uint32_t i = 0; i < run->note_count; i++) {
        append_note(run, &run->notes[i], out);
    }
    if (!run->input->style.no_summary) {
        report_append_summary(out, &run->summary);
        buf_append_byte(out, '\n');
    }
}

const FormatWriter format_concise = {.entry = write_entry, .tail = write_tail};
