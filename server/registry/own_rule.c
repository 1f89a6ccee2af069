/* Look-ups among the rules of a project's own. */
#include "registry/own_rule.h"

const OwnRule *own_rule_find(OwnRuleList rules, Str id) {
    for (uint32_t i = 0; i < rules.count; i++) {
        if (str_equal(rules.items[i]->id, id)) {
            return rules.items[i];
        }
    }
    return NULL;
}
