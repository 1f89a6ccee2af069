/* Knows how units are loaded for one analysis: from the document's slots, from the store, or by
 * parsing. Knows nothing about what rules say. */
#include "engine/run.h"

#include "catalog/extension.h"
#include "findings/suppression.h"

/* ---- analyzer ----------------------------------------------------------------------------- */

Analyzer *analyzer_new(const AnalyzerSetup *setup) {
    Arena mem;
    arena_init(&mem);
    Analyzer *analyzer = ARENA_NEW(&mem, Analyzer);
    analyzer->setup = *setup;
    analyzer->parser = unit_parser_new();
    analyzer->view = project_view_new(analyzer->parser, setup->store);
    analyzer->mem = mem;
    return analyzer;
}

void analyzer_forget(Analyzer *analyzer) {
    project_view_forget(analyzer->view);
}

void analyzer_listen(Analyzer *analyzer, const Snapshot *snapshot, const Document *document,
                     const UnitSource *source) {
    project_view_listen(analyzer->view, snapshot,
                        project_index_find(snapshot->index, document->path), source);
}

ToldFacts *analyzer_told(Analyzer *analyzer) {
    return project_view_told(analyzer->view);
}

void analyzer_free(Analyzer *analyzer) {
    if (!analyzer) {
        return;
    }
    project_view_free(analyzer->view);
    unit_parser_free(analyzer->parser);
    arena_release(&analyzer->units);
    arena_release(&analyzer->run);
    arena_release(&analyzer->pending);
    arena_release(&analyzer->scratch);
    Arena mem = analyzer->mem;
    arena_release(&mem);
}

/* ---- a run -------------------------------------------------------------------------------- */

uint64_t run_mix(uint64_t a, uint64_t b) {
    uint64_t mixed = (a ^ (b + 0x9e3779b97f4a7c15u + (a << 6) + (a >> 2))) * 0xff51afd7ed558ccdu;
    return mixed ^ (mixed >> 32);
}

static const UnitFacts *load(void *loader, UnitId unit) {
    return run_bind(loader, unit);
}

static CatalogPaths paths(const RuleOptions *options, OptionId option) {
    StrList list = options_list(options, option);
    return (CatalogPaths){list.items, list.count};
}

/* What the config adds to the catalog; it is part of the options' key. */
static CatalogAdditions additions_of(const RuleOptions *options) {
    static const LibraryVersions unsaid = {0};
    return (CatalogAdditions){
        .blocking = paths(options, OPTION_catalog_blocking),
        .http_request = paths(options, OPTION_catalog_http_request),
        .file_handle = paths(options, OPTION_catalog_file_handle),
        .pure = paths(options, OPTION_catalog_pure),
        .timeout = paths(options, OPTION_catalog_timeout),
        .same_as = paths(options, OPTION_catalog_same_as),
        .libraries = options ? options->libraries : unsaid,
    };
}

/* The project around the file; NULL when the file is alone. */
static const Project *enter_project(Run *run, const CatalogAdditions *additions) {
    const AnalyzeRequest *request = run->request;
    const Snapshot *snapshot = request->snapshot;
    FileId own =
        snapshot ? project_index_find(snapshot->index, request->document->path) : FILE_NONE;
    if (own == FILE_NONE) {
        return NULL;
    }
    ViewRequest view = {
        .snapshot = snapshot,
        .document = request->document,
        .own = own,
        .others = request->laid,
        .other_count = request->laid_count,
        .additions = additions,
        .limits = {run->analyzer->setup.unit_deadline_microseconds, request->cancel},
    };
    run->model.id = own;
    return project_view_enter(run->analyzer->view, &view);
}

static void model_init(Run *run, const Document *document) {
    CatalogAdditions additions = additions_of(run->request->selection->options);
    run->model = (FileModel){.path = document->path,
                             .source = &document->source,
                             .lines = &document->lines,
                             .outline = &document->outline,
                             .load = load,
                             .loader = run,
                             .layers = &run->layers,
                             .extension = catalog_extension_new(&additions, &run->analyzer->run),
                             .mem = &run->analyzer->run};
    run->model.project = enter_project(run, &additions);
}

void run_begin(Run *run, Analyzer *analyzer, const AnalyzeRequest *request) {
    *run = (Run){.analyzer = analyzer, .request = request, .outline = &request->document->outline};
    arena_reset(&analyzer->units);
    arena_reset(&analyzer->run);
    model_init(run, request->document);
    gate_build(&run->gate, &analyzer->setup, request->selection, &run->model);
    uint32_t count = run->outline->unit_count;
    run->slots = document_slots_take(request->document);
    run->facts = ARENA_ARRAY(&analyzer->run, const UnitFacts *, count);
    run->counters.units_total = count;
}

static void count_view(Run *run) {
    ViewCounters counters = project_view_counters(run->analyzer->view);
    run->counters.units_parsed += counters.units_parsed;
    run->counters.bytes_parsed += counters.bytes_parsed;
    run->counters.units_timed_out += counters.units_timed_out;
}

void run_end(Run *run) {
    project_view_leave(run->analyzer->view, run->is_cancelled);
    count_view(run);
    if (run->analyzer->setup.store || run->request->keeps_results) {
        document_slots_publish(run->request->document, run->slots);
    } else {
        slot_array_release(run->slots);
    }
    run->slots = NULL;
}

uint64_t run_project_key(const Run *run) {
    const AnalyzeRequest *request = run->request;
    if (!run->model.project) {
        return PROJECT_NONE;
    }
    uint64_t key = request->snapshot->key;
    for (uint32_t i = 0; i < request->laid_count; i++) {
        const LaidDocument *laid = &request->laid[i];
        key = run_mix(run_mix(key, laid->file), hash_text(laid->document->source.text).low);
    }
    return key;
}

bool run_is_asked_from_outside(const Run *run) {
    return run->model.project && project_view_has_opened(run->analyzer->view, run->model.id);
}

Severity run_severity(const Run *run, const Report *report) {
    const RuleInfo *rule = rule_info(report->rule);
    Severity severity =
        report->severity == SEVERITY_FROM_REGISTRY ? rule->severity : (Severity)report->severity;
    if (file_model_is_test(&run->model)) {
        Severity most = category_severity_in_tests(rule->category);
        severity = severity < most ? severity : most;
    }
    return options_severity(run->request->selection->options, report->rule, severity);
}

bool run_should_stop(Run *run) {
    const atomic_bool *cancel = run->request->cancel;
    if (cancel && atomic_load_explicit(cancel, memory_order_relaxed)) {
        run->is_cancelled = true;
    }
    return run->is_cancelled;
}

RuleContext run_context(Run *run, UnitId unit, Arena *mem) {
    (void)run_bind(run, unit);
    return run_text_context(run, unit, mem);
}

static SuppressionSet *suppressions_of(Run *run, Arena *mem) {
    if (!run->suppressions) {
        const Outline *outline = run->outline;
        run->suppressions = ARENA_NEW(mem, SuppressionSet);
        *run->suppressions =
            suppression_parse(outline->text, outline->comments, outline->comment_count,
                              run->model.lines, own_rules_list(run->request->selection->own), mem);
    }
    return run->suppressions;
}

RuleContext run_fix_context(Run *run, const Finding *finding, Arena *mem) {
    RuleContext context = run_context(run, finding->unit, mem);
    SuppressionSet *set = suppressions_of(run, mem);
    if (set->row_count + set->file_count == 0) {
        return context;
    }
    bool *enabled = ARENA_ARRAY(mem, bool, RULE_COUNT);
    for (uint32_t i = 0; i < RULE_COUNT; i++) {
        Finding other = *finding;
        other.rule = (RuleId)i;
        enabled[i] = context.enabled[i] && !suppression_covers(set, &other);
    }
    context.enabled = enabled;
    return context;
}

RuleContext run_text_context(Run *run, UnitId unit, Arena *mem) {
    return (RuleContext){.file = &run->model,
                         .unit = unit,
                         .facts = run_load(run, unit),
                         .options = run->request->selection->options,
                         .enabled = run->request->selection->enabled,
                         .mem = mem,
                         .scratch = &run->analyzer->scratch};
}

uint64_t run_names_key(Run *run) {
    if (run->names_key) {
        return run->names_key;
    }
    uint64_t key = 1;
    for (UnitId id = 0; id < run->outline->unit_count; id++) {
        const Unit *unit = &run->outline->units[id];
        key = run_mix(key, hash_short(str_span(run->outline->text, unit->name)));
        key = run_mix(key, ((uint64_t)unit->parent << 8) | unit->kind);
        key = run_mix(key, unit->flags);
        key = run_mix(key, unit->triggers);
    }
    run->names_key = key ? key : 1;
    return run->names_key;
}

uint64_t run_texts_key(Run *run) {
    if (run->texts_key) {
        return run->texts_key;
    }
    uint64_t key = 1;
    for (UnitId id = 0; id < run->outline->unit_count; id++) {
        const Unit *unit = &run->outline->units[id];
        key = run_mix(key, unit->hash.low ^ unit->hash.high);
    }
    run->texts_key = key ? key : 1;
    return run->texts_key;
}

/* ---- loading ------------------------------------------------------------------------------ */

static UnitFacts *facts_new(Run *run, UnitId unit) {
    Arena *mem = &run->analyzer->units;
    UnitFacts *facts = ARENA_NEW(mem, UnitFacts);
    facts->hash = run->outline->units[unit].hash;
    facts->text = outline_unit_text(run->outline, unit, mem);
    return facts;
}

static UnitFacts *parse(Run *run, UnitId unit) {
    Analyzer *analyzer = run->analyzer;
    Arena *mem = &analyzer->units;
    UnitFacts *facts = facts_new(run, unit);
    ParseLimits limits = {.deadline_microseconds = analyzer->setup.unit_deadline_microseconds,
                          .cancelled = run->request->cancel};
    const RuleQueries *known = analyzer->setup.queries;
    const Gate *gate = &run->gate;
    const Unit *outline_unit = &run->outline->units[unit];
    ParseQueries wanted = {
        .set = known ? known->set : NULL,
        .mask = gate_queries(gate, outline_unit),
        .own = gate->own ? gate->own->set : NULL,
        .own_mask = gate_own_queries(gate, outline_unit),
    };
    ParsedUnit parsed;
    Status status = unit_parser_parse(analyzer->parser, facts->text, limits, wanted, mem, &parsed);
    facts->ast = parsed.ast;
    facts->candidates = parsed.candidates;
    facts->limited_queries = parsed.limited;
    facts->limited_own = parsed.limited_own;
    facts->timed_out = status < 0;
    run->is_cancelled = run->is_cancelled || status == STATUS_CANCELLED;
    run->counters.units_parsed++;
    run->counters.units_timed_out += facts->timed_out;
    run->counters.bytes_parsed += facts->text.len;
    return facts;
}

/* Where the unit was left by an earlier process; NULL: nowhere. Queries of the project's own are
 * numbered anew in each. */
static const UnitSource *source_of(const Run *run, UnitId unit) {
    bool is_own = gate_own_queries(&run->gate, &run->outline->units[unit]) != 0;
    return run->model.project && !run->analyzer->setup.store && !is_own
               ? project_view_source(run->analyzer->view, run->model.id)
               : NULL;
}

static UnitFacts *find_kept(Run *run, UnitId unit, uint64_t queries) {
    const UnitSource *source = source_of(run, unit);
    if (!source) {
        return NULL;
    }
    UnitFacts *facts = facts_new(run, unit);
    bool is_found =
        source->find(source->data, run->model.id, queries, facts, &run->analyzer->units);
    return is_found ? facts : NULL;
}

static void keep(Run *run, UnitId unit, uint64_t queries, const UnitFacts *facts) {
    const UnitSource *source = source_of(run, unit);
    if (source && !facts->timed_out) {
        source->keep(source->data, run->model.id, queries, facts);
    }
}

/* Parsed facts move into the store, and the memory they were made in is free again. A unit past its
 * deadline is not kept: another time it may do. */
static const UnitFacts *parse_and_keep(Run *run, UnitId unit, uint64_t queries) {
    Arena *mem = &run->analyzer->units;
    ArenaMark mark = arena_mark(mem);
    UnitFacts *facts = find_kept(run, unit, queries);
    if (!facts) {
        facts = parse(run, unit);
        keep(run, unit, queries, facts);
    }
    if (!run->analyzer->setup.store || facts->timed_out) {
        unit_facts_find_broken(facts); /* scopes when somebody asks: run_bind */
        return facts;
    }
    UnitEntry *entry = unit_store_add(run->analyzer->setup.store, facts, queries);
    run->slots->items[unit].entry = entry;
    arena_rewind(mem, mark);
    return unit_entry_facts(entry);
}

/* A batch parses a unit once, for its own file's rules and for the questions of others. */
static const UnitFacts *shared_with_view(Run *run, UnitId unit, uint64_t queries) {
    bool is_shared = run->model.project && queries == 0 && !run->analyzer->setup.store;
    const UnitFacts *facts =
        is_shared ? project_view_unit(run->analyzer->view, run->model.id, unit) : NULL;
    return facts && !facts->timed_out ? facts : NULL;
}

static const UnitFacts *find_or_parse(Run *run, UnitId unit) {
    const Unit *outline_unit = &run->outline->units[unit];
    uint64_t queries = gate_queries_key(&run->gate, outline_unit);
    const UnitFacts *shared = shared_with_view(run, unit, queries);
    if (shared) {
        return shared;
    }
    Slot *slot = &run->slots->items[unit];
    UnitStore *store = run->analyzer->setup.store;
    if (slot->entry && unit_entry_queries(slot->entry) != queries) {
        unit_entry_release(slot->entry); /* made for another selection of rules */
        slot->entry = NULL;
    }
    if (!slot->entry && store) {
        slot->entry = unit_store_find(store, outline_unit->hash, queries);
    }
    return slot->entry ? unit_entry_facts(slot->entry) : parse_and_keep(run, unit, queries);
}

const UnitFacts *run_load(Run *run, UnitId unit) {
    if (!run->facts[unit]) {
        run->facts[unit] = find_or_parse(run, unit);
    }
    return run->facts[unit];
}

const UnitFacts *run_bind(Run *run, UnitId unit) {
    const UnitFacts *facts = run_load(run, unit);
    if (!facts->scopes) { /* then they are of this run alone: shared facts are complete */
        unit_facts_bind((UnitFacts *)facts, &run->analyzer->units);
    }
    return facts;
}
