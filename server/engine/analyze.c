/* Knows the order of an analysis: demand, rules, settlement. Knows nothing about what is found. */
#include "engine/analyze.h"

#include "engine/check.h"
#include "engine/environment.h"
#include "engine/settle.h"

RuleSelection rule_selection_default(void) {
    RuleSelection selection = {.least_certainty = CERTAINTY_LIKELY};
    for (uint32_t rule = 0; rule < RULE_COUNT; rule++) {
        selection.enabled[rule] = rule_runs_by_default((RuleId)rule);
    }
    return selection;
}

static void leave_unasked(Slot *slot, uint64_t environment) {
    unit_result_release(slot->result);
    slot->result = NULL;
    slot->state = SLOT_UNASKED;
    slot->environment = environment;
    slot->broken = 0;
}

/* One unit: what is still true stays, the rest is asked for and checked. */
static void visit_unit(Run *run, UnitId unit, uint64_t environment) {
    Slot *slot = &run->slots->items[unit];
    if (check_is_current(run, slot, environment)) {
        if (slot->state == SLOT_CHECKED) {
            run->counters.units_asked++;
            run->counters.units_reused++;
        }
        return;
    }
    if (!gate_asks(&run->gate, &run->outline->units[unit])) {
        leave_unasked(slot, environment);
        return;
    }
    run->counters.units_asked++;
    check_unit(run, unit, environment);
}

static bool asks_project(const Run *run) {
    for (UnitId unit = 0; unit < run->outline->unit_count; unit++) {
        const UnitResult *result = run->slots->items[unit].result;
        if (result && result->project_key) {
            return true;
        }
    }
    return false;
}

Analysis analyze(Analyzer *analyzer, const AnalyzeRequest *request, Arena *mem) {
    Analysis analysis = {.status = STATUS_OK};
    Run run;
    run_begin(&run, analyzer, request);
    project_view_read_code(analyzer->view);
    Environments environments = environments_build(&run);
    for (UnitId unit = 0; unit < run.outline->unit_count && !run_should_stop(&run); unit++) {
        visit_unit(&run, unit, environments.of_unit[unit]);
    }
    if (run.is_cancelled) {
        analysis.status = STATUS_CANCELLED;
    } else {
        settle(&run, &analysis, mem);
        analysis.asked_project = asks_project(&run);
    }
    run_end(&run);
    run.counters.findings_suppressed = analysis.counters.findings_suppressed;
    analysis.counters = run.counters;
    return analysis;
}

int raw_report_compare(const void *a, const void *b) {
    const RawReport *left = a;
    const RawReport *right = b;
    if (left->unit != right->unit) {
        return left->unit < right->unit ? -1 : 1;
    }
    return (left->rule > right->rule) - (left->rule < right->rule);
}
