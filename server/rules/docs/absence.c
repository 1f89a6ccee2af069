/* Compares what the code does with what the sections say. */
#include "rules/docs/absence.h"

#include "rules/docs/complete.h"

bool absences_misses_args(const DocsUnit *unit, const Target *target, const Absences *absences) {
    return absences->arguments.are_wanted && absences->arguments.missing_count > 0 &&
           !content_is_excused(unit, target);
}

bool absences_misses_returns(DocsUnit *unit, Target *target) {
    if (!target->returns_value || !needs_returns(unit, target) ||
        content_is_excused(unit, target) || sections_first(&target->sections, SECTION_RETURNS)) {
        return false;
    }
    if (annotation_is_iterator(unit, target->annotation) &&
        sections_first(&target->sections, SECTION_YIELDS)) {
        return false;
    }
    return unit->options.require_returns_always ||
           !content_summary_begins(unit, target, STR("Return"));
}

bool absences_misses_yields(DocsUnit *unit, Target *target) {
    if (!target->yields_value || !needs_yields(unit, target) || content_is_excused(unit, target) ||
        sections_first(&target->sections, SECTION_YIELDS)) {
        return false;
    }
    if ((target->traits & TRAIT_CONTEXT_MANAGER) &&
        sections_first(&target->sections, SECTION_RETURNS)) {
        return false;
    }
    return !content_summary_begins(unit, target, STR("Yield"));
}

/* ---- raises ------------------------------------------------------------------------------------
 */

/* Raises sections in which no exception can be told say that something is raised. */
static bool has_unreadable_raises(const Sections *sections) {
    for (uint32_t i = 0; i < sections->count; i++) {
        const Section *section = &sections->items[i];
        if (section->kind == SECTION_RAISES && section->entry_count == 0 &&
            (section->has_prose || !span_is_empty(section->inline_text))) {
            return true;
        }
    }
    return false;
}

static bool is_listed(DocsUnit *unit, const Target *target, Str name) {
    const Sections *sections = &target->sections;
    for (uint32_t i = 0; i < sections->entry_count; i++) {
        if (sections->items[sections->entries[i].section].kind != SECTION_RAISES) {
            continue;
        }
        Str listed = str_span(unit->text, sections->entries[i].name);
        if (str_equal(listed, name)) {
            return true;
        }
        bool says_nothing =
            str_equal(listed, STR("Exception")) || str_equal(listed, STR("BaseException"));
        if (!says_nothing && raises_derives(unit, name, listed)) {
            return true;
        }
    }
    return false;
}

RaisedNames absences_missing_raises(DocsUnit *unit, Target *target) {
    RaisedNames none = {NULL, 0};
    if (!target_is_function(target) || !needs_raises(unit, target) ||
        content_is_excused(unit, target) || has_unreadable_raises(&target->sections)) {
        return none;
    }
    RaisedNames raised = raises_of(unit, target, RAISES_ESCAPING);
    Str *names = ARENA_ARRAY(unit->mem, Str, raised.count);
    RaisedNames missing = {names, 0};
    for (uint32_t i = 0; i < raised.count; i++) {
        if (!is_listed(unit, target, raised.names[i])) {
            names[missing.count++] = raised.names[i];
        }
    }
    return missing;
}

/* ---- attributes --------------------------------------------------------------------------------
 */

static bool lists_attribute(const DocsUnit *unit, const Target *target, Str name) {
    const Sections *sections = &target->sections;
    for (uint32_t i = 0; i < sections->entry_count; i++) {
        SectionKind kind = sections->items[sections->entries[i].section].kind;
        if ((kind == SECTION_ATTRIBUTES || kind == SECTION_ARGS) &&
            str_equal(str_span(unit->text, sections->entries[i].name), name)) {
            return true;
        }
    }
    return false;
}

/* Classes whose annotated names are their fields. */
static bool is_record(const DocsUnit *unit, const Target *target) {
    ClassRef self = {unit->facts, target->node};
    return (target->traits & TRAIT_DATACLASS) || class_has_base(self, STR("NamedTuple")) ||
           class_has_base(self, STR("TypedDict")) || class_has_base(self, STR("BaseModel"));
}

enum { FIELDS_MAX = 1024 };

ClassFields absences_fields(DocsUnit *unit, const Target *target) {
    bool all = unit->options.attributes == DOCS_ATTRIBUTES_ALL;
    if (target->traits & TRAIT_DATACLASS || (all && is_record(unit, target))) {
        return class_fields(unit, target, unit->mem);
    }
    return all ? class_instance_fields(unit, target) : (ClassFields){NULL, 0};
}

ClassFields absences_missing_fields(DocsUnit *unit, Target *target) {
    ClassFields missing = {NULL, 0};
    if (!target->is_class || unit->options.attributes == DOCS_ATTRIBUTES_OFF ||
        target->sections.has_template) {
        return missing;
    }
    bool has_list = sections_first(&target->sections, SECTION_ATTRIBUTES) ||
                    sections_first(&target->sections, SECTION_ARGS);
    if (!has_list && unit->options.attributes != DOCS_ATTRIBUTES_ALL) {
        return missing;
    }
    ClassFields fields = absences_fields(unit, target);
    ClassField *items = ARENA_ARRAY(unit->mem, ClassField, fields.count);
    missing.items = items;
    for (uint32_t i = 0; i < fields.count && i < FIELDS_MAX; i++) {
        if (!lists_attribute(unit, target, fields.items[i].name)) {
            items[missing.count++] = fields.items[i];
        }
    }
    return missing;
}

/* ---- all ---------------------------------------------------------------------------------------
 */

Absences absences_of(DocsUnit *unit, Target *target) {
    Absences absences = {.arguments = arguments_of(unit, target)};
    absences.args = absences_misses_args(unit, target, &absences);
    absences.returns = absences_misses_returns(unit, target);
    absences.yields = absences_misses_yields(unit, target);
    absences.raises = absences_missing_raises(unit, target);
    absences.fields = absences_missing_fields(unit, target);
    return absences;
}

void absence_report(RuleContext *context, const DocsUnit *unit, const Target *target, RuleId rule,
                    Str message) {
    Report report =
        target_report(unit, target, rule, ast_name_span(unit->ast, target->node), NO_VARIANT);
    report.message = message;
    rule_report(context, &report);
}

/* One fix completes the docstring for all missing-* rules, but only for those that were asked. */
static void drop_unasked(const bool *enabled, Absences *absences) {
    absences->args = absences->args && enabled[RULE_docs_missing_args];
    absences->returns = absences->returns && enabled[RULE_docs_missing_returns];
    absences->yields = absences->yields && enabled[RULE_docs_missing_yields];
    absences->raises.count = enabled[RULE_docs_missing_raises] ? absences->raises.count : 0;
    absences->fields.count = enabled[RULE_docs_missing_attributes] ? absences->fields.count : 0;
}

void absence_fix(FixContext *context, const Finding *finding) {
    DocsUnit *unit;
    Target *target = content_target(context, finding, &unit);
    if (target) {
        Absences absences = absences_of(unit, target);
        drop_unasked(context->rule.enabled, &absences);
        bool misses = absences.args || absences.returns || absences.yields ||
                      absences.raises.count > 0 || absences.fields.count > 0;
        if (!misses) {
            return; /* the finding is about a placeholder */
        }
        complete_fix(context, unit, target, &absences);
    }
}
