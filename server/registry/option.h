/* Options of rules and categories: their names, types and defaults. Values:
 * registry/rule_options.h.
 *
 * One row in options.def makes an option known to the config (a key in its category's or rule's
 * table), to selectors (`id.option`), to the config's JSON schema and to rules (OPTION_symbol). */
#ifndef BLUETICK_REGISTRY_OPTION_H
#define BLUETICK_REGISTRY_OPTION_H

#include "registry/registry.h"

typedef enum OptionType {
    OPTION_TYPE_BOOL,
    OPTION_TYPE_INTEGER,
    OPTION_TYPE_STRING,
    OPTION_TYPE_LIST,
    OPTION_TYPE_CHOICE
} OptionType;

typedef enum OptionId {
#define OPTION(symbol, key, fallback, help) OPTION_##symbol,
#define CHOICE(option, name, text)
#include "registry/options.def"
#undef OPTION
#undef CHOICE
    OPTION_COUNT
} OptionId;

/* Every word of every choice option: `options_choice(o, OPTION_docs_scope) ==
 * CHOICE_docs_scope_public`. */
typedef enum ChoiceId {
#define OPTION(symbol, key, fallback, help)
#define CHOICE(option, name, text) CHOICE_##option##_##name,
#include "registry/options.def"
#undef OPTION
#undef CHOICE
    CHOICE_COUNT
} ChoiceId;

typedef struct StrList {
    const Str *items;
    uint32_t count;
} StrList;

/* One of them, by the option's type. */
typedef struct OptionValue {
    bool boolean;
    int32_t integer;
    ChoiceId choice;
    Str text;
    StrList list;
} OptionValue;

typedef struct OptionInfo {
    Str key; /* "docs.require-returns", "io/missing-timeout.tier" */
    OptionType type;
    OptionValue fallback;
    int32_t least; /* integers: inclusive range */
    int32_t most;
    Str help; /* one line, no full stop */
} OptionInfo;

typedef struct ChoiceInfo {
    OptionId option;
    Str text;
} ChoiceInfo;

const OptionInfo *option_info(OptionId option);

/* By its key. O(options). */
bool option_find(Str key, OptionId *out);

/* "docs" or "io/missing-timeout": the part before the dot; and the part after it. */
Str option_owner(const OptionInfo *option);
Str option_name(const OptionInfo *option);

/* True when `id.option` can be selected: a rule's option that is a bool (the selector sets true) or
 * an integer of levels (the selector sets the highest). */
bool option_is_switch(const OptionInfo *option);

/* The value that the selector `id.option` stands for. */
OptionValue option_switched_on(const OptionInfo *option);

const ChoiceInfo *choice_info(ChoiceId choice);

/* The word of this option with that text. */
bool choice_find(OptionId option, Str text, ChoiceId *out);

#endif
