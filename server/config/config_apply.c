/* From a key and a value to a field of the config. Knows the tables of keys and options and says
 * what is wrong with a value; knows nothing of TOML. */
#include "config/config_apply.h"

#include "config/glob.h"
#include "config/version_range.h"
#include "registry/config_key.h"
#include "registry/nearest.h"

#include <stdarg.h>
#include <stdio.h>

/* ---- problems ----------------------------------------------------------------------------- */

void config_problem(Applying *applying, Span span, const char *format, ...) {
    ConfigProblems *problems = applying->problems;
    bool is_told = problems->count > 0 && !span_is_empty(span) &&
                   problems->items[problems->count - 1].span.start == span.start;
    if (is_told || problems->count >= CONFIG_PROBLEMS_MAX) {
        return;
    }
    char text[512];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(text, sizeof text, format, arguments);
    va_end(arguments);
    ConfigProblem problem = {span, arena_copy(applying->mem, str_from_c(text))};
    ARRAY_PUSH(problems, problem);
}

enum { SHOWN_MAX = 60 };

static void unknown_name(Applying *applying, Span span, const char *what, Str name, Str near) {
    Str shown = str_slice(name, 0, SHOWN_MAX);
    if (near.len == 0) {
        config_problem(applying, span, "unknown %s '%.*s'", what, STR_ARG(shown));
    } else {
        config_problem(applying, span, "unknown %s '%.*s'; did you mean '%.*s'?", what,
                       STR_ARG(shown), STR_ARG(near));
    }
}

static void wrong_value(Applying *applying, const PlacedSetting *setting, const char *wanted) {
    Str name = str_slice(setting->path[setting->depth - 1].text, 0, SHOWN_MAX);
    config_problem(applying, setting->span, "'%.*s' must be %s", STR_ARG(name), wanted);
}

/* ---- values ------------------------------------------------------------------------------- */

static Span item_span(const PlacedSetting *setting, uint32_t item) {
    return setting->item_spans ? setting->item_spans[item] : setting->span;
}

static StrList split_at_commas(Str text, Arena *mem) {
    uint32_t count = 1;
    for (uint32_t i = 0; i < text.len; i++) {
        count += text.ptr[i] == ',';
    }
    Str *items = ARENA_ARRAY(mem, Str, count);
    uint32_t at = 0;
    for (uint32_t i = 0; i < count; i++) {
        Str rest = str_slice(text, at, text.len);
        Str item = str_slice(rest, 0, str_find_byte(rest, ','));
        at += item.len + 1;
        items[i] = str_trim(item);
    }
    return (StrList){items, count};
}

/* A list of texts, copied; false (with a problem) when the value is none. */
static bool read_list(Applying *applying, const PlacedSetting *setting, StrList *out) {
    StrList list = setting->value.list;
    if (setting->value.kind == SETTING_STRING && setting->item_spans == NULL &&
        span_is_empty(setting->span)) {
        *out = split_at_commas(arena_copy(applying->mem, setting->value.text), applying->mem);
        return true;
    }
    if (setting->value.kind != SETTING_LIST) {
        wrong_value(applying, setting, "a list of strings");
        return false;
    }
    Str *items = ARENA_ARRAY(applying->mem, Str, list.count);
    for (uint32_t i = 0; i < list.count; i++) {
        if (list.items[i].ptr == NULL) {
            config_problem(applying, item_span(setting, i), "list items must be strings");
            return false;
        }
        items[i] = arena_copy(applying->mem, list.items[i]);
    }
    *out = (StrList){items, list.count};
    return true;
}

static void read_selectors(Applying *applying, const PlacedSetting *setting, SelectorList *out) {
    StrList names;
    if (!read_list(applying, setting, &names)) {
        return;
    }
    Selector *items = ARENA_ARRAY(applying->mem, Selector, names.count);
    uint32_t count = 0;
    for (uint32_t i = 0; i < names.count; i++) {
        Span span = setting->value.kind == SETTING_LIST ? item_span(setting, i) : setting->span;
        bool may_be_own = applying->config->awaits_own_rules &&
                          str_find_byte(names.items[i], '/') < names.items[i].len;
        if (selector_find(names.items[i], &items[count])) {
            count++;
        } else if (may_be_own) {
            items[count++] = (Selector){.kind = SELECTOR_OWN, .name = names.items[i], .span = span};
        } else if (applying->problems->count < CONFIG_PROBLEMS_MAX) {
            unknown_name(applying, span, "rule", names.items[i], registry_nearest(names.items[i]));
        }
    }
    *out = (SelectorList){items, count};
}

static void read_globs(Applying *applying, const PlacedSetting *setting, StrList *out) {
    StrList patterns;
    if (!read_list(applying, setting, &patterns)) {
        return;
    }
    for (uint32_t i = 0; i < patterns.count; i++) {
        if (!glob_is_valid(patterns.items[i])) {
            Span span = setting->value.kind == SETTING_LIST ? item_span(setting, i) : setting->span;
            config_problem(applying, span, "not a path pattern: '%.*s'",
                           STR_ARG(str_slice(patterns.items[i], 0, SHOWN_MAX)));
            return;
        }
    }
    *out = patterns;
}

static void read_bool(Applying *applying, const PlacedSetting *setting, bool *out) {
    if (setting->value.kind == SETTING_BOOL) {
        *out = setting->value.boolean;
    } else {
        wrong_value(applying, setting, "true or false");
    }
}

static bool read_severity(Applying *applying, const PlacedSetting *setting, Severity *out) {
    if (setting->value.kind == SETTING_STRING && severity_find(setting->value.text, out)) {
        return true;
    }
    wrong_value(applying, setting, "\"error\", \"warning\", \"info\" or \"hint\"");
    return false;
}

static void read_certainty(Applying *applying, const PlacedSetting *setting, Certainty *out) {
    if (setting->value.kind != SETTING_STRING || !certainty_find(setting->value.text, out)) {
        wrong_value(applying, setting, "\"certain\", \"likely\" or \"possible\"");
    }
}

static uint32_t read_digits(Str text, uint32_t *at) {
    uint32_t value = 0;
    while (*at < text.len && text.ptr[*at] >= '0' && text.ptr[*at] <= '9' && value < 100000) {
        value = value * 10 + (uint32_t)(text.ptr[(*at)++] - '0');
    }
    return value;
}

uint32_t config_read_version(Str text, TargetVersion *out) {
    uint32_t at = 0;
    *out = (TargetVersion){read_digits(text, &at), 0};
    if (at == 0 || at == text.len || text.ptr[at] != '.') {
        return at;
    }
    uint32_t dot = at++;
    out->minor = read_digits(text, &at);
    return at > dot + 1 ? at : dot;
}

static void read_version(Applying *applying, const PlacedSetting *setting, TargetVersion *out) {
    Str text = setting->value.kind == SETTING_STRING ? setting->value.text : STR("");
    TargetVersion version;
    uint32_t read = config_read_version(text, &version);
    if (read > 0 && read == text.len) {
        *out = version;
    } else {
        wrong_value(applying, setting, "a version such as \"3.11\"");
    }
}

/* "target-django": LIBRARY_django. */
static LibraryId library_of_key(Str key) {
    return library_find(str_slice(key, STR("target-").len, key.len));
}

static void read_library_version(Applying *applying, const PlacedSetting *setting,
                                 LibraryRange *out) {
    Str text = setting->value.kind == SETTING_STRING ? setting->value.text : STR("");
    if (!version_range_of_target(text, out)) {
        wrong_value(applying, setting, "a version such as \"4.2\"");
    }
}

/* ---- options ------------------------------------------------------------------------------ */

static void choice_problem(Applying *applying, const PlacedSetting *setting, OptionId option) {
    char wanted[200] = "one of";
    size_t length = strlen(wanted);
    for (uint32_t i = 0; i < CHOICE_COUNT && length < sizeof wanted - 40; i++) {
        const ChoiceInfo *choice = choice_info((ChoiceId)i);
        if (choice->option == option) {
            snprintf(wanted + length, sizeof wanted - length, " \"%.*s\"", STR_ARG(choice->text));
            length = strlen(wanted);
        }
    }
    wrong_value(applying, setting, wanted);
}

static void apply_integer(Applying *applying, const PlacedSetting *setting, const OptionInfo *info,
                          OptionValue *value) {
    const Setting *given = &setting->value;
    if (given->kind == SETTING_INTEGER && given->integer >= info->least &&
        given->integer <= info->most) {
        value->integer = (int32_t)given->integer;
        return;
    }
    char wanted[80];
    snprintf(wanted, sizeof wanted, "an integer from %d to %d", (int)info->least, (int)info->most);
    wrong_value(applying, setting, wanted);
}

/* Paths of callables, where the option wants it with `=` and what they have. */
static void check_catalog_items(Applying *applying, const PlacedSetting *setting, OptionId option,
                                const StrList *list) {
    bool pairs = option == OPTION_catalog_timeout || option == OPTION_catalog_same_as;
    for (uint32_t i = 0; i < list->count; i++) {
        Str item = list->items[i];
        uint32_t at = str_find_byte(item, '=');
        bool pair = at > 0 && at + 1 < item.len;
        if (item.len == 0 || (pairs && !pair) || (!pairs && at < item.len)) {
            config_problem(applying, item_span(setting, i),
                           pairs ? "'%.*s' wants `path=...`" : "'%.*s' is no dotted path",
                           STR_ARG(str_slice(item, 0, SHOWN_MAX)));
        }
    }
}

static void apply_option(Applying *applying, const PlacedSetting *setting, OptionId option) {
    const OptionInfo *info = option_info(option);
    const Setting *given = &setting->value;
    OptionValue *value = &applying->config->options.values[option];
    switch (info->type) {
    case OPTION_TYPE_BOOL:
        read_bool(applying, setting, &value->boolean);
        break;
    case OPTION_TYPE_INTEGER:
        apply_integer(applying, setting, info, value);
        break;
    case OPTION_TYPE_STRING:
        if (given->kind == SETTING_STRING) {
            value->text = arena_copy(applying->mem, given->text);
        } else {
            wrong_value(applying, setting, "a string");
        }
        break;
    case OPTION_TYPE_LIST:
        if (read_list(applying, setting, &value->list) &&
            str_starts_with(info->key, STR("catalog."))) {
            check_catalog_items(applying, setting, option, &value->list);
        }
        break;
    case OPTION_TYPE_CHOICE:
        if (given->kind != SETTING_STRING || !choice_find(option, given->text, &value->choice)) {
            choice_problem(applying, setting, option);
        }
        applying->config->docs_style_is_set |= option == OPTION_docs_style;
        break;
    }
}

/* The keys from path[first] on, joined: "docs" + "." + "skeleton" + "." + "types". */
static Str join_keys(const SettingKey *path, uint32_t depth, Arena *mem) {
    Buf joined;
    buf_init(&joined, 4096);
    for (uint32_t i = 0; i < depth; i++) {
        buf_append_c(&joined, i == 0 ? "" : ".");
        buf_append(&joined, path[i].text);
    }
    Str text = arena_copy(mem, buf_str(&joined));
    buf_release(&joined);
    return text;
}

/* True when some option's key begins with `prefix`. */
static bool is_prefix_of_option(Str prefix) {
    for (uint32_t i = 0; i < OPTION_COUNT; i++) {
        if (str_starts_with(option_info((OptionId)i)->key, prefix)) {
            return true;
        }
    }
    return false;
}

static bool is_rule_table(Str id, Arena *mem) {
    RuleId rule;
    return rule_find(id, &rule) || is_prefix_of_option(arena_format(mem, "%.*s.", STR_ARG(id)));
}

/* "docs.skeleton.types" or "io/missing-timeout.tier" for a path; `known` = keys that were found. */
static Str option_key(const SettingKey *path, uint32_t depth, Arena *mem, uint32_t *known) {
    *known = 1;
    Str id = arena_format(mem, "%.*s/%.*s", STR_ARG(path[0].text), STR_ARG(path[1].text));
    if (!is_rule_table(id, mem)) {
        Str prefix = arena_format(mem, "%.*s.%.*s.", STR_ARG(path[0].text), STR_ARG(path[1].text));
        *known = depth > 2 && is_prefix_of_option(prefix) ? 2 : 1;
        return join_keys(path, depth, mem);
    }
    *known = 2;
    if (depth < 3) {
        return id;
    }
    Str name = join_keys(path + 2, depth - 2, mem);
    return arena_format(mem, "%.*s.%.*s", STR_ARG(id), STR_ARG(name));
}

/* The nearest thing that could stand at path[known] in this table. */
static Str nearest_in_table(Str table, Str wrong, bool is_category) {
    Nearest nearest = nearest_start(wrong);
    nearest_offer(&nearest, STR("severity"));
    for (uint32_t i = 0; i < OPTION_COUNT; i++) {
        Str key = option_info((OptionId)i)->key;
        bool is_below = key.len > table.len && str_starts_with(key, table);
        if (is_below && key.ptr[table.len] == '.') {
            nearest_offer(&nearest, str_slice(key, table.len + 1, key.len));
        } else if (is_below && is_category && key.ptr[table.len] == '/') {
            nearest_offer(&nearest, str_slice(key, table.len + 1, str_find_byte(key, '.')));
        }
    }
    for (uint32_t i = 0; is_category && i < RULE_COUNT; i++) {
        if (str_starts_with(rule_info((RuleId)i)->id, table)) {
            nearest_offer(&nearest, rule_short_name((RuleId)i));
        }
    }
    return nearest_found(&nearest);
}

static void set_severity(Applying *applying, const PlacedSetting *setting, RuleId rule) {
    RuleOptions *options = &applying->config->options;
    if (read_severity(applying, setting, &options->severities[rule])) {
        options->severity_is_set[rule] = true;
    }
}

/* category.severity.rule and category.rule.severity; false when the path is neither. */
static bool apply_severity(Applying *applying, const PlacedSetting *setting) {
    const SettingKey *path = setting->path;
    Str word = STR("severity");
    bool comes_first = setting->depth == 3 && str_equal(path[1].text, word);
    bool comes_last = setting->depth == 3 && str_equal(path[2].text, word);
    if (!comes_first && !comes_last) {
        return false;
    }
    const SettingKey *name = comes_first ? &path[2] : &path[1];
    Str id = arena_format(applying->mem, "%.*s/%.*s", STR_ARG(path[0].text), STR_ARG(name->text));
    RuleId rule;
    if (rule_find(id, &rule)) {
        set_severity(applying, setting, rule);
    } else {
        unknown_name(applying, name->span, "rule", id, registry_nearest(id));
    }
    return true;
}

static void apply_in_category(Applying *applying, const PlacedSetting *setting) {
    const SettingKey *path = setting->path;
    if (setting->depth < 2) {
        wrong_value(applying, setting, "a table");
        return;
    }
    if (apply_severity(applying, setting)) {
        return;
    }
    uint32_t known;
    Str key = option_key(path, setting->depth, applying->mem, &known);
    OptionId option;
    if (option_find(key, &option)) {
        apply_option(applying, setting, option);
        return;
    }
    if (known >= setting->depth) {
        wrong_value(applying, setting, "a table");
        return;
    }
    Str owner = known == 1 ? path[0].text : str_slice(key, 0, str_find_byte(key, '.'));
    const SettingKey *wrong = &path[known];
    unknown_name(applying, wrong->span, "key", wrong->text,
                 nearest_in_table(owner, wrong->text, known == 1));
}

/* ---- keys --------------------------------------------------------------------------------- */

static SelectionLayer *current_layer(Config *config) {
    return &config->layers[config->layer_count - 1];
}

static void apply_selectors(Applying *applying, const PlacedSetting *setting, ConfigKey key) {
    SelectionLayer *layer = current_layer(applying->config);
    if (key == CONFIG_KEY_select) {
        layer->has_select = true;
        read_selectors(applying, setting, &layer->select);
    } else if (key == CONFIG_KEY_extend_select) {
        read_selectors(applying, setting, &layer->extend_select);
    } else {
        read_selectors(applying, setting, &layer->ignore);
    }
}

static void apply_per_file_ignore(Applying *applying, const PlacedSetting *setting) {
    if (setting->depth != 2) {
        wrong_value(applying, setting, "a table of patterns with lists of rules");
        return;
    }
    const SettingKey *pattern = &setting->path[1];
    if (!glob_is_valid(pattern->text)) {
        config_problem(applying, pattern->span, "not a path pattern: '%.*s'",
                       STR_ARG(str_slice(pattern->text, 0, SHOWN_MAX)));
        return;
    }
    Config *config = applying->config;
    if (config->per_file_ignore_count >= CONFIG_PATTERNS_MAX) {
        config_problem(applying, pattern->span, "more than %d patterns", CONFIG_PATTERNS_MAX);
        return;
    }
    uint32_t count = config->per_file_ignore_count;
    if ((count & (count + 1)) == 0) { /* room for twice as many and one */
        PerFileIgnore *rows = ARENA_ARRAY(applying->mem, PerFileIgnore, 2 * count + 1);
        for (uint32_t i = 0; i < count; i++) {
            rows[i] = config->per_file_ignores[i];
        }
        config->per_file_ignores = rows;
    }
    PerFileIgnore *row = (PerFileIgnore *)&config->per_file_ignores[count];
    *row = (PerFileIgnore){
        arena_copy(applying->mem, pattern->text), {NULL, 0}
    };
    read_selectors(applying, setting, &row->ignore);
    config->per_file_ignore_count++;
}

static void apply_globs(Applying *applying, const PlacedSetting *setting, ConfigKey key) {
    Config *config = applying->config;
    read_globs(applying, setting,
               key == CONFIG_KEY_exclude ? &config->exclude : &config->extend_exclude);
}

static void apply_version(Applying *applying, const PlacedSetting *setting, ConfigKey key) {
    Config *config = applying->config;
    LibraryId library = library_of_key(config_key_info(key)->name);
    if (library == LIBRARY_COUNT) {
        read_version(applying, setting, &config->target_python);
    } else {
        read_library_version(applying, setting, &config->target_libraries.ranges[library]);
    }
}

static void apply_key(Applying *applying, const PlacedSetting *setting, ConfigKey key) {
    Config *config = applying->config;
    switch (config_key_info(key)->type) {
    case KEY_SELECTORS:
        apply_selectors(applying, setting, key);
        break;
    case KEY_GLOBS:
        apply_globs(applying, setting, key);
        break;
    case KEY_PATHS:
        (void)read_list(applying, setting, &config->queries);
        break;
    case KEY_SELECTORS_BY_GLOB:
        apply_per_file_ignore(applying, setting);
        break;
    case KEY_BOOL:
        read_bool(applying, setting,
                  key == CONFIG_KEY_force_exclude ? &config->force_exclude
                                                  : &config->respect_gitignore);
        break;
    case KEY_STRING:
        if (setting->value.kind == SETTING_STRING && setting->value.text.len > 0) {
            config->cache_dir = arena_copy(applying->mem, setting->value.text);
        } else {
            wrong_value(applying, setting, "a path");
        }
        break;
    case KEY_SEVERITY:
        config->min_severity_is_set |= read_severity(applying, setting, &config->min_severity);
        break;
    case KEY_CERTAINTY:
        read_certainty(applying, setting, &config->min_certainty);
        break;
    case KEY_VERSION:
        apply_version(applying, setting, key);
        break;
    }
}

static void unknown_key(Applying *applying, const SettingKey *key) {
    Nearest nearest = nearest_start(key->text);
    for (uint32_t i = 0; i < CONFIG_KEY_COUNT; i++) {
        nearest_offer(&nearest, config_key_info((ConfigKey)i)->name);
    }
    for (uint32_t i = 0; i < CATEGORY_COUNT; i++) {
        nearest_offer(&nearest, category_name((Category)i));
    }
    unknown_name(applying, key->span, "key", key->text, nearest_found(&nearest));
}

/* The table of what the project adds to the catalog: options like those of a category. */
static bool is_catalog(const SettingKey *key) {
    return str_equal(key->text, STR("catalog"));
}

void config_apply(Applying *applying, const PlacedSetting *setting) {
    ConfigKey key;
    Category category;
    if (category_find(setting->path[0].text, &category) || is_catalog(&setting->path[0])) {
        apply_in_category(applying, setting);
    } else if (!config_key_find(setting->path[0].text, &key)) {
        unknown_key(applying, &setting->path[0]);
    } else if (setting->depth > 1 && config_key_info(key)->type != KEY_SELECTORS_BY_GLOB) {
        config_problem(applying, setting->path[0].span, "'%.*s' is not a table",
                       STR_ARG(config_key_info(key)->name));
    } else {
        apply_key(applying, setting, key);
    }
}

/* A table below a category: its severities, a rule's, or a group of options (docs.skeleton). */
static bool is_known_subtable(const SettingKey *path, Arena *mem) {
    Str id = arena_format(mem, "%.*s/%.*s", STR_ARG(path[0].text), STR_ARG(path[1].text));
    Str group = arena_format(mem, "%.*s.%.*s.", STR_ARG(path[0].text), STR_ARG(path[1].text));
    return str_equal(path[1].text, STR("severity")) || is_rule_table(id, mem) ||
           is_prefix_of_option(group);
}

void config_apply_table(Applying *applying, const SettingKey *path, uint32_t depth) {
    ConfigKey key;
    Category category;
    if (category_find(path[0].text, &category) || is_catalog(&path[0])) {
        if (depth > 1 && !is_known_subtable(path, applying->mem)) {
            unknown_name(applying, path[1].span, "key", path[1].text,
                         nearest_in_table(path[0].text, path[1].text, true));
        }
    } else if (!config_key_find(path[0].text, &key)) {
        unknown_key(applying, &path[0]);
    } else if (config_key_info(key)->type != KEY_SELECTORS_BY_GLOB) {
        config_problem(applying, path[0].span, "'%.*s' is not a table",
                       STR_ARG(config_key_info(key)->name));
    }
}
