/* Knows how LSP writes a finding; refuses to know how findings are made and when they are sent. */
#include "lsp/diagnostics.h"

#include "base/hash.h"
#include "lsp/json_write.h"
#include "lsp/request.h"
#include "lsp/uri.h"

#include <stdio.h>

static int lsp_severity(Severity severity) {
    return 4 - (int)severity; /* hint is 4, error is 1 */
}

/* A place in another file: its document and its URI. */
static bool locate(const DocumentResult *result, Str path, const Document **document, Buf *uri) {
    Str absolute;
    if (!project_files_locate(result->project, result->snapshot, path, &absolute, document)) {
        return false;
    }
    uri_from_path(absolute, path_style_native(), uri);
    return true;
}

static void write_related(const DocumentResult *result, const Finding *finding,
                          const Client *client, Str uri, Buf *out) {
    json_append_name(out, "relatedInformation");
    buf_append_byte(out, '[');
    for (uint32_t i = 0; i < finding->related_count; i++) {
        const Related *related = &finding->related[i];
        const Document *document = result->document;
        Buf other;
        buf_init(&other, 0);
        if (related->path.len > 0 && !locate(result, related->path, &document, &other)) {
            continue;
        }
        RangeWriter writer = range_writer(&document->lines, client->encoding);
        json_append_comma(out);
        buf_append_c(out, "{\"location\":{\"uri\":");
        json_append_string(out, other.len > 0 ? buf_str(&other) : uri);
        buf_release(&other);
        buf_append_c(out, ",\"range\":");
        range_write(&writer, related->span, out);
        buf_append_c(out, "},\"message\":");
        json_append_string(out, related->message);
        buf_append_byte(out, '}');
    }
    buf_append_byte(out, ']');
}

static void write_data(const DocumentResult *result, const Finding *finding, Buf *out) {
    buf_format(out,
               ",\"data\":{\"version\":%lld,\"rule\":\"%.*s\",\"fingerprint\":\"%016llx\","
               "\"ownerLine\":%u}",
               (long long)result->version, STR_ARG(finding_rule_id(finding)),
               (unsigned long long)finding->fingerprint,
               line_index_row(&result->document->lines, finding->owner));
}

/* Names what was merged into it, too. */
static void write_message(const Finding *finding, Buf *out) {
    Arena mem;
    arena_init(&mem);
    json_append_string(out, finding_message(finding, &mem));
    arena_release(&mem);
}

/* To the rule's page, where it is installed. */
static void write_link(const Finding *finding, const Client *client, Buf *out) {
    bool has_page = client->pages.len > 0 && !finding->own && rule_page(finding->rule).len > 0;
    if (has_page) {
        buf_format(out, ",\"codeDescription\":{\"href\":\"%.*s%.*s.md\"}", STR_ARG(client->pages),
                   STR_ARG(finding_rule_id(finding)));
    }
}

void diagnostic_write(const DocumentResult *result, const Finding *finding, const Client *client,
                      Str uri, RangeWriter *writer, Buf *out) {
    json_append_comma(out);
    buf_append_c(out, "{\"range\":");
    range_write(writer, finding->span, out);
    buf_format(out, ",\"severity\":%d,\"code\":\"%.*s\",\"source\":\"bluetick\",\"message\":",
               lsp_severity(finding->severity), STR_ARG(finding_rule_id(finding)));
    write_message(finding, out);
    write_link(finding, client, out);
    if (client->related_information && finding->related_count > 0) {
        write_related(result, finding, client, uri, out);
    }
    write_data(result, finding, out);
    buf_append_byte(out, '}');
}

/* A text that was not analysed says so in its first line, not only in a log. */
static void write_skipped(const DocumentResult *result, Buf *out) {
    Buf message;
    buf_init(&message, 0);
    buf_format(&message, "bluetick did not analyse this file: %.*s",
               STR_ARG(buf_str(&result->skipped)));
    buf_append_c(out, "{\"range\":{\"start\":{\"line\":0,\"character\":0},"
                      "\"end\":{\"line\":0,\"character\":0}},\"severity\":3,"
                      "\"code\":\"skipped\",\"source\":\"bluetick\",\"message\":");
    json_append_string(out, buf_str(&message));
    buf_append_byte(out, '}');
    buf_release(&message);
}

void diagnostics_write(const DocumentResult *result, const Client *client, Str uri, Buf *out) {
    buf_append_byte(out, '[');
    if (result->document == NULL) {
        write_skipped(result, out);
    } else {
        RangeWriter writer = range_writer(&result->document->lines, client->encoding);
        for (uint32_t i = 0; i < result->analysis.finding_count; i++) {
            diagnostic_write(result, &result->analysis.findings[i], client, uri, &writer, out);
        }
    }
    buf_append_byte(out, ']');
}

/* Places in other files move while this text stays. */
static uint64_t foreign_places(const Analysis *analysis) {
    uint64_t key = 0;
    for (uint32_t i = 0; i < analysis->finding_count; i++) {
        const Finding *finding = &analysis->findings[i];
        for (uint32_t k = 0; k < finding->related_count; k++) {
            const Related *related = &finding->related[k];
            if (related->path.len > 0) {
                Str span = {(const char *)&related->span, sizeof related->span};
                key = key * 31 + (hash_short(related->path) ^ hash_short(span));
            }
        }
    }
    return key;
}

uint64_t diagnostics_content(const DocumentResult *result, const RuleSelection *selection) {
    uint64_t parts[6] = {
        result->document ? hash_short(result->document->source.text) : 0,
        selection->options_key,
        (uint64_t)selection->least_certainty,
        result->analysis.asked_project && result->project ? project_files_key(result->project) : 0,
        selection->own ? selection->own->key : 0,
        foreign_places(&result->analysis),
    };
    Str own = {(const char *)&selection->own_enabled, sizeof selection->own_enabled};
    Str rules = {(const char *)selection->enabled, sizeof selection->enabled};
    return hash_short((Str){(const char *)parts, sizeof parts}) ^ hash_short(rules) ^
           hash_short(own) * 3;
}

void diagnostics_send(Outbox *outbox, Str uri, const int64_t *version, Str diagnostics) {
    Buf params;
    buf_init(&params, 0);
    buf_append_c(&params, "{\"uri\":");
    json_append_string(&params, uri);
    if (version != NULL) {
        buf_format(&params, ",\"version\":%lld", (long long)*version);
    }
    buf_append_c(&params, ",\"diagnostics\":");
    buf_append(&params, diagnostics);
    buf_append_byte(&params, '}');
    outbox_notify(outbox, "textDocument/publishDiagnostics", buf_str(&params));
    buf_release(&params);
}

void diagnostics_push(Outbox *outbox, const OpenDocument *document) {
    const DocumentResult *result = document->result;
    const int64_t *version = document->has_version ? &result->version : NULL;
    diagnostics_send(outbox, buf_str(&document->uri), version, buf_str(&result->diagnostics));
}

void diagnostics_clear(Outbox *outbox, Str uri) {
    diagnostics_send(outbox, uri, NULL, STR("[]"));
}

/* ---- textDocument/diagnostic -------------------------------------------------------------- */

static void answer_pull(const Scene *scene, Answer *out) {
    char identity[24];
    int length =
        snprintf(identity, sizeof identity, "%016llx", (unsigned long long)scene->result->content);
    Str known;
    if (json_text(scene->params, "previousResultId", &known) &&
        str_equal(known, (Str){identity, (uint32_t)length})) {
        buf_format(&out->result, "{\"kind\":\"unchanged\",\"resultId\":\"%s\"}", identity);
        return;
    }
    buf_format(&out->result, "{\"kind\":\"full\",\"resultId\":\"%s\",\"items\":", identity);
    buf_append(&out->result, buf_str(&scene->result->diagnostics));
    buf_append_byte(&out->result, '}');
}

const RequestKind request_pull_diagnostics = {
    .answer = answer_pull,
    .uri_path = "textDocument",
    .when_closed = "{\"kind\":\"full\",\"items\":[]}",
};
