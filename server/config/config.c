/* Layers of settings and what they come to. Knows the tables of keys; knows nothing of TOML. */
#include "config/config.h"

#include "config/glob.h"

#define TEXT(literal)                                                                              \
    { (literal), (uint32_t)(sizeof(literal) - 1) }

static const Str default_excludes[] = {
    TEXT(".bluetick_cache"),
    TEXT(".bzr"),
    TEXT(".direnv"),
    TEXT(".eggs"),
    TEXT(".git"),
    TEXT(".git-rewrite"),
    TEXT(".hg"),
    TEXT(".ipynb_checkpoints"),
    TEXT(".mypy_cache"),
    TEXT(".nox"),
    TEXT(".pants.d"),
    TEXT(".pyenv"),
    TEXT(".pytest_cache"),
    TEXT(".pytype"),
    TEXT(".ruff_cache"),
    TEXT(".svn"),
    TEXT(".tox"),
    TEXT(".venv"),
    TEXT(".vscode"),
    TEXT("__pycache__"),
    TEXT("__pypackages__"),
    TEXT("_build"),
    TEXT("buck-out"),
    TEXT("build"),
    TEXT("dist"),
    TEXT("node_modules"),
    TEXT("site-packages"),
    TEXT("venv"),
};

void config_init(Config *config) {
    memset(config, 0, sizeof *config);
    config->layer_count = 1;
    config->exclude =
        (StrList){default_excludes, sizeof default_excludes / sizeof *default_excludes};
    config->respect_gitignore = true;
    config->min_severity = SEVERITY_HINT;
    config->min_certainty = CERTAINTY_LIKELY;
    config->cache_dir = STR(".bluetick_cache");
    rule_options_init(&config->options);
}

void config_next_layer(Config *config) {
    if (!BUG_ON(config->layer_count >= CONFIG_LAYERS_MAX)) {
        config->layer_count++;
    }
}

/* ---- selectors ---------------------------------------------------------------------------- */

bool selector_find(Str text, Selector *out) {
    *out = (Selector){.kind = SELECTOR_CATEGORY};
    if (category_find(text, &out->category)) {
        return true;
    }
    out->kind = SELECTOR_RULE;
    if (rule_find(text, &out->rule)) {
        return true;
    }
    out->kind = SELECTOR_OPTION;
    if (!option_find(text, &out->option)) {
        return false;
    }
    const OptionInfo *option = option_info(out->option);
    return option_is_switch(option) && rule_find(option_owner(option), &out->rule);
}

static void set_rule(Selection *out, RuleId rule, bool value, bool is_named) {
    out->enabled[rule] = value;
    out->named[rule] = value && is_named;
}

static void set_category(Selection *out, Category category, bool value) {
    for (uint32_t i = 0; i < RULE_COUNT; i++) {
        const RuleInfo *info = rule_info((RuleId)i);
        if (info->category == category && (rule_runs_by_default((RuleId)i) || !value)) {
            set_rule(out, (RuleId)i, value, true);
        }
    }
}

/* `own` and `own/query` stand for all rules of the project's own. */
static bool speaks_of_own(const Selector *selector, const OwnRule *rule) {
    switch (selector->kind) {
    case SELECTOR_CATEGORY:
        return selector->category == rule->category || selector->category == CATEGORY_OWN;
    case SELECTOR_RULE:
        return selector->rule == RULE_own_query;
    case SELECTOR_OWN:
        return str_equal(selector->name, rule->id);
    default:
        return false;
    }
}

static void set_own(Selection *out, const Selector *selector, OwnRuleList own, bool value) {
    for (uint32_t i = 0; i < own.count; i++) {
        const OwnRule *rule = own.items[i];
        bool may_set = !value || !rule->is_off || selector->kind == SELECTOR_OWN;
        if (may_set && speaks_of_own(selector, rule)) {
            own_rule_set_bit(&out->own, i, value);
        }
    }
}

/* Ignoring `id.option` switches the option off and leaves the rule. */
static void set_option(Selection *out, const Selector *selector, bool value) {
    OptionValue *option = &out->options.values[selector->option];
    const OptionInfo *info = option_info(selector->option);
    if (value) {
        *option = option_switched_on(info);
        set_rule(out, selector->rule, true, true);
    } else {
        option->boolean = false;
        option->integer = info->least;
    }
}

static void apply_list(Selection *out, SelectorList list, SelectorKind kind, OwnRuleList own,
                       bool value) {
    for (uint32_t i = 0; i < list.count; i++) {
        const Selector *selector = &list.items[i];
        if (selector->kind != kind) {
            continue;
        }
        set_own(out, selector, own, value);
        if (kind == SELECTOR_CATEGORY) {
            set_category(out, selector->category, value);
        } else if (kind == SELECTOR_RULE) {
            set_rule(out, selector->rule, value, true);
            out->options.is_whole[selector->rule] = value;
        } else if (kind == SELECTOR_OPTION) {
            set_option(out, selector, value);
        }
    }
}

/* Within a layer the more specific name wins; of equally specific ones, ignore does. */
static void apply_layer(Selection *out, const SelectionLayer *layer, OwnRuleList own) {
    if (layer->has_select) {
        memset(out->enabled, 0, sizeof out->enabled);
        memset(out->named, 0, sizeof out->named);
        memset(&out->own, 0, sizeof out->own);
        memset(out->options.is_whole, 0, sizeof out->options.is_whole);
    }
    for (int kind = SELECTOR_CATEGORY; kind <= SELECTOR_OWN; kind++) {
        apply_list(out, layer->select, (SelectorKind)kind, own, true);
        apply_list(out, layer->extend_select, (SelectorKind)kind, own, true);
        apply_list(out, layer->ignore, (SelectorKind)kind, own, false);
    }
}

/* ---- docs --------------------------------------------------------------------------------- */

static bool docs_are_off(const RuleOptions *options, Str path) {
    if (!options_bool(options, OPTION_docs_enable)) {
        return true;
    }
    StrList globs = options_list(options, OPTION_docs_exclude);
    for (uint32_t i = 0; i < globs.count; i++) {
        if (path.len > 0 && glob_matches(globs.items[i], path)) {
            return true;
        }
    }
    return false;
}

/* docs.preset: severities of rules that the config does not set one by one. A severity that is set
 * holds for the rule's variants too: `strict` lifts the reports on private targets. */
static void apply_preset(RuleOptions *options) {
    ChoiceId preset = options_choice(options, OPTION_docs_preset);
    for (uint32_t i = 0; i < RULE_COUNT; i++) {
        const RuleInfo *info = rule_info((RuleId)i);
        if (info->category != CATEGORY_DOCS || options->severity_is_set[i]) {
            continue;
        }
        bool is_lifted = preset == CHOICE_docs_preset_strict && info->severity <= SEVERITY_INFO;
        bool is_lowered = preset == CHOICE_docs_preset_quiet && i == RULE_docs_missing_docstring;
        if (is_lifted || is_lowered) {
            options->severity_is_set[i] = true;
            options->severities[i] = is_lifted ? SEVERITY_INFO : SEVERITY_HINT;
        }
    }
}

/* The rule that carries them runs when one of them does. */
static void enable_carrier(Selection *out, OwnRuleList own) {
    bool any = false;
    for (uint32_t i = 0; i < own.count; i++) {
        any = any || own_rule_has_bit(&out->own, i);
    }
    out->enabled[RULE_own_query] = own.count > 0 ? any : out->enabled[RULE_own_query];
}

void config_select(const Config *config, Str path, OwnRuleList own, Selection *out) {
    memset(out, 0, sizeof *out);
    out->options = config->options;
    for (uint32_t i = 0; i < RULE_COUNT; i++) {
        out->enabled[i] = rule_runs_by_default((RuleId)i);
    }
    for (uint32_t i = 0; i < own.count; i++) {
        own_rule_set_bit(&out->own, i, !own.items[i]->is_off);
    }
    for (uint32_t i = 0; i < config->layer_count; i++) {
        apply_layer(out, &config->layers[i], own);
    }
    for (uint32_t i = 0; path.len > 0 && i < config->per_file_ignore_count; i++) {
        const PerFileIgnore *row = &config->per_file_ignores[i];
        if (glob_matches(row->pattern, path)) {
            apply_layer(out, &(SelectionLayer){.ignore = row->ignore}, own);
        }
    }
    if (docs_are_off(&out->options, path)) {
        set_category(out, CATEGORY_DOCS, false);
    }
    enable_carrier(out, own);
    apply_preset(&out->options);
    TargetVersion python =
        config->target_python.major ? config->target_python : config->asides.python;
    out->options.python = python.major * PYTHON_MAJOR + python.minor;
    out->options.libraries = config->asides.libraries;
    library_versions_narrow(&out->options.libraries, &config->target_libraries);
    if (config->asides.convention == CONVENTION_FOREIGN && !config->docs_style_is_set) {
        out->options.values[OPTION_docs_style].choice = CHOICE_docs_style_auto;
    }
}

static bool any_matches(StrList patterns, Str path) {
    for (uint32_t i = 0; i < patterns.count; i++) {
        if (glob_matches(patterns.items[i], path)) {
            return true;
        }
    }
    return false;
}

bool config_excludes(const Config *config, Str path) {
    return any_matches(config->exclude, path) || any_matches(config->extend_exclude, path);
}
