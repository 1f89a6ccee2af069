/* Knows how what is known of units lies in bytes, and which units of a file are those of an earlier
 * version; knows nothing about when it is out of date (check.c). */
#include "engine/document_memory.h"
#include "engine/pack_parts.h"

/* ---- writing -------------------------------------------------------------------------------- */

static void put_related(const Report *report, const PackContext *context, MentionedPaths *mentioned,
                        Buf *out) {
    pack_put_number(out, report->related_count);
    for (uint32_t i = 0; i < report->related_count; i++) {
        const ReportRelated *related = &report->related[i];
        pack_put_text(out, related->path);
        if (related->path.len) {
            pack_mention(mentioned, related->path);
        }
        pack_put_key(out, pack_unit_key(context, related->path, related->unit));
        pack_put_number(out, related->unit);
        pack_put_span(out, related->span);
        pack_put_text(out, related->message);
    }
}

static void put_report(const Report *report, const PackContext *context, MentionedPaths *mentioned,
                       Buf *out) {
    pack_put_number(out, report->rule);
    pack_put_own(out, report->own, context);
    pack_put_number(out,
                    (uint64_t)((int64_t)report->severity + 1)); /* SEVERITY_FROM_REGISTRY is -1 */
    pack_put_number(out, report->certainty);
    pack_put_span(out, report->span);
    pack_put_number(out, report->owner);
    pack_put_span(out, report->definition);
    pack_put_text(out, report->subject);
    pack_put_text(out, report->message);
    pack_put_text(out, report->cost);
    pack_put_text(out, report->entry);
    pack_put_number(out, report->anchor);
    pack_put_number(out, report->detail);
    put_related(report, context, mentioned, out);
}

static void put_result(const UnitResult *result, const PackContext *context,
                       MentionedPaths *mentioned, Buf *out) {
    pack_put_key(out, result->names_key);
    pack_put_key(out, result->texts_key);
    pack_put_number(out, result->project_key != 0);
    pack_put_number(out, result->dependency_count);
    for (uint32_t i = 0; i < result->dependency_count; i++) {
        pack_put_number(out, result->dependencies[i].unit);
        pack_put_hash(out, result->dependencies[i].hash);
    }
    pack_put_number(out, result->report_count);
    for (uint32_t i = 0; i < result->report_count; i++) {
        put_report(&result->reports[i], context, mentioned, out);
    }
    pack_put_notes(out, result->notes, result->note_count);
}

/* The place of Broken nodes is not kept: such a unit is looked at again. */
static void put_slot(const Unit *unit, const Slot *slot, const PackContext *context,
                     MentionedPaths *mentioned, Buf *out) {
    uint32_t state = slot->broken ? SLOT_UNKNOWN : slot->state;
    pack_put_hash(out, unit->hash);
    pack_put_number(out, unit->kind);
    pack_put_number(out, state);
    if (state == SLOT_UNKNOWN) {
        return;
    }
    pack_put_key(out, slot->environment);
    pack_put_number(out, slot->result != NULL);
    if (slot->result) {
        put_result(slot->result, context, mentioned, out);
    }
}

void unit_results_put(const Document *document, const PackContext *context,
                      MentionedPaths *mentioned, Buf *out) {
    const Outline *outline = &document->outline;
    SlotArray *slots = document_slots_take(document);
    pack_put_number(out, slots->count);
    for (UnitId unit = 0; unit < slots->count; unit++) {
        put_slot(&outline->units[unit], &slots->items[unit], context, mentioned, out);
    }
    slot_array_release(slots);
}

/* ---- reading -------------------------------------------------------------------------------- */

/* A unit as it was. */
typedef struct PackedUnit {
    Hash hash;
    uint32_t kind;
    uint32_t state;
    uint64_t environment;
    UnitResult *result; /* parts, in the scratch arena; NULL: none */
    bool asked_project;
    bool is_lost; /* it points into a file that is another one now */
} PackedUnit;

typedef struct UnitReader {
    PackReader *reader;
    const PackContext *context;
    Arena *mem;
    bool is_lost; /* of the unit at hand */
} UnitReader;

/* Spans count bytes of units whose texts are not known yet: the least that can be said. */
static Span take_span(UnitReader *take) {
    return pack_take_span(take->reader, UINT32_MAX);
}

static ReportRelated take_place(UnitReader *take) {
    ReportRelated related = {.path = pack_take_words(take->reader)};
    uint64_t key = pack_take_key(take->reader);
    related.unit = (UnitId)pack_take_number(take->reader, UINT32_MAX);
    related.span = take_span(take);
    related.message = pack_take_words(take->reader);
    const PackContext *context = take->context;
    bool is_same = key && key == pack_unit_key(context, related.path, related.unit);
    const Outline *outline = is_same ? pack_outline(context, related.path) : NULL;
    take->is_lost =
        take->is_lost || !outline || related.span.end > outline->units[related.unit].text_length;
    return related;
}

static void take_related(UnitReader *take, Report *report) {
    report->related_count = pack_take_count(take->reader, 5);
    ReportRelated *related = ARENA_ARRAY(take->mem, ReportRelated, report->related_count);
    for (uint32_t i = 0; i < report->related_count && !take->reader->failed; i++) {
        related[i] = take_place(take);
    }
    report->related = related;
}

static void take_report(UnitReader *take, Report *out) {
    PackReader *reader = take->reader;
    out->rule = (RuleId)pack_take_number(reader, RULE_COUNT - 1);
    out->own = pack_take_own(reader, out->rule, take->context);
    out->severity = (int)pack_take_number(reader, SEVERITY_COUNT) - 1;
    out->certainty = (Certainty)pack_take_number(reader, CERTAINTY_COUNT - 1);
    out->span = take_span(take);
    out->owner = (uint32_t)pack_take_number(reader, UINT32_MAX);
    out->definition = take_span(take);
    out->subject = pack_take_words(reader);
    out->message = pack_take_words(reader);
    out->cost = pack_take_words(reader);
    out->entry = pack_take_words(reader);
    out->anchor = (uint32_t)pack_take_number(reader, UINT32_MAX);
    out->detail = (uint32_t)pack_take_number(reader, UINT32_MAX);
    take_related(take, out);
}

static void take_dependencies(UnitReader *take, UnitResult *out) {
    out->dependency_count = pack_take_count(take->reader, 1 + sizeof(Hash));
    UnitDependency *items = ARENA_ARRAY(take->mem, UnitDependency, out->dependency_count);
    for (uint32_t i = 0; i < out->dependency_count && !take->reader->failed; i++) {
        items[i].unit = (UnitId)pack_take_number(take->reader, UINT32_MAX);
        items[i].hash = pack_take_hash(take->reader);
    }
    out->dependencies = items;
}

/* Bytes that a report takes at least: each of its numbers and texts one. */
enum { REPORT_BYTES = 16 };

static UnitResult *take_result(UnitReader *take, PackedUnit *unit) {
    PackReader *reader = take->reader;
    UnitResult *result = ARENA_NEW(take->mem, UnitResult);
    result->names_key = pack_take_key(reader);
    result->texts_key = pack_take_key(reader);
    unit->asked_project = pack_take_number(reader, 1) != 0;
    take_dependencies(take, result);
    result->report_count = pack_take_count(reader, REPORT_BYTES);
    Report *reports = ARENA_ARRAY(take->mem, Report, result->report_count);
    for (uint32_t i = 0; i < result->report_count && !reader->failed; i++) {
        take_report(take, &reports[i]);
    }
    result->reports = reports;
    result->notes = pack_take_notes(reader, UINT32_MAX, &result->note_count, take->mem);
    return result;
}

static void take_unit(UnitReader *take, PackedUnit *out) {
    PackReader *reader = take->reader;
    take->is_lost = false;
    out->hash = pack_take_hash(reader);
    out->kind = (uint32_t)pack_take_number(reader, UNIT_CLASS);
    out->state = (uint32_t)pack_take_number(reader, SLOT_CHECKED);
    if (out->state == SLOT_UNKNOWN) {
        return;
    }
    out->environment = pack_take_key(reader);
    if (pack_take_number(reader, 1) != 0) {
        out->result = take_result(take, out);
    }
    out->is_lost = take->is_lost;
}

static PackedUnit *take_units(UnitReader *take, uint32_t *count) {
    *count = pack_take_count(take->reader, sizeof(Hash) + 2);
    PackedUnit *units = ARENA_ARRAY(take->mem, PackedUnit, *count);
    for (uint32_t i = 0; i < *count && !take->reader->failed; i++) {
        take_unit(take, &units[i]);
    }
    return units;
}

/* ---- which units they are now --------------------------------------------------------------- */

static bool is_same(const PackedUnit *packed, const Unit *unit) {
    return hash_equal(packed->hash, unit->hash) && packed->kind == (uint32_t)unit->kind;
}

static bool fits_places(const Report *report, const Outline *outline, UnitId id) {
    for (uint32_t i = 0; i < report->related_count; i++) {
        const ReportRelated *related = &report->related[i];
        if (related->path.len == 0 &&
            (related->unit >= outline->unit_count ||
             related->span.end > outline->units[related->unit].text_length)) {
            return false;
        }
    }
    uint32_t length = outline->units[id].text_length;
    return report->span.end <= length && report->owner <= length &&
           report->definition.end <= length;
}

/* Does it speak of places that there are? A result whose other units have moved is told so by
 * names_key later; until then their numbers must be good. */
static bool fits(const UnitResult *result, const Outline *outline, UnitId id) {
    for (uint32_t i = 0; i < result->dependency_count; i++) {
        if (result->dependencies[i].unit >= outline->unit_count || result->names_key == 0) {
            return false;
        }
    }
    for (uint32_t i = 0; i < result->report_count; i++) {
        if (!fits_places(&result->reports[i], outline, id)) {
            return false;
        }
    }
    for (uint32_t i = 0; i < result->note_count; i++) {
        if (result->notes[i].span.end > outline->units[id].text_length) {
            return false;
        }
    }
    return true;
}

static void fill_slot(Slot *slot, const PackedUnit *packed, const Outline *outline, UnitId id,
                      uint64_t project_key) {
    UnitResult *result = packed->result;
    bool is_known = packed->state != SLOT_UNKNOWN && !packed->is_lost &&
                    !(packed->asked_project && project_key == 0) &&
                    (!result || fits(result, outline, id));
    if (!is_known) {
        return;
    }
    if (result) {
        result->project_key = packed->asked_project ? project_key : 0;
        slot->result = unit_result_new(result);
    }
    slot->environment = packed->environment;
    slot->state = packed->state;
}

static void give(Document *document, const PackedUnit *units, uint32_t count,
                 uint64_t project_key) {
    const Outline *outline = &document->outline;
    uint32_t most = count < outline->unit_count ? count : outline->unit_count;
    SlotArray *slots = slot_array_new(outline->unit_count);
    uint32_t head = 0;
    for (; head < most && is_same(&units[head], &outline->units[head]); head++) {
        fill_slot(&slots->items[head], &units[head], outline, head, project_key);
    }
    for (uint32_t tail = 1; tail <= most - head; tail++) {
        UnitId id = outline->unit_count - tail;
        if (!is_same(&units[count - tail], &outline->units[id])) {
            break;
        }
        fill_slot(&slots->items[id], &units[count - tail], outline, id, project_key);
    }
    document_slots_publish(document, slots);
}

bool unit_results_take(PackReader *reader, const PackContext *context, uint64_t project_key,
                       Document *document, Arena *scratch) {
    UnitReader take = {.reader = reader, .context = context, .mem = scratch};
    uint32_t count;
    PackedUnit *units = take_units(&take, &count);
    if (reader->failed) {
        return false;
    }
    give(document, units, count, project_key);
    return true;
}
