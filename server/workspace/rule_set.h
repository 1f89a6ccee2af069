/* What the engine needs to know once, and which rules run on which file. */
#ifndef BLUETICK_WORKSPACE_RULE_SET_H
#define BLUETICK_WORKSPACE_RULE_SET_H

#include "engine/analyze.h"
#include "workspace/file_set.h"

typedef struct RuleSet {
    AnalyzerSetup setup;
    RuleQueries *queries; /* owned; what setup borrows */
} RuleSet;

/* Compiles what the rules need. `tries_fixes`: units are kept from one analysis to the next, so
 * that trying a fix costs its unit and not its file; a plain scan sees each unit once and keeps
 * none. STATUS_INVALID with the place in err: a broken query. */
Status rule_set_init(RuleSet *rules, bool tries_fixes, Buf *err) MUST_CHECK;
void rule_set_release(RuleSet *rules);

/* The rules of one file by its config. `options` holds the values that `out` points to and must
 * live as long. */
void rule_set_select(const InputFile *file, RuleSelection *out, RuleOptions *options);

/* True when the file's config, or the flags over it, name a rule of this category. */
bool rule_set_names(const ProjectConfig *config, Str root_path, Category category);

#endif
