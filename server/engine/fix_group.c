/* Knows which fixes can be applied together; knows nothing about rounds or offers. */
#include "engine/fix_group.h"

/* ---- what a policy allows ------------------------------------------------------------------- */

bool fix_is_wide(const Fix *fix) {
    return fix->file_count != 1 || fix->files[0].path.len > 0;
}

bool fix_policy_wants(const FixPolicy *policy, const Finding *finding) {
    return !policy->wants || policy->wants(policy->context, finding);
}

static bool may_edit_all(const FixPolicy *policy, const Fix *fix) {
    bool may = !fix_is_wide(fix) || policy->may_edit;
    for (uint32_t i = 0; may && i < fix->file_count; i++) {
        Str path = fix->files[i].path;
        may = path.len == 0 || policy->may_edit(policy->context, path);
    }
    return may;
}

const Fix *fix_policy_next(const FixPolicy *policy, const FixSet *set, const Fix *previous) {
    for (uint32_t i = previous ? (uint32_t)(previous - set->fixes) + 1 : 0; i < set->fix_count;
         i++) {
        const Fix *fix = &set->fixes[i];
        if ((policy->safeties & (1u << fix->safety)) && may_edit_all(policy, fix)) {
            return fix;
        }
    }
    return NULL;
}

/* ---- overlaps ------------------------------------------------------------------------------- */

typedef struct SpanList ARRAY_OF(Span) SpanList;

/* Two edits at one place are an overlap too: their order would decide what comes out. */
static bool touches(Span a, Span b) {
    return (a.start < b.end && b.start < a.end) || a.start == b.start ||
           (span_is_empty(a) && a.start == b.end) || (span_is_empty(b) && b.start == a.end);
}

/* The first taken span that ends at or after `at`. `taken` is sorted and free of overlaps. */
static uint32_t first_near(const SpanList *taken, uint32_t at) {
    uint32_t low = 0;
    uint32_t high = taken->count;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (taken->items[middle].end < at) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low;
}

static bool is_free(const SpanList *taken, const EditList *edits) {
    for (uint32_t i = 0; i < edits->count; i++) {
        Span span = edits->items[i].span;
        for (uint32_t k = first_near(taken, span.start);
             k < taken->count && taken->items[k].start <= span.end; k++) {
            if (touches(taken->items[k], span)) {
                return false;
            }
        }
    }
    return true;
}

static void take_spans(SpanList *taken, const EditList *edits) {
    for (uint32_t i = 0; i < edits->count; i++) {
        Span span = edits->items[i].span;
        uint32_t at = first_near(taken, span.start);
        while (at < taken->count && taken->items[at].start < span.start) {
            at++;
        }
        ARRAY_RESERVE(taken, 1);
        memmove(&taken->items[at + 1], &taken->items[at],
                (taken->count - at) * sizeof *taken->items);
        taken->items[at] = span;
        taken->count++;
    }
}

void choice_list_drop_overlaps(ChoiceList *choices, ChoiceList *rest) {
    SpanList taken = {0};
    uint32_t kept = 0;
    for (uint32_t i = 0; i < choices->count; i++) {
        Choice choice = choices->items[i];
        bool is_second = kept > 0 && choices->items[kept - 1].finding == choice.finding;
        if (!is_second && is_free(&taken, choice.edits)) {
            take_spans(&taken, choice.edits);
            choices->items[kept++] = choice;
        } else if (rest) {
            ARRAY_PUSH(rest, choice);
        }
    }
    choices->count = kept;
    ARRAY_RELEASE(&taken);
}

Str choice_list_judge(Trial *trial, const Choice *choices, uint32_t count, Document **after,
                      Arena *mem) {
    EditList all = {0};
    struct ARRAY_OF(RawReport) wanted = {0};
    for (uint32_t i = 0; i < count; i++) {
        for (uint32_t k = 0; k < choices[i].edits->count; k++) {
            ARRAY_PUSH(&all, choices[i].edits->items[k]);
        }
        ARRAY_PUSH(&wanted, ((RawReport){choices[i].finding->unit, choices[i].finding->rule}));
    }
    if (wanted.count > 1) {
        qsort(wanted.items, wanted.count, sizeof *wanted.items, raw_report_compare);
    }
    Str reason = edit_list_sort(&all)
                     ? trial_judge(trial, &all, wanted.items, wanted.count, after, mem)
                     : STR("it overlaps another fix");
    ARRAY_RELEASE(&all);
    ARRAY_RELEASE(&wanted);
    return reason;
}
