/* Knows which docs rules report false statements. */
#include "rules/docs/volume.h"

bool volume_is_never_cut(RuleId rule) {
    return rule == RULE_docs_unknown_arg || rule == RULE_docs_extra_returns ||
           rule == RULE_docs_extra_yields || rule == RULE_docs_extra_raises;
}
