/* Look-ups over the table of options. Knows nothing of where values come from. */
#include "registry/option.h"

#include "base/status.h"

#define TEXT(literal)                                                                              \
    { (literal), (uint32_t)(sizeof(literal) - 1) }

/* FALLBACK of a row: type, value, range. */
#define BOOL(value) .type = OPTION_TYPE_BOOL, .fallback.boolean = (value)
#define INTEGER(value, low, high)                                                                  \
    .type = OPTION_TYPE_INTEGER, .fallback.integer = (value), .least = (low), .most = (high)
#define STRING(value) .type = OPTION_TYPE_STRING, .fallback.text = TEXT(value)
#define ONE_OF(word)  .type = OPTION_TYPE_CHOICE, .fallback.choice = CHOICE_##word
#define EMPTY_LIST    .type = OPTION_TYPE_LIST
#define LIST(...)                                                                                  \
    .type = OPTION_TYPE_LIST, .fallback.list.items = (const Str[]){__VA_ARGS__},                   \
    .fallback.list.count = sizeof((const Str[]){__VA_ARGS__}) / sizeof(Str)

static const OptionInfo options[] = {
#define OPTION(symbol, name, value, line) {.key = TEXT(name), value, .help = TEXT(line)},
#define CHOICE(option, name, text)
#include "registry/options.def"
#undef OPTION
#undef CHOICE
};
_Static_assert(sizeof options / sizeof *options == OPTION_COUNT, "one row an option");

static const ChoiceInfo choices[] = {
#define OPTION(symbol, key, fallback, help)
#define CHOICE(option, name, text) {OPTION_##option, TEXT(text)},
#include "registry/options.def"
#undef OPTION
#undef CHOICE
};

enum { LEVELS_MAX = 9 };

const OptionInfo *option_info(OptionId option) {
    return BUG_ON((unsigned)option >= OPTION_COUNT) ? &options[0] : &options[option];
}

bool option_find(Str key, OptionId *out) {
    for (uint32_t i = 0; i < OPTION_COUNT; i++) {
        if (str_equal(options[i].key, key)) {
            *out = (OptionId)i;
            return true;
        }
    }
    return false;
}

Str option_owner(const OptionInfo *option) {
    return str_slice(option->key, 0, str_find_byte(option->key, '.'));
}

Str option_name(const OptionInfo *option) {
    return str_slice(option->key, str_find_byte(option->key, '.') + 1, option->key.len);
}

bool option_is_switch(const OptionInfo *option) {
    RuleId rule;
    if (!rule_find(option_owner(option), &rule)) {
        return false;
    }
    return option->type == OPTION_TYPE_BOOL || (option->type == OPTION_TYPE_INTEGER &&
                                                option->least == 1 && option->most <= LEVELS_MAX);
}

OptionValue option_switched_on(const OptionInfo *option) {
    OptionValue value = option->fallback;
    value.boolean = true;
    value.integer = option->most;
    return value;
}

const ChoiceInfo *choice_info(ChoiceId choice) {
    return BUG_ON((unsigned)choice >= CHOICE_COUNT) ? &choices[0] : &choices[choice];
}

bool choice_find(OptionId option, Str text, ChoiceId *out) {
    for (uint32_t i = 0; i < CHOICE_COUNT; i++) {
        if (choices[i].option == option && str_equal(choices[i].text, text)) {
            *out = (ChoiceId)i;
            return true;
        }
    }
    return false;
}
