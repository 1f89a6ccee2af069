/* Config files and plain settings, handed to config_apply one value at a time. Knows where our
 * table stands in a pyproject.toml; knows no key of it. */
#include "config/config_apply.h"
#include "config/requirements.h"
#include "syntax/toml.h"

static SettingKey *copy_path(const TomlKey *path, uint32_t depth, Arena *mem) {
    SettingKey *keys = ARENA_ARRAY(mem, SettingKey, depth);
    for (uint32_t i = 0; i < depth; i++) {
        keys[i] = (SettingKey){path[i].text, path[i].span};
    }
    return keys;
}

static void convert_list(const TomlValue *value, PlacedSetting *out, Arena *mem) {
    Str *items = ARENA_ARRAY(mem, Str, value->count);
    Span *spans = ARENA_ARRAY(mem, Span, value->count);
    for (uint32_t i = 0; i < value->count; i++) {
        bool is_text = value->items[i].kind == TOML_STRING;
        items[i] = is_text ? value->items[i].text : (Str){NULL, 0};
        spans[i] = value->items[i].span;
    }
    out->value = (Setting){
        .kind = SETTING_LIST, .list = {items, value->count}
    };
    out->item_spans = spans;
}

static void convert(const TomlValue *value, PlacedSetting *out, Arena *mem) {
    out->span = value->span;
    switch (value->kind) {
    case TOML_STRING:
        out->value = (Setting){.kind = SETTING_STRING, .text = value->text};
        break;
    case TOML_INTEGER:
        out->value = (Setting){.kind = SETTING_INTEGER, .integer = value->integer};
        break;
    case TOML_BOOLEAN:
        out->value = (Setting){.kind = SETTING_BOOL, .boolean = value->boolean};
        break;
    case TOML_ARRAY:
        convert_list(value, out, mem);
        break;
    case TOML_TABLE:
    case TOML_OTHER:
        out->value = (Setting){.kind = SETTING_OTHER};
        break;
    }
}

static bool is_key(const TomlEntry *entry, uint32_t at, Str text) {
    return at < entry->depth && str_equal(entry->path[at].text, text);
}

/* Keys of `entry` before ours begin; UINT32_MAX when it is not ours. */
static uint32_t skip_prefix(const TomlEntry *entry, ConfigFileKind kind) {
    if (kind == CONFIG_BLUETICK) {
        return 0;
    }
    return is_key(entry, 0, STR("tool")) && is_key(entry, 1, STR("bluetick")) ? 2 : UINT32_MAX;
}

/* [tool.ruff.lint.pydocstyle] convention = "numpy" | "pep257" means that Google's sections are not
 * what this project writes. */
static void read_ruff_convention(Config *config, const TomlEntry *entry) {
    bool is_convention = entry->depth == 5 && is_key(entry, 0, STR("tool")) &&
                         is_key(entry, 1, STR("ruff")) && is_key(entry, 2, STR("lint")) &&
                         is_key(entry, 3, STR("pydocstyle")) && is_key(entry, 4, STR("convention"));
    if (!is_convention || entry->value.kind != TOML_STRING) {
        return;
    }
    bool is_foreign =
        str_equal(entry->value.text, STR("numpy")) || str_equal(entry->value.text, STR("pep257"));
    config->asides.convention = is_foreign ? CONVENTION_FOREIGN : CONVENTION_GOOGLE;
}

/* The first version that the requirement lets in: ">=3.8,<4", "~= 3.9", "==3.11.*", Poetry's
 * "^3.9". False when it has no lower end. */
static bool read_least_version(Str text, TargetVersion *out) {
    static const char *const lower_ends[] = {">=", "~=", "==", "^", "~", ">"};
    while (text.len > 0) {
        uint32_t comma = str_find_byte(text, ',');
        Str clause = str_trim(str_slice(text, 0, comma));
        text = str_slice(text, comma < text.len ? comma + 1 : comma, text.len);
        for (size_t i = 0; i < sizeof lower_ends / sizeof *lower_ends; i++) {
            Str end = str_from_c(lower_ends[i]);
            if (str_starts_with(clause, end)) {
                Str version = str_trim(str_slice(clause, end.len, clause.len));
                return config_read_version(version, out) > 0;
            }
        }
    }
    return false;
}

/* [project] requires-python, or what Poetry has instead. */
static void read_python(Config *config, const TomlEntry *entry) {
    bool is_project = entry->depth == 2 && is_key(entry, 0, STR("project")) &&
                      is_key(entry, 1, STR("requires-python"));
    bool is_poetry = entry->depth == 4 && is_key(entry, 0, STR("tool")) &&
                     is_key(entry, 1, STR("poetry")) && is_key(entry, 2, STR("dependencies")) &&
                     is_key(entry, 3, STR("python"));
    TargetVersion version;
    bool speaks = (is_project || is_poetry) && entry->value.kind == TOML_STRING;
    if (speaks && read_least_version(entry->value.text, &version) &&
        (is_project || config->asides.python.major == 0)) {
        config->asides.python = version;
    }
}

static void apply_entry(Applying *applying, const TomlEntry *entry, uint32_t prefix) {
    if (entry->depth <= prefix) {
        if (entry->value.kind != TOML_TABLE) {
            config_problem(applying, entry->value.span, "'bluetick' must be a table");
        }
        return;
    }
    uint32_t depth = entry->depth - prefix;
    SettingKey *path = copy_path(entry->path + prefix, depth, applying->mem);
    if (entry->value.kind == TOML_TABLE) {
        config_apply_table(applying, path, depth);
        return;
    }
    PlacedSetting setting = {.path = path, .depth = depth};
    convert(&entry->value, &setting, applying->mem);
    config_apply(applying, &setting);
}

Status config_apply_toml(Config *config, ConfigFileKind kind, Str text, Arena *mem,
                         ConfigProblems *problems) {
    Applying applying = {config, mem, problems};
    uint32_t before = problems->count;
    TomlDocument document;
    TomlError error;
    if (toml_parse(&document, text, mem, &error) < 0) {
        ARRAY_PUSH(problems, ((ConfigProblem){error.span, error.message}));
        return STATUS_INVALID;
    }
    for (uint32_t i = 0; kind == CONFIG_PYPROJECT && i < document.count; i++) {
        read_ruff_convention(config, &document.entries[i]);
        read_python(config, &document.entries[i]);
        requirements_read_entry(&config->asides.libraries, &document.entries[i]);
    }
    bool is_ours = kind == CONFIG_BLUETICK;
    for (uint32_t i = 0; i < document.count; i++) {
        uint32_t prefix = skip_prefix(&document.entries[i], kind);
        if (prefix != UINT32_MAX) {
            is_ours = true;
            apply_entry(&applying, &document.entries[i], prefix);
        }
    }
    if (problems->count > before) {
        return STATUS_INVALID;
    }
    return is_ours ? STATUS_OK : STATUS_NOT_FOUND;
}

Status config_apply_setting(Config *config, const Str *path, uint32_t depth, const Setting *setting,
                            Arena *mem, ConfigProblems *problems) {
    Applying applying = {config, mem, problems};
    uint32_t before = problems->count;
    if (depth == 0) {
        config_problem(&applying, (Span){0, 0}, "a setting without a name");
        return STATUS_INVALID;
    }
    SettingKey *keys = ARENA_ARRAY(mem, SettingKey, depth);
    for (uint32_t i = 0; i < depth; i++) {
        keys[i] = (SettingKey){
            path[i], {0, 0}
        };
    }
    PlacedSetting placed = {.path = keys, .depth = depth, .value = *setting};
    config_apply(&applying, &placed);
    return problems->count > before ? STATUS_INVALID : STATUS_OK;
}
