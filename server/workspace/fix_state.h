/* A project after fixes, looked at before anything is written: which files have got worse, and
 * which change is to blame. */
#ifndef BLUETICK_WORKSPACE_FIX_STATE_H
#define BLUETICK_WORKSPACE_FIX_STATE_H

#include "workspace/fix_files.h"

/* A file that has findings which it had not before. */
typedef struct WorseFile {
    uint32_t place; /* in the scan */
    RuleSelection selection;
    RuleOptions options;
    uint32_t counts[RULE_COUNT]; /* raw_counts before */
} WorseFile;

typedef struct WorseFiles {
    WorseFile **items;
    uint32_t count;
} WorseFiles;

/* Who looks. What is remembered of one state is not taken for another's: `number` is from 1 and
 * differs for each. */
typedef struct FixLook {
    Analyzer *const *analyzers;
    uint32_t workers;
    uint32_t number;
} FixLook;

/* The scan's files with the texts that `fixed` gives them, in projects of their own, and findings
 * of those whose project has changed: others have none. To be released with scan_release, after
 * analyzer_forget of the analyzers (one a worker). */
void fix_state_after(ScanResult *out, const FixFilesRequest *request, const FixFilesResult *fixed,
                     const FixLook *look);

/* Files of `after` with more findings of some rule than in the request's scan, as raw counts go: a
 * finding that another one hid is none. */
WorseFiles fix_state_worse(const FixFilesRequest *request, const ScanResult *after,
                           Analyzer *analyzer, Arena *mem);

/* The place of the file whose change makes `worse` so, when the changes of the files before it in
 * the project are made too. */
uint32_t fix_state_culprit(const FixFilesRequest *request, const FixFilesResult *fixed,
                           const WorseFile *worse, Analyzer *analyzer, Arena *mem);

#endif
