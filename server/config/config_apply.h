/* One setting, whoever it comes from. Room-internal: the TOML reader and config_apply_setting
 * share it. */
#ifndef BLUETICK_CONFIG_CONFIG_APPLY_H
#define BLUETICK_CONFIG_CONFIG_APPLY_H

#include "config/config.h"

typedef struct SettingKey {
    Str text;
    Span span;
} SettingKey;

/* A value with the places of itself and of its items. */
typedef struct PlacedSetting {
    const SettingKey *path;
    uint32_t depth;
    Setting value;
    Span span;
    const Span *item_spans; /* one an item of value.list, or NULL */
} PlacedSetting;

typedef struct Applying {
    Config *config;
    Arena *mem;
    ConfigProblems *problems;
} Applying;

void config_problem(Applying *applying, Span span, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* Reads "3" or "3.11" at the start of the text: how many bytes that took, 0 for none. */
uint32_t config_read_version(Str text, TargetVersion *out);

/* Applies one value, or appends a problem. */
void config_apply(Applying *applying, const PlacedSetting *setting);

/* A table without values: a problem unless some key below it could be one of ours. */
void config_apply_table(Applying *applying, const SettingKey *path, uint32_t depth);

#endif
