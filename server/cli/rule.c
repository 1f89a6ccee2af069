/* Knows how the rules are listed and explained. Refuses to know what they do. */
#include "cli/arguments.h"
#include "cli/command.h"
#include "cli/console.h"
#include "cli/rule_own.h"
#include "registry/option.h"

typedef struct RuleCommand {
    Arguments arguments;
    bool is_json;
    bool has_rule;
    RuleId rule;
    bool color;
    ProjectRules project;
    const OwnRule *own; /* the one asked for, when it is the project's own */
} RuleCommand;

/* ---- words ------------------------------------------------------------------------------ */

/* "safe, unsafe", or "-". */
static void append_fixes(const RuleInfo *info, Buf *out) {
    const char *separator = "";
    for (int safety = 0; safety < SAFETY_COUNT; safety++) {
        if ((info->fixes & (1u << safety)) != 0) {
            buf_append_c(out, separator);
            buf_append(out, safety_name((Safety)safety));
            separator = ", ";
        }
    }
    if (separator[0] == '\0') {
        buf_append_byte(out, '-');
    }
}

static void append_padded(Buf *out, Str text, uint32_t width) {
    buf_append(out, text);
    buf_append_repeat(out, ' ', text.len < width ? width - text.len : 0);
    buf_append_c(out, "  ");
}

static uint32_t longest_id(OwnRuleList own) {
    uint32_t longest = 0;
    for (int i = 0; i < RULE_COUNT; i++) {
        uint32_t length = rule_info((RuleId)i)->id.len;
        longest = length > longest ? length : longest;
    }
    for (uint32_t i = 0; i < own.count; i++) {
        longest = own.items[i]->id.len > longest ? own.items[i]->id.len : longest;
    }
    return longest;
}

static void write_table(OwnRuleList own, Buf *out) {
    uint32_t width = longest_id(own);
    for (int i = 0; i < RULE_COUNT; i++) {
        const RuleInfo *info = rule_info((RuleId)i);
        append_padded(out, info->id, width);
        append_padded(out, severity_name(info->severity), 7);
        append_padded(out, info->on_by_default ? STR("on") : STR("off"), 3);
        uint32_t start = out->len;
        append_fixes(info, out);
        buf_append_repeat(out, ' ', out->len - start < 14 ? 14 - (out->len - start) : 0);
        buf_format(out, "  %.*s\n", STR_ARG(info->title));
    }
    for (uint32_t i = 0; i < own.count; i++) {
        own_rule_write_row(own.items[i], width, out);
    }
}

/* ---- one rule --------------------------------------------------------------------------- */

static void write_options(const RuleInfo *info, Buf *out) {
    bool any = false;
    for (int i = 0; i < OPTION_COUNT; i++) {
        const OptionInfo *option = option_info((OptionId)i);
        if (!str_equal(option_owner(option), info->id)) {
            continue;
        }
        buf_append_c(out, any ? "" : "\nOptions:\n");
        any = true;
        buf_format(out, "  %.*s: %.*s\n", STR_ARG(option->key), STR_ARG(option->help));
    }
}

static void write_page(RuleId rule, Buf *out) {
    const RuleInfo *info = rule_info(rule);
    Str page = rule_page(rule);
    buf_format(out, "%.*s: %.*s\n", STR_ARG(info->id), STR_ARG(info->title));
    buf_format(out, "severity %.*s, %s by default, fixes: ", STR_ARG(severity_name(info->severity)),
               info->on_by_default  ? "on"
               : info->is_partly_on ? "partly on"
                                    : "off");
    append_fixes(info, out);
    buf_append_c(out, "\n");
    if (page.len > 0) {
        buf_append_c(out, "\n");
        buf_append(out, page);
        buf_append_c(out, page.ptr[page.len - 1] == '\n' ? "" : "\n");
    }
    write_options(info, out);
}

/* ---- JSON ------------------------------------------------------------------------------- */

static void write_json_options(const RuleInfo *info, JsonWriter *json) {
    json_open_at(json, "options", '[');
    for (int i = 0; i < OPTION_COUNT; i++) {
        const OptionInfo *option = option_info((OptionId)i);
        if (!str_equal(option_owner(option), info->id)) {
            continue;
        }
        json_open(json, '{');
        json_string_at(json, "key", option->key);
        json_string_at(json, "help", option->help);
        json_bool_at(json, "selectable", option_is_switch(option));
        json_close(json, '}');
    }
    json_close(json, ']');
}

static void write_json_rule(RuleId rule, JsonWriter *json) {
    const RuleInfo *info = rule_info(rule);
    json_open(json, '{');
    json_string_at(json, "rule", info->id);
    json_string_at(json, "category", category_name(info->category));
    json_string_at(json, "severity", severity_name(info->severity));
    json_bool_at(json, "default", info->on_by_default);
    json_string_at(json, "title", info->title);
    json_open_at(json, "fixes", '[');
    for (int safety = 0; safety < SAFETY_COUNT; safety++) {
        if ((info->fixes & (1u << safety)) != 0) {
            json_string(json, safety_name((Safety)safety));
        }
    }
    json_close(json, ']');
    write_json_options(info, json);
    json_string_at(json, "page", rule_page(rule));
    json_close(json, '}');
}

static void write_json(const RuleCommand *command, Buf *out) {
    JsonWriter json = json_writer(out);
    OwnRuleList own = command->project.own;
    if (command->own) {
        own_rule_write_json(command->own, &json);
    } else if (command->has_rule) {
        write_json_rule(command->rule, &json);
    } else {
        json_open(&json, '[');
        for (int i = 0; i < RULE_COUNT; i++) {
            json_new_line(&json, 1);
            write_json_rule((RuleId)i, &json);
        }
        for (uint32_t i = 0; i < own.count; i++) {
            json_new_line(&json, 1);
            own_rule_write_json(own.items[i], &json);
        }
        buf_append_byte(out, '\n');
        json_close(&json, ']');
    }
    buf_append_byte(out, '\n');
}

/* ---- the command ------------------------------------------------------------------------ */

/* A built-in rule is explained anywhere; for any other the project's config is read. */
static Status find_rule(RuleCommand *command, Str id, Buf *err) {
    command->has_rule = rule_find(id, &command->rule);
    if (command->has_rule) {
        return STATUS_OK;
    }
    Status status = project_rules_read(&command->project, &command->arguments, err);
    if (status < 0) {
        return status;
    }
    command->own = own_rule_find(command->project.own, id);
    if (command->own) {
        return STATUS_OK;
    }
    Str nearest = own_rule_nearest(command->project.own, id);
    status_note(STATUS_INVALID, err, "unknown rule '%.*s'", STR_ARG(id));
    return nearest.len == 0
               ? STATUS_INVALID
               : status_note(STATUS_INVALID, err, "; did you mean '%.*s'?", STR_ARG(nearest));
}

static Status parse(RuleCommand *command, int count, const char *const *words, Buf *err) {
    Status status = arguments_parse(&command->arguments, ON_RULE, count, words, err);
    project_rules_init(&command->project, &command->arguments);
    if (status < 0) {
        return status;
    }
    Str format = arguments_last(&command->arguments, ARGUMENT_format, STR("text"));
    command->is_json = str_equal(format, STR("json"));
    if (!command->is_json && !str_equal(format, STR("text"))) {
        return status_note(STATUS_INVALID, err, "option '--format' knows text and json, not '%.*s'",
                           STR_ARG(format));
    }
    if (command->arguments.rest.count > 1) {
        return status_note(STATUS_INVALID, err, "one rule at a time");
    }
    if (arguments_has(&command->arguments, ARGUMENT_help) ||
        arguments_has(&command->arguments, ARGUMENT_test)) {
        return STATUS_OK;
    }
    return command->arguments.rest.count == 0
               ? project_rules_read(&command->project, &command->arguments, err)
               : find_rule(command, command->arguments.rest.items[0], err);
}

static Status show(const RuleCommand *command) {
    Buf out;
    buf_init(&out, 0);
    if (command->is_json) {
        write_json(command, &out);
    } else if (command->own) {
        own_rule_write_page(command->own, &out);
    } else if (command->has_rule) {
        write_page(command->rule, &out);
    } else {
        write_table(command->project.own, &out);
    }
    Status status = console_write(buf_str(&out));
    buf_release(&out);
    return status;
}

int command_rule(int count, const char *const *words) {
    RuleCommand command = {.is_json = false};
    Buf err;
    buf_init(&err, 0);
    int code = EXIT_USAGE;
    Status status = parse(&command, count, words, &err);
    if (status < 0) {
        console_complain(buf_str(&err));
    } else if (arguments_has(&command.arguments, ARGUMENT_help)) {
        code = help_command(command_find("rule"));
    } else if (arguments_has(&command.arguments, ARGUMENT_test)) {
        code = rule_test(&command.arguments, &err);
        if (err.len > 0) {
            console_complain(buf_str(&err));
        }
    } else {
        code = show(&command) < 0 ? EXIT_USAGE : EXIT_CLEAN;
    }
    project_rules_release(&command.project);
    arguments_release(&command.arguments);
    buf_release(&err);
    return code;
}
