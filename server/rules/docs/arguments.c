/* Compares parameters with entries. Knows who documents a constructor; writes no report. */
#include "rules/docs/arguments.h"

enum { RENAME_CANDIDATES_MAX = 64 };

/* ---- what is documented ------------------------------------------------------------------------
 */

static void mark_entries(const Sections *sections, Str text, const Signature *signature,
                         uint8_t *states) {
    for (uint32_t i = 0; i < sections->entry_count; i++) {
        const Entry *entry = &sections->entries[i];
        if (sections->items[entry->section].kind != SECTION_ARGS) {
            continue;
        }
        uint32_t parameter = signature_find(signature, str_span(text, entry->name));
        EntryState state = entry->described ? ENTRY_DESCRIBED : ENTRY_EMPTY;
        if (parameter != UINT32_MAX && states[parameter] < state) {
            states[parameter] = (uint8_t)state;
        }
    }
}

/* `Args: some prose` says something about parameters that we cannot read. */
static bool has_unreadable_args(const Sections *sections) {
    for (uint32_t i = 0; i < sections->count; i++) {
        const Section *section = &sections->items[i];
        bool is_inline = !span_is_empty(section->inline_text);
        if (section->kind == SECTION_ARGS &&
            (section->has_template || (is_inline && section->entry_count == 0))) {
            return true;
        }
    }
    return false;
}

static void collect_missing(const DocsUnit *unit, Arguments *arguments) {
    const Signature *signature = arguments->signature;
    uint32_t *missing = ARENA_ARRAY(unit->mem, uint32_t, signature->count);
    for (uint32_t i = 0; i < signature->count; i++) {
        if (needs_entry(unit, &signature->items[i]) && arguments->states[i] != ENTRY_DESCRIBED) {
            missing[arguments->missing_count++] = i;
        }
    }
    arguments->missing = missing;
}

/* ---- functions ---------------------------------------------------------------------------------
 */

static Arguments of_function(DocsUnit *unit, Target *target) {
    Arguments arguments = {.signature = &target->signature};
    uint8_t *states = ARENA_ARRAY(unit->mem, uint8_t, target->signature.count);
    mark_entries(&target->sections, unit->text, &target->signature, states);
    arguments.states = states;
    bool class_documents = target->name_kind == NAME_CONSTRUCTOR &&
                           class_documents_parameters(unit, target_class(unit, target));
    arguments.are_judged = needs_sections(target) && !has_unreadable_args(&target->sections);
    arguments.are_wanted = arguments.are_judged && needs_args(target) && !class_documents;
    if (arguments.are_wanted) {
        collect_missing(unit, &arguments);
    }
    return arguments;
}

/* ---- classes -----------------------------------------------------------------------------------
 */

/* What the constructor's own docstring describes counts too. */
static void mark_constructor(DocsUnit *unit, ClassRef constructor, const Signature *signature,
                             uint8_t *states) {
    Str text = constructor.facts->text;
    Docstring doc = docstring_find(&constructor.facts->ast, constructor.node, text);
    docstring_split(&doc, text, unit->mem);
    Sections sections = sections_parse(&doc, text, signature, unit->mem);
    mark_entries(&sections, text, signature, states);
}

static Arguments of_class(DocsUnit *unit, Target *target) {
    Arguments arguments = {.are_judged = false};
    if (!sections_first(&target->sections, SECTION_ARGS) ||
        has_unreadable_args(&target->sections)) {
        return arguments;
    }
    ClassRef constructor = class_constructor(unit, target);
    if (!constructor.facts) {
        return arguments;
    }
    Signature *signature = ARENA_NEW(unit->mem, Signature);
    *signature = signature_read(&constructor.facts->ast, constructor.facts->text, constructor.node,
                                RECEIVER_FIRST, unit->mem);
    uint8_t *states = ARENA_ARRAY(unit->mem, uint8_t, signature->count);
    mark_entries(&target->sections, unit->text, signature, states);
    mark_constructor(unit, constructor, signature, states);
    arguments = (Arguments){
        .are_judged = true, .are_wanted = true, .signature = signature, .states = states};
    collect_missing(unit, &arguments);
    return arguments;
}

static const bool *find_stale_sections(const DocsUnit *unit, const Target *target,
                                       const Arguments *arguments) {
    const Sections *sections = &target->sections;
    bool *stale = ARENA_ARRAY(unit->mem, bool, sections->count);
    for (uint32_t i = 0; i < sections->entry_count; i++) {
        stale[sections->entries[i].section] = true;
    }
    for (uint32_t i = 0; i < sections->entry_count; i++) {
        const Entry *entry = &sections->entries[i];
        if (!arguments_is_unknown(unit, target, arguments, entry)) {
            stale[entry->section] = false;
        }
    }
    return stale;
}

Arguments arguments_of(DocsUnit *unit, Target *target) {
    if (!target->arguments) {
        Arguments *arguments = ARENA_NEW(unit->mem, Arguments);
        *arguments = target->is_class ? of_class(unit, target) : of_function(unit, target);
        if (arguments->are_judged) {
            arguments->is_stale = find_stale_sections(unit, target, arguments);
        }
        target->arguments = arguments;
    }
    return *target->arguments;
}

/* ---- stale entries -----------------------------------------------------------------------------
 */

bool arguments_is_unknown(const DocsUnit *unit, const Target *target, const Arguments *arguments,
                          const Entry *entry) {
    if (!arguments->are_judged || arguments->signature->has_stars ||
        target->sections.items[entry->section].kind != SECTION_ARGS) {
        return false;
    }
    Str name = str_span(unit->text, entry->name);
    /* `x (str), optional: ...` is a type that lost its brackets. */
    bool is_type_word = entry->grouped && str_equal(name, STR("optional"));
    return !is_type_word && signature_find(arguments->signature, name) == UINT32_MAX;
}

static bool is_near(Str entry, Str parameter) {
    uint32_t limit = entry.len <= 4 ? 1 : 2;
    return signature_distance(entry, parameter, limit) <= limit;
}

static uint32_t nearest(const DocsUnit *unit, const Arguments *arguments, const Entry *entry) {
    uint32_t found = UINT32_MAX;
    if (arguments->missing_count > RENAME_CANDIDATES_MAX) {
        return found;
    }
    Str name = str_span(unit->text, entry->name);
    for (uint32_t i = 0; i < arguments->missing_count; i++) {
        uint32_t parameter = arguments->missing[i];
        if (arguments->states[parameter] != ENTRY_ABSENT ||
            !is_near(name, arguments->signature->items[parameter].name)) {
            continue;
        }
        if (found != UINT32_MAX) {
            return UINT32_MAX;
        }
        found = parameter;
    }
    return found;
}

uint32_t arguments_rename(const DocsUnit *unit, const Target *target, const Arguments *arguments,
                          const Entry *entry) {
    uint32_t parameter = nearest(unit, arguments, entry);
    if (parameter == UINT32_MAX) {
        return UINT32_MAX;
    }
    uint32_t looked_at = 0;
    for (const Entry *other = target->sections.entries; other < entry; other++) {
        if (arguments_is_unknown(unit, target, arguments, other) &&
            (++looked_at > RENAME_CANDIDATES_MAX || nearest(unit, arguments, other) == parameter)) {
            return UINT32_MAX;
        }
    }
    return parameter;
}
