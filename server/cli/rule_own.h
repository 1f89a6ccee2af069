/* Rules of a project's own in `bluetick rule`. Room-internal. */
#ifndef BLUETICK_CLI_RULE_OWN_H
#define BLUETICK_CLI_RULE_OWN_H

#include "cli/arguments.h"
#include "report/json_writer.h"
#include "workspace/config_files.h"

/* The rules of the config that governs the working folder, or of --config. */
typedef struct ProjectRules {
    ConfigFiles configs;
    Arena mem;
    OwnRuleList own;
} ProjectRules;

void project_rules_init(ProjectRules *rules, const Arguments *arguments);
void project_rules_release(ProjectRules *rules);

/* STATUS_INVALID: a config or a query file is wrong, `err` says where. */
Status project_rules_read(ProjectRules *rules, const Arguments *arguments, Buf *err) MUST_CHECK;

void own_rule_write_row(const OwnRule *rule, uint32_t width, Buf *out);
void own_rule_write_page(const OwnRule *rule, Buf *out);
void own_rule_write_json(const OwnRule *rule, JsonWriter *json);

/* `bluetick rule --test FOLDER`: returns the exit code. */
int rule_test(const Arguments *arguments, Buf *err);

#endif
