/* reviewdog's JSON. Its columns count bytes of the line. */
#include "report/finding_json.h"

static const char *severity_of(Severity severity) {
    return severity >= SEVERITY_ERROR ? "ERROR" : severity == SEVERITY_WARNING ? "WARNING" : "INFO";
}

static void write_place(ReportRun *run, const ReportFile *file, uint32_t offset, const char *key,
                        JsonWriter *json) {
    uint32_t line = report_run_place(run, file, offset).line;
    uint32_t column = 1;
    if (file->lines != NULL) {
        uint32_t length = file->lines->text.len;
        column = (offset < length ? offset : length) - file->lines->starts[line - 1] + 1;
    }
    json_open_at(json, key, '{');
    json_number_at(json, "line", line);
    json_number_at(json, "column", column);
    json_close(json, '}');
}

static void write_range(ReportRun *run, const ReportFile *file, Span span, JsonWriter *json) {
    json_open_at(json, "range", '{');
    write_place(run, file, span.start, "start", json);
    write_place(run, file, span.end, "end", json);
    json_close(json, '}');
}

static void write_location(ReportRun *run, const ReportFile *file, Span span, JsonWriter *json) {
    json_open_at(json, "location", '{');
    json_string_at(json, "path", file->path);
    write_range(run, file, span, json);
    json_close(json, '}');
}

static void write_code(Str code, JsonWriter *json) {
    json_open_at(json, "code", '{');
    json_string_at(json, "value", code);
    json_close(json, '}');
}

/* A suggestion is one replacement in the finding's own file: other fixes have no place here. */
static void write_suggestions(ReportRun *run, const ReportEntry *entry, JsonWriter *json) {
    json_open_at(json, "suggestions", '[');
    for (uint32_t i = 0; entry->fixes && i < entry->fixes->fix_count; i++) {
        const Fix *fix = &entry->fixes->fixes[i];
        bool is_single = fix->file_count == 1 && fix->files[0].edits.count == 1 &&
                         report_run_other(run, entry->file, fix->files[0].path) == entry->file;
        if (is_single) {
            const Edit *edit = &fix->files[0].edits.items[0];
            json_open(json, '{');
            write_range(run, entry->file, edit->span, json);
            json_string_at(json, "text", edit->replacement);
            json_close(json, '}');
        }
    }
    json_close(json, ']');
}

static void write_all(ReportRun *run, Buf *out) {
    JsonWriter json = json_writer(out);
    json_open(&json, '{');
    json_open_at(&json, "source", '{');
    json_string_at(&json, "name", STR("bluetick"));
    json_close(&json, '}');
    json_open_at(&json, "diagnostics", '[');
    for (uint32_t i = 0; i < run->entry_count; i++) {
        const ReportEntry *entry = &run->entries[i];
        json_new_line(&json, 1);
        json_open(&json, '{');
        json_string_at(&json, "message", finding_message(entry->finding, &run->mem));
        write_location(run, entry->file, entry->finding->span, &json);
        json_string_at(&json, "severity", str_from_c(severity_of(entry->finding->severity)));
        write_code(finding_rule_id(entry->finding), &json);
        write_suggestions(run, entry, &json);
        json_close(&json, '}');
    }
    for (uint32_t i = 0; i < run->note_count; i++) {
        const ReportNote *note = &run->notes[i];
        json_new_line(&json, 1);
        json_open(&json, '{');
        json_string_at(&json, "message", note->note->message);
        write_location(run, note->file, note->note->span, &json);
        json_string_at(&json, "severity", STR("INFO"));
        write_code(note_kind_name(note->note->kind), &json);
        json_close(&json, '}');
    }
    json_close(&json, ']');
    json_close(&json, '}');
    buf_append_byte(out, '\n');
}

const FormatWriter format_rdjson = {.head = write_all};
