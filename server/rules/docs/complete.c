/* Knows where in an existing docstring a missing entry or section belongs. Writes nothing itself:
 * the lines come from draft.c, the places from placement.c. */
#include "rules/docs/complete.h"

#include "rules/docs/placement.h"

enum { PARTS_MAX = 255 }; /* entries of one fix */

typedef struct Completion {
    FixContext *context;
    DocsUnit *unit;
    Target *target;
    const Absences *absences;
    Placement *placement;
    const Entry **before[2]; /* of the section of all parameters, of the keyword-only ones */
} Completion;

static Str line_prefix(const Completion *completion, const Entry *entry) {
    uint32_t start = completion->target->doc.lines[entry->line].start;
    return str_slice(completion->unit->text, start, entry->written.start);
}

/* ---- entries under a section that exists
 * --------------------------------------------------------- */

static bool is_entry_of(const Completion *completion, const Entry *entry, Str name) {
    return str_equal(str_span(completion->unit->text, entry->name), name);
}

static const Entry *find_entry(const Completion *completion, const Section *section, Str name) {
    for (uint32_t i = 0; i < section->entry_count; i++) {
        const Entry *entry = &completion->target->sections.entries[section->entry_first + i];
        if (is_entry_of(completion, entry, name)) {
            return entry;
        }
    }
    return NULL;
}

static bool are_all_typed(const Completion *completion, const Section *section) {
    for (uint32_t i = 0; i < section->entry_count; i++) {
        if (span_is_empty(completion->target->sections.entries[section->entry_first + i].type)) {
            return false;
        }
    }
    return section->entry_count > 0;
}

static EntryStyle style_beside(const Completion *completion, const Section *section,
                               const Entry *neighbour) {
    return (EntryStyle){.indent = line_prefix(completion, neighbour),
                        .typed = are_all_typed(completion, section)};
}

/* The text of a new entry goes after the block of `before`, or before the section's first entry. */
static void place_entry(Completion *completion, const Section *section, const Entry *before,
                        Buf *text) {
    const Sections *sections = &completion->target->sections;
    uint32_t line = before ? before->end - 1 : sections->entries[section->entry_first].line - 1;
    placement_add(completion->placement, line, draft_take(text, completion->context->rule.mem));
}

/* Keyword-only parameters go to a section of their own kind if there is one. */
static const Section *section_for(const Completion *completion, const Parameter *parameter) {
    const Sections *sections = &completion->target->sections;
    const Section *first = NULL;
    for (uint32_t i = 0; i < sections->count; i++) {
        const Section *section = &sections->items[i];
        if (section->kind != SECTION_ARGS) {
            continue;
        }
        if (parameter->kind == FIELD_KWONLYARGS && section->spelling->keyword) {
            return section;
        }
        first = first ? first : section;
    }
    return first;
}

/* For each parameter the entry, in this section, of the nearest one before it. O(entries log). */
static const Entry **entries_before(const Completion *completion, const Section *section) {
    const Signature *signature = completion->absences->arguments.signature;
    Arena *mem = completion->unit->mem;
    const Entry **own = ARENA_ARRAY(mem, const Entry *, signature->count);
    const Entry **before = ARENA_ARRAY(mem, const Entry *, signature->count);
    for (uint32_t i = section->entry_count; i-- > 0;) {
        const Entry *entry = &completion->target->sections.entries[section->entry_first + i];
        uint32_t parameter =
            signature_find(signature, str_span(completion->unit->text, entry->name));
        if (parameter != UINT32_MAX) {
            own[parameter] = entry;
        }
    }
    for (uint32_t i = 1; i < signature->count; i++) {
        before[i] = own[i - 1] ? own[i - 1] : before[i - 1];
    }
    return before;
}

static const Entry *entry_before(Completion *completion, const Section *section,
                                 uint32_t parameter) {
    bool is_keyword = section->spelling->keyword;
    const Entry ***before = &completion->before[is_keyword];
    if (!*before) {
        *before = entries_before(completion, section);
    }
    return (*before)[parameter];
}

static void add_parameter(Completion *completion, uint32_t index) {
    const Signature *signature = completion->absences->arguments.signature;
    const Section *section = section_for(completion, &signature->items[index]);
    const Layout *layout = placement_layout(completion->placement);
    Buf text;
    buf_init(&text, 0);
    if (section->entry_count == 0) {
        EntryStyle style = {.indent = layout->entry};
        draft_parameter(&text, completion->unit, layout, style, signature, index);
        placement_add(completion->placement, section->line,
                      draft_take(&text, completion->context->rule.mem));
        return;
    }
    const Entry *before = entry_before(completion, section, index);
    const Entry *neighbour =
        before ? before : &completion->target->sections.entries[section->entry_first];
    EntryStyle style = style_beside(completion, section, neighbour);
    draft_parameter(&text, completion->unit, layout, style, signature, index);
    place_entry(completion, section, before, &text);
}

/* `x:` gets a description where it stands. */
static bool describe_entry(Completion *completion, Str name) {
    const Sections *sections = &completion->target->sections;
    for (uint32_t i = 0; i < sections->entry_count; i++) {
        const Entry *entry = &sections->entries[i];
        if (sections->items[entry->section].kind == SECTION_ARGS && !entry->described &&
            entry->colon != UINT32_MAX && is_entry_of(completion, entry, name)) {
            fix_insert(completion->context, entry->colon + 1,
                       arena_format(completion->context->rule.mem, " %.*s",
                                    STR_ARG(completion->unit->options.placeholder)));
            return true;
        }
    }
    return false;
}

/* Parameters whose stale entry is renamed need no new one. */
static bool *rename_stale_entries(Completion *completion) {
    const Sections *sections = &completion->target->sections;
    const Arguments *arguments = &completion->absences->arguments;
    bool *renamed = ARENA_ARRAY(completion->unit->mem, bool, arguments->signature->count);
    for (uint32_t i = 0; i < sections->entry_count; i++) {
        const Entry *entry = &sections->entries[i];
        if (!arguments_is_unknown(completion->unit, completion->target, arguments, entry)) {
            continue;
        }
        uint32_t near = arguments_rename(completion->unit, completion->target, arguments, entry);
        if (near != UINT32_MAX) {
            renamed[near] = true;
            Str wanted = arguments->signature->items[near].name;
            fix_replace(completion->context, entry->name,
                        arena_copy(completion->context->rule.mem, wanted));
        }
    }
    return renamed;
}

static void add_parameters(Completion *completion) {
    const Arguments *arguments = &completion->absences->arguments;
    const bool *renamed = rename_stale_entries(completion);
    for (uint32_t i = 0; i < arguments->missing_count; i++) {
        uint32_t index = arguments->missing[i];
        Str name = arguments->signature->items[index].name;
        bool done = renamed[index] ||
                    (arguments->states[index] == ENTRY_EMPTY && describe_entry(completion, name));
        if (!done) {
            add_parameter(completion, index);
        }
    }
}

static const Section *attribute_section(const Completion *completion) {
    const Sections *sections = &completion->target->sections;
    const Section *found = sections_first(sections, SECTION_ATTRIBUTES);
    return found ? found : sections_first(sections, SECTION_ARGS);
}

static void add_fields(Completion *completion, const Section *section) {
    ClassFields all = absences_fields(completion->unit, completion->target);
    const ClassFields *missing = &completion->absences->fields;
    const Layout *layout = placement_layout(completion->placement);
    const Entry *before = NULL;
    for (uint32_t i = 0, next = 0; i < all.count && next < missing->count; i++) {
        const Entry *entry = find_entry(completion, section, all.items[i].name);
        before = entry ? entry : before;
        if (!str_equal(all.items[i].name, missing->items[next].name)) {
            continue;
        }
        next++;
        Buf text;
        buf_init(&text, 0);
        if (section->entry_count == 0) {
            EntryStyle style = {.indent = layout->entry};
            draft_field(&text, completion->unit, layout, style, &all.items[i]);
            placement_add(completion->placement, section->line,
                          draft_take(&text, completion->context->rule.mem));
            continue;
        }
        const Entry *neighbour =
            before ? before : &completion->target->sections.entries[section->entry_first];
        draft_field(&text, completion->unit, layout, style_beside(completion, section, neighbour),
                    &all.items[i]);
        place_entry(completion, section, before, &text);
    }
}

static void add_exceptions(Completion *completion, const Section *section) {
    const RaisedNames *raises = &completion->absences->raises;
    const Layout *layout = placement_layout(completion->placement);
    const Entry *last =
        section->entry_count
            ? &completion->target->sections.entries[section->entry_first + section->entry_count - 1]
            : NULL;
    Buf text;
    buf_init(&text, 0);
    for (uint32_t i = 0; i < raises->count; i++) {
        Str indent = last ? line_prefix(completion, last) : layout->entry;
        draft_exception(&text, completion->unit, layout, indent, raises->names[i]);
    }
    placement_add(completion->placement, last ? last->end - 1 : section->line,
                  draft_take(&text, completion->context->rule.mem));
}

/* ---- sections
 * ------------------------------------------------------------------------------------ */

static void add_section(Completion *completion, SectionDraft draft) {
    Buf text;
    buf_init(&text, 0);
    draft_section(&text, completion->unit, placement_layout(completion->placement), &draft);
    placement_add_section(completion->placement, draft.kind,
                          draft_take(&text, completion->context->rule.mem));
}

static void complete_arguments(Completion *completion) {
    const Arguments *arguments = &completion->absences->arguments;
    if (!completion->absences->args) {
        return;
    }
    if (sections_first(&completion->target->sections, SECTION_ARGS)) {
        add_parameters(completion);
        return;
    }
    add_section(completion, (SectionDraft){.kind = SECTION_ARGS,
                                           .signature = arguments->signature,
                                           .parameters = arguments->missing,
                                           .count = arguments->missing_count});
}

static void complete_fields(Completion *completion) {
    const ClassFields *fields = &completion->absences->fields;
    if (fields->count == 0) {
        return;
    }
    const Section *section = attribute_section(completion);
    if (section) {
        add_fields(completion, section);
        return;
    }
    add_section(completion, (SectionDraft){.kind = SECTION_ATTRIBUTES,
                                           .fields = fields->items,
                                           .count = fields->count});
}

static void complete_raises(Completion *completion) {
    const RaisedNames *raises = &completion->absences->raises;
    if (raises->count == 0) {
        return;
    }
    const Section *section = sections_first(&completion->target->sections, SECTION_RAISES);
    if (section) {
        add_exceptions(completion, section);
        return;
    }
    add_section(completion, (SectionDraft){.kind = SECTION_RAISES,
                                           .exceptions = raises->names,
                                           .count = raises->count});
}

static Str title_of(const Completion *completion) {
    const Absences *absences = completion->absences;
    NameList names = {.is_plain = true};
    for (uint32_t i = 0; absences->args && i < absences->arguments.missing_count; i++) {
        name_list_add(&names,
                      absences->arguments.signature->items[absences->arguments.missing[i]].name);
    }
    for (uint32_t i = 0; i < absences->fields.count; i++) {
        name_list_add(&names, absences->fields.items[i].name);
    }
    Arena *mem = completion->context->rule.mem;
    Buf parts;
    buf_init(&parts, 0);
    if (names.count > 0) {
        buf_format(&parts, "; %s: ", absences->args ? "Args" : "Attributes");
        buf_append(&parts, name_list_take(&names, mem));
    }
    buf_append_c(&parts, absences->returns ? "; Returns" : "");
    buf_append_c(&parts, absences->yields ? "; Yields" : "");
    buf_append_c(&parts, absences->raises.count ? "; Raises" : "");
    Str list = str_slice(buf_str(&parts), 2, parts.len);
    Str title = arena_format(mem, "Complete docstring of '%.*s' (%.*s)",
                             STR_ARG(completion->target->name), STR_ARG(list));
    buf_release(&parts);
    return title;
}

void complete_fix(FixContext *context, DocsUnit *unit, Target *target, const Absences *absences) {
    Completion completion = {
        .context = context, .unit = unit, .target = target, .absences = absences};
    Str title = title_of(&completion);
    uint32_t parts =
        absences->arguments.missing_count + absences->fields.count + absences->raises.count;
    const char *reason = parts > PARTS_MAX ? "there is too much to describe at once"
                                           : placement_refusal(unit, target);
    if (reason) {
        fix_refuse(context, title, str_from_c(reason));
        return;
    }
    fix_start(context, SAFETY_PLACEHOLDER, title);
    completion.placement = placement_new(context, unit, target);
    complete_arguments(&completion);
    complete_fields(&completion);
    if (absences->returns) {
        add_section(&completion, (SectionDraft){.kind = SECTION_RETURNS});
    }
    if (absences->yields) {
        add_section(&completion, (SectionDraft){.kind = SECTION_YIELDS});
    }
    complete_raises(&completion);
    if (!placement_finish(completion.placement)) {
        fix_abandon(context);
    }
}
