/* The query files that configs name: found, read, and added to the rules. */
#ifndef BLUETICK_WORKSPACE_OWN_RULE_FILES_H
#define BLUETICK_WORKSPACE_OWN_RULE_FILES_H

#include "workspace/rule_set.h"

enum { OWN_RULE_FILES_MAX = OWN_QUERIES_MAX, OWN_RULE_BYTES_MAX = 1024 * 1024 };

/* Adds what all configs found so far name in `queries` (patterns from the config's folder; folders
 * whose names begin with a dot are left out), each file once. A pattern that matches no file, too
 * many files, and an error in one are STATUS_INVALID with the place in `err`. Before any worker
 * uses the rules. */
Status own_rule_files_add(RuleSet *rules, ConfigFiles *configs, Buf *err) MUST_CHECK;

#endif
