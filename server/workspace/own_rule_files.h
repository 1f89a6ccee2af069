/* The query files that configs name: found, read, and kept with the config. */
#ifndef BLUETICK_WORKSPACE_OWN_RULE_FILES_H
#define BLUETICK_WORKSPACE_OWN_RULE_FILES_H

#include "workspace/config_files.h"

enum { OWN_RULE_FILES_MAX = OWN_QUERIES_MAX, OWN_RULE_BYTES_MAX = 256 * 1024 };

/* Reads what the configs found so far name in `queries` (patterns from the config's folder; folders
 * whose names begin with a dot are left out), each config once. What is right of it holds; the rest
 * is appended. Before any worker uses the configs; the texts live as long as they do. */
void own_rule_files_read(ConfigFiles *files, FileProblems *problems);

/* The same; problems, and unknown rules in flags, become STATUS_INVALID and "file:line:column: why"
 * with a code frame in `err`. */
Status own_rule_files_add(ConfigFiles *files, Buf *err) MUST_CHECK;

#endif
