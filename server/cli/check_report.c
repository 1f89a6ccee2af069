/* Knows which findings are shown where, and what the run ends with. Refuses to know what reports
 * look like. */
#include "cli/check.h"

#include "cli/command.h"
#include "io/pool.h"

/* Findings at or above the least severity; `fixes` follow them. */
static void show_findings(const ScannedFile *scanned, ReportFile *out, Arena *mem) {
    Finding *kept = ARENA_ARRAY(mem, Finding, scanned->finding_count);
    FixSet *fixes =
        scanned->fixes != NULL ? ARENA_ARRAY(mem, FixSet, scanned->finding_count) : NULL;
    uint32_t count = 0;
    for (uint32_t i = 0; i < scanned->finding_count; i++) {
        if (scanned->findings[i].severity < scanned->input->config->values.min_severity) {
            continue;
        }
        if (fixes != NULL) {
            fixes[count] = scanned->fixes[i];
        }
        kept[count++] = scanned->findings[i];
    }
    out->findings = kept;
    out->finding_count = count;
    out->fixes = fixes;
}

static void show_file(const ScannedFile *scanned, ReportFile *file, Arena *mem) {
    file->path = scanned->input->path;
    file->source = scanned->document != NULL ? &scanned->document->source : NULL;
    file->lines = scanned->document != NULL ? &scanned->document->lines : NULL;
    file->notes = scanned->notes;
    file->note_count = scanned->note_count;
    show_findings(scanned, file, mem);
}

/* Files without findings too: related places may stand in them. */
static const ReportFile *report_files(const Check *check, uint32_t *count, Arena *mem) {
    const FileSet *set = &check->set;
    const ScanResult *result = &check->result;
    uint32_t most = result->file_count + result->around_count + set->troubles.count;
    ReportFile *files = ARENA_ARRAY(mem, ReportFile, most > 0 ? most : 1);
    *count = 0;
    for (uint32_t i = 0; i < result->file_count; i++) {
        show_file(&result->files[i], &files[(*count)++], mem);
    }
    for (uint32_t i = 0; i < result->around_count; i++) {
        if (result->around[i].document != NULL) {
            show_file(&result->around[i], &files[(*count)++], mem);
        }
    }
    for (uint32_t i = 0; i < set->troubles.count; i++) {
        const InputTrouble *trouble = &set->troubles.items[i];
        Note *note = ARENA_NEW(mem, Note);
        *note = (Note){.kind = trouble->is_fatal ? NOTE_UNREADABLE : NOTE_LIMIT,
                       .message = trouble->reason};
        files[(*count)++] = (ReportFile){.path = trouble->path, .notes = note, .note_count = 1};
    }
    return files;
}

/* ---- statistics ------------------------------------------------------------------------- */

typedef struct RuleCount {
    Str id;
    Str title;
    uint32_t count;
} RuleCount;

typedef struct RuleCounts ARRAY_OF(RuleCount) RuleCounts;

static int compare_counts(const void *a, const void *b) {
    const RuleCount *left = a;
    const RuleCount *right = b;
    if (left->count != right->count) {
        return left->count < right->count ? 1 : -1;
    }
    return str_compare(left->id, right->id);
}

/* O(rules that the project has of its own). */
static void count_own(RuleCounts *counts, const OwnRule *own) {
    for (uint32_t i = RULE_COUNT; i < counts->count; i++) {
        if (str_equal(counts->items[i].id, own->id)) {
            counts->items[i].count++;
            return;
        }
    }
    ARRAY_PUSH(counts, ((RuleCount){own->id, own->message, 1}));
}

static void count_findings(const ReportFile *file, RuleCounts *counts) {
    for (uint32_t i = 0; i < file->finding_count; i++) {
        const Finding *finding = &file->findings[i];
        if (finding->own) {
            count_own(counts, finding->own);
        } else {
            counts->items[finding->rule].count++;
        }
    }
}

static void write_statistics(const ReportInput *input, Buf *out) {
    RuleCounts counts = {0};
    for (int i = 0; i < RULE_COUNT; i++) {
        const RuleInfo *info = rule_info((RuleId)i);
        ARRAY_PUSH(&counts, ((RuleCount){info->id, info->title, 0}));
    }
    for (uint32_t i = 0; i < input->file_count; i++) {
        count_findings(&input->files[i], &counts);
    }
    qsort(counts.items, counts.count, sizeof *counts.items, compare_counts);
    for (uint32_t i = 0; i < counts.count && counts.items[i].count > 0; i++) {
        const RuleCount *row = &counts.items[i];
        buf_format(out, "%7u  %-36.*s  %.*s\n", row->count, STR_ARG(row->id), STR_ARG(row->title));
    }
    ARRAY_RELEASE(&counts);
}

/* ---- writing ---------------------------------------------------------------------------- */

static Status deliver(Check *check, const ReportTarget *target, const Buf *bytes) {
    if (bytes->overflowed) {
        return status_note(STATUS_TOO_LARGE, &check->err, "the report is larger than %u bytes",
                           BUF_CAP_DEFAULT);
    }
    if (target->file.len == 0) {
        return console_write(buf_str(bytes));
    }
    Buf reason;
    buf_init(&reason, 0);
    Status status = file_write(target->file, buf_str(bytes), &reason);
    if (status < 0) {
        status_note(status, &check->err, "cannot write %.*s: %s", STR_ARG(target->file),
                    buf_str(&reason).ptr);
    }
    buf_release(&reason);
    return status;
}

static void write_part(void *data, uint32_t part, uint32_t worker) {
    report_work_part(data, part, worker);
}

/* Findings are laid out on all workers; only putting the parts together is one thread's. */
static void write_report(const Check *check, ReportFormat format, const ReportInput *input,
                         Buf *out) {
    ReportWork work;
    uint32_t workers = pool_worker_count(check->scan.workers, UINT32_MAX);
    report_work_begin(&work, format, input, workers);
    pool_run(workers, work.part_count, write_part, &work);
    report_work_end(&work, out);
}

static Status write_target(Check *check, const ReportTarget *target, ReportInput *input) {
    Buf bytes;
    buf_init(&bytes, 0);
    input->style = (ReportStyle){.color = check->options.color && target->file.len == 0,
                                 .no_summary = check->options.is_quiet};
    if (arguments_has(&check->options.arguments, ARGUMENT_statistics) &&
        target->format == FORMAT_text) {
        write_statistics(input, &bytes);
    } else {
        write_report(check, target->format, input, &bytes);
    }
    Status status = deliver(check, target, &bytes);
    buf_release(&bytes);
    return status;
}

Status check_report(Check *check) {
    Arena mem;
    arena_init(&mem);
    ReportInput input = {
        .version = STR(BLUETICK_VERSION),
        .scanned = check->result.file_count,
        .order = check->options.order,
    };
    input.files = report_files(check, &input.file_count, &mem);
    for (uint32_t i = 0; i < check->result.file_count; i++) {
        input.suppressed += check->result.files[i].counters.findings_suppressed;
    }
    Status status = STATUS_OK;
    for (uint32_t i = 0; status == STATUS_OK && i < check->options.targets.count; i++) {
        status = write_target(check, &check->options.targets.items[i], &input);
    }
    arena_release(&mem);
    return status;
}

/* ---- the end ---------------------------------------------------------------------------- */

/* Whether a finding makes the run fail. */
static bool counts(const Check *check, const InputFile *file, const Finding *finding) {
    const Config *config = &file->config->values;
    Severity least = config->min_severity_is_set ? config->min_severity : SEVERITY_INFO;
    if (finding->severity < least) {
        return false;
    }
    return rule_info(finding->rule)->category != CATEGORY_DOCS || check->options.docs_count ||
           rule_set_names(file->config, file->root_path, CATEGORY_DOCS);
}

static bool has_counting_finding(const Check *check) {
    for (uint32_t i = 0; i < check->result.file_count; i++) {
        const ScannedFile *file = &check->result.files[i];
        for (uint32_t j = 0; j < file->finding_count; j++) {
            if (counts(check, file->input, &file->findings[j])) {
                return true;
            }
        }
    }
    return false;
}

static bool has_unread_input(const Check *check) {
    for (uint32_t i = 0; i < check->set.troubles.count; i++) {
        if (check->set.troubles.items[i].is_fatal) {
            return true;
        }
    }
    for (uint32_t i = 0; i < check->result.file_count; i++) {
        if (check->result.files[i].is_unreadable) {
            return true;
        }
    }
    return false;
}

int check_exit_code(const Check *check) {
    const Arguments *arguments = &check->options.arguments;
    if (has_unread_input(check)) {
        return EXIT_UNREAD;
    }
    bool fails_on_fix = arguments_has(arguments, ARGUMENT_exit_non_zero_on_fix);
    if (check->fixed > 0 && (fails_on_fix || check->options.is_diff)) {
        return EXIT_FINDINGS;
    }
    bool is_silent = check->options.fix_only || check->options.is_diff ||
                     arguments_has(arguments, ARGUMENT_exit_zero);
    return !is_silent && has_counting_finding(check) ? EXIT_FINDINGS : EXIT_CLEAN;
}
