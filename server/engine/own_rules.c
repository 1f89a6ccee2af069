/* Knows what the settings of a project's own patterns mean; what they match is the query's. */
#include "engine/own_rules.h"

#include "base/hash.h"
#include "engine/predicate.h"

typedef struct OwnReader {
    RuleQueries *queries;
    Str file;
    Str text;
    uint16_t query;
    const QueryPattern *pattern;
    Buf *err;
} OwnReader;

/* ---- errors ------------------------------------------------------------------------------- */

static Status fail_at(const OwnReader *reader, uint32_t offset, const char *why, Str what) {
    uint32_t line = 1;
    uint32_t column = 1;
    for (uint32_t at = 0; at < offset && at < reader->text.len; at++) {
        column++;
        if (reader->text.ptr[at] == '\n') {
            line++;
            column = 1;
        }
    }
    return status_note(STATUS_INVALID, reader->err, "%.*s:%u:%u: %s%s%.*s%s", STR_ARG(reader->file),
                       line, column, why, what.len ? " '" : "", STR_ARG(what), what.len ? "'" : "");
}

static Status fail(const OwnReader *reader, const char *why, Str what) {
    Str rest = str_slice(reader->text, reader->pattern->start, reader->text.len);
    uint32_t found = what.len ? str_find(rest, what) : rest.len;
    return fail_at(reader, reader->pattern->start + (found < rest.len ? found : 0), why, what);
}

/* ---- settings ----------------------------------------------------------------------------- */

static bool is_id(Str text) {
    uint32_t slashes = 0;
    for (uint32_t i = 0; i < text.len; i++) {
        char byte = text.ptr[i];
        bool is_word = (byte >= 'a' && byte <= 'z') || (byte >= '0' && byte <= '9');
        bool is_inner = i > 0 && i + 1 < text.len && (byte == '-' || byte == '/');
        if (!is_word && !is_inner) {
            return false;
        }
        slashes += byte == '/';
    }
    return slashes == 1;
}

static Status read_id(const OwnReader *reader, Str value, OwnRule *rule) {
    RuleId built_in;
    if (!is_id(value)) {
        return fail(reader, "an id is two words with a slash between them, not", value);
    }
    if (rule_find(value, &built_in)) {
        return fail(reader, "this id belongs to a built-in rule:", value);
    }
    rule->id = value;
    return STATUS_OK;
}

static Status read_setting(const OwnReader *reader, const QuerySetting *setting, OwnRule *rule) {
    Str value = setting->value;
    if (str_equal(setting->key, STR("id"))) {
        return read_id(reader, value, rule);
    }
    if (str_equal(setting->key, STR("message"))) {
        rule->message = value;
        return STATUS_OK;
    }
    if (str_equal(setting->key, STR("severity"))) {
        return severity_find(value, &rule->severity)
                   ? STATUS_OK
                   : fail(reader, "a severity is error, warning, info or hint, not", value);
    }
    if (str_equal(setting->key, STR("category"))) {
        return category_find(value, &rule->category) ? STATUS_OK
                                                     : fail(reader, "unknown category", value);
    }
    if (str_equal(setting->key, STR("report"))) {
        rule->slot = query_capture_slot(reader->queries->set, reader->query, value);
        return rule->slot != SLOT_NONE ? STATUS_OK : fail(reader, "there is no capture", value);
    }
    return fail(reader, "a rule of the project's own has no setting", setting->key);
}

static Status read_rule(const OwnReader *reader, OwnRule *rule) {
    const QueryPattern *pattern = reader->pattern;
    *rule =
        (OwnRule){.severity = SEVERITY_WARNING, .category = CATEGORY_OWN, .slot = OWN_SLOT_FIRST};
    for (uint32_t i = 0; i < pattern->setting_count; i++) {
        Status status = read_setting(reader, &pattern->settings[i], rule);
        if (status < 0) {
            return status;
        }
    }
    for (uint32_t i = 0; i < pattern->predicate_count; i++) {
        Str wrong = predicate_unknown_word(&pattern->predicates[i]);
        if (wrong.len) {
            return fail(reader, "the catalog has no effect", wrong);
        }
    }
    if (rule->id.len == 0) {
        return fail(reader, "the pattern needs an id: (#set! id \"name/name\")", STR(""));
    }
    return rule->message.len
               ? STATUS_OK
               : fail(reader, "the pattern needs a message: (#set! message \"...\")", STR(""));
}

/* ---- files -------------------------------------------------------------------------------- */

Status own_rules_add(RuleQueries *queries, Str file, Str text, uint64_t *queries_added, Buf *err) {
    OwnReader reader = {.queries = queries, .err = err};
    reader.file = arena_copy(&queries->mem, file);
    reader.text = arena_copy(&queries->mem, text);
    reader.query = queries->own_count < OWN_QUERIES_MAX
                       ? query_set_add(queries->set, reader.file, reader.text)
                       : (uint16_t)QUERY_NONE;
    if (reader.query == QUERY_NONE) {
        return status_note(STATUS_INVALID, err, "%.*s: too many query files", STR_ARG(file));
    }
    Status status = query_compile(queries->set, reader.query, err);
    uint32_t count = status < 0 ? 0 : query_pattern_count(queries->set, reader.query);
    OwnRule *rules = ARENA_ARRAY(&queries->mem, OwnRule, count + 1);
    for (uint32_t i = 0; i < count && status == STATUS_OK; i++) {
        reader.pattern = query_pattern(queries->set, reader.query, (uint16_t)i);
        status = read_rule(&reader, &rules[i]);
    }
    if (status < 0) {
        return status;
    }
    queries->own[queries->own_count++] =
        (OwnQuery){reader.query, rules, count, hash_short(file) * 31 + hash_short(text)};
    *queries_added |= (uint64_t)1 << reader.query;
    return STATUS_OK;
}

const OwnRule *own_rule_of(const RuleQueries *queries, const Candidate *candidate) {
    for (uint32_t i = 0; i < queries->own_count; i++) {
        const OwnQuery *own = &queries->own[i];
        if (own->query == candidate->query) {
            return candidate->pattern < own->rule_count ? &own->rules[candidate->pattern] : NULL;
        }
    }
    return NULL;
}
