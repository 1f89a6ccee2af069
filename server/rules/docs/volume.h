/* Which docs findings docs.max-per-file must not cut. */
#ifndef BLUETICK_RULES_DOCS_VOLUME_H
#define BLUETICK_RULES_DOCS_VOLUME_H

#include "registry/registry.h"

/* False statements are told always; what is merely absent may be too much to tell. */
bool volume_is_never_cut(RuleId rule);

#endif
