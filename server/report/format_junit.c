/* JUnit XML: a suite a file, a failing case a finding; one passing case when there is nothing. */
#include "report/escape.h"
#include "report/report_run.h"

static void append_case(ReportRun *run, const ReportFile *file, const Finding *finding, Buf *out) {
    Place place = report_run_place(run, file, finding->span.start);
    Str name = arena_format(&run->mem, "%.*s:%u:%u", STR_ARG(finding_rule_id(finding)), place.line,
                            place.column);
    buf_append_c(out, "    <testcase");
    xml_attribute(out, "name", name);
    xml_attribute(out, "classname", file->path);
    buf_format(out, " line=\"%u\" column=\"%u\">\n      <failure", place.line, place.column);
    xml_attribute(out, "type", severity_name(finding->severity));
    xml_attribute(out, "message", finding_message(finding, &run->mem));
    buf_append_c(out, "/>\n    </testcase>\n");
}

/* A note is told beside the cases; a file that could not be read is an error. */
static void append_note(ReportRun *run, const ReportFile *file, const Note *note, Buf *out) {
    Place place = report_run_place(run, file, note->span.start);
    bool is_error = note->kind == NOTE_UNREADABLE;
    Str name = arena_format(&run->mem, "%.*s:%u:%u", STR_ARG(note_kind_name(note->kind)),
                            place.line, place.column);
    buf_append_c(out, "    <testcase");
    xml_attribute(out, "name", name);
    xml_attribute(out, "classname", file->path);
    buf_append_c(out, is_error ? ">\n      <error" : ">\n      <skipped");
    xml_attribute(out, "message", note->message);
    buf_append_c(out, "/>\n    </testcase>\n");
}

static void append_suite(ReportRun *run, const ReportFile *file, Buf *out) {
    uint32_t errors = 0;
    for (uint32_t i = 0; i < file->note_count; i++) {
        errors += file->notes[i].kind == NOTE_UNREADABLE;
    }
    buf_append_c(out, "  <testsuite");
    xml_attribute(out, "name", file->path);
    buf_format(out, " tests=\"%u\" failures=\"%u\" errors=\"%u\" skipped=\"%u\">\n",
               file->finding_count + file->note_count, file->finding_count, errors,
               file->note_count - errors);
    for (uint32_t i = 0; i < file->finding_count; i++) {
        append_case(run, file, &file->findings[i], out);
    }
    for (uint32_t i = 0; i < file->note_count; i++) {
        append_note(run, file, &file->notes[i], out);
    }
    buf_append_c(out, "  </testsuite>\n");
}

static void write_all(ReportRun *run, Buf *out) {
    buf_append_c(out,
                 "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"bluetick\">\n");
    for (uint32_t i = 0; i < run->file_count; i++) {
        if (run->files[i]->finding_count + run->files[i]->note_count > 0) {
            append_suite(run, run->files[i], out);
        }
    }
    if (run->entry_count + run->note_count == 0) {
        buf_append_c(out, "  <testsuite name=\"bluetick\" tests=\"1\" failures=\"0\" errors=\"0\" "
                          "skipped=\"0\">\n"
                          "    <testcase name=\"no findings\" classname=\"bluetick\"/>\n"
                          "  </testsuite>\n");
    }
    buf_append_c(out, "</testsuites>\n");
}

const FormatWriter format_junit = {.head = write_all};
