/* Knows which reports are worth a look at who calls their function; how callers are found is
 * semantics' business. */
#include "engine/report_entry.h"

#include "semantics/entry_point.h"

/* A finding tells the nearest ones alone: what is further away says little and costs much. */
static const EntryLimits near_limits = {.depth = 2, .functions = 8, .callers = 4};

static bool is_worth_it(const Run *run, const Report *report) {
    const RuleInfo *rule = rule_info(report->rule);
    const RuleSelection *selection = run->request->selection;
    bool is_of_kind = rule->category == CATEGORY_QUERY || rule->category == CATEGORY_IO;
    return is_of_kind && run_severity(run, report) >= SEVERITY_WARNING && report->entry.len == 0 &&
           report->certainty >= selection->least_certainty;
}

void report_entries_fill(Run *run, UnitId unit, Report *reports, uint32_t count, Arena *mem) {
    Str entry = STR("");
    for (uint32_t i = 0; i < count; i++) {
        if (!is_worth_it(run, &reports[i])) {
            continue;
        }
        if (entry.len == 0) {
            EntryChain chain = entry_chain(&run->model, unit, near_limits);
            if (chain.kind == ENTRY_NONE) {
                return;
            }
            entry = entry_name(chain.steps[0].file, chain.steps[0].unit, mem);
        }
        reports[i].entry = entry;
    }
}
