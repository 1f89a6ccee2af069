/* Chooses docstrings for the rules about their text; knows the few questions that several of them
 * ask about a summary. */
#include "rules/docs/content.h"

enum { NAMES_SHOWN_MAX = 6 };

void content_each(RuleContext *context, TargetCheck check) {
    DocsUnit *unit = docs_unit(context);
    for (uint32_t i = 0; i < unit->targets.count; i++) {
        Target *target = &unit->targets.items[i];
        if (target->doc.state == DOCSTRING_READABLE && !target_is_silent(unit, target)) {
            target_read(unit, target);
            check(context, unit, target);
        }
    }
}

void content_each_google(RuleContext *context, TargetCheck check) {
    if (!file_docs_is_google(context->file, context->options)) {
        return;
    }
    DocsUnit *unit = docs_unit(context);
    for (uint32_t i = 0; i < unit->targets.count; i++) {
        Target *target = &unit->targets.items[i];
        if (target->doc.state != DOCSTRING_READABLE || target_is_silent(unit, target)) {
            continue;
        }
        target_read(unit, target);
        if (target->style == STYLE_GOOGLE) {
            check(context, unit, target);
        }
    }
}

Target *content_target(FixContext *context, const Finding *finding, DocsUnit **unit) {
    *unit = docs_unit(&context->rule);
    Target *target = docs_unit_target(*unit, finding->anchor);
    if (target) {
        target_read(*unit, target);
    }
    return target && target->doc.state == DOCSTRING_READABLE ? target : NULL;
}

bool content_is_one_line(const Target *target) {
    return target->doc.first == target->doc.last;
}

bool content_is_excused(const DocsUnit *unit, const Target *target) {
    return target->sections.has_template ||
           (unit->options.one_line_allowed && content_is_one_line(target));
}

bool content_is_headless(const DocsUnit *unit, const Target *target) {
    Str line = str_span(unit->text, target->summary);
    if (style_is_field(line)) {
        return true;
    }
    Str after;
    const SectionName *name = section_header(line, &after);
    if (!name || !section_kind_is_checked(name->kind)) {
        return false;
    }
    bool upper = line.ptr[0] >= 'A' && line.ptr[0] <= 'Z';
    return after.len == 0 || (upper && name->kind != SECTION_ATTRIBUTES);
}

bool content_summary_begins(const DocsUnit *unit, const Target *target, Str word) {
    Str line = str_span(unit->text, target->summary);
    /* The first letter may be small: that is another rule's matter. */
    char first = line.len > 0 ? (char)(line.ptr[0] & ~0x20) : ' ';
    if (first != word.ptr[0] ||
        !str_starts_with(str_slice(line, 1, line.len), str_slice(word, 1, word.len))) {
        return false;
    }
    Str rest = str_slice(line, word.len, line.len);
    if (rest.len > 0 && rest.ptr[0] == 's') {
        rest = str_slice(rest, 1, rest.len);
    }
    char next = rest.len > 0 ? rest.ptr[0] : ' ';
    return !((next >= 'a' && next <= 'z') || (next >= 'A' && next <= 'Z') || next == '_');
}

void name_list_add(NameList *list, Str name) {
    if (list->count < NAMES_SHOWN_MAX) {
        buf_format(&list->text, list->is_plain ? "%s%.*s" : "%s'%.*s'", list->count ? ", " : "",
                   STR_ARG(name));
    }
    list->count++;
}

Str name_list_take(NameList *list, Arena *mem) {
    if (list->count > NAMES_SHOWN_MAX) {
        buf_format(&list->text, " and %u more", list->count - NAMES_SHOWN_MAX);
    }
    Str text = arena_copy(mem, buf_str(&list->text));
    buf_release(&list->text);
    return text;
}
