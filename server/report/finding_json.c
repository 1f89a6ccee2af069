/* The JSON object of a finding. Knows its keys; knows nothing of the document around it. */
#include "report/finding_json.h"

static void write_place(Place place, const char *key, JsonWriter *json) {
    json_open_at(json, key, '{');
    json_number_at(json, "line", place.line);
    json_number_at(json, "column", place.column);
    json_number_at(json, "offset", place.offset);
    json_close(json, '}');
}

void range_json_write(ReportRun *run, const ReportFile *file, Span span, const char *key,
                      JsonWriter *json) {
    json_open_at(json, key, '{');
    if (file != NULL) {
        write_place(report_run_place(run, file, span.start), "start", json);
        write_place(report_run_place(run, file, span.end), "end", json);
    }
    json_close(json, '}');
}

static void write_related(ReportRun *run, const ReportEntry *entry, JsonWriter *json) {
    json_open_at(json, "related", '[');
    for (uint32_t i = 0; i < entry->finding->related_count; i++) {
        const Related *related = &entry->finding->related[i];
        const ReportFile *file = report_run_other(run, entry->file, related->path);
        json_open(json, '{');
        json_string_at(json, "path", file ? file->path : related->path);
        range_json_write(run, file, related->span, "range", json);
        json_string_at(json, "message", related->message);
        json_close(json, '}');
    }
    json_close(json, ']');
}

static void write_edits(ReportRun *run, const ReportFile *own, const FileEdits *edits,
                        JsonWriter *json) {
    const ReportFile *file = report_run_other(run, own, edits->path);
    for (uint32_t i = 0; i < edits->edits.count; i++) {
        const Edit *edit = &edits->edits.items[i];
        json_open(json, '{');
        json_string_at(json, "path", file ? file->path : edits->path);
        range_json_write(run, file, edit->span, "range", json);
        json_string_at(json, "text", edit->replacement);
        json_close(json, '}');
    }
}

static void write_fixes(ReportRun *run, const ReportEntry *entry, JsonWriter *json) {
    json_open_at(json, "fixes", '[');
    for (uint32_t i = 0; entry->fixes && i < entry->fixes->fix_count; i++) {
        const Fix *fix = &entry->fixes->fixes[i];
        json_open(json, '{');
        json_string_at(json, "title", fix->title);
        json_string_at(json, "safety", safety_name(fix->safety));
        if (fix->leaves.len) {
            json_string_at(json, "leaves", fix->leaves);
        }
        json_open_at(json, "edits", '[');
        for (uint32_t k = 0; k < fix->file_count; k++) {
            write_edits(run, entry->file, &fix->files[k], json);
        }
        json_close(json, ']');
        json_close(json, '}');
    }
    json_close(json, ']');
    json_open_at(json, "refused", '[');
    for (uint32_t i = 0; entry->fixes && i < entry->fixes->refusal_count; i++) {
        const Refusal *refusal = &entry->fixes->refusals[i];
        json_open(json, '{');
        json_string_at(json, "title", refusal->title);
        json_string_at(json, "reason", refusal->reason);
        json_close(json, '}');
    }
    json_close(json, ']');
}

/* Others of the rule on the same line: only there when there are some. */
static void write_also(ReportRun *run, const ReportEntry *entry, JsonWriter *json) {
    const Finding *finding = entry->finding;
    if (finding->more_count == 0) {
        return;
    }
    json_open_at(json, "also", '[');
    for (uint32_t i = 0; i < finding->more_count; i++) {
        json_open(json, '{');
        range_json_write(run, entry->file, finding->more[i].span, "range", json);
        json_string_at(json, "subject", finding->more[i].subject);
        json_string_at(json, "message", finding->more[i].message);
        json_close(json, '}');
    }
    json_close(json, ']');
}

void fingerprint_write(uint64_t fingerprint, char out[17]) {
    for (int i = 15; i >= 0; i--) {
        out[i] = "0123456789abcdef"[fingerprint & 15];
        fingerprint >>= 4;
    }
    out[16] = '\0';
}

void finding_json_write(ReportRun *run, const ReportEntry *entry, JsonWriter *json) {
    const Finding *finding = entry->finding;
    json_open(json, '{');
    json_string_at(json, "rule", finding_rule_id(finding));
    json_string_at(json, "category", category_name(finding_category(finding)));
    json_string_at(json, "severity", severity_name(finding->severity));
    json_string_at(json, "certainty", certainty_name(finding->certainty));
    json_string_at(json, "path", entry->file->path);
    range_json_write(run, entry->file, finding->span, "range", json);
    json_number_at(json, "owner_line", report_run_place(run, entry->file, finding->owner).line);
    json_string_at(json, "subject", finding->subject);
    json_string_at(json, "message", finding->message);
    char fingerprint[17];
    fingerprint_write(finding->fingerprint, fingerprint);
    json_string_at(json, "fingerprint", (Str){fingerprint, 16});
    json_open_at(json, "impact", '{');
    json_optional_at(json, "cost", finding->cost);
    json_optional_at(json, "entry", finding->entry);
    json_close(json, '}');
    write_related(run, entry, json);
    write_fixes(run, entry, json);
    write_also(run, entry, json);
    json_close(json, '}');
}
