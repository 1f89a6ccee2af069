/* The options of `bluetick check`, understood: wrong ones never get past here. */
#ifndef BLUETICK_CLI_CHECK_OPTIONS_H
#define BLUETICK_CLI_CHECK_OPTIONS_H

#include "cli/arguments.h"
#include "cli/console.h"
#include "report/report.h"

typedef struct ReportTarget {
    ReportFormat format;
    Str file; /* empty = standard output */
} ReportTarget;

typedef struct ReportTargets ARRAY_OF(ReportTarget) ReportTargets;

typedef struct CheckOptions {
    Arguments arguments;
    bool docs_count; /* --docs=error */
    bool is_quiet;
    bool is_verbose;
    bool fixes; /* --fix, --fix-only */
    bool is_diff;
    bool takes_unsafe;
    bool fix_only;
    uint32_t jobs; /* 0 = one for each processor */
    ReportOrder order;
    ReportTargets targets;
    bool color;
} CheckOptions;

/* STATUS_INVALID with the reason in err. Texts are borrowed from the words. */
Status check_options_parse(CheckOptions *out, int count, const char *const *words,
                           Buf *err) MUST_CHECK;
void check_options_release(CheckOptions *options);

#endif
