/* Knows how reports of units become the findings of a file: one smell, one report. Knows nothing
 * about how they were found. All steps are O(n log n) in the findings, also on one long line. */
#include "engine/settle.h"

#include "findings/suppression.h"
#include "rules/docs/volume.h"

#include <stdlib.h>

typedef struct Draft {
    Finding finding;
    uint32_t owner_row;
    uint32_t start_row;
    bool is_gone; /* yields to another rule, or is suppressed */
} Draft;

typedef struct DraftList ARRAY_OF(Draft) DraftList;

/* ---- from unit to file -------------------------------------------------------------------- */

/* The outline that a place counts in, of the version that the analysis goes by; NULL: none any
 * more. The file is not asked: which of its units say something is noted already, where they lie is
 * not. */
static const Outline *outline_of(const Run *run, Str path) {
    const AnalyzeRequest *request = run->request;
    if (path.len == 0) {
        return run->outline;
    }
    if (!request->snapshot) {
        return NULL;
    }
    FileId file = project_index_find(request->snapshot->index, path);
    if (file == FILE_NONE) {
        return NULL;
    }
    const Document *laid = laid_documents_find(request->laid, request->laid_count, file);
    return laid ? &laid->outline : &request->snapshot->documents[file]->outline;
}

static Span map_place(const Run *run, const ReportRelated *place) {
    const Outline *outline = outline_of(run, place->path);
    if (!outline || place->unit >= outline->unit_count) {
        return (Span){0, 0}; /* read from a cache that lies */
    }
    return outline_span_to_file(outline, place->unit, place->span);
}

static const Related *map_related(const Run *run, const Report *report, Arena *mem) {
    if (report->related_count == 0) {
        return NULL;
    }
    Related *related = ARENA_ARRAY(mem, Related, report->related_count);
    for (uint32_t i = 0; i < report->related_count; i++) {
        const ReportRelated *from = &report->related[i];
        related[i] = (Related){from->path, map_place(run, from), from->message};
    }
    return related;
}

static Finding map_report(const Run *run, UnitId unit, const Report *report, Arena *mem) {
    const Outline *outline = run->outline;
    return (Finding){
        .rule = report->rule,
        .own = report->own ? run->request->selection->own->rules[report->own - 1] : NULL,
        .severity = run_severity(run, report),
        .certainty = report->certainty,
        .span = outline_span_to_file(outline, unit, report->span),
        .owner = outline_to_file(outline, unit, report->owner),
        .definition = outline_span_to_file(outline, unit, report->definition),
        .subject = report->subject,
        .message = report->message,
        .cost = report->cost,
        .entry = report->entry,
        .related = map_related(run, report, mem),
        .related_count = report->related_count,
        .unit = unit,
        .anchor = report->anchor,
        .detail = report->detail,
    };
}

static void collect(Run *run, Analysis *analysis, DraftList *drafts, Arena *mem) {
    Certainty least = run->request->selection->least_certainty;
    for (UnitId unit = 0; unit < run->slots->count; unit++) {
        const UnitResult *result = run->slots->items[unit].result;
        for (uint32_t i = 0; result && i < result->report_count; i++) {
            const Report *report = &result->reports[i];
            if (report->certainty < least) {
                continue;
            }
            Draft draft = {.finding = map_report(run, unit, report, mem)};
            draft.owner_row = line_index_row(run->model.lines, draft.finding.owner);
            draft.start_row = line_index_row(run->model.lines, draft.finding.span.start);
            analysis->raw_counts[report->rule]++;
            ARRAY_PUSH(drafts, draft);
        }
    }
}

static void hand_over_raw(const Run *run, Analysis *analysis, const DraftList *drafts, Arena *mem) {
    RawReport *raw = ARENA_ARRAY(mem, RawReport, drafts->count);
    for (uint32_t i = 0; i < drafts->count; i++) {
        raw[i] = (RawReport){drafts->items[i].finding.unit, drafts->items[i].finding.rule};
    }
    if (drafts->count > 1) {
        qsort(raw, drafts->count, sizeof *raw, raw_report_compare);
    }
    analysis->raw = raw;
    analysis->raw_total = drafts->count;
    analysis->unit_count = run->outline->unit_count;
}

static int compare_drafts(const void *a, const void *b) {
    return finding_compare(&((const Draft *)a)->finding, &((const Draft *)b)->finding);
}

static void sort_drafts(DraftList *drafts) {
    if (drafts->count > 1) {
        qsort(drafts->items, drafts->count, sizeof *drafts->items, compare_drafts);
    }
}

/* ---- precedence --------------------------------------------------------------------------- */

/* A rule speaks on a row: its owner row, or the row its expression begins on. */
typedef struct Voice {
    uint32_t row;
    RuleId rule;
} Voice;

typedef struct VoiceList ARRAY_OF(Voice) VoiceList;

static int compare_voices(const void *a, const void *b) {
    const Voice *left = a;
    const Voice *right = b;
    if (left->row != right->row) {
        return left->row < right->row ? -1 : 1;
    }
    return (left->rule > right->rule) - (left->rule < right->rule);
}

static VoiceList collect_voices(const DraftList *drafts) {
    VoiceList voices = {0};
    ARRAY_RESERVE(&voices, 2 * drafts->count);
    for (uint32_t i = 0; i < drafts->count; i++) {
        const Draft *draft = &drafts->items[i];
        voices.items[voices.count++] = (Voice){draft->owner_row, draft->finding.rule};
        voices.items[voices.count++] = (Voice){draft->start_row, draft->finding.rule};
    }
    qsort(voices.items, voices.count, sizeof *voices.items, compare_voices);
    uint32_t kept = 1;
    for (uint32_t i = 1; i < voices.count; i++) {
        if (compare_voices(&voices.items[i], &voices.items[kept - 1]) != 0) {
            voices.items[kept++] = voices.items[i];
        }
    }
    voices.count = kept;
    return voices;
}

static uint32_t first_voice(const VoiceList *voices, uint32_t row) {
    uint32_t low = 0;
    uint32_t high = voices->count;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (voices->items[middle].row < row) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low;
}

/* What a draft lost to: a row of the precedence table and the row of the file where it did. */
typedef struct Defeat {
    const PrecedenceInfo *by;
    RuleId winner;
    uint32_t row;
} Defeat;

static bool yields_on_row(const Run *run, const VoiceList *voices, uint32_t row, RuleId rule,
                          Defeat *defeat) {
    const RuleTable *rules = &run->analyzer->setup.rules;
    for (uint32_t i = first_voice(voices, row); i < voices->count && voices->items[i].row == row;
         i++) {
        RuleId other = voices->items[i].rule;
        const PrecedenceInfo *by = other == rule ? NULL : rules->precedence(other, rule);
        if (by) {
            *defeat = (Defeat){by, other, row};
            return true;
        }
    }
    return false;
}

static void add_related(Finding *winner, const Finding *loser, Arena *mem) {
    Related *related = ARENA_ARRAY(mem, Related, winner->related_count + 1);
    for (uint32_t i = 0; i < winner->related_count; i++) {
        related[i] = winner->related[i];
    }
    related[winner->related_count] = (Related){STR(""), loser->span, loser->message};
    winner->related = related;
    winner->related_count++;
}

/* The loser is told as a related place of the nearest winner on the row. */
static void tell_winner(DraftList *drafts, uint32_t loser, const Defeat *defeat, Arena *mem) {
    enum { NEAR = 64 };
    uint32_t low = loser > NEAR ? loser - NEAR : 0;
    uint32_t high = loser + NEAR < drafts->count ? loser + NEAR : drafts->count;
    for (uint32_t i = low; i < high; i++) {
        Draft *draft = &drafts->items[i];
        if (draft->finding.rule == defeat->winner &&
            (draft->owner_row == defeat->row || draft->start_row == defeat->row)) {
            add_related(&draft->finding, &drafts->items[loser].finding, mem);
            return;
        }
    }
}

static void apply_precedence(const Run *run, DraftList *drafts, Arena *mem) {
    if (drafts->count < 2 || !run->analyzer->setup.rules.precedence) {
        return;
    }
    VoiceList voices = collect_voices(drafts);
    for (uint32_t i = 0; i < drafts->count; i++) {
        Draft *draft = &drafts->items[i];
        RuleId rule = draft->finding.rule;
        Defeat defeat;
        draft->is_gone = yields_on_row(run, &voices, draft->owner_row, rule, &defeat) ||
                         yields_on_row(run, &voices, draft->start_row, rule, &defeat);
        if (draft->is_gone && defeat.by->keep_as_related) {
            tell_winner(drafts, i, &defeat, mem);
        }
    }
    ARRAY_RELEASE(&voices);
}

/* ---- what only the whole file tells -----------------------------------------------------------
 */

static void settle_rule(Run *run, const RuleImplementation *rule, DraftList *drafts, Arena *mem) {
    Finding **findings = ARENA_ARRAY(mem, Finding *, drafts->count);
    Draft **owners = ARENA_ARRAY(mem, Draft *, drafts->count);
    bool *keep = ARENA_ARRAY(mem, bool, drafts->count);
    uint32_t count = 0;
    for (uint32_t i = 0; i < drafts->count; i++) {
        if (drafts->items[i].finding.rule == rule->rule && !drafts->items[i].is_gone) {
            findings[count] = &drafts->items[i].finding;
            owners[count] = &drafts->items[i];
            keep[count++] = true;
        }
    }
    if (count > 0) {
        rule->settle(&run->model, run->request->selection->options, findings, keep, count, mem);
    }
    for (uint32_t i = 0; i < count; i++) {
        owners[i]->is_gone = !keep[i];
    }
}

static void settle_rules(Run *run, const Analysis *analysis, DraftList *drafts, Arena *mem) {
    for (uint32_t rule = 0; rule < RULE_COUNT; rule++) {
        const RuleImplementation *row = run->analyzer->setup.rules.rows[rule];
        if (row && row->settle && analysis->raw_counts[rule] > 0) {
            settle_rule(run, row, drafts, mem);
        }
    }
}

/* ---- suppression -------------------------------------------------------------------------- */

/* Also asked for findings that yield: a comment for one of them is not unused. */
static void apply_suppressions(const Run *run, Analysis *analysis, DraftList *drafts,
                               NoteList *notes, Arena *mem) {
    const Outline *outline = run->outline;
    const RuleSelection *selection = run->request->selection;
    SuppressionSet set = suppression_parse(outline->text, outline->comments, outline->comment_count,
                                           run->model.lines, own_rules_list(selection->own), mem);
    for (uint32_t i = 0; i < drafts->count; i++) {
        Draft *draft = &drafts->items[i];
        if (suppression_covers(&set, &draft->finding)) {
            analysis->counters.findings_suppressed += !draft->is_gone;
            draft->is_gone = true;
        }
    }
    suppression_notes(&set, selection->enabled, &selection->own_enabled, notes, mem);
}

static void drop_gone(DraftList *drafts) {
    uint32_t kept = 0;
    for (uint32_t i = 0; i < drafts->count; i++) {
        if (!drafts->items[i].is_gone) {
            drafts->items[kept++] = drafts->items[i];
        }
    }
    drafts->count = kept;
}

/* ---- merging ------------------------------------------------------------------------------ */

static int compare_by_line(const void *a, const void *b) {
    const Draft *left = a;
    const Draft *right = b;
    if (left->finding.rule != right->finding.rule) {
        return left->finding.rule < right->finding.rule ? -1 : 1;
    }
    int order = str_compare(finding_rule_id(&left->finding), finding_rule_id(&right->finding));
    if (order != 0) {
        return order;
    }
    if (left->owner_row != right->owner_row) {
        return left->owner_row < right->owner_row ? -1 : 1;
    }
    return finding_compare(&left->finding, &right->finding);
}

static void absorb(Finding *first, const Draft *others, uint32_t count, Arena *mem) {
    Finding *more = ARENA_ARRAY(mem, Finding, count);
    for (uint32_t i = 0; i < count; i++) {
        more[i] = others[i].finding;
        first->severity = more[i].severity > first->severity ? more[i].severity : first->severity;
    }
    first->more = more;
    first->more_count = count;
}

/* Findings of one rule on one owner line become one that keeps the others. */
static void merge_lines(DraftList *drafts, Arena *mem) {
    if (drafts->count < 2) {
        return;
    }
    qsort(drafts->items, drafts->count, sizeof *drafts->items, compare_by_line);
    uint32_t kept = 0;
    uint32_t first = 0;
    while (first < drafts->count) {
        Draft draft = drafts->items[first];
        uint32_t end = first + 1;
        while (end < drafts->count && drafts->items[end].finding.rule == draft.finding.rule &&
               str_equal(finding_rule_id(&drafts->items[end].finding),
                         finding_rule_id(&draft.finding)) &&
               drafts->items[end].owner_row == draft.owner_row) {
            end++;
        }
        if (end - first > 1) {
            absorb(&draft.finding, &drafts->items[first + 1], end - first - 1, mem);
        }
        drafts->items[kept++] = draft;
        first = end;
    }
    drafts->count = kept;
    sort_drafts(drafts);
}

/* ---- volume ------------------------------------------------------------------------------- */

/* docs.max-per-file: advice about docstrings must not drown the rest. */
static void cap_docs(const Run *run, DraftList *drafts, NoteList *notes, Arena *mem) {
    int32_t most = options_integer(run->request->selection->options, OPTION_docs_max_per_file);
    uint32_t shown = 0;
    uint32_t cut = 0;
    for (uint32_t i = 0; i < drafts->count; i++) {
        RuleId rule = drafts->items[i].finding.rule;
        if (rule_info(rule)->category != CATEGORY_DOCS || volume_is_never_cut(rule)) {
            continue;
        }
        drafts->items[i].is_gone = shown >= (uint32_t)most;
        cut += drafts->items[i].is_gone;
        shown += !drafts->items[i].is_gone;
    }
    if (cut > 0) {
        Str message = arena_format(mem, "%u more findings of docs rules (docs.max-per-file)", cut);
        ARRAY_PUSH(notes, ((Note){
                              NOTE_LIMIT, {0, 0},
                               message
        }));
        drop_gone(drafts);
    }
}

/* ---- notes -------------------------------------------------------------------------------- */

static int compare_notes(const void *a, const void *b) {
    const Note *left = a;
    const Note *right = b;
    if (left->span.start != right->span.start) {
        return left->span.start < right->span.start ? -1 : 1;
    }
    if (left->kind != right->kind) {
        return left->kind < right->kind ? -1 : 1;
    }
    return str_compare(left->message, right->message);
}

static void note_broken(const Run *run, Analysis *analysis, NoteList *notes) {
    Span first = {UINT32_MAX, UINT32_MAX};
    for (UnitId unit = 0; unit < run->slots->count; unit++) {
        const Slot *slot = &run->slots->items[unit];
        if (slot->broken == 0) {
            continue;
        }
        analysis->broken_count += slot->broken;
        const UnitFacts *facts = slot->entry ? unit_entry_facts(slot->entry) : run->facts[unit];
        Span place = outline_span_to_file(run->outline, unit, facts->broken);
        first = place.start < first.start ? place : first;
    }
    if (analysis->broken_count) {
        Str message = STR("syntax error: this part was not analysed, the rest was");
        ARRAY_PUSH(notes, ((Note){NOTE_SYNTAX, first, message}));
    }
}

static void collect_notes(const Run *run, NoteList *notes) {
    for (UnitId unit = 0; unit < run->slots->count; unit++) {
        const UnitResult *result = run->slots->items[unit].result;
        for (uint32_t i = 0; result && i < result->note_count; i++) {
            Note note = result->notes[i];
            note.span = outline_span_to_file(run->outline, unit, note.span);
            ARRAY_PUSH(notes, note);
        }
    }
}

/* ---- handing over ------------------------------------------------------------------------- */

static Str own_text(Str text, Arena *mem) {
    return text.len ? arena_copy(mem, text) : STR("");
}

/* The texts belong to results that the next analysis may replace. */
static void own_texts(Finding *finding, Arena *mem) {
    finding->subject = own_text(finding->subject, mem);
    finding->message = own_text(finding->message, mem);
    finding->cost = own_text(finding->cost, mem);
    finding->entry = own_text(finding->entry, mem);
    Related *related = (Related *)finding->related;
    for (uint32_t i = 0; i < finding->related_count; i++) {
        related[i].path = own_text(related[i].path, mem);
        related[i].message = own_text(related[i].message, mem);
    }
}

static void hand_over_findings(Run *run, Analysis *analysis, const DraftList *drafts, Arena *mem) {
    FindingList list = {.count = drafts->count, .capacity = drafts->count};
    list.items = ARENA_ARRAY(mem, Finding, drafts->count);
    for (uint32_t i = 0; i < drafts->count; i++) {
        Finding *finding = &list.items[i];
        *finding = drafts->items[i].finding;
        own_texts(finding, mem);
        for (uint32_t k = 0; k < finding->more_count; k++) {
            own_texts((Finding *)&finding->more[k], mem);
        }
    }
    finding_list_fingerprint(&list, run->model.path, run->outline->text);
    analysis->findings = list.items;
    analysis->finding_count = list.count;
}

static void hand_over_notes(Analysis *analysis, NoteList *notes, Arena *mem) {
    if (notes->count > 1) {
        qsort(notes->items, notes->count, sizeof *notes->items, compare_notes);
    }
    Note *copies = ARENA_ARRAY(mem, Note, notes->count);
    for (uint32_t i = 0; i < notes->count; i++) {
        copies[i] = notes->items[i];
        copies[i].message = own_text(copies[i].message, mem);
    }
    analysis->notes = copies;
    analysis->note_count = notes->count;
}

void settle(Run *run, Analysis *analysis, Arena *mem) {
    DraftList drafts = {0};
    NoteList notes = {0};
    collect(run, analysis, &drafts, mem);
    hand_over_raw(run, analysis, &drafts, mem);
    sort_drafts(&drafts);
    apply_precedence(run, &drafts, mem);
    settle_rules(run, analysis, &drafts, mem);
    apply_suppressions(run, analysis, &drafts, &notes, mem);
    drop_gone(&drafts);
    merge_lines(&drafts, mem);
    if (!run->request->is_uncapped) {
        cap_docs(run, &drafts, &notes, mem);
    }
    hand_over_findings(run, analysis, &drafts, mem);
    note_broken(run, analysis, &notes);
    collect_notes(run, &notes);
    hand_over_notes(analysis, &notes, mem);
    ARRAY_RELEASE(&drafts);
    ARRAY_RELEASE(&notes);
}
