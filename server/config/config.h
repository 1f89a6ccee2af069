/* What is to be done and how: defaults, then a config file, then client settings or flags.
 *
 * Pure: bytes in, values out. Each layer is applied on top of what stands; every problem is a value
 * with its place, so that the command line prints it and the server publishes it in the file.
 * Tables: registry/config_keys.def, registry/options.def. */
#ifndef BLUETICK_CONFIG_CONFIG_H
#define BLUETICK_CONFIG_CONFIG_H

#include "base/arena.h"
#include "base/array.h"
#include "base/status.h"
#include "registry/own_rule.h"
#include "registry/rule_options.h"

/* Something in a config that cannot be used. `span` counts bytes of the file's text; empty for
 * flags and settings. */
typedef struct ConfigProblem {
    Span span;
    Str message; /* "unknown key 'selekt'; did you mean 'select'?" */
} ConfigProblem;

typedef struct ConfigProblems ARRAY_OF(ConfigProblem) ConfigProblems;

enum {
    CONFIG_PROBLEMS_MAX = 100, /* more are dropped */
    CONFIG_LAYERS_MAX = 8,
    CONFIG_PATTERNS_MAX = 1000 /* of per-file-ignores, all layers together */
};

/* A category, a rule, a rule with one of its options, or a rule of the project's own. In rising
 * order of what is specific. */
typedef enum SelectorKind {
    SELECTOR_CATEGORY,
    SELECTOR_RULE,
    SELECTOR_OPTION,
    SELECTOR_OWN
} SelectorKind;
typedef struct Selector {
    SelectorKind kind;
    Category category;
    RuleId rule;
    OptionId option;
    Str name;  /* of SELECTOR_OWN: an id that is not built in (config_unknown_rules) */
    Span span; /* of it, in the config's text; empty for flags and settings */
} Selector;

typedef struct SelectorList {
    const Selector *items;
    uint32_t count;
} SelectorList;

/* False for any other text. */
bool selector_find(Str text, Selector *out);

/* What one layer says about rules; a later layer speaks on top of the earlier ones. */
typedef struct SelectionLayer {
    bool has_select; /* then what earlier layers selected is forgotten */
    SelectorList select;
    SelectorList extend_select;
    SelectorList ignore;
} SelectionLayer;

typedef struct PerFileIgnore {
    Str pattern;
    SelectorList ignore;
} PerFileIgnore;

/* 0.0 = not said. */
typedef struct TargetVersion {
    uint32_t major;
    uint32_t minor;
} TargetVersion;

/* What a pyproject.toml tells ruff's pydocstyle about the project's docstrings: FOREIGN ("numpy",
 * "pep257") makes docs.style `auto`, unless that is set. */
typedef enum Convention { CONVENTION_UNSAID, CONVENTION_GOOGLE, CONVENTION_FOREIGN } Convention;

/* What a pyproject.toml says in tables that are not ours. */
typedef struct ConfigAsides {
    Convention convention;
    TargetVersion python;      /* the least that requires-python, or Poetry's `python`, lets in */
    LibraryVersions libraries; /* what its dependencies let in */
} ConfigAsides;

/* Immutable once all layers are applied. Texts and lists live in the arena given to the calls. */
typedef struct Config {
    SelectionLayer layers[CONFIG_LAYERS_MAX];
    uint32_t layer_count; /* at least 1: the one that is written to */
    const PerFileIgnore *per_file_ignores;
    uint32_t per_file_ignore_count;
    StrList exclude; /* the defaults unless set */
    StrList extend_exclude;
    StrList queries;
    bool awaits_own_rules; /* set by who will read `queries`: an unknown id is no problem yet */
    bool force_exclude;
    bool respect_gitignore;
    Severity min_severity;    /* SEVERITY_HINT unless set */
    bool min_severity_is_set; /* hints count for the exit code only then */
    Certainty min_certainty;  /* CERTAINTY_LIKELY unless set */
    TargetVersion target_python;
    LibraryVersions target_libraries; /* of target-django and its like: said, or unsaid */
    Str cache_dir;                    /* ".bluetick_cache" unless set */
    RuleOptions options;
    bool docs_style_is_set; /* then another tool's convention says nothing */
    ConfigAsides asides;
} Config;

void config_init(Config *config);

/* Begins the next layer: file, then client settings, then flags. */
void config_next_layer(Config *config);

typedef enum ConfigFileKind {
    CONFIG_PYPROJECT, /* the table [tool.bluetick]; everything else is not ours */
    CONFIG_BLUETICK   /* bluetick.toml: the whole file */
} ConfigFileKind;

/* Applies a config file's text to the current layer. STATUS_INVALID when there were problems
 * (appended to `problems`): what could be used was. STATUS_NOT_FOUND when a pyproject.toml has no
 * table of ours: look further up; config->asides may be set all the same. */
Status config_apply_toml(Config *config, ConfigFileKind kind, Str text, Arena *mem,
                         ConfigProblems *problems) MUST_CHECK;

/* A value from a flag or a client setting. */
typedef enum SettingKind {
    SETTING_STRING, /* where a list is wanted: its one item, or several between commas */
    SETTING_INTEGER,
    SETTING_BOOL,
    SETTING_LIST,
    SETTING_OTHER, /* null, an object where none can be: always a problem */
} SettingKind;

typedef struct Setting {
    SettingKind kind;
    Str text;
    int64_t integer;
    bool boolean;
    StrList list; /* an item that is no string: {NULL, 0} */
} Setting;

/* Applies one value under the config's own names, keys from the outside in: {"docs",
 * "require-returns"}, {"select"}, {"per-file-ignores", "tests/x"}. */
Status config_apply_setting(Config *config, const Str *path, uint32_t depth, const Setting *setting,
                            Arena *mem, ConfigProblems *problems) MUST_CHECK;

/* The rules and options that hold for one file. */
typedef struct Selection {
    bool enabled[RULE_COUNT];
    bool named[RULE_COUNT]; /* by a select or extend-select: docs rules count for the exit code */
    RuleOptions options;
    OwnRuleBits own; /* of the project's own rules, by index */
} Selection;

/* `path` relative to the config's folder; empty for what holds for any file. O(selectors +
 * patterns x path). */
void config_select(const Config *config, Str path, OwnRuleList own, Selection *out);

/* Appends a problem for each id that is neither built in nor among `own`: of the config file's
 * layer, the first one; of one list. */
void config_unknown_rules(const Config *config, OwnRuleList own, Arena *mem,
                          ConfigProblems *problems);
void config_unknown_selectors(SelectorList list, OwnRuleList own, Arena *mem,
                              ConfigProblems *problems);

/* True when exclude or extend-exclude match the path (a file or a directory). */
bool config_excludes(const Config *config, Str path);

#endif
