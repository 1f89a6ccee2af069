/* Knows how a unit's results are copied and shared; knows nothing about what they say. */
#include "engine/unit_result.h"

static Str copy_text(Str text, Arena *mem) {
    return text.len ? arena_copy(mem, text) : (Str){"", 0};
}

static const ReportRelated *copy_related(const Report *report, Arena *mem) {
    if (report->related_count == 0) {
        return NULL;
    }
    ReportRelated *related = ARENA_ARRAY(mem, ReportRelated, report->related_count);
    for (uint32_t i = 0; i < report->related_count; i++) {
        related[i] = report->related[i];
        related[i].path = copy_text(related[i].path, mem);
        related[i].message = copy_text(related[i].message, mem);
    }
    return related;
}

Report report_copy(const Report *report, Arena *mem) {
    Report copy = *report;
    copy.subject = copy_text(copy.subject, mem);
    copy.message = copy_text(copy.message, mem);
    copy.cost = copy_text(copy.cost, mem);
    copy.entry = copy_text(copy.entry, mem);
    copy.related = copy_related(report, mem);
    return copy;
}

static const Report *copy_reports(const UnitResult *parts, Arena *mem) {
    Report *reports = ARENA_ARRAY(mem, Report, parts->report_count);
    for (uint32_t i = 0; i < parts->report_count; i++) {
        reports[i] = report_copy(&parts->reports[i], mem);
    }
    return reports;
}

static const Note *copy_notes(const UnitResult *parts, Arena *mem) {
    Note *notes = ARENA_ARRAY(mem, Note, parts->note_count);
    for (uint32_t i = 0; i < parts->note_count; i++) {
        notes[i] = parts->notes[i];
        notes[i].message = copy_text(notes[i].message, mem);
    }
    return notes;
}

static const UnitDependency *copy_dependencies(const UnitResult *parts, Arena *mem) {
    size_t bytes = parts->dependency_count * sizeof(UnitDependency);
    UnitDependency *dependencies = arena_allocate(mem, bytes);
    if (bytes) {
        memcpy(dependencies, parts->dependencies, bytes);
    }
    return dependencies;
}

/* Most results are one report: a block of this size keeps 10,000 of them small. */
static size_t expected_bytes(const UnitResult *parts) {
    size_t bytes = sizeof(UnitResult) + parts->report_count * (sizeof(Report) + 48) +
                   parts->note_count * sizeof(Note) +
                   parts->dependency_count * sizeof(UnitDependency) + 64;
    for (uint32_t i = 0; i < parts->report_count; i++) {
        bytes += parts->reports[i].message.len + parts->reports[i].subject.len +
                 parts->reports[i].cost.len + parts->reports[i].entry.len;
    }
    return bytes;
}

UnitResult *unit_result_new(const UnitResult *parts) {
    Arena mem;
    arena_init(&mem);
    arena_reserve(&mem, expected_bytes(parts));
    UnitResult *result = ARENA_NEW(&mem, UnitResult);
    atomic_init(&result->holders, 1);
    result->names_key = parts->names_key;
    result->project_key = parts->project_key;
    result->texts_key = parts->texts_key;
    result->dependencies = copy_dependencies(parts, &mem);
    result->dependency_count = parts->dependency_count;
    result->reports = copy_reports(parts, &mem);
    result->report_count = parts->report_count;
    result->notes = copy_notes(parts, &mem);
    result->note_count = parts->note_count;
    result->mem = mem;
    return result;
}

UnitResult *unit_result_retain(UnitResult *result) {
    atomic_fetch_add_explicit(&result->holders, 1, memory_order_relaxed);
    return result;
}

void unit_result_release(UnitResult *result) {
    if (result && atomic_fetch_sub(&result->holders, 1) == 1) {
        Arena mem = result->mem;
        arena_release(&mem);
    }
}
