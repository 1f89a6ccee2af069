/* Knows which code actions a range has and when their edits are built; refuses to know how a fix is
 * made and how an edit is written. */
#include "engine/fix.h"
#include "lsp/diagnostics.h"
#include "lsp/json_write.h"
#include "lsp/suppress_actions.h"
#include "lsp/workspace_edit.h"

#include <stdio.h>

#define KIND_QUICKFIX "quickfix"

/* A change of the whole file, on request only: never part of a format on save unless asked. */
typedef struct SourceAction {
    const char *name; /* in the action's data */
    const char *kind;
    const char *title;
    Safety safety; /* the fixes it takes */
} SourceAction;

static const SourceAction source_actions[] = {
    {"fixAll",        "source.fixAll.bluetick",        "Apply all safe fixes of bluetick", SAFETY_SAFE},
    {"addDocstrings", "source.addDocstrings.bluetick", "Add and complete docstrings",
     SAFETY_PLACEHOLDER                                                                               },
};
enum { SOURCE_ACTION_COUNT = sizeof source_actions / sizeof *source_actions };

/* Several findings on one definition may offer the same fix: a client sees it once. */
typedef struct ListedAction {
    RuleId rule;
    uint32_t unit;
    uint32_t anchor;
    Str title;
} ListedAction;

typedef struct Listing {
    const Scene *scene;
    const cJSON *context;
    Span range;
    bool lazy; /* edits wait for codeAction/resolve */
    Arena mem;
    RangeWriter writer;
    struct ARRAY_OF(ListedAction) listed;
    Buf *out;
} Listing;

/* `only` names kinds or their ancestors; without it all but the source actions are wanted. */
static bool wants_kind(const cJSON *context, const char *kind, bool unasked) {
    const cJSON *only = json_member(context, "only");
    const cJSON *item;
    if (!cJSON_IsArray(only) || cJSON_GetArraySize(only) == 0) {
        return unasked;
    }
    cJSON_ArrayForEach(item, only) {
        if (!cJSON_IsString(item)) {
            continue;
        }
        size_t length = strlen(item->valuestring);
        if (strncmp(kind, item->valuestring, length) == 0 &&
            (length == 0 || kind[length] == '\0' || kind[length] == '.')) {
            return true;
        }
    }
    return false;
}

/* A diagnostic of the context is the finding when the fingerprint says so; a client that drops
 * `data` is taken by its code and place. */
static bool is_diagnostic_of(const Listing *listing, const cJSON *diagnostic,
                             const Finding *finding) {
    char fingerprint[24];
    Str text;
    if (json_text(json_member(diagnostic, "data"), "fingerprint", &text)) {
        int length = snprintf(fingerprint, sizeof fingerprint, "%016llx",
                              (unsigned long long)finding->fingerprint);
        return str_equal(text, (Str){fingerprint, (uint32_t)length});
    }
    Position start;
    Position end;
    if (!json_text(diagnostic, "code", &text) || !str_equal(text, finding_rule_id(finding)) ||
        !json_range(json_member(diagnostic, "range"), &start, &end)) {
        return false;
    }
    return line_index_offset(listing->writer.lines, start, listing->writer.encoding) ==
           finding->span.start;
}

/* With diagnostics in the context, what they name; without, what the range touches. */
static bool wants_finding(const Listing *listing, const Finding *finding) {
    const cJSON *diagnostics = json_member(listing->context, "diagnostics");
    if (!cJSON_IsArray(diagnostics) || cJSON_GetArraySize(diagnostics) == 0) {
        return finding->span.start <= listing->range.end &&
               finding->span.end >= listing->range.start;
    }
    const cJSON *item;
    cJSON_ArrayForEach(item, diagnostics) {
        if (is_diagnostic_of(listing, item, finding)) {
            return true;
        }
    }
    return false;
}

static void start_action(Listing *listing, Str title, const char *kind) {
    json_append_comma(listing->out);
    buf_append_c(listing->out, "{\"title\":");
    json_append_string(listing->out, title);
    buf_format(listing->out, ",\"kind\":\"%s\"", kind);
}

/* A finding may stand for others of its rule on its line, whose fixes are in the same set and may
 * be called the same: an action is named by its title and how many before it have that title. */
static uint32_t namesakes_before(const FixSet *set, uint32_t fix) {
    uint32_t count = 0;
    for (uint32_t i = 0; i < fix; i++) {
        count += str_equal(set->fixes[i].title, set->fixes[fix].title);
    }
    return count;
}

/* NULL when it is not there any more. */
static const Fix *find_fix(const FixSet *set, Str title, uint32_t namesakes) {
    for (uint32_t i = 0; i < set->fix_count; i++) {
        if (str_equal(set->fixes[i].title, title) && namesakes-- == 0) {
            return &set->fixes[i];
        }
    }
    return NULL;
}

static void name_diagnostic(Listing *listing, const Finding *finding) {
    const Scene *scene = listing->scene;
    buf_append_c(listing->out, ",\"diagnostics\":[");
    diagnostic_write(scene->result, finding, scene->client, scene->uri, &listing->writer,
                     listing->out);
    buf_append_byte(listing->out, ']');
}

/* What codeAction/resolve needs to build the same edit again, or to see that it cannot. */
static void start_data(Listing *listing) {
    buf_append_c(listing->out, ",\"data\":{\"uri\":");
    json_append_string(listing->out, listing->scene->uri);
    buf_format(listing->out, ",\"version\":%lld", (long long)listing->scene->result->version);
}

static void write_data(Listing *listing, const Finding *finding, uint32_t namesakes,
                       const Fix *fix) {
    start_data(listing);
    buf_format(
        listing->out, ",\"rule\":\"%.*s\",\"fingerprint\":\"%016llx\",\"namesakes\":%u,\"fix\":",
        STR_ARG(finding_rule_id(finding)), (unsigned long long)finding->fingerprint, namesakes);
    json_append_string(listing->out, fix->title);
    buf_append_byte(listing->out, '}');
}

static FixRequest fix_request(const Scene *scene) {
    return (FixRequest){
        .analysis =
            {
                       .document = scene->result->document,
                       .selection = scene->selection,
                       .snapshot = scene->snapshot,
                       .cancel = scene->cancel,
                       },
        .watches_users = true,
    };
}

enum { LISTED_LOOKED_AT = 32 };

/* Findings on one name follow one another: looking back a little is enough. */
static bool is_listed(Listing *listing, const Finding *finding, Str title) {
    uint32_t count = listing->listed.count;
    for (uint32_t back = 1; back <= count && back <= LISTED_LOOKED_AT; back++) {
        const ListedAction *action = &listing->listed.items[count - back];
        if (action->rule != finding->rule && action->unit == finding->unit &&
            action->anchor == finding->anchor && str_equal(action->title, title)) {
            return true;
        }
    }
    ListedAction action = {finding->rule, finding->unit, finding->anchor, title};
    ARRAY_PUSH(&listing->listed, action);
    return false;
}

static bool is_shared(const Finding *finding) {
    return rule_info(finding->rule)->category == CATEGORY_DOCS;
}

static void list_fix(Listing *listing, const Finding *finding, const FixSet *set, uint32_t at,
                     bool preferred) {
    const Fix *fix = &set->fixes[at];
    uint32_t begin = listing->out->len;
    start_action(listing, fix->title, KIND_QUICKFIX);
    name_diagnostic(listing, finding);
    if (preferred) {
        buf_append_c(listing->out, ",\"isPreferred\":true");
    }
    write_data(listing, finding, namesakes_before(set, at), fix);
    if (!listing->lazy) {
        buf_append_c(listing->out, ",\"edit\":");
        if (!workspace_edit_write(listing->scene, fix, listing->out)) {
            listing->out->len = begin;
            return;
        }
    }
    buf_append_byte(listing->out, '}');
}

static void list_refusal(Listing *listing, const Finding *finding, const Refusal *refusal) {
    start_action(listing, refusal->title, KIND_QUICKFIX);
    name_diagnostic(listing, finding);
    buf_append_c(listing->out, ",\"disabled\":{\"reason\":");
    json_append_string(listing->out, refusal->reason);
    buf_append_c(listing->out, "}}");
}

static void list_finding(Listing *listing, const Finding *finding) {
    FixRequest request = fix_request(listing->scene);
    FixSet set = engine_fixes(listing->scene->analyzer, &request, finding, &listing->mem);
    /* The first one that changes no behaviour is: a safe one, or one that only adds text. */
    bool has_preferred = false;
    for (uint32_t i = 0; i < set.fix_count; i++) {
        bool is_preferred = !has_preferred && set.fixes[i].safety != SAFETY_UNSAFE;
        if (!is_shared(finding) || !is_listed(listing, finding, set.fixes[i].title)) {
            list_fix(listing, finding, &set, i, is_preferred);
        }
        has_preferred = has_preferred || is_preferred;
    }
    for (uint32_t i = 0; i < set.refusal_count && listing->scene->client->disabled_actions; i++) {
        if (!is_shared(finding) || !is_listed(listing, finding, set.refusals[i].title)) {
            list_refusal(listing, finding, &set.refusals[i]);
        }
    }
}

/* ---- suppressions ------------------------------------------------------------------------- */

/* Offered where a line is looked at, not for all findings of a file. */
static bool is_on_one_row(const Listing *listing) {
    const LineIndex *lines = listing->writer.lines;
    return line_index_row(lines, listing->range.start) == line_index_row(lines, listing->range.end);
}

static void list_suppression(Listing *listing, const Finding *finding,
                             const SuppressAction *action) {
    Fix fix;
    uint32_t begin = listing->out->len;
    if (!suppress_action_fix(listing->scene, finding, action, &listing->mem, &fix)) {
        return;
    }
    start_action(listing, fix.title, KIND_QUICKFIX);
    name_diagnostic(listing, finding);
    start_data(listing);
    buf_format(listing->out, ",\"fingerprint\":\"%016llx\",\"suppress\":\"%s\"}",
               (unsigned long long)finding->fingerprint, action->name);
    if (!listing->lazy) {
        buf_append_c(listing->out, ",\"edit\":");
        if (!workspace_edit_write(listing->scene, &fix, listing->out)) {
            listing->out->len = begin;
            return;
        }
    }
    buf_append_byte(listing->out, '}');
}

static bool same_rule(const Finding *a, const Finding *b) {
    return str_equal(finding_rule_id(a), finding_rule_id(b)) && a->owner == b->owner;
}

/* Behind all fixes; findings of one rule in one place share them. */
static void list_suppressions(Listing *listing) {
    const Analysis *analysis = &listing->scene->result->analysis;
    const Finding *last = NULL;
    for (uint32_t i = 0; i < analysis->finding_count; i++) {
        const Finding *finding = &analysis->findings[i];
        if (!wants_finding(listing, finding) || (last && same_rule(last, finding))) {
            continue;
        }
        last = finding;
        for (int k = 0; k < SUPPRESS_ACTION_COUNT; k++) {
            list_suppression(listing, finding, &suppress_actions[k]);
        }
    }
}

static void write_source_edit(const Scene *scene, const SourceAction *action, Arena *mem,
                              Buf *out) {
    FixRequest request = fix_request(scene);
    FixPolicy policy = {.safeties = 1u << action->safety};
    FixAllResult result = engine_fix_all(scene->analyzer, &request, &policy, mem);
    workspace_edit_write_text(scene, result.text, out);
}

static void list_source_action(Listing *listing, const SourceAction *action) {
    if (listing->scene->result->analysis.finding_count == 0) {
        return;
    }
    start_action(listing, str_from_c(action->title), action->kind);
    start_data(listing);
    buf_format(listing->out, ",\"source\":\"%s\"}", action->name);
    if (!listing->lazy) {
        buf_append_c(listing->out, ",\"edit\":");
        write_source_edit(listing->scene, action, &listing->mem, listing->out);
    }
    buf_append_byte(listing->out, '}');
}

static bool is_cancelled(const Scene *scene) {
    return scene->cancel != NULL && atomic_load(scene->cancel);
}

static void list_actions(Listing *listing) {
    const Analysis *analysis = &listing->scene->result->analysis;
    bool quickfixes = wants_kind(listing->context, KIND_QUICKFIX, true);
    for (uint32_t i = 0; quickfixes && i < analysis->finding_count; i++) {
        if (is_cancelled(listing->scene)) {
            return;
        }
        if (wants_finding(listing, &analysis->findings[i])) {
            list_finding(listing, &analysis->findings[i]);
        }
    }
    if (quickfixes && is_on_one_row(listing)) {
        list_suppressions(listing);
    }
    for (int i = 0; i < SOURCE_ACTION_COUNT; i++) {
        if (wants_kind(listing->context, source_actions[i].kind, false)) {
            list_source_action(listing, &source_actions[i]);
        }
    }
}

static void fail(Answer *out, RpcError error, const char *reason) {
    out->error = error;
    out->reason = reason;
}

static void answer_list(const Scene *scene, Answer *out) {
    Position start;
    Position end;
    if (!json_range(json_member(scene->params, "range"), &start, &end)) {
        fail(out, RPC_INVALID_PARAMS, "codeAction needs a range");
        return;
    }
    if (scene->result->document == NULL) {
        buf_append_c(&out->result, "[]");
        return;
    }
    const LineIndex *lines = &scene->result->document->lines;
    PositionEncoding encoding = scene->client->encoding;
    Listing listing = {
        .scene = scene,
        .context = json_member(scene->params, "context"),
        .range = {line_index_offset(lines, start, encoding),
                  line_index_offset(lines, end, encoding)},
        .lazy = scene->client->resolves_edit,
        .writer = range_writer(lines, encoding),
        .out = &out->result,
    };
    arena_init(&listing.mem);
    buf_append_byte(&out->result, '[');
    list_actions(&listing);
    buf_append_byte(&out->result, ']');
    ARRAY_RELEASE(&listing.listed);
    arena_release(&listing.mem);
}

const RequestKind request_code_actions = {
    .answer = answer_list,
    .on_worker = true,
    .uri_path = "textDocument",
    .when_closed = "[]",
};

/* ---- codeAction/resolve ------------------------------------------------------------------- */

/* The fingerprint as 16 hex digits; any other text names no finding. */
static bool read_fingerprint(const cJSON *data, uint64_t *out) {
    Str text;
    *out = 0;
    if (!json_text(data, "fingerprint", &text) || text.len != 16) {
        return false;
    }
    for (uint32_t i = 0; i < text.len; i++) {
        const char *digits = "0123456789abcdef";
        const char *digit = strchr(digits, text.ptr[i]);
        if (digit == NULL) {
            return false;
        }
        *out = *out * 16 + (uint64_t)(digit - digits);
    }
    return true;
}

/* The finding that `data` names; NULL when it is not there. */
static const Finding *find_named(const Scene *scene, const cJSON *data) {
    uint64_t fingerprint;
    return read_fingerprint(data, &fingerprint) ? document_result_find(scene->result, fingerprint)
                                                : NULL;
}

static uint32_t read_namesakes(const cJSON *data) {
    const cJSON *count = json_member(data, "namesakes");
    return cJSON_IsNumber(count) && count->valueint > 0 ? (uint32_t)count->valueint : 0;
}

static const SourceAction *find_source_action(const cJSON *data) {
    Str name;
    if (json_text(data, "source", &name)) {
        for (int i = 0; i < SOURCE_ACTION_COUNT; i++) {
            if (str_equal(name, str_from_c(source_actions[i].name))) {
                return &source_actions[i];
            }
        }
    }
    return NULL;
}

/* The edit of the action that `data` names; false when it is not there any more. */
static bool write_resolved(const Scene *scene, const cJSON *data, Arena *mem, Buf *out) {
    Str title;
    const SourceAction *source = find_source_action(data);
    if (source != NULL) {
        write_source_edit(scene, source, mem, out);
        return true;
    }
    const Finding *finding = find_named(scene, data);
    if (finding == NULL) {
        return false;
    }
    if (json_text(data, "suppress", &title)) {
        const SuppressAction *action = suppress_action_find(title);
        Fix fix;
        return action != NULL && suppress_action_fix(scene, finding, action, mem, &fix) &&
               workspace_edit_write(scene, &fix, out);
    }
    if (!json_text(data, "fix", &title)) {
        return false;
    }
    FixRequest request = fix_request(scene);
    FixSet set = engine_fixes(scene->analyzer, &request, finding, mem);
    const Fix *fix = find_fix(&set, title, read_namesakes(data));
    return fix != NULL && workspace_edit_write(scene, fix, out);
}

static bool is_same_version(const Scene *scene, const cJSON *data) {
    const cJSON *version = json_member(data, "version");
    return cJSON_IsNumber(version) && version->valuedouble == (double)scene->result->version;
}

/* The action as it came, with its edit. */
static void answer_resolve(const Scene *scene, Answer *out) {
    const cJSON *data = json_member(scene->params, "data");
    if (!is_same_version(scene, data) || scene->result->document == NULL) {
        fail(out, RPC_CONTENT_MODIFIED, "the document has changed since this action was offered");
        return;
    }
    char *action = cJSON_PrintUnformatted(scene->params);
    if (action == NULL) {
        fail(out, RPC_INTERNAL_ERROR, "out of memory");
        return;
    }
    Arena mem;
    arena_init(&mem);
    buf_append(&out->result, str_slice(str_from_c(action), 0, (uint32_t)strlen(action) - 1));
    json_append_name(&out->result, "edit");
    if (!write_resolved(scene, data, &mem, &out->result)) {
        fail(out, RPC_CONTENT_MODIFIED, "this fix is not offered any more");
    }
    buf_append_byte(&out->result, '}');
    arena_release(&mem);
    cJSON_free(action);
}

const RequestKind request_resolve_action = {
    .answer = answer_resolve,
    .on_worker = true,
    .uri_path = "data",
    .when_closed = NULL,
};
