/* Knows what a hover says: why a finding costs, and its rule's page. */
#include "lsp/json_write.h"
#include "lsp/lsp_text.h"
#include "lsp/request.h"

static void describe_finding(const Finding *finding, Buf *text) {
    buf_format(text, "**%.*s**: %.*s\n\n", STR_ARG(finding_rule_id(finding)),
               STR_ARG(finding->message));
    if (finding->cost.len > 0) {
        buf_format(text, "Cost: %.*s\n\n", STR_ARG(finding->cost));
    }
    if (finding->entry.len > 0) {
        buf_format(text, "Reached from `%.*s`\n\n", STR_ARG(finding->entry));
    }
    for (uint32_t i = 0; i < finding->related_count; i++) {
        const Related *related = &finding->related[i];
        buf_format(text, "- %.*s%s%.*s\n", STR_ARG(related->path),
                   related->path.len > 0 ? ": " : "", STR_ARG(related->message));
    }
}

static void append_page(RuleId rule, Buf *text) {
    Str page = rule_page(rule);
    if (page.len > 0) {
        buf_append_c(text, "\n---\n\n");
        buf_append(text, page);
    }
}

static void append_own_page(const OwnRule *own, Buf *text) {
    if (own->description.len > 0) {
        buf_append_c(text, "\n---\n\n");
        buf_append(text, own->description);
        buf_append_byte(text, '\n');
    }
}

/* Every finding under the position; each rule's page once, after its first finding. */
static Span describe_findings(const DocumentResult *result, uint32_t offset, Buf *text) {
    bool explained[RULE_COUNT] = {false};
    Span shown = {0, 0};
    for (uint32_t i = 0; i < result->analysis.finding_count; i++) {
        const Finding *finding = &result->analysis.findings[i];
        if (offset < finding->span.start || offset > finding->span.end) {
            continue;
        }
        describe_finding(finding, text);
        if (finding->own) {
            append_own_page(finding->own, text);
        } else if (!explained[finding->rule]) {
            explained[finding->rule] = true;
            append_page(finding->rule, text);
        }
        shown = finding->span;
    }
    return shown;
}

static bool is_rule_byte(char byte) {
    return (byte >= 'a' && byte <= 'z') || (byte >= '0' && byte <= '9') || byte == '-' ||
           byte == '/';
}

/* On a rule's id inside a comment: its page. */
static Span describe_comment(const DocumentResult *result, OwnRuleList rules, uint32_t offset,
                             Buf *text) {
    const Outline *outline = &result->document->outline;
    Str source = result->document->source.text;
    for (uint32_t i = 0; i < outline->comment_count; i++) {
        Span comment = outline->comments[i];
        if (offset < comment.start || offset >= comment.end) {
            continue;
        }
        Span word = {offset, offset};
        while (word.start > comment.start && is_rule_byte(source.ptr[word.start - 1])) {
            word.start--;
        }
        while (word.end < comment.end && is_rule_byte(source.ptr[word.end])) {
            word.end++;
        }
        RuleId rule;
        if (rule_find(str_span(source, word), &rule)) {
            buf_append(text, rule_page(rule));
            return word;
        }
        const OwnRule *own = own_rule_find(rules, str_span(source, word));
        if (own) {
            buf_append(text, own->description.len ? own->description : own->message);
            return word;
        }
    }
    return (Span){0, 0};
}

static void answer_hover(const Scene *scene, Answer *out) {
    Position position;
    if (!json_position(json_member(scene->params, "position"), &position)) {
        out->error = RPC_INVALID_PARAMS;
        out->reason = "hover needs a position";
        return;
    }
    if (scene->result->document == NULL) {
        buf_append_c(&out->result, "null");
        return;
    }
    const LineIndex *lines = &scene->result->document->lines;
    uint32_t offset = line_index_offset(lines, position, scene->client->encoding);
    Buf text;
    buf_init(&text, 0);
    Span span = describe_findings(scene->result, offset, &text);
    if (text.len == 0) {
        OwnRuleList rules = own_rules_list(scene->selection->own);
        span = describe_comment(scene->result, rules, offset, &text);
    }
    if (text.len == 0) {
        buf_append_c(&out->result, "null");
    } else {
        RangeWriter writer = range_writer(lines, scene->client->encoding);
        buf_format(&out->result, "{\"contents\":{\"kind\":\"%s\",\"value\":",
                   scene->client->hover_markdown ? "markdown" : "plaintext");
        json_append_string(&out->result, buf_str(&text));
        buf_append_c(&out->result, "},\"range\":");
        range_write(&writer, span, &out->result);
        buf_append_byte(&out->result, '}');
    }
    buf_release(&text);
}

const RequestKind request_hover = {
    .answer = answer_hover,
    .uri_path = "textDocument",
    .when_closed = "null",
};
