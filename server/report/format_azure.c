/* Azure Pipelines logging commands. It knows errors and warnings only. */
#include "report/escape.h"
#include "report/report_run.h"

static const Escape escapes[] = {
    {'%',  "%AZP25"},
    {';',  "%3B"   },
    {'\r', "%0D"   },
    {'\n', "%0A"   },
    {']',  "%5D"   },
    {'\0', NULL    }
};

static void append_issue(Buf *out, bool is_error, Str path, Place place, Str code, Str message) {
    buf_format(out, "##vso[task.logissue type=%s;sourcepath=", is_error ? "error" : "warning");
    escape_append(out, path, escapes);
    buf_format(out, ";linenumber=%u;columnnumber=%u;code=", place.line, place.column);
    escape_append(out, code, escapes);
    buf_append_c(out, ";]");
    escape_append(out, message, escapes);
    buf_append_byte(out, '\n');
}

static void write_all(ReportRun *run, Buf *out) {
    for (uint32_t i = 0; i < run->entry_count; i++) {
        const ReportEntry *entry = &run->entries[i];
        const Finding *finding = entry->finding;
        append_issue(out, finding->severity == SEVERITY_ERROR, entry->file->path,
                     report_run_place(run, entry->file, finding->span.start),
                     finding_rule_id(finding), finding_message(finding, &run->mem));
    }
    for (uint32_t i = 0; i < run->note_count; i++) {
        const ReportNote *note = &run->notes[i];
        append_issue(out, false, note->file->path,
                     report_run_place(run, note->file, note->note->span.start),
                     note_kind_name(note->note->kind), note->note->message);
    }
}

const FormatWriter format_azure = {.head = write_all};
