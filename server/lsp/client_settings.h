/* What the client's own settings say, under the config's names (`bluetick.select`,
 * `bluetick.docs.require-returns`): applied over every config file. */
#ifndef BLUETICK_LSP_CLIENT_SETTINGS_H
#define BLUETICK_LSP_CLIENT_SETTINGS_H

#include "config/config.h"
#include "lsp/json_read.h"

enum { CLIENT_SETTING_DEPTH = 4 };

typedef struct ClientSetting {
    Str path[CLIENT_SETTING_DEPTH];
    uint32_t depth;
    Setting value;
} ClientSetting;

typedef struct ClientSettings {
    struct ARRAY_OF(ClientSetting) items;
    Arena mem; /* holds all texts */
} ClientSettings;

void client_settings_init(ClientSettings *settings);
void client_settings_release(ClientSettings *settings);

/* Takes the section's values instead of what stood; anything but an object is none. What cannot be
 * used is told in err, a line each, and left out. */
void client_settings_take(ClientSettings *settings, const cJSON *section, Buf *err);

/* Onto the current layer. `settings` is a ClientSettings: see ConfigFiles.override. */
Status client_settings_apply(void *settings, Config *values, Arena *mem, Buf *err);

#endif
