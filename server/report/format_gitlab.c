/* GitLab's code quality report: a JSON array of issues. It has no place for notes. */
#include "report/finding_json.h"

static const char *severity_of(Severity severity) {
    static const char *const names[SEVERITY_COUNT] = {[SEVERITY_HINT] = "info",
                                                      [SEVERITY_INFO] = "minor",
                                                      [SEVERITY_WARNING] = "major",
                                                      [SEVERITY_ERROR] = "critical"};
    return names[severity];
}

static void write_place(ReportRun *run, const ReportFile *file, uint32_t offset, const char *key,
                        JsonWriter *json) {
    Place place = report_run_place(run, file, offset);
    json_open_at(json, key, '{');
    json_number_at(json, "line", place.line);
    json_number_at(json, "column", place.column);
    json_close(json, '}');
}

static void write_all(ReportRun *run, Buf *out) {
    JsonWriter json = json_writer(out);
    json_open(&json, '[');
    for (uint32_t i = 0; i < run->entry_count; i++) {
        const ReportEntry *entry = &run->entries[i];
        const Finding *finding = entry->finding;
        char fingerprint[17];
        fingerprint_write(finding->fingerprint, fingerprint);
        json_new_line(&json, 1);
        json_open(&json, '{');
        json_string_at(&json, "description", finding_message(finding, &run->mem));
        json_string_at(&json, "check_name", finding_rule_id(finding));
        json_string_at(&json, "fingerprint", (Str){fingerprint, 16});
        json_string_at(&json, "severity", str_from_c(severity_of(finding->severity)));
        json_open_at(&json, "location", '{');
        json_string_at(&json, "path", entry->file->path);
        json_open_at(&json, "positions", '{');
        write_place(run, entry->file, finding->span.start, "begin", &json);
        write_place(run, entry->file, finding->span.end, "end", &json);
        json_close(&json, '}');
        json_close(&json, '}');
        json_close(&json, '}');
    }
    json_close(&json, ']');
    buf_append_byte(out, '\n');
}

const FormatWriter format_gitlab = {.head = write_all};
