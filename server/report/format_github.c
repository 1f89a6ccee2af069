/* GitHub Actions workflow commands: annotations on the lines of a pull request. */
#include "report/escape.h"
#include "report/report_run.h"

static const Escape data_escapes[] = {
    {'%',  "%25"},
    {'\r', "%0D"},
    {'\n', "%0A"},
    {'\0', NULL }
};
static const Escape property_escapes[] = {
    {'%',  "%25"},
    {'\r', "%0D"},
    {'\n', "%0A"},
    {':',  "%3A"},
    {',',  "%2C"},
    {'\0', NULL }
};

static const char *command_of(Severity severity) {
    return severity >= SEVERITY_ERROR     ? "error"
           : severity == SEVERITY_WARNING ? "warning"
                                          : "notice";
}

static void append_command(Buf *out, const char *command, Str path, Str title) {
    buf_format(out, "::%s file=", command);
    escape_append(out, path, property_escapes);
    buf_append_c(out, ",title=");
    escape_append(out, title, property_escapes);
}

static void write_all(ReportRun *run, Buf *out) {
    for (uint32_t i = 0; i < run->entry_count; i++) {
        const ReportEntry *entry = &run->entries[i];
        const Finding *finding = entry->finding;
        Place start = report_run_place(run, entry->file, finding->span.start);
        Place end = report_run_place(run, entry->file, finding->span.end);
        append_command(out, command_of(finding->severity), entry->file->path,
                       finding_rule_id(finding));
        buf_format(out, ",line=%u,endLine=%u", start.line, end.line);
        if (start.line == end.line) { /* GitHub takes columns of one line only */
            buf_format(out, ",col=%u,endColumn=%u", start.column, end.column);
        }
        buf_append_c(out, "::");
        escape_append(out, finding_message(finding, &run->mem), data_escapes);
        buf_append_byte(out, '\n');
    }
    for (uint32_t i = 0; i < run->note_count; i++) {
        const ReportNote *note = &run->notes[i];
        Place place = report_run_place(run, note->file, note->note->span.start);
        append_command(out, "notice", note->file->path, note_kind_name(note->note->kind));
        buf_format(out, ",line=%u::", place.line);
        escape_append(out, note->note->message, data_escapes);
        buf_append_byte(out, '\n');
    }
}

const FormatWriter format_github = {.head = write_all};
