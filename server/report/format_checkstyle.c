/* Checkstyle XML. It has no hints: those are info. */
#include "report/escape.h"
#include "report/report_run.h"

static void append_error(Buf *out, Place place, Str severity, Str message, Str source) {
    buf_format(out, "    <error line=\"%u\" column=\"%u\"", place.line, place.column);
    xml_attribute(out, "severity", severity);
    xml_attribute(out, "message", message);
    buf_append_c(out, " source=\"bluetick.");
    buf_append(out, source);
    buf_append_c(out, "\"/>\n");
}

static void append_file(ReportRun *run, const ReportFile *file, Buf *out) {
    buf_append_c(out, "  <file");
    xml_attribute(out, "name", file->path);
    buf_append_c(out, ">\n");
    for (uint32_t i = 0; i < file->finding_count; i++) {
        const Finding *finding = &file->findings[i];
        Severity severity = finding->severity == SEVERITY_HINT ? SEVERITY_INFO : finding->severity;
        append_error(out, report_run_place(run, file, finding->span.start), severity_name(severity),
                     finding_message(finding, &run->mem), finding_rule_id(finding));
    }
    for (uint32_t i = 0; i < file->note_count; i++) {
        const Note *note = &file->notes[i];
        append_error(out, report_run_place(run, file, note->span.start), STR("info"), note->message,
                     note_kind_name(note->kind));
    }
    buf_append_c(out, "  </file>\n");
}

static void write_all(ReportRun *run, Buf *out) {
    buf_append_c(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<checkstyle version=\"4.3\">\n");
    for (uint32_t i = 0; i < run->file_count; i++) {
        if (run->files[i]->finding_count + run->files[i]->note_count > 0) {
            append_file(run, run->files[i], out);
        }
    }
    buf_append_c(out, "</checkstyle>\n");
}

const FormatWriter format_checkstyle = {.head = write_all};
