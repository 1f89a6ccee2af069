/* Typed access to option values. Knows nothing of config files. */
#include "registry/rule_options.h"

#include "base/pack.h"
#include "base/status.h"

void rule_options_init(RuleOptions *options) {
    memset(options, 0, sizeof *options);
    for (uint32_t i = 0; i < OPTION_COUNT; i++) {
        options->values[i] = option_info((OptionId)i)->fallback;
    }
}

static void append_value(Buf *out, const OptionInfo *info, const OptionValue *value) {
    pack_put_number(out, value->boolean);
    pack_put_number(out, (uint32_t)value->integer);
    pack_put_number(out, (uint32_t)value->choice);
    if (info->type == OPTION_TYPE_STRING) {
        pack_put_text(out, value->text);
    }
    if (info->type == OPTION_TYPE_LIST) {
        pack_put_number(out, value->list.count);
        for (uint32_t i = 0; i < value->list.count; i++) {
            pack_put_text(out, value->list.items[i]);
        }
    }
}

uint64_t rule_options_key(const RuleOptions *options) {
    Buf text;
    buf_init(&text, 0);
    for (uint32_t i = 0; i < OPTION_COUNT; i++) {
        append_value(&text, option_info((OptionId)i), &options->values[i]);
    }
    for (uint32_t i = 0; i < RULE_COUNT; i++) {
        pack_put_number(&text,
                        options->severity_is_set[i] ? 1 + (uint32_t)options->severities[i] : 0);
        pack_put_number(&text, options->is_whole[i]);
    }
    pack_put_number(&text, options->python);
    for (uint32_t i = 0; i < LIBRARY_COUNT; i++) {
        pack_put_number(&text, options->libraries.ranges[i].least);
        pack_put_number(&text, options->libraries.ranges[i].before);
    }
    uint64_t key = hash_short(buf_str(&text));
    buf_release(&text);
    return key;
}

static const OptionValue *value_of(const RuleOptions *options, OptionId option, OptionType type) {
    const OptionInfo *info = option_info(option);
    if (BUG_ON(info->type != type) || options == NULL) {
        return &info->fallback;
    }
    return &options->values[option];
}

bool options_bool(const RuleOptions *options, OptionId option) {
    return value_of(options, option, OPTION_TYPE_BOOL)->boolean;
}

int32_t options_integer(const RuleOptions *options, OptionId option) {
    return value_of(options, option, OPTION_TYPE_INTEGER)->integer;
}

Str options_string(const RuleOptions *options, OptionId option) {
    return value_of(options, option, OPTION_TYPE_STRING)->text;
}

StrList options_list(const RuleOptions *options, OptionId option) {
    return value_of(options, option, OPTION_TYPE_LIST)->list;
}

ChoiceId options_choice(const RuleOptions *options, OptionId option) {
    return value_of(options, option, OPTION_TYPE_CHOICE)->choice;
}

bool options_python_is_before(const RuleOptions *options, uint32_t minor) {
    return options != NULL && options->python != 0 && options->python < 3 * PYTHON_MAJOR + minor;
}

bool options_library_is_before(const RuleOptions *options, LibraryId library, uint32_t major,
                               uint32_t minor, uint32_t patch) {
    return options != NULL && library_may_be_before(&options->libraries, library,
                                                    library_version(major, minor, patch));
}

bool options_are_whole(const RuleOptions *options, RuleId rule) {
    return options != NULL && options->is_whole[rule];
}

bool options_list_has(const RuleOptions *options, OptionId option, Str text) {
    StrList list = options_list(options, option);
    for (uint32_t i = 0; i < list.count; i++) {
        if (str_equal(list.items[i], text)) {
            return true;
        }
    }
    return false;
}

Severity options_severity(const RuleOptions *options, RuleId rule, Severity reported) {
    if (options == NULL || BUG_ON((unsigned)rule >= RULE_COUNT)) {
        return reported;
    }
    return options->severity_is_set[rule] ? options->severities[rule] : reported;
}
