/* The keys of [tool.bluetick] that are not options: names, types, help. Rows: config_keys.def. */
#ifndef BLUETICK_REGISTRY_CONFIG_KEY_H
#define BLUETICK_REGISTRY_CONFIG_KEY_H

#include "base/str.h"

typedef enum KeyType {
    KEY_SELECTORS,
    KEY_GLOBS,
    KEY_PATHS,
    KEY_SELECTORS_BY_GLOB,
    KEY_BOOL,
    KEY_STRING,
    KEY_SEVERITY,
    KEY_CERTAINTY,
    KEY_VERSION
} KeyType;

typedef enum ConfigKey {
#define CONFIG_KEY(symbol, name, type, help) CONFIG_KEY_##symbol,
#include "registry/config_keys.def"
#undef CONFIG_KEY
    CONFIG_KEY_COUNT
} ConfigKey;

typedef struct ConfigKeyInfo {
    Str name;
    KeyType type;
    Str help; /* one line, no full stop */
} ConfigKeyInfo;

const ConfigKeyInfo *config_key_info(ConfigKey key);

/* By its name. O(keys). */
bool config_key_find(Str name, ConfigKey *out);

#endif
