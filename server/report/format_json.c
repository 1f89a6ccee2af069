/* One JSON document: version, tool, summary, findings, notes. */
#include "report/finding_json.h"

enum { JSON_VERSION = 1 };

static void write_summary(const ReportSummary *summary, JsonWriter *json) {
    json_open_at(json, "summary", '{');
    json_number_at(json, "files", summary->files);
    json_number_at(json, "findings", summary->findings);
    json_number_at(json, "skipped", summary->skipped);
    json_number_at(json, "suppressed", summary->suppressed);
    json_open_at(json, "notes", '{');
    for (uint32_t i = 0; i < NOTE_KIND_COUNT; i++) {
        if (summary->notes[i] > 0) {
            json_number_at(json, note_kind_name((NoteKind)i).ptr, summary->notes[i]);
        }
    }
    json_close(json, '}');
    json_close(json, '}');
}

static void write_note(ReportRun *run, const ReportNote *entry, JsonWriter *json) {
    json_open(json, '{');
    json_string_at(json, "kind", note_kind_name(entry->note->kind));
    json_string_at(json, "path", entry->file->path);
    range_json_write(run, entry->file->source ? entry->file : NULL, entry->note->span, "range",
                     json);
    json_string_at(json, "message", entry->note->message);
    json_close(json, '}');
}

static void write_head(ReportRun *run, Buf *out) {
    JsonWriter json = json_writer(out);
    json_open(&json, '{');
    json_number_at(&json, "version", JSON_VERSION);
    json_open_at(&json, "tool", '{');
    json_string_at(&json, "name", STR("bluetick"));
    json_string_at(&json, "version", run->input->version);
    json_close(&json, '}');
    json_new_line(&json, 0);
    write_summary(&run->summary, &json);
    json_new_line(&json, 0);
    json_open_at(&json, "findings", '[');
}

static void write_entry(ReportRun *run, uint32_t entry, Buf *out) {
    JsonWriter json = {.out = out, .needs_comma = entry > 0};
    json_new_line(&json, 1);
    finding_json_write(run, &run->entries[entry], &json);
}

static void write_tail(ReportRun *run, Buf *out) {
    JsonWriter json = json_writer(out);
    json_close(&json, ']');
    json_new_line(&json, 0);
    json_open_at(&json, "notes", '[');
    for (uint32_t i = 0; i < run->note_count; i++) {
        json_new_line(&json, 1);
        write_note(run, &run->notes[i], &json);
    }
    json_close(&json, ']');
    json_close(&json, '}');
    buf_append_byte(out, '\n');
}

const FormatWriter format_json = {.head = write_head, .entry = write_entry, .tail = write_tail};
