/* What the configuration says about each open document.
 *
 * One Settings is one reading of the config files; a change of a config file makes a new one, and
 * the old one lives until the last document and job let go of it. Holders are counted on the loop's
 * thread only; workers read. */
#ifndef BLUETICK_LSP_SETTINGS_H
#define BLUETICK_LSP_SETTINGS_H

#include "lsp/client_settings.h"
#include "workspace/own_rule_files.h"
#include "workspace/rule_set.h"

typedef struct Settings Settings;

/* `folder` is absolute: where documents without a place of their own are configured from. Where a
 * config is broken now, what `before` (NULL is fine) says holds. `client` is borrowed for as long
 * as documents are configured from it; what it says goes over every config. */
Settings *settings_new(Str folder, ClientSettings *client, Settings *before);
Settings *settings_retain(Settings *settings);
void settings_release(Settings *settings); /* NULL is fine */

/* What is wrong with the configs that were asked for so far, with their query files, and with names
 * of rules in them. Grows with each new config; lives as long as the settings. */
const FileProblems *settings_problems(const Settings *settings);

/* What holds for one document. It must not be copied by assignment: `selection` points into it. */
typedef struct FileSettings {
    Settings *owner; /* held */
    RuleOptions options;
    RuleSelection selection;
    Severity least_severity;
    bool is_excluded; /* the project wants it left alone */
} FileSettings;

/* `absolute` (empty: no file of its own) is a document of the workspace folder `root` (empty: of
 * none). Appends to `path` what findings carry, to `config_path` the config file in force (nothing:
 * the defaults). A config that cannot be read or used is told in err; the last good one
 * holds then, else the defaults. */
void file_settings_find(FileSettings *out, Settings *settings, Str absolute, Str root, Buf *path,
                        Buf *config_path, Buf *err);
void file_settings_copy(FileSettings *to, const FileSettings *from);
void file_settings_release(FileSettings *file);

#endif
