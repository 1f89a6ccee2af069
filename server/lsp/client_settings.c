/* Knows how a tree of JSON becomes paths and values; what they mean, config/ says. */
#include "lsp/client_settings.h"

void client_settings_init(ClientSettings *settings) {
    *settings = (ClientSettings){.items = {0}};
    arena_init(&settings->mem);
}

void client_settings_release(ClientSettings *settings) {
    ARRAY_RELEASE(&settings->items);
    arena_release(&settings->mem);
}

/* What the editors' own plugins keep in the section. */
static bool is_of_plugin(Str name) {
    return str_equal(name, STR("command")) || str_equal(name, STR("trace"));
}

/* ---- values ---------------------------------------------------------------------------------- */

static Str copy_text(const cJSON *item, Arena *mem) {
    return cJSON_IsString(item) ? arena_copy(mem, str_from_c(item->valuestring)) : (Str){NULL, 0};
}

static StrList read_list(const cJSON *array, Arena *mem) {
    uint32_t count = (uint32_t)cJSON_GetArraySize(array);
    Str *items = ARENA_ARRAY(mem, Str, count);
    uint32_t at = 0;
    const cJSON *item;
    cJSON_ArrayForEach(item, array) {
        items[at++] = copy_text(item, mem);
    }
    return (StrList){items, count};
}

static Setting read_value(const cJSON *item, Arena *mem) {
    if (cJSON_IsString(item)) {
        return (Setting){.kind = SETTING_STRING, .text = copy_text(item, mem)};
    }
    if (cJSON_IsBool(item)) {
        return (Setting){.kind = SETTING_BOOL, .boolean = cJSON_IsTrue(item)};
    }
    bool is_whole = cJSON_IsNumber(item) && item->valuedouble == (double)item->valueint;
    if (is_whole) {
        return (Setting){.kind = SETTING_INTEGER, .integer = item->valueint};
    }
    if (cJSON_IsArray(item)) {
        return (Setting){.kind = SETTING_LIST, .list = read_list(item, mem)};
    }
    return (Setting){.kind = SETTING_OTHER};
}

/* ---- the tree -------------------------------------------------------------------------------- */

/* Is the path so far a table: a config never has values deeper? */
static bool goes_down(const cJSON *item, uint32_t depth) {
    return cJSON_IsObject(item) && depth < CLIENT_SETTING_DEPTH;
}

/* null is how editors say that nothing is set. */
static void add(ClientSettings *settings, const Str *path, uint32_t depth, const cJSON *item) {
    if (cJSON_IsNull(item)) {
        return;
    }
    ClientSetting setting = {.depth = depth, .value = read_value(item, &settings->mem)};
    for (uint32_t i = 0; i < depth; i++) {
        setting.path[i] = path[i];
    }
    ARRAY_PUSH(&settings->items, setting);
}

static void flatten(ClientSettings *settings, const cJSON *section) {
    const cJSON *at[CLIENT_SETTING_DEPTH] = {section->child};
    Str path[CLIENT_SETTING_DEPTH];
    uint32_t level = 0;
    while (true) {
        const cJSON *item = at[level];
        if (!item) {
            if (level == 0) {
                return;
            }
            level--;
            continue;
        }
        at[level] = item->next;
        path[level] = arena_copy(&settings->mem, str_from_c(item->string));
        if (level == 0 && is_of_plugin(path[0])) {
            continue;
        }
        if (goes_down(item, level + 1)) {
            at[++level] = item->child;
        } else {
            add(settings, path, level + 1, item);
        }
    }
}

/* ---- applying -------------------------------------------------------------------------------- */

static Str dotted(const ClientSetting *setting, Arena *mem) {
    Str name = STR("bluetick");
    for (uint32_t i = 0; i < setting->depth; i++) {
        name = arena_format(mem, "%.*s.%.*s", STR_ARG(name), STR_ARG(setting->path[i]));
    }
    return name;
}

static bool can_be_used(const ClientSetting *setting, Config *scratch, Arena *mem, Buf *err) {
    ConfigProblems problems = {0};
    Status status = config_apply_setting(scratch, setting->path, setting->depth, &setting->value,
                                         mem, &problems);
    for (uint32_t i = 0; i < problems.count; i++) {
        status_note(STATUS_INVALID, err, "%s%.*s: %.*s", err->len > 0 ? "\n" : "",
                    STR_ARG(dotted(setting, mem)), STR_ARG(problems.items[i].message));
    }
    ARRAY_RELEASE(&problems);
    return status == STATUS_OK;
}

void client_settings_take(ClientSettings *settings, const cJSON *section, Buf *err) {
    client_settings_release(settings);
    client_settings_init(settings);
    if (!cJSON_IsObject(section)) {
        return;
    }
    flatten(settings, section);
    Arena mem;
    Config scratch;
    arena_init(&mem);
    config_init(&scratch);
    scratch.awaits_own_rules = true;
    uint32_t kept = 0;
    for (uint32_t i = 0; i < settings->items.count; i++) {
        ClientSetting setting = settings->items.items[i];
        if (can_be_used(&setting, &scratch, &mem, err)) {
            settings->items.items[kept++] = setting;
        }
    }
    settings->items.count = kept;
    arena_release(&mem);
}

Status client_settings_apply(void *settings, Config *values, Arena *mem, Buf *err) {
    const ClientSettings *own = settings;
    ConfigProblems problems = {0};
    for (uint32_t i = 0; i < own->items.count; i++) {
        const ClientSetting *setting = &own->items.items[i];
        Status status = config_apply_setting(values, setting->path, setting->depth, &setting->value,
                                             mem, &problems);
        (void)status; /* it could be used when it was taken */
    }
    ARRAY_RELEASE(&problems);
    (void)err;
    return STATUS_OK;
}
