/* SARIF 2.1.0: one run, the rules it knows, results with fixes, related places and fingerprints. */
#include "report/finding_json.h"

static const char *level_of(Severity severity) {
    return severity >= SEVERITY_ERROR ? "error" : severity == SEVERITY_WARNING ? "warning" : "note";
}

static void write_text(const char *key, Str text, JsonWriter *json) {
    json_open_at(json, key, '{');
    json_string_at(json, "text", text);
    json_close(json, '}');
}

/* The rules that the results speak of: ours in the order of their ids, then the project's own in
 * the order of the results. */
typedef struct RuleIndex {
    bool is_used[RULE_COUNT];
    uint32_t positions[RULE_COUNT];
    uint32_t built_in;
    struct ARRAY_OF(const OwnRule *) own;
} RuleIndex;

/* Several configs may name the same rule. O(own rules). */
static uint32_t own_position(const RuleIndex *index, const OwnRule *own) {
    uint32_t at = 0;
    while (at < index->own.count && index->own.items[at] != own &&
           !str_equal(index->own.items[at]->id, own->id)) {
        at++;
    }
    return at;
}

static RuleIndex index_rules(const ReportRun *run) {
    RuleIndex index = {.built_in = 0};
    for (uint32_t i = 0; i < run->entry_count; i++) {
        const Finding *finding = run->entries[i].finding;
        index.is_used[finding->rule] |= finding->own == NULL;
        if (finding->own && own_position(&index, finding->own) == index.own.count) {
            ARRAY_PUSH(&index.own, finding->own);
        }
    }
    for (uint32_t i = 0; i < RULE_COUNT; i++) {
        index.positions[i] = index.built_in;
        index.built_in += index.is_used[i];
    }
    return index;
}

typedef struct RuleWords {
    Str id;
    Str title;
    Str description; /* may be empty */
    bool enabled;
    Severity severity;
    Category category;
} RuleWords;

static void write_rule(RuleWords rule, JsonWriter *json) {
    json_new_line(json, 1);
    json_open(json, '{');
    json_string_at(json, "id", rule.id);
    write_text("shortDescription", rule.title, json);
    if (rule.description.len) {
        write_text("fullDescription", rule.description, json);
    }
    json_open_at(json, "defaultConfiguration", '{');
    json_bool_at(json, "enabled", rule.enabled);
    json_string_at(json, "level", str_from_c(level_of(rule.severity)));
    json_close(json, '}');
    json_open_at(json, "properties", '{');
    json_string_at(json, "category", category_name(rule.category));
    json_close(json, '}');
    json_close(json, '}');
}

static void write_rules(const RuleIndex *index, JsonWriter *json) {
    json_open_at(json, "rules", '[');
    for (uint32_t i = 0; i < RULE_COUNT; i++) {
        if (index->is_used[i]) {
            const RuleInfo *rule = rule_info((RuleId)i);
            write_rule((RuleWords){rule->id, rule->title, STR(""), rule_runs_by_default((RuleId)i),
                                   rule->severity, rule->category},
                       json);
        }
    }
    for (uint32_t i = 0; i < index->own.count; i++) {
        const OwnRule *own = index->own.items[i];
        write_rule((RuleWords){own->id, own->message, own->description, !own->is_off, own->severity,
                               own->category},
                   json);
    }
    json_close(json, ']');
}

/* A relative path as a URI: what is not unreserved is percent-encoded. */
static void write_artifact(Str path, JsonWriter *json) {
    static const char plain[] =
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~/";
    Buf uri;
    buf_init(&uri, 0);
    for (uint32_t i = 0; i < path.len; i++) {
        if (memchr(plain, path.ptr[i], sizeof plain - 1) != NULL) {
            buf_append_byte(&uri, path.ptr[i]);
        } else {
            buf_format(&uri, "%%%02X", (unsigned char)path.ptr[i]);
        }
    }
    json_open_at(json, "artifactLocation", '{');
    json_string_at(json, "uri", buf_str(&uri));
    json_string_at(json, "uriBaseId", STR("%SRCROOT%"));
    json_close(json, '}');
    buf_release(&uri);
}

static void write_region(ReportRun *run, const ReportFile *file, Span span, const char *key,
                         JsonWriter *json) {
    Place start = report_run_place(run, file, span.start);
    Place end = report_run_place(run, file, span.end);
    json_open_at(json, key, '{');
    json_number_at(json, "startLine", start.line);
    json_number_at(json, "startColumn", start.column);
    json_number_at(json, "endLine", end.line);
    json_number_at(json, "endColumn", end.column);
    json_close(json, '}');
}

static void write_location(ReportRun *run, const ReportFile *file, Str path, Span span,
                           JsonWriter *json) {
    json_open_at(json, "physicalLocation", '{');
    write_artifact(path, json);
    if (file != NULL && file->source != NULL) {
        write_region(run, file, span, "region", json);
    }
    json_close(json, '}');
}

static void write_related(ReportRun *run, const ReportEntry *entry, JsonWriter *json) {
    const Finding *finding = entry->finding;
    if (finding->related_count == 0) {
        return;
    }
    json_open_at(json, "relatedLocations", '[');
    for (uint32_t i = 0; i < finding->related_count; i++) {
        const Related *related = &finding->related[i];
        const ReportFile *file = report_run_other(run, entry->file, related->path);
        json_open(json, '{');
        json_number_at(json, "id", i + 1);
        write_location(run, file, file ? file->path : related->path, related->span, json);
        write_text("message", related->message, json);
        json_close(json, '}');
    }
    json_close(json, ']');
}

static void write_change(ReportRun *run, const ReportFile *own, const FileEdits *edits,
                         JsonWriter *json) {
    const ReportFile *file = report_run_other(run, own, edits->path);
    json_open(json, '{');
    write_artifact(file ? file->path : edits->path, json);
    json_open_at(json, "replacements", '[');
    for (uint32_t i = 0; file != NULL && i < edits->edits.count; i++) {
        json_open(json, '{');
        write_region(run, file, edits->edits.items[i].span, "deletedRegion", json);
        write_text("insertedContent", edits->edits.items[i].replacement, json);
        json_close(json, '}');
    }
    json_close(json, ']');
    json_close(json, '}');
}

static bool has_all_files(const ReportRun *run, const ReportFile *own, const Fix *fix) {
    for (uint32_t i = 0; i < fix->file_count; i++) {
        if (report_run_other(run, own, fix->files[i].path) == NULL) {
            return false;
        }
    }
    return fix->file_count > 0;
}

static void write_fixes(ReportRun *run, const ReportEntry *entry, JsonWriter *json) {
    if (entry->fixes == NULL || entry->fixes->fix_count == 0) {
        return;
    }
    json_open_at(json, "fixes", '[');
    for (uint32_t i = 0; i < entry->fixes->fix_count; i++) {
        const Fix *fix = &entry->fixes->fixes[i];
        if (!has_all_files(run, entry->file, fix)) {
            continue;
        }
        json_open(json, '{');
        write_text("description", fix->title, json);
        json_open_at(json, "artifactChanges", '[');
        for (uint32_t k = 0; k < fix->file_count; k++) {
            write_change(run, entry->file, &fix->files[k], json);
        }
        json_close(json, ']');
        json_close(json, '}');
    }
    json_close(json, ']');
}

static void write_result(ReportRun *run, const RuleIndex *index, const ReportEntry *entry,
                         JsonWriter *json) {
    const Finding *finding = entry->finding;
    char fingerprint[17];
    fingerprint_write(finding->fingerprint, fingerprint);
    json_open(json, '{');
    json_string_at(json, "ruleId", finding_rule_id(finding));
    json_number_at(json, "ruleIndex",
                   finding->own ? index->built_in + own_position(index, finding->own)
                                : index->positions[finding->rule]);
    json_string_at(json, "level", str_from_c(level_of(finding->severity)));
    write_text("message", finding_message(finding, &run->mem), json);
    json_open_at(json, "locations", '[');
    json_open(json, '{');
    write_location(run, entry->file, entry->file->path, finding->span, json);
    json_close(json, '}');
    json_close(json, ']');
    write_related(run, entry, json);
    json_open_at(json, "partialFingerprints", '{');
    json_string_at(json, "bluetick/v1", (Str){fingerprint, 16});
    json_close(json, '}');
    write_fixes(run, entry, json);
    json_open_at(json, "properties", '{');
    json_string_at(json, "certainty", certainty_name(finding->certainty));
    json_optional_at(json, "cost", finding->cost);
    json_optional_at(json, "entry", finding->entry);
    json_close(json, '}');
    json_close(json, '}');
}

/* Notes are what the tool says about its own run. */
static void write_invocation(ReportRun *run, JsonWriter *json) {
    json_open_at(json, "invocations", '[');
    json_open(json, '{');
    json_bool_at(json, "executionSuccessful", true);
    json_open_at(json, "toolExecutionNotifications", '[');
    for (uint32_t i = 0; i < run->note_count; i++) {
        const ReportNote *note = &run->notes[i];
        json_new_line(json, 1);
        json_open(json, '{');
        json_string_at(json, "level", STR("note"));
        write_text("message", note->note->message, json);
        json_open_at(json, "descriptor", '{');
        json_string_at(json, "id", note_kind_name(note->note->kind));
        json_close(json, '}');
        json_open_at(json, "locations", '[');
        json_open(json, '{');
        write_location(run, note->file, note->file->path, note->note->span, json);
        json_close(json, '}');
        json_close(json, ']');
        json_close(json, '}');
    }
    json_close(json, ']');
    json_close(json, '}');
    json_close(json, ']');
}

static void write_all(ReportRun *run, Buf *out) {
    RuleIndex index = index_rules(run);
    JsonWriter json = json_writer(out);
    json_open(&json, '{');
    json_string_at(&json, "$schema", STR("https://json.schemastore.org/sarif-2.1.0.json"));
    json_string_at(&json, "version", STR("2.1.0"));
    json_open_at(&json, "runs", '[');
    json_open(&json, '{');
    json_open_at(&json, "tool", '{');
    json_open_at(&json, "driver", '{');
    json_string_at(&json, "name", STR("bluetick"));
    json_string_at(&json, "version", run->input->version);
    write_rules(&index, &json);
    json_close(&json, '}');
    json_close(&json, '}');
    json_string_at(&json, "columnKind", STR("unicodeCodePoints"));
    json_new_line(&json, 0);
    write_invocation(run, &json);
    json_new_line(&json, 0);
    json_open_at(&json, "results", '[');
    for (uint32_t i = 0; i < run->entry_count; i++) {
        json_new_line(&json, 1);
        write_result(run, &index, &run->entries[i], &json);
    }
    json_close(&json, ']');
    json_close(&json, '}');
    json_close(&json, ']');
    json_close(&json, '}');
    buf_append_byte(out, '\n');
    ARRAY_RELEASE(&index.own);
}

const FormatWriter format_sarif = {.head = write_all};
