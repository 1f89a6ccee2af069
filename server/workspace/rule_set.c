/* Knows how a config becomes the engine's selection. Refuses to know what rules do. */
#include "workspace/rule_set.h"

Status rule_set_init(RuleSet *rules, bool tries_fixes, Buf *err) {
    (void)err;
    RuleQueries *queries = rule_queries_new();
    *rules = (RuleSet){.queries = queries};
    rules->setup = (AnalyzerSetup){
        .rules = rule_table(),
        .queries = queries,
        .unit_deadline_microseconds = UNIT_DEADLINE_DEFAULT_MICROSECONDS,
    };
    if (tries_fixes) {
        rules->setup.store = unit_store_new(UNIT_STORE_IDLE_DEFAULT);
    }
    return STATUS_OK;
}

void rule_set_release(RuleSet *rules) {
    unit_store_free(rules->setup.store);
    rule_queries_free(rules->queries);
    *rules = (RuleSet){.queries = NULL};
}

void rule_set_select(const InputFile *file, RuleSelection *out, RuleOptions *options) {
    Selection selection;
    config_select(&file->config->values, file->root_path, own_rules_list(file->config->own),
                  &selection);
    *options = selection.options;
    *out = (RuleSelection){
        .least_certainty = file->config->values.min_certainty,
        .options = options,
        .options_key = rule_options_key(options),
        .own = file->config->own,
        .own_enabled = selection.own,
    };
    memcpy(out->enabled, selection.enabled, sizeof out->enabled);
}

bool rule_set_names(const ProjectConfig *config, Str root_path, Category category) {
    Selection selection;
    config_select(&config->values, root_path, own_rules_list(config->own), &selection);
    for (int i = 0; i < RULE_COUNT; i++) {
        if (selection.named[i] && rule_info((RuleId)i)->category == category) {
            return true;
        }
    }
    return false;
}
