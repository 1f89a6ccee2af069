/* What the engine needs to know once, and which rules run on which file. */
#ifndef BLUETICK_WORKSPACE_RULE_SET_H
#define BLUETICK_WORKSPACE_RULE_SET_H

#include "engine/analyze.h"
#include "workspace/file_set.h"

typedef struct RuleSet {
    AnalyzerSetup setup;
    RuleQueries *queries; /* owned; what setup borrows */
} RuleSet;

/* Compiles what the rules need. STATUS_INVALID with the place in err: a broken query. */
Status rule_set_init(RuleSet *rules, Buf *err) MUST_CHECK;
void rule_set_release(RuleSet *rules);

/* The rules of one file by its config. `options` holds the values that `out` points to and must
 * live as long. */
void rule_set_select(const InputFile *file, RuleSelection *out, RuleOptions *options);

/* True when the file's config, or the flags over it, name a rule of this category. */
bool rule_set_names(const ProjectConfig *config, Str root_path, Category category);

#endif
