/* Knows how a project's own rules are found for, and shown by, `bluetick rule`. */
#include "cli/rule_own.h"

#include "io/file.h"
#include "workspace/own_rule_files.h"

void project_rules_init(ProjectRules *rules, const Arguments *arguments) {
    *rules = (ProjectRules){
        .own = {NULL, 0}
    };
    arena_init(&rules->mem);
    config_files_init(&rules->configs, file_working_folder(&rules->mem), &rules->mem);
    rules->configs.is_isolated = arguments_has(arguments, ARGUMENT_isolated);
}

void project_rules_release(ProjectRules *rules) {
    config_files_release(&rules->configs);
    arena_release(&rules->mem);
}

Status project_rules_read(ProjectRules *rules, const Arguments *arguments, Buf *err) {
    ConfigFiles *configs = &rules->configs;
    Status status = STATUS_OK;
    if (arguments_has(arguments, ARGUMENT_config)) {
        status =
            config_files_fix(configs, arguments_last(arguments, ARGUMENT_config, STR("")), err);
    }
    const ProjectConfig *config = NULL;
    status =
        status < 0 ? status : config_files_find(configs, configs->working_folder, &config, err);
    status = status < 0 ? status : own_rule_files_add(configs, err);
    rules->own = own_rules_list(config ? config->own : NULL);
    return status;
}

/* ---- showing ------------------------------------------------------------------------------ */

static Str fix_of(const OwnRule *rule) {
    return rule->fix ? safety_name(rule->fix->safety) : STR("-");
}

static void append_padded(Buf *out, Str text, uint32_t width) {
    buf_append(out, text);
    buf_append_repeat(out, ' ', text.len < width ? width - text.len : 0);
    buf_append_c(out, "  ");
}

void own_rule_write_row(const OwnRule *rule, uint32_t width, Buf *out) {
    append_padded(out, rule->id, width);
    append_padded(out, severity_name(rule->severity), 7);
    append_padded(out, rule->is_off ? STR("off") : STR("on"), 3);
    append_padded(out, fix_of(rule), 14);
    buf_format(out, "%.*s\n", STR_ARG(rule->message));
}

void own_rule_write_page(const OwnRule *rule, Buf *out) {
    buf_format(out, "%.*s: %.*s\n", STR_ARG(rule->id), STR_ARG(rule->message));
    buf_format(out, "severity %.*s, category %.*s, %s by default, fixes: %.*s\nfrom %.*s\n",
               STR_ARG(severity_name(rule->severity)), STR_ARG(category_name(rule->category)),
               rule->is_off ? "off" : "on", STR_ARG(fix_of(rule)), STR_ARG(rule->file));
    if (rule->description.len > 0) {
        buf_format(out, "\n%.*s\n", STR_ARG(rule->description));
    }
}

void own_rule_write_json(const OwnRule *rule, JsonWriter *json) {
    json_open(json, '{');
    json_string_at(json, "rule", rule->id);
    json_string_at(json, "category", category_name(rule->category));
    json_string_at(json, "severity", severity_name(rule->severity));
    json_bool_at(json, "default", !rule->is_off);
    json_string_at(json, "title", rule->message);
    json_open_at(json, "fixes", '[');
    if (rule->fix) {
        json_string(json, safety_name(rule->fix->safety));
    }
    json_close(json, ']');
    json_open_at(json, "options", '[');
    json_close(json, ']');
    json_string_at(json, "page", rule->description);
    json_string_at(json, "file", rule->file);
    json_close(json, '}');
}
