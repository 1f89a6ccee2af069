/* Knows the order in which a check goes. Refuses to know any of its parts. */
#include "cli/check.h"

#include "cli/command.h"
#include "io/clock.h"

void check_scan(Check *check) {
    if (check->is_scanned) {
        scan_release(&check->result);
    }
    progress_init(&check->progress, !check->options.is_quiet);
    scan_run(&check->result, &check->scan);
    progress_end(&check->progress);
    check->is_scanned = true;
}

static void tell_cache(const Check *check) {
    uint32_t known = 0;
    CacheCounters total = {0};
    for (uint32_t i = 0; i < check->result.file_count; i++) {
        known += check->result.files[i].is_known;
    }
    for (uint32_t i = 0; i < check->caches.caches.count; i++) {
        CacheCounters one = cache_counters(check->caches.caches.items[i]);
        total.damaged += one.damaged;
        total.written += one.written;
        total.unwritable += one.unwritable;
    }
    Buf text;
    buf_init(&text, 0);
    buf_format(&text, "cache: %u files known, %u written", known, total.written);
    if (total.damaged > 0) {
        buf_format(&text, ", %u damaged and made anew", total.damaged);
    }
    if (total.unwritable > 0) {
        buf_format(&text, ", %u could not be written", total.unwritable);
    }
    buf_append_c(&text, "\n");
    console_remark(buf_str(&text));
    buf_release(&text);
}

static void tell_time(const Check *check, uint64_t start_ms) {
    if (!check->options.is_verbose) {
        return;
    }
    AnalysisCounters total = {0};
    for (uint32_t i = 0; i < check->result.file_count; i++) {
        const AnalysisCounters *one = &check->result.files[i].counters;
        total.units_total += one->units_total;
        total.units_parsed += one->units_parsed;
        total.bytes_parsed += one->bytes_parsed;
    }
    Buf text;
    buf_init(&text, 0);
    buf_format(&text,
               "%u files, %u units, %u parsed (%llu bytes), %u left out, %u workers, %llu ms\n",
               check->result.file_count, total.units_total, total.units_parsed,
               (unsigned long long)total.bytes_parsed, check->set.excluded,
               check->result.arena_count, (unsigned long long)(clock_now_ms() - start_ms));
    console_remark(buf_str(&text));
    buf_release(&text);
    if (check->has_caches) {
        tell_cache(check);
    }
}

static int run(Check *check) {
    uint64_t start_ms = clock_now_ms();
    if (check_prepare(check) < 0) {
        return EXIT_USAGE;
    }
    if (arguments_has(&check->options.arguments, ARGUMENT_show_settings)) {
        return check_show_settings(check);
    }
    if (arguments_has(&check->options.arguments, ARGUMENT_show_files)) {
        return check_show_files(check);
    }
    check_scan(check);
    bool fixes = check->options.fixes || check->options.is_diff;
    if (fixes && check_fix(check) < 0) {
        return EXIT_USAGE;
    }
    bool is_silent = check->options.fix_only || check->options.is_diff ||
                     (check->options.fixes && check->has_text); /* the text is the output */
    if (!is_silent && check_report(check) < 0) {
        return EXIT_USAGE;
    }
    tell_time(check, start_ms);
    return check_exit_code(check);
}

static void release(Check *check) {
    if (check->is_scanned) {
        scan_release(&check->result);
    }
    cache_set_release(&check->caches);
    file_set_release(&check->set);
    file_set_release(&check->around);
    config_files_release(&check->configs);
    rule_set_release(&check->rules);
    check_options_release(&check->options);
    buf_release(&check->err);
    arena_release(&check->mem);
}

int command_check(int count, const char *const *words) {
    Check check = {.fixed = 0};
    arena_init(&check.mem);
    buf_init(&check.err, 0);
    Status status = check_options_parse(&check.options, count, words, &check.err);
    int code = EXIT_USAGE;
    if (status == STATUS_OK) {
        code = arguments_has(&check.options.arguments, ARGUMENT_help)
                   ? help_command(command_find("check"))
                   : run(&check);
    }
    if (check.err.len > 0) {
        console_complain(buf_str(&check.err));
    }
    release(&check);
    return code;
}
