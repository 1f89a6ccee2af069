/* What elsewhere bounds a call that has no timeout of its own (spec/io.md A, Silencers). */
#ifndef BLUETICK_RULES_IO_TIMEOUT_SILENCER_H
#define BLUETICK_RULES_IO_TIMEOUT_SILENCER_H

#include "rules/io/timeout_argument.h"
#include "rules/rule.h"

/* A file that imports none of the catalog's waiting libraries by name is not looked at. */
bool timeout_wants_file(const FileModel *file, const RuleOptions *options);

bool timeout_is_silenced(RuleContext *context, NodeId call, const CatalogTimeout *row,
                         TimeoutState state);

#endif
