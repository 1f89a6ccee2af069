/* Names of rules that are a project's own: known only when its query files have been read. */
#include "config/config_apply.h"

enum { SHOWN_MAX = 60 };

void config_unknown_selectors(SelectorList list, OwnRuleList own, Arena *mem,
                              ConfigProblems *problems) {
    Applying applying = {.mem = mem, .problems = problems};
    for (uint32_t i = 0; i < list.count; i++) {
        const Selector *selector = &list.items[i];
        if (selector->kind != SELECTOR_OWN || own_rule_find(own, selector->name)) {
            continue;
        }
        Str near = own_rule_nearest(own, selector->name);
        Str shown = str_slice(selector->name, 0, SHOWN_MAX);
        if (near.len == 0) {
            config_problem(&applying, selector->span, "unknown rule '%.*s'", STR_ARG(shown));
        } else {
            config_problem(&applying, selector->span, "unknown rule '%.*s'; did you mean '%.*s'?",
                           STR_ARG(shown), STR_ARG(near));
        }
    }
}

void config_unknown_rules(const Config *config, OwnRuleList own, Arena *mem,
                          ConfigProblems *problems) {
    config_unknown_selectors(config->layers[0].select, own, mem, problems);
    config_unknown_selectors(config->layers[0].extend_select, own, mem, problems);
    config_unknown_selectors(config->layers[0].ignore, own, mem, problems);
    for (uint32_t i = 0; i < config->per_file_ignore_count; i++) {
        config_unknown_selectors(config->per_file_ignores[i].ignore, own, mem, problems);
    }
}
