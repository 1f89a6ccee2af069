/* Values of all options, merged from defaults, config and flags: plain data, immutable once made.
 */
#ifndef BLUETICK_REGISTRY_RULE_OPTIONS_H
#define BLUETICK_REGISTRY_RULE_OPTIONS_H

#include "registry/library.h"
#include "registry/option.h"

enum { PYTHON_MAJOR = 1000 };

typedef struct RuleOptions {
    OptionValue values[OPTION_COUNT]; /* texts and lists live as long as the config */
    bool is_whole[RULE_COUNT]; /* selected by its id: matters for rules that are on in part */
    /* A rule's severity as the config wants it; it replaces that of the rule and its variants. */
    bool severity_is_set[RULE_COUNT];
    Severity severities[RULE_COUNT];
    uint32_t python; /* oldest version that the code runs on, 3.11 as 3 * PYTHON_MAJOR + 11; 0: not
                        said */
    LibraryVersions libraries; /* that the code runs on */
} RuleOptions;

/* The fallback of every option, no severity set. */
void rule_options_init(RuleOptions *options);

/* A hash of all values: equal options, equal key. */
uint64_t rule_options_key(const RuleOptions *options);

/* Values by option; `options` NULL means all fallbacks. Asking for another type than the option's
 * is a bug of ours. */
bool options_bool(const RuleOptions *options, OptionId option);
int32_t options_integer(const RuleOptions *options, OptionId option);
Str options_string(const RuleOptions *options, OptionId option);
StrList options_list(const RuleOptions *options, OptionId option);
ChoiceId options_choice(const RuleOptions *options, OptionId option);

/* True when the code is said to run on versions before 3.`minor` too: what came with that one is
 * not for it. */
bool options_python_is_before(const RuleOptions *options, uint32_t minor);

/* The same of a library: unknown versions are new ones. */
bool options_library_is_before(const RuleOptions *options, LibraryId library, uint32_t major,
                               uint32_t minor, uint32_t patch);

/* True when a rule that is on in part was selected by its id: then all of it is. */
bool options_are_whole(const RuleOptions *options, RuleId rule);

/* True when the list option holds `text`. */
bool options_list_has(const RuleOptions *options, OptionId option, Str text);

/* `reported` (the rule's or its variant's own) unless the config sets another. */
Severity options_severity(const RuleOptions *options, RuleId rule, Severity reported);

#endif
