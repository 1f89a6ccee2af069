/* One run of `bluetick check`: what its parts share. Room-internal. */
#ifndef BLUETICK_CLI_CHECK_H
#define BLUETICK_CLI_CHECK_H

#include "cli/check_options.h"
#include "cli/progress.h"
#include "workspace/cache_set.h"
#include "workspace/fix_files.h"
#include "workspace/rule_set.h"

typedef struct Check {
    CheckOptions options;
    Arena mem; /* lives as long as the run */
    Buf err;
    ConfigFiles configs;
    FileSet set;
    FileSet around; /* the rest of the projects: what the set imports */
    RuleSet rules;
    ScanText text; /* standard input, when `-` was given */
    bool has_text;
    CacheSet caches;
    bool has_caches;
    Progress progress;
    ScanRequest scan;
    ScanResult result; /* of the last scan */
    bool is_scanned;
    uint32_t fixed; /* findings fixed, or to be fixed in a diff */
} Check;

/* ---- check_input.c: which files, which rules --------------------------------------------- */

/* Everything up to the first scan. STATUS_INVALID, STATUS_UNREADABLE...: wrong usage or config. */
Status check_prepare(Check *check) MUST_CHECK;

/* --show-files and --show-settings. They return the exit code. */
int check_show_files(Check *check);
int check_show_settings(Check *check);

/* ---- check_fix.c ------------------------------------------------------------------------- */

/* Fixes the scanned files, or prints the diff; scans again when something changed.
 * STATUS_UNWRITABLE when a file or the diff could not be written (the reason is told). */
Status check_fix(Check *check) MUST_CHECK;

/* ---- check_report.c ---------------------------------------------------------------------- */

/* Writes all reports. */
Status check_report(Check *check) MUST_CHECK;

/* By what was scanned last (README, exit codes). */
int check_exit_code(const Check *check);

/* Scans (again): check->result. */
void check_scan(Check *check);

#endif
