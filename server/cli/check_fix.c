/* Knows what is told about fixes. Refuses to know how they are made. */
#include "cli/check.h"

typedef struct FixTotals {
    uint32_t fixed;
    uint32_t files;
    uint32_t refused;
    uint32_t failed; /* files that could not be written */
} FixTotals;

/* ---- telling ---------------------------------------------------------------------------- */

static void tell_fixed(const FixedFile *file, const char *verb, Buf *out) {
    for (uint32_t i = 0; i < file->result.fixed_count; i++) {
        const FixedFinding *fixed = &file->result.fixed[i];
        buf_format(out, "%s: %.*s: %.*s: %.*s\n", verb, STR_ARG(file->scanned->input->path),
                   STR_ARG(finding_rule_id(&fixed->finding)), STR_ARG(fixed->title));
    }
}

static void tell_refused(const FixedFile *file, Buf *out) {
    for (uint32_t i = 0; i < file->result.refused_count; i++) {
        const RefusedFix *refused = &file->result.refused[i];
        buf_format(out, "refused: %.*s: %.*s: %.*s: %.*s\n", STR_ARG(file->scanned->input->path),
                   STR_ARG(finding_rule_id(&refused->finding)), STR_ARG(refused->refusal.title),
                   STR_ARG(refused->refusal.reason));
    }
}

static void tell_file(const Check *check, const FixedFile *file, FixTotals *totals, Buf *out) {
    if (file->written < 0) {
        buf_format(out, "not written: %.*s: %.*s\n", STR_ARG(file->scanned->input->path),
                   STR_ARG(file->trouble));
        totals->failed++;
    } else {
        /* A fix may leave the finding's own file as it is, and change another. */
        if (!check->options.is_quiet) {
            tell_fixed(file, check->options.is_diff ? "would fix" : "fixed", out);
        }
        totals->fixed += file->result.fixed_count;
        totals->files += file->result.changed;
    }
    if (!check->options.is_quiet) {
        tell_refused(file, out);
    }
    if (file->result.exhausted) {
        buf_format(out, "%.*s: not all fixes were applied after %d rounds\n",
                   STR_ARG(file->scanned->input->path), FIX_ROUNDS_MAX);
    }
    totals->refused += file->result.refused_count;
}

static FixTotals tell_all(const Check *check, const FixFilesResult *result) {
    FixTotals totals = {0};
    Buf out;
    buf_init(&out, 0);
    for (uint32_t i = 0; i < result->file_count; i++) {
        if (result->files[i].scanned != NULL) {
            tell_file(check, &result->files[i], &totals, &out);
        }
    }
    if (!check->options.is_quiet) {
        buf_format(&out, "%s %u finding%s in %u file%s; %u refused\n",
                   check->options.is_diff ? "Would fix" : "Fixed", totals.fixed,
                   totals.fixed == 1 ? "" : "s", totals.files, totals.files == 1 ? "" : "s",
                   totals.refused);
    }
    console_remark(buf_str(&out));
    buf_release(&out);
    return totals;
}

/* ---- showing ---------------------------------------------------------------------------- */

static Status write_diff(const FixFilesResult *result) {
    Buf out;
    buf_init(&out, 0);
    for (uint32_t i = 0; i < result->file_count; i++) {
        const FixedFile *file = &result->files[i];
        if (file->scanned != NULL && file->result.changed) {
            diff_unified(file->scanned->input->path, file->before, file->result.text, &out);
        }
    }
    Status status = console_write(buf_str(&out));
    buf_release(&out);
    return status;
}

/* Standard input is answered on standard output, fixed or as it was. */
static Status write_fixed_text(Check *check, const FixFilesResult *result) {
    Str bytes = check->text.bytes;
    for (uint32_t i = 0; i < result->file_count; i++) {
        const FixedFile *file = &result->files[i];
        bool is_text = file->scanned != NULL && file->scanned->input == check->text.input;
        if (is_text && file->result.changed && file->written == STATUS_OK) {
            bytes = arena_copy(&check->mem, file->bytes);
        }
    }
    check->text.bytes = bytes;
    return console_write(bytes);
}

/* After a change the report tells what is left. */
static void scan_again(Check *check, uint32_t files) {
    if (files > 0 && !check->options.is_diff && !check->options.fix_only) {
        check_scan(check);
    }
}

Status check_fix(Check *check) {
    FixFilesRequest request = {
        .scan = &check->scan,
        .scanned = &check->result,
        .safeties = 1u << SAFETY_SAFE | (check->options.takes_unsafe ? 1u << SAFETY_UNSAFE : 0),
        .dry_run = check->options.is_diff,
    };
    FixFilesResult result;
    fix_files_run(&result, &request);
    FixTotals totals = tell_all(check, &result);
    check->fixed = totals.fixed;
    Status status = STATUS_OK;
    if (check->options.is_diff) {
        status = write_diff(&result);
    } else if (check->has_text) {
        status = write_fixed_text(check, &result);
    }
    fix_files_release(&result);
    scan_again(check, totals.files);
    return totals.failed > 0 && status == STATUS_OK ? STATUS_UNWRITABLE : status;
}
