/* Reads the docs.* options once; the other files see plain fields. */
#include "rules/docs/docs_options.h"

static DocsInit read_init(const RuleOptions *options) {
    switch (options_choice(options, OPTION_docs_init)) {
    case CHOICE_docs_init_always:
        return DOCS_INIT_ALWAYS;
    case CHOICE_docs_init_never:
        return DOCS_INIT_NEVER;
    default:
        return DOCS_INIT_AUTO;
    }
}

static DocsAttributes read_attributes(const RuleOptions *options) {
    switch (options_choice(options, OPTION_docs_attributes)) {
    case CHOICE_docs_attributes_off:
        return DOCS_ATTRIBUTES_OFF;
    case CHOICE_docs_attributes_all:
        return DOCS_ATTRIBUTES_ALL;
    default:
        return DOCS_ATTRIBUTES_PARTIAL;
    }
}

static DocsStyleOption read_style(const RuleOptions *options) {
    switch (options_choice(options, OPTION_docs_style)) {
    case CHOICE_docs_style_numpy:
        return DOCS_STYLE_NUMPY;
    case CHOICE_docs_style_rest:
        return DOCS_STYLE_REST;
    case CHOICE_docs_style_auto:
        return DOCS_STYLE_AUTO;
    default:
        return DOCS_STYLE_GOOGLE;
    }
}

static bool is_chosen(const RuleOptions *options, OptionId option, ChoiceId choice) {
    return options_choice(options, option) == choice;
}

DocsOptions docs_options_read(const RuleOptions *options) {
    return (DocsOptions){
        .public_only = is_chosen(options, OPTION_docs_scope, CHOICE_docs_scope_public) ||
                       is_chosen(options, OPTION_docs_private, CHOICE_docs_private_off),
        .tests = options_bool(options, OPTION_docs_tests),
        .nested = options_bool(options, OPTION_docs_nested),
        .magic = options_bool(options, OPTION_docs_magic),
        .init = read_init(options),
        .properties = options_bool(options, OPTION_docs_properties),
        .modules = options_bool(options, OPTION_docs_modules),
        .min_lines = (uint32_t)options_integer(options, OPTION_docs_min_lines),
        .one_line_allowed = is_chosen(options, OPTION_docs_one_line, CHOICE_docs_one_line_allow),
        .ignore_decorators = options_list(options, OPTION_docs_ignore_decorators),
        .section_ignore_decorators = options_list(options, OPTION_docs_section_ignore_decorators),
        .property_decorators = options_list(options, OPTION_docs_property_decorators),
        .ignore_names = options_string(options, OPTION_docs_ignore_names),
        .ignore_var_args = options_bool(options, OPTION_docs_ignore_var_args),
        .require_returns_always =
            is_chosen(options, OPTION_docs_require_returns, CHOICE_docs_require_returns_always),
        .attributes = read_attributes(options),
        .style = read_style(options),
        .placeholder = options_string(options, OPTION_docs_placeholder),
        .report_placeholder = options_bool(options, OPTION_docs_report_placeholder),
        .skeleton_defaults = options_bool(options, OPTION_docs_skeleton_defaults),
        .skeleton_types =
            is_chosen(options, OPTION_docs_skeleton_types, CHOICE_docs_skeleton_types_unannotated),
    };
}

bool docs_names_have(StrList names, Str name) {
    for (uint32_t i = 0; i < names.count; i++) {
        if (str_equal(names.items[i], name)) {
            return true;
        }
    }
    return false;
}
