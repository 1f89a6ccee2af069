/* docs/missing-docstring: knows which definitions may go without a docstring. */
#include "rules/docs/docs_files.h"
#include "rules/docs/needs.h"
#include "rules/docs/skeleton.h"

#include <regex.h>

/* Inner classes whose meaning a framework fixes. */
static bool is_framework_class(const Target *target) {
    return target->is_class && target->is_member &&
           (str_equal(target->name, STR("Meta")) || str_equal(target->name, STR("Config")) ||
            str_equal(target->name, STR("Media")) || str_equal(target->name, STR("Params")));
}

static uint32_t required_entries(DocsUnit *unit, Target *target) {
    target_read(unit, target);
    uint32_t count = 0;
    for (uint32_t i = 0; i < target->signature.count; i++) {
        count += needs_entry(unit, &target->signature.items[i]);
    }
    return count;
}

/* Nothing to say beyond the class, or said there. */
static bool is_plain_constructor(DocsUnit *unit, Target *target) {
    if (unit->options.init != DOCS_INIT_AUTO) {
        return unit->options.init == DOCS_INIT_NEVER;
    }
    bool has_nothing =
        required_entries(unit, target) == 0 && raises_of(unit, target, RAISES_ESCAPING).count == 0;
    return has_nothing || class_documents_parameters(unit, target_class(unit, target));
}

static uint32_t body_lines(const DocsUnit *unit, const Target *target) {
    NodeId body = ast_child(unit->ast, target->node, FIELD_BODY);
    uint32_t lines = 1;
    for (uint32_t i = ast_node(unit->ast, body)->start; i < ast_node(unit->ast, target->node)->end;
         i++) {
        lines += unit->text.ptr[i] == '\n';
    }
    return lines;
}

static bool name_matches(Str expression, Str name) {
    char pattern[256];
    char subject[256];
    if (expression.len == 0 || expression.len >= sizeof pattern || name.len >= sizeof subject) {
        return false;
    }
    memcpy(pattern, expression.ptr, expression.len);
    pattern[expression.len] = '\0';
    memcpy(subject, name.ptr, name.len);
    subject[name.len] = '\0';
    regex_t compiled;
    if (regcomp(&compiled, pattern, REG_EXTENDED | REG_NOSUB) != 0) {
        return false;
    }
    bool matches = regexec(&compiled, subject, 0, NULL, 0) == 0;
    regfree(&compiled);
    return matches;
}

static bool is_switched_off(const DocsUnit *unit, const Target *target) {
    const DocsOptions *options = &unit->options;
    return (target->is_nested && !options->nested) ||
           (target->name_kind == NAME_MAGIC && !options->magic) ||
           ((target->traits & TRAIT_PROPERTY) && !options->properties) ||
           (options->min_lines > 0 && body_lines(unit, target) < options->min_lines);
}

static bool is_exempt(DocsUnit *unit, Target *target) {
    return target_is_silent(unit, target) ||
           (target->traits & (TRAIT_OVERLOAD | TRAIT_OVERRIDE | TRAIT_SETTER)) ||
           (target->name_kind == NAME_UNDERSCORES && !target->is_class) ||
           is_framework_class(target) || is_switched_off(unit, target) ||
           (target->name_kind == NAME_CONSTRUCTOR && is_plain_constructor(unit, target)) ||
           name_matches(unit->options.ignore_names, target->name);
}

static const char *kind_of(const Target *target) {
    if (target->is_class) {
        return "Class";
    }
    if (target->traits & TRAIT_PROPERTY) {
        return "Property";
    }
    return target->is_method ? "Method" : "Function";
}

static void report_missing(RuleContext *context, DocsUnit *unit, Target *target) {
    Report report = target_report(unit, target, RULE_docs_missing_docstring,
                                  ast_name_span(unit->ast, target->node),
                                  VARIANT_docs_missing_docstring_private);
    report.message = arena_format(context->mem, "%s '%.*s' has no docstring", kind_of(target),
                                  STR_ARG(target->name));
    rule_report(context, &report);
}

/* docs.modules: the file's own docstring. */
static void check_module(RuleContext *context, const DocsUnit *unit) {
    if (unit->unit != UNIT_MODULE_ID || !unit->options.modules || unit->ast->node_count < 2) {
        return;
    }
    Docstring doc = docstring_find(unit->ast, NODE_ROOT, unit->text);
    if (doc.state == DOCSTRING_ABSENT || doc.state == DOCSTRING_BLANK) {
        Report report = report_new(RULE_docs_missing_docstring, (Span){0, 0});
        report.message = STR("Module has no docstring");
        rule_report(context, &report);
    }
}

static void check_unit(RuleContext *context) {
    DocsUnit *unit = docs_unit(context);
    check_module(context, unit);
    for (uint32_t i = 0; i < unit->targets.count; i++) {
        Target *target = &unit->targets.items[i];
        bool missing =
            target->doc.state == DOCSTRING_ABSENT || target->doc.state == DOCSTRING_BLANK;
        if (missing && !is_exempt(unit, target)) {
            report_missing(context, unit, target);
        }
    }
}

static void fix(FixContext *context, const Finding *finding) {
    DocsUnit *unit = docs_unit(&context->rule);
    Target *target = docs_unit_target(unit, finding->anchor);
    if (!target) {
        return;
    }
    fix_start(context, SAFETY_PLACEHOLDER,
              arena_format(context->rule.mem, "Add docstring to '%.*s'", STR_ARG(target->name)));
    if (!skeleton_fix(context, unit, target)) {
        fix_abandon(context);
    }
}

/* A function with a docstring has nothing for us; a class may hold members under `if`. */
static bool wants(const Unit *unit, const RuleOptions *options) {
    return unit->kind != UNIT_FUNCTION || !(unit->flags & UNIT_HAS_DOCSTRING) ||
           options_bool(options, OPTION_docs_nested);
}

const RuleImplementation rule_docs_missing_docstring = {
    .rule = RULE_docs_missing_docstring,
    .visits = 1u << UNIT_MODULE | 1u << UNIT_FUNCTION | 1u << UNIT_CLASS,
    .wants = wants,
    .wants_file = docs_wants_file,
    .check_unit = check_unit,
    .fix = fix,
};
