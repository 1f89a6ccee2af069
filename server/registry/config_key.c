/* Look-ups over the table of config keys. Knows nothing of what they do. */
#include "registry/config_key.h"

#define TEXT(literal)                                                                              \
    { (literal), (uint32_t)(sizeof(literal) - 1) }

static const ConfigKeyInfo keys[] = {
#define CONFIG_KEY(symbol, name, type, help) {TEXT(name), KEY_##type, TEXT(help)},
#include "registry/config_keys.def"
#undef CONFIG_KEY
};

const ConfigKeyInfo *config_key_info(ConfigKey key) {
    return &keys[key];
}

bool config_key_find(Str name, ConfigKey *out) {
    for (uint32_t i = 0; i < CONFIG_KEY_COUNT; i++) {
        if (str_equal(keys[i].name, name)) {
            *out = (ConfigKey)i;
            return true;
        }
    }
    return false;
}
