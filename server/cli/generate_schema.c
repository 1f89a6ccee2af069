/* Knows how a config is said in JSON schema (draft 7, which editors' TOML modes read). All keys
 * come from tables; what the reader of configs makes of them stands in config/. */
#include "cli/command.h"
#include "cli/generate.h"
#include "registry/config_key.h"
#include "registry/option.h"
#include "report/json_writer.h"

static void open_key(JsonWriter *json, Str key, uint32_t level) {
    json_new_line(json, level);
    json_string(json, key);
    buf_append_byte(json->out, ':');
    json->needs_comma = false;
    json_open(json, '{');
}

static void string_type(JsonWriter *json) {
    json_string_at(json, "type", STR("string"));
}

static void open_table(JsonWriter *json) {
    json_string_at(json, "type", STR("object"));
    json_bool_at(json, "additionalProperties", false);
    json_open_at(json, "properties", '{');
}

static void close_table(JsonWriter *json) {
    json_close(json, '}');
    json_close(json, '}');
}

static const Str selectors = {"#/definitions/selectors", 23};
static const Str severities = {"#/definitions/severity", 22};
static const Str certainties = {"#/definitions/certainty", 23};

static void refer(JsonWriter *json, Str definition) {
    json_string_at(json, "$ref", definition);
}

static void list_of_strings(JsonWriter *json) {
    json_string_at(json, "type", STR("array"));
    json_open_at(json, "items", '{');
    string_type(json);
    json_close(json, '}');
}

/* ---- definitions ---------------------------------------------------------------------------- */

static void define_words(JsonWriter *json, const char *name, Str (*word)(int index), int count) {
    json_open_at(json, name, '{');
    json_open_at(json, "enum", '[');
    for (int i = 0; i < count; i++) {
        json_string(json, word(i));
    }
    json_close(json, ']');
    json_close(json, '}');
}

static Str severity_word(int index) {
    return severity_name((Severity)index);
}

static Str certainty_word(int index) {
    return certainty_name((Certainty)index);
}

static void put_selectors(JsonWriter *json) {
    for (int i = 0; i < CATEGORY_COUNT; i++) {
        json_string(json, category_name((Category)i));
    }
    for (int i = 0; i < RULE_COUNT; i++) {
        json_string(json, rule_info((RuleId)i)->id);
    }
    for (int i = 0; i < OPTION_COUNT; i++) {
        if (option_is_switch(option_info((OptionId)i))) {
            json_string(json, option_info((OptionId)i)->key);
        }
    }
}

/* Ids of the project's own rules are not known here: any with a slash. */
static void define_selectors(JsonWriter *json) {
    json_open_at(json, "selectors", '{');
    json_string_at(json, "type", STR("array"));
    json_open_at(json, "items", '{');
    string_type(json);
    json_open_at(json, "anyOf", '[');
    json_open(json, '{');
    json_open_at(json, "enum", '[');
    put_selectors(json);
    json_close(json, ']');
    json_close(json, '}');
    json_open(json, '{');
    json_string_at(json, "pattern", STR("^[^/.]+/[^/.]+$"));
    json_close(json, '}');
    json_close(json, ']');
    json_close(json, '}');
    json_close(json, '}');
}

static void define_all(JsonWriter *json) {
    json_open_at(json, "definitions", '{');
    define_words(json, "severity", severity_word, SEVERITY_COUNT);
    define_words(json, "certainty", certainty_word, CERTAINTY_COUNT);
    define_selectors(json);
    json_close(json, '}');
}

/* ---- keys ----------------------------------------------------------------------------------- */

static void put_key_type(JsonWriter *json, KeyType type) {
    switch (type) {
    case KEY_SELECTORS:
        refer(json, selectors);
        break;
    case KEY_GLOBS:
    case KEY_PATHS:
        list_of_strings(json);
        break;
    case KEY_SELECTORS_BY_GLOB:
        json_string_at(json, "type", STR("object"));
        json_open_at(json, "additionalProperties", '{');
        refer(json, selectors);
        json_close(json, '}');
        break;
    case KEY_BOOL:
        json_string_at(json, "type", STR("boolean"));
        break;
    case KEY_STRING:
        string_type(json);
        json_number_at(json, "minLength", 1);
        break;
    case KEY_SEVERITY:
        refer(json, severities);
        break;
    case KEY_CERTAINTY:
        refer(json, certainties);
        break;
    case KEY_VERSION:
        string_type(json);
        json_string_at(json, "pattern", STR("^[0-9]+(\\.[0-9]+)*$"));
        break;
    }
}

/* Draft 7 reads nothing beside a $ref: the help goes around it. */
static void put_key(JsonWriter *json, const ConfigKeyInfo *info) {
    open_key(json, info->name, 2);
    json_string_at(json, "description", info->help);
    json_open_at(json, "allOf", '[');
    json_open(json, '{');
    put_key_type(json, info->type);
    json_close(json, '}');
    json_close(json, ']');
    json_close(json, '}');
}

/* ---- options -------------------------------------------------------------------------------- */

static void put_choices(JsonWriter *json, OptionId option) {
    json_open_at(json, "enum", '[');
    for (int i = 0; i < CHOICE_COUNT; i++) {
        if (choice_info((ChoiceId)i)->option == option) {
            json_string(json, choice_info((ChoiceId)i)->text);
        }
    }
    json_close(json, ']');
}

static void put_list_fallback(JsonWriter *json, StrList list) {
    json_open_at(json, "default", '[');
    for (uint32_t i = 0; i < list.count; i++) {
        json_string(json, list.items[i]);
    }
    json_close(json, ']');
}

static void put_option_type(JsonWriter *json, OptionId option) {
    const OptionInfo *info = option_info(option);
    switch (info->type) {
    case OPTION_TYPE_BOOL:
        json_string_at(json, "type", STR("boolean"));
        json_bool_at(json, "default", info->fallback.boolean);
        break;
    case OPTION_TYPE_INTEGER: /* none is negative */
        json_string_at(json, "type", STR("integer"));
        json_number_at(json, "minimum", (uint64_t)info->least);
        json_number_at(json, "maximum", (uint64_t)info->most);
        json_number_at(json, "default", (uint64_t)info->fallback.integer);
        break;
    case OPTION_TYPE_STRING:
        string_type(json);
        json_string_at(json, "default", info->fallback.text);
        break;
    case OPTION_TYPE_LIST:
        list_of_strings(json);
        put_list_fallback(json, info->fallback.list);
        break;
    case OPTION_TYPE_CHOICE:
        put_choices(json, option);
        json_string_at(json, "default", choice_info(info->fallback.choice)->text);
        break;
    }
}

static void put_option(JsonWriter *json, OptionId option, Str name, uint32_t level) {
    open_key(json, name, level);
    json_string_at(json, "description", option_info(option)->help);
    put_option_type(json, option);
    json_close(json, '}');
}

/* "skeleton" of "skeleton.types"; empty for a name without a dot. */
static Str group_of(Str name) {
    uint32_t dot = str_find_byte(name, '.');
    return dot < name.len ? str_slice(name, 0, dot) : STR("");
}

/* The options of an owner: plain ones, then each group as a table. The options are sorted. */
static void put_options_of(JsonWriter *json, Str owner, uint32_t level) {
    Str group = STR("");
    for (int i = 0; i < OPTION_COUNT; i++) {
        const OptionInfo *info = option_info((OptionId)i);
        Str name = option_name(info);
        if (!str_equal(option_owner(info), owner)) {
            continue;
        }
        Str own_group = group_of(name);
        if (group.len > 0 && !str_equal(group, own_group)) {
            close_table(json);
        }
        if (own_group.len > 0 && !str_equal(group, own_group)) {
            open_key(json, own_group, level);
            open_table(json);
        }
        group = own_group;
        name = own_group.len > 0 ? str_slice(name, own_group.len + 1, name.len) : name;
        put_option(json, (OptionId)i, name, level + (own_group.len > 0));
    }
    if (group.len > 0) {
        close_table(json);
    }
}

/* ---- categories ----------------------------------------------------------------------------- */

static void put_severities(JsonWriter *json, Category category) {
    open_key(json, STR("severity"), 3);
    json_string_at(json, "description", STR("Severities of rules"));
    open_table(json);
    for (int i = 0; i < RULE_COUNT; i++) {
        if (rule_info((RuleId)i)->category == category) {
            open_key(json, rule_short_name((RuleId)i), 4);
            refer(json, severities);
            json_close(json, '}');
        }
    }
    close_table(json);
}

static void put_rule(JsonWriter *json, RuleId rule) {
    open_key(json, rule_short_name(rule), 3);
    json_string_at(json, "description", rule_info(rule)->title);
    open_table(json);
    put_options_of(json, rule_info(rule)->id, 4);
    open_key(json, STR("severity"), 4);
    refer(json, severities);
    json_close(json, '}');
    close_table(json);
}

static void put_category(JsonWriter *json, Category category) {
    open_key(json, category_name(category), 2);
    open_table(json);
    put_severities(json, category);
    put_options_of(json, category_name(category), 3);
    for (int i = 0; i < RULE_COUNT; i++) {
        if (rule_info((RuleId)i)->category == category) {
            put_rule(json, (RuleId)i);
        }
    }
    close_table(json);
}

void generate_schema(Buf *out) {
    JsonWriter json = json_writer(out);
    json_open(&json, '{');
    json_string_at(&json, "$schema", STR("http://json-schema.org/draft-07/schema#"));
    json_string_at(&json, "title", STR("bluetick " BLUETICK_VERSION));
    json_string_at(&json, "description",
                   STR("bluetick.toml, or [tool.bluetick] of pyproject.toml"));
    define_all(&json);
    open_table(&json);
    for (int i = 0; i < CONFIG_KEY_COUNT; i++) {
        put_key(&json, config_key_info((ConfigKey)i));
    }
    open_key(&json, STR("catalog"), 2);
    json_string_at(&json, "description", STR("What the project's own code does"));
    open_table(&json);
    put_options_of(&json, STR("catalog"), 3);
    close_table(&json);
    for (int i = 0; i < CATEGORY_COUNT; i++) {
        put_category(&json, (Category)i);
    }
    close_table(&json);
    buf_append_byte(out, '\n');
}
