/* Knows how rules are called and what their answers depend on; knows nothing about what becomes of
 * the answers. */
#include "engine/check.h"

#include "engine/predicate.h"
#include "engine/report_entry.h"

#include <stdlib.h>

typedef struct CheckSink {
    RuleSink sink; /* first: rules get a pointer to it */
    Arena *mem;
    struct ARRAY_OF(Report) reports;
    NoteList notes;
} CheckSink;

static bool is_valid(const Report *report, uint32_t text_length) {
    return report->rule < RULE_COUNT && report->span.start <= report->span.end &&
           report->span.end <= text_length && report->owner <= text_length &&
           report->definition.start <= report->definition.end &&
           report->definition.end <= text_length;
}

static void take_report(RuleSink *base, const RuleContext *context, const Report *report) {
    CheckSink *sink = (CheckSink *)base;
    if (BUG_ON(!is_valid(report, context->facts->text.len))) {
        Str message = arena_format(sink->mem, "a rule reported a place outside its unit");
        ARRAY_PUSH(&sink->notes, ((Note){
                                     NOTE_BUG, {0, 0},
                                      message
        }));
        return;
    }
    ARRAY_PUSH(&sink->reports, *report);
}

static void run_candidates(const RuleImplementation *rule, RuleContext *context,
                           const RuleQueries *queries) {
    uint16_t query = queries->of_rule[rule->rule];
    const CandidateArray *candidates = &context->facts->candidates;
    for (uint32_t i = 0; query != QUERY_NONE && i < candidates->count; i++) {
        const Candidate *candidate = &candidates->items[i];
        if (candidate->query == query &&
            predicates_hold(context, query_pattern(queries->set, query, candidate->pattern),
                            candidate)) {
            rule->check_candidate(context, candidate);
        }
    }
}

static void run_own_candidates(const RuleImplementation *rule, RuleContext *context,
                               const Gate *gate) {
    const CandidateArray *candidates = &context->facts->candidates;
    for (uint32_t i = 0; gate->own && i < candidates->count; i++) {
        const Candidate *candidate = &candidates->items[i];
        const OwnRule *own = own_rule_of(gate->own, candidate);
        if (!own || !own_rule_has_bit(gate->own_on, own->index)) {
            continue;
        }
        uint16_t query = (uint16_t)(candidate->query - CANDIDATE_OWN);
        context->own = own;
        if (predicates_hold(context, query_pattern(gate->own->set, query, candidate->pattern),
                            candidate)) {
            rule->check_candidate(context, candidate);
        }
    }
    context->own = NULL;
}

static void run_rule(const RuleImplementation *rule, RuleContext *context, const Gate *gate) {
    UnitKind kind = context->file->outline->units[context->unit].kind;
    if (rule->check_unit && (rule->visits & (1u << kind))) {
        rule->check_unit(context);
    }
    if (rule->check_candidate && gate->queries) {
        run_candidates(rule, context, gate->queries);
    }
    if (rule->check_candidate && rule->rule == RULE_own_query) {
        run_own_candidates(rule, context, gate);
    }
}

static bool is_around(const Outline *outline, UnitId other, UnitId unit) {
    while (unit != UNIT_NONE && unit != other) {
        unit = outline->units[unit].parent;
    }
    return unit == other;
}

static int compare_units(const void *a, const void *b) {
    UnitId left = *(const UnitId *)a;
    UnitId right = *(const UnitId *)b;
    return (left > right) - (left < right);
}

/* The units that were asked for beyond the unit and those around it, each once. */
static void settle_dependencies(Run *run, UnitId unit, const UnitNotes *notes, UnitResult *parts,
                                Arena *mem) {
    if (notes->count == 0) {
        return;
    }
    UnitId *units = arena_allocate(mem, notes->count * sizeof *units);
    memcpy(units, notes->units, notes->count * sizeof *units);
    qsort(units, notes->count, sizeof *units, compare_units);
    UnitDependency *dependencies = arena_allocate(mem, notes->count * sizeof *dependencies);
    for (uint32_t i = 0; i < notes->count; i++) {
        if ((i > 0 && units[i] == units[i - 1]) || is_around(run->outline, units[i], unit)) {
            continue;
        }
        dependencies[parts->dependency_count++] =
            (UnitDependency){units[i], run->outline->units[units[i]].hash};
    }
    parts->dependencies = dependencies;
    if (parts->dependency_count > UNIT_DEPENDENCIES_MAX) {
        parts->dependency_count = 0;
        parts->texts_key = run_texts_key(run);
    }
}

static bool has_foreign_place(const UnitResult *parts, UnitId unit) {
    for (uint32_t i = 0; i < parts->report_count; i++) {
        for (uint32_t k = 0; k < parts->reports[i].related_count; k++) {
            const ReportRelated *related = &parts->reports[i].related[k];
            if (related->path.len == 0 && related->unit != unit) {
                return true;
            }
        }
    }
    return false;
}

/* Then the units of this file that the project looked at are among what the file was told. */
static bool keeps_told(const Run *run) {
    const Snapshot *snapshot = run->request->snapshot;
    return snapshot && snapshot->facts;
}

static void fill_slot(Run *run, UnitId unit, uint64_t environment, UnitResult *parts,
                      const UnitNotes *notes) {
    settle_dependencies(run, unit, notes, parts, &run->analyzer->pending);
    if (notes->texts || (notes->project && run_is_asked_from_outside(run) && !keeps_told(run))) {
        parts->texts_key = run_texts_key(run);
    }
    if (notes->names || parts->dependency_count || parts->texts_key ||
        has_foreign_place(parts, unit)) {
        parts->names_key = run_names_key(run);
    }
    parts->project_key = notes->project ? run_project_key(run) : 0;
    bool is_empty = parts->report_count == 0 && parts->note_count == 0 && parts->names_key == 0 &&
                    parts->project_key == 0;
    Slot *slot = &run->slots->items[unit];
    unit_result_release(slot->result);
    slot->result = is_empty ? NULL : unit_result_new(parts);
    slot->environment = environment;
    slot->broken = run->facts[unit]->broken_count;
    slot->state = SLOT_CHECKED;
}

static void note_timeout(Run *run, UnitId unit, CheckSink *sink) {
    Str name = str_span(run->outline->text, run->outline->units[unit].name);
    Str message = unit == UNIT_MODULE_ID
                      ? arena_format(sink->mem, "module level took too long to parse")
                      : arena_format(sink->mem, "%.*s took too long to parse", STR_ARG(name));
    ARRAY_PUSH(&sink->notes, ((Note){
                                 NOTE_SKIPPED, {0, 0},
                                  message
    }));
}

static void note_limit(Str id, CheckSink *sink) {
    Str message =
        arena_format(sink->mem, "%.*s: too many matches, some were left out", STR_ARG(id));
    ARRAY_PUSH(&sink->notes, ((Note){
                                 NOTE_LIMIT, {0, 0},
                                  message
    }));
}

/* I6: a query that found more than it may keep says so. */
static void note_limits(const UnitFacts *facts, const Gate *gate, CheckSink *sink) {
    const RuleQueries *queries = gate->queries;
    for (uint32_t rule = 0; facts->limited_queries && queries && rule < RULE_COUNT; rule++) {
        uint16_t query = queries->of_rule[rule];
        if (query != QUERY_NONE && (facts->limited_queries >> query & 1)) {
            note_limit(rule_info((RuleId)rule)->id, sink);
        }
    }
    for (uint32_t i = 0; facts->limited_own && gate->own && i < gate->own->query_count; i++) {
        const OwnQuery *own = &gate->own->queries[i];
        if (own->rule_count && (facts->limited_own >> i & 1)) {
            Str message =
                arena_format(sink->mem, "%.*s: too many or too costly matches, some were left out",
                             STR_ARG(own->rules[0].file));
            ARRAY_PUSH(&sink->notes, ((Note){
                                         NOTE_LIMIT, {0, 0},
                                          message
            }));
        }
    }
}

/* Docs rules ask for most units of a project and read texts alone: the scopes would be for nothing.
 */
static bool reads_scopes(const RuleImplementation *rule) {
    return rule_info(rule->rule)->category != CATEGORY_DOCS;
}

static void run_rules(Run *run, UnitId unit, RuleContext *context) {
    const Unit *outline_unit = &run->outline->units[unit];
    const Gate *gate = &run->gate;
    for (uint32_t i = 0; i < gate->counts[outline_unit->kind]; i++) {
        const RuleImplementation *rule = gate->rules[outline_unit->kind][i];
        if (gate_passes(gate, rule, outline_unit)) {
            if (reads_scopes(rule)) {
                (void)run_bind(run, unit);
            }
            run_rule(rule, context, gate);
            arena_reset(&run->analyzer->scratch);
        }
    }
}

void check_unit(Run *run, UnitId unit, uint64_t environment) {
    Arena *pending = &run->analyzer->pending;
    CheckSink sink = {.sink = {take_report}, .mem = pending};
    UnitWatch watch;
    file_model_watch(&run->model, &watch);
    const UnitFacts *facts = run_load(run, unit);
    if (facts->timed_out && !run->is_cancelled) {
        note_timeout(run, unit, &sink);
    } else if (!run->is_cancelled) {
        RuleContext context = run_text_context(run, unit, pending);
        context.sink = &sink.sink;
        run_rules(run, unit, &context);
        report_entries_fill(run, unit, sink.reports.items, sink.reports.count, pending);
        note_limits(facts, &run->gate, &sink);
        run->counters.units_checked++;
    }
    UnitNotes notes = file_model_unwatch(&run->model, &watch, pending);
    if (!run->is_cancelled) {
        UnitResult parts = {.reports = sink.reports.items,
                            .report_count = sink.reports.count,
                            .notes = sink.notes.items,
                            .note_count = sink.notes.count};
        fill_slot(run, unit, environment, &parts, &notes);
    }
    ARRAY_RELEASE(&sink.reports);
    ARRAY_RELEASE(&sink.notes);
    arena_reset(pending);
}

bool check_is_current(Run *run, const Slot *slot, uint64_t environment) {
    if (slot->state == SLOT_UNKNOWN || slot->environment != environment) {
        return false;
    }
    const UnitResult *result = slot->result;
    if (!result) {
        return true;
    }
    if (result->project_key && result->project_key != run_project_key(run)) {
        return false;
    }
    if (result->names_key == 0) {
        return true;
    }
    if (result->names_key != run_names_key(run) ||
        (result->texts_key && result->texts_key != run_texts_key(run))) {
        return false;
    }
    for (uint32_t i = 0; i < result->dependency_count; i++) {
        const UnitDependency *dependency = &result->dependencies[i];
        if (!hash_equal(run->outline->units[dependency->unit].hash, dependency->hash)) {
            return false;
        }
    }
    return true;
}
