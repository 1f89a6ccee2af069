/* Knows how findings and fixes lie in bytes; knows nothing about files that hold them. What is
 * known of units stands in unit_pack.c. */
#include "engine/result_pack.h"

#include "engine/pack_parts.h"
#include "engine/run.h"

void mentioned_paths_release(MentionedPaths *paths) {
    ARRAY_RELEASE(&paths->paths);
}

void pack_mention(MentionedPaths *mentioned, Str path) {
    for (uint32_t i = 0; i < mentioned->paths.count; i++) {
        if (str_equal(mentioned->paths.items[i], path)) {
            return;
        }
    }
    ARRAY_PUSH(&mentioned->paths, path);
}

/* ---- parts ---------------------------------------------------------------------------------- */

void pack_put_own(Buf *out, uint32_t own, const PackContext *context) {
    pack_put_number(out, context->own ? own : 0);
    if (own && context->own) {
        pack_put_key(out, context->own->key);
    }
}

uint32_t pack_take_own(PackReader *reader, RuleId rule, const PackContext *context) {
    uint32_t own = (uint32_t)pack_take_number(reader, OWN_RULES_MAX);
    uint64_t key = own ? pack_take_key(reader) : 0;
    const OwnRules *rules = context->own;
    if (own && rules && rules->key == key && own <= rules->rule_count) {
        return own;
    }
    reader->failed = reader->failed || own || rule == RULE_own_query;
    return 0;
}

Str pack_take_words(PackReader *reader) {
    Str text = pack_take_text(reader);
    if (!utf8_is_valid(text)) {
        reader->failed = true;
        return STR("");
    }
    return text;
}

/* The length of the text that a place in `path` counts in. */
static uint32_t length_of(PackReader *reader, const PackContext *context, Str path) {
    uint32_t length = context->text_length;
    if (path.len && !context->other_length(context->data, path, &length)) {
        reader->failed = true;
        return 0;
    }
    return length;
}

const Note *pack_take_notes(PackReader *reader, uint32_t text_length, uint32_t *count, Arena *mem) {
    *count = pack_take_count(reader, 4);
    Note *notes = ARENA_ARRAY(mem, Note, *count);
    for (uint32_t i = 0; i < *count && !reader->failed; i++) {
        notes[i].kind = (NoteKind)pack_take_number(reader, NOTE_KIND_COUNT - 1);
        notes[i].span = pack_take_span(reader, text_length);
        notes[i].message = pack_take_words(reader);
    }
    return notes;
}

void pack_put_notes(Buf *out, const Note *notes, uint32_t count) {
    pack_put_number(out, count);
    for (uint32_t i = 0; i < count; i++) {
        pack_put_number(out, notes[i].kind);
        pack_put_span(out, notes[i].span);
        pack_put_text(out, notes[i].message);
    }
}

/* ---- findings ------------------------------------------------------------------------------- */

const Outline *pack_outline(const PackContext *context, Str path) {
    return path.len ? context->other_outline(context->data, path) : context->outline;
}

uint64_t pack_unit_key(const PackContext *context, Str path, UnitId unit) {
    const Outline *outline = pack_outline(context, path);
    if (!outline || unit >= outline->unit_count) {
        return 0;
    }
    uint64_t key = run_mix(outline->units[unit].hash.low, outline->units[unit].hash.high);
    return key ? key : 1;
}

/* Where in which unit the place lies; a key of 0 when that cannot be told. */
static void put_unit_place(const PackContext *context, const Related *related, Buf *out) {
    const Outline *outline = context->other_outline(context->data, related->path);
    UnitId unit = UNIT_MODULE_ID;
    Span inside = {0, 0};
    uint64_t key = 0;
    if (outline && related->span.end <= outline->text.len) {
        unit = outline_unit_at(outline, related->span.start);
        inside = (Span){outline_to_unit(outline, unit, related->span.start),
                        outline_to_unit(outline, unit, related->span.end)};
        Span back = outline_span_to_file(outline, unit, inside);
        bool comes_back = back.start == related->span.start && back.end == related->span.end;
        key = comes_back ? pack_unit_key(context, related->path, unit) : 0;
    }
    pack_put_number(out, unit);
    pack_put_span(out, key ? inside : (Span){0, 0});
    pack_put_key(out, key);
}

static void put_related(const Finding *finding, const PackContext *context,
                        MentionedPaths *mentioned, Buf *out) {
    pack_put_number(out, finding->related_count);
    for (uint32_t i = 0; i < finding->related_count; i++) {
        const Related *related = &finding->related[i];
        pack_put_text(out, related->path);
        pack_put_span(out, related->span);
        if (related->path.len) {
            pack_mention(mentioned, related->path);
            put_unit_place(context, related, out);
        }
        pack_put_text(out, related->message);
    }
}

static void put_finding(const Finding *finding, const PackContext *context,
                        MentionedPaths *mentioned, Buf *out) {
    pack_put_number(out, finding->rule);
    pack_put_own(out, finding->own ? finding->own->index + 1u : 0, context);
    pack_put_number(out, finding->severity);
    pack_put_number(out, finding->certainty);
    pack_put_span(out, finding->span);
    pack_put_number(out, finding->owner);
    pack_put_span(out, finding->definition);
    pack_put_text(out, finding->subject);
    pack_put_text(out, finding->message);
    pack_put_text(out, finding->cost);
    pack_put_text(out, finding->entry);
    pack_put_key(out, finding->fingerprint);
    put_related(finding, context, mentioned, out);
}

static void put_merged(const Finding *finding, const PackContext *context,
                       MentionedPaths *mentioned, Buf *out) {
    put_finding(finding, context, mentioned, out);
    pack_put_number(out, finding->more_count);
    for (uint32_t i = 0; i < finding->more_count; i++) {
        put_finding(&finding->more[i], context, mentioned, out);
    }
}

/* A place in another file, which may have moved with its unit. */
static Span take_other_place(PackReader *reader, const PackContext *context, Str path) {
    Span span = pack_take_span(reader, UINT32_MAX);
    UnitId unit = (UnitId)pack_take_number(reader, UINT32_MAX);
    Span inside = pack_take_span(reader, UINT32_MAX);
    uint64_t key = pack_take_key(reader);
    uint32_t length = 0;
    if (!reader->failed && context->other_length(context->data, path, &length)) {
        reader->failed = span.end > length;
        return span;
    }
    bool is_there = !reader->failed && key && key == pack_unit_key(context, path, unit);
    const Outline *outline = is_there ? context->other_outline(context->data, path) : NULL;
    if (!outline || inside.end > outline->units[unit].text_length) {
        reader->failed = true;
        return (Span){0, 0};
    }
    return outline_span_to_file(outline, unit, inside);
}

static void take_related(PackReader *reader, const PackContext *context, Finding *finding,
                         Arena *mem) {
    finding->related_count = pack_take_count(reader, 4);
    Related *related = ARENA_ARRAY(mem, Related, finding->related_count);
    for (uint32_t i = 0; i < finding->related_count && !reader->failed; i++) {
        related[i].path = pack_take_words(reader);
        related[i].span = related[i].path.len ? take_other_place(reader, context, related[i].path)
                                              : pack_take_span(reader, context->text_length);
        related[i].message = pack_take_words(reader);
    }
    finding->related = related;
}

static void take_finding(PackReader *reader, const PackContext *context, Finding *out, Arena *mem) {
    uint32_t length = context->text_length;
    out->rule = (RuleId)pack_take_number(reader, RULE_COUNT - 1);
    uint32_t own = pack_take_own(reader, out->rule, context);
    out->own = own ? context->own->rules[own - 1] : NULL;
    out->severity = (Severity)pack_take_number(reader, SEVERITY_COUNT - 1);
    out->certainty = (Certainty)pack_take_number(reader, CERTAINTY_COUNT - 1);
    out->span = pack_take_span(reader, length);
    out->owner = (uint32_t)pack_take_number(reader, length);
    out->definition = pack_take_span(reader, length);
    out->subject = pack_take_words(reader);
    out->message = pack_take_words(reader);
    out->cost = pack_take_words(reader);
    out->entry = pack_take_words(reader);
    out->fingerprint = pack_take_key(reader);
    take_related(reader, context, out, mem);
}

/* Bytes that a finding takes at least: each of its numbers and texts one, its key eight. */
enum { FINDING_BYTES = 22 };

static void take_merged(PackReader *reader, const PackContext *context, Finding *out, Arena *mem) {
    take_finding(reader, context, out, mem);
    out->more_count = pack_take_count(reader, FINDING_BYTES);
    Finding *more = ARENA_ARRAY(mem, Finding, out->more_count);
    for (uint32_t i = 0; i < out->more_count && !reader->failed; i++) {
        take_finding(reader, context, &more[i], mem);
    }
    out->more = more;
}

/* ---- fixes ---------------------------------------------------------------------------------- */

static void put_edits(const FileEdits *file, MentionedPaths *mentioned, Buf *out) {
    if (file->path.len) {
        pack_mention(mentioned, file->path);
    }
    pack_put_text(out, file->path);
    pack_put_number(out, file->edits.count);
    for (uint32_t i = 0; i < file->edits.count; i++) {
        pack_put_span(out, file->edits.items[i].span);
        pack_put_text(out, file->edits.items[i].replacement);
    }
}

static void put_fixes(const FixSet *set, MentionedPaths *mentioned, Buf *out) {
    pack_put_number(out, set->is_built);
    pack_put_number(out, set->fix_count);
    for (uint32_t i = 0; i < set->fix_count; i++) {
        const Fix *fix = &set->fixes[i];
        pack_put_text(out, fix->title);
        pack_put_text(out, fix->leaves);
        pack_put_number(out, fix->safety);
        pack_put_number(out, fix->file_count);
        for (uint32_t k = 0; k < fix->file_count; k++) {
            put_edits(&fix->files[k], mentioned, out);
        }
    }
    pack_put_number(out, set->refusal_count);
    for (uint32_t i = 0; i < set->refusal_count; i++) {
        pack_put_text(out, set->refusals[i].title);
        pack_put_text(out, set->refusals[i].reason);
    }
}

static void take_edits(PackReader *reader, const PackContext *context, FileEdits *out, Arena *mem) {
    out->path = pack_take_words(reader);
    uint32_t length = length_of(reader, context, out->path);
    uint32_t count = pack_take_count(reader, 3);
    out->edits = (EditList){.items = ARENA_ARRAY(mem, Edit, count), count, count};
    for (uint32_t i = 0; i < count && !reader->failed; i++) {
        out->edits.items[i].span = pack_take_span(reader, length);
        out->edits.items[i].replacement = pack_take_words(reader);
    }
}

static void take_fix(PackReader *reader, const PackContext *context, Fix *out, Arena *mem) {
    out->title = pack_take_words(reader);
    out->leaves = pack_take_words(reader);
    out->safety = (Safety)pack_take_number(reader, SAFETY_COUNT - 1);
    out->file_count = pack_take_count(reader, 2);
    FileEdits *files = ARENA_ARRAY(mem, FileEdits, out->file_count);
    for (uint32_t i = 0; i < out->file_count && !reader->failed; i++) {
        take_edits(reader, context, &files[i], mem);
    }
    out->files = files;
}

static void take_fixes(PackReader *reader, const PackContext *context, FixSet *out, Arena *mem) {
    out->is_built = pack_take_number(reader, 1) != 0;
    out->fix_count = pack_take_count(reader, 4);
    Fix *fixes = ARENA_ARRAY(mem, Fix, out->fix_count);
    for (uint32_t i = 0; i < out->fix_count && !reader->failed; i++) {
        take_fix(reader, context, &fixes[i], mem);
    }
    out->refusal_count = pack_take_count(reader, 2);
    Refusal *refusals = ARENA_ARRAY(mem, Refusal, out->refusal_count);
    for (uint32_t i = 0; i < out->refusal_count && !reader->failed; i++) {
        refusals[i].title = pack_take_words(reader);
        refusals[i].reason = pack_take_words(reader);
    }
    out->fixes = fixes;
    out->refusals = refusals;
}

/* ---- a file's ------------------------------------------------------------------------------- */

void file_result_put(const FileResult *result, const PackContext *context,
                     MentionedPaths *mentioned, Buf *out) {
    pack_put_number(out, result->findings_suppressed);
    pack_put_number(out, result->units_total);
    pack_put_notes(out, result->notes, result->note_count);
    pack_put_number(out, result->finding_count);
    for (uint32_t i = 0; i < result->finding_count; i++) {
        put_merged(&result->findings[i], context, mentioned, out);
    }
    pack_put_number(out, result->fixes != NULL);
    for (uint32_t i = 0; result->fixes && i < result->finding_count; i++) {
        put_fixes(&result->fixes[i], mentioned, out);
    }
}

static const FixSet *take_fix_sets(PackReader *reader, const PackContext *context, uint32_t count,
                                   Arena *mem) {
    if (pack_take_number(reader, 1) == 0) {
        return NULL;
    }
    FixSet *sets = ARENA_ARRAY(mem, FixSet, count);
    for (uint32_t i = 0; i < count && !reader->failed; i++) {
        take_fixes(reader, context, &sets[i], mem);
    }
    return sets;
}

bool file_result_take(PackReader *reader, const PackContext *context, FileResult *out, Arena *mem) {
    *out = (FileResult){
        .findings_suppressed = (uint32_t)pack_take_number(reader, UINT32_MAX),
    };
    out->units_total = (uint32_t)pack_take_number(reader, UINT32_MAX);
    out->notes = pack_take_notes(reader, context->text_length, &out->note_count, mem);
    out->finding_count = pack_take_count(reader, FINDING_BYTES);
    Finding *findings = ARENA_ARRAY(mem, Finding, out->finding_count);
    for (uint32_t i = 0; i < out->finding_count && !reader->failed; i++) {
        take_merged(reader, context, &findings[i], mem);
    }
    out->findings = findings;
    out->fixes = take_fix_sets(reader, context, out->finding_count, mem);
    return !reader->failed;
}
