/* Knows the repair of each problem of the section grammar, and which have none. */
#include "rules/docs/repair.h"

#include "rules/docs/draft.h"

typedef struct Repair {
    FixContext *context;
    const DocsUnit *unit;
    const Target *target;
    Layout layout;
} Repair;

static const DocLine *line_at(const Repair *repair, uint32_t index) {
    return &repair->target->doc.lines[index];
}

/* ---- one problem each --------------------------------------------------------------------------
 */

/* All problems of one header word are repaired by one edit: canonical case, colon, or a break. */
static void repair_header(Repair *repair, const Section *section) {
    Str canonical = str_from_c(section->spelling->name);
    if (section->problems & (1u << PROBLEM_CASE)) {
        fix_replace(repair->context, section->name, canonical);
    }
    if (section->problems & (1u << PROBLEM_COLON)) {
        fix_insert(repair->context, section->name.end, STR(":"));
    }
}

/* `Returns: x` becomes two lines. */
static void repair_inline(Repair *repair, const Section *section) {
    fix_replace(repair->context, (Span){section->name.end + 1, section->inline_text.start},
                arena_format(repair->context->rule.mem, "%.*s%.*s",
                             STR_ARG(repair->layout.line_end), STR_ARG(repair->layout.entry)));
}

/* The content moves one step to the right. */
static void repair_unindented(Repair *repair, const Section *section) {
    Str step = str_slice(repair->layout.entry, repair->layout.base.len, repair->layout.entry.len);
    for (uint32_t i = section->content; i < section->end; i++) {
        if (!doc_line_is_blank(line_at(repair, i))) {
            fix_insert(repair->context, line_at(repair, i)->text, step);
        }
    }
}

static bool is_blanks(Str text) {
    for (uint32_t i = 0; i < text.len; i++) {
        if (text.ptr[i] != ' ') {
            return false;
        }
    }
    return true;
}

/* Header and content move to the left as a block; only spaces are taken. */
static bool repair_indent(Repair *repair, const Section *section) {
    for (uint32_t i = section->line; i < section->end; i++) {
        const DocLine *line = line_at(repair, i);
        if (doc_line_is_blank(line)) {
            continue;
        }
        Str blanks = str_slice(repair->unit->text, line->start, line->text);
        if (blanks.len < section->indent || !is_blanks(blanks) || line->indent < section->indent) {
            return false;
        }
        fix_delete(repair->context, (Span){line->text - section->indent, line->text});
    }
    return true;
}

/* `x - X.` becomes `x: X.`; a line without a dash may be anything. */
static bool repair_entry(Repair *repair, const FormatProblem *problem) {
    const Sections *sections = &repair->target->sections;
    const Section *section = &sections->items[problem->section];
    for (uint32_t i = 0; i < section->entry_count; i++) {
        const Entry *entry = &sections->entries[section->entry_first + i];
        if (entry->line == problem->line && !span_is_empty(entry->dash)) {
            fix_replace(repair->context, entry->dash, STR(": "));
            return true;
        }
    }
    return false;
}

/* ---- all of them
 * --------------------------------------------------------------------------------- */

static bool repair_section(Repair *repair, const Section *section) {
    repair_header(repair, section);
    if (section->problems & (1u << PROBLEM_INLINE)) {
        repair_inline(repair, section);
    }
    if (section->problems & (1u << PROBLEM_UNINDENTED)) {
        repair_unindented(repair, section);
    }
    bool possible = !(section->problems & (1u << PROBLEM_EMPTY));
    if (section->problems & (1u << PROBLEM_INDENT)) {
        possible = possible && repair_indent(repair, section);
    }
    return possible;
}

static bool repair_all(Repair *repair) {
    const Sections *sections = &repair->target->sections;
    for (uint32_t i = 0; i < sections->count; i++) {
        if (!repair_section(repair, &sections->items[i])) {
            return false;
        }
    }
    for (uint32_t i = 0; i < sections->problem_count; i++) {
        const FormatProblem *problem = &sections->problems[i];
        bool is_entry = problem->kind == PROBLEM_ENTRY || problem->kind == PROBLEM_RAISES_ENTRY;
        if (is_entry && !repair_entry(repair, problem)) {
            return false;
        }
    }
    return true;
}

static Str base_of(const Repair *repair) {
    const Sections *sections = &repair->target->sections;
    for (uint32_t i = 0; i < sections->count; i++) {
        const DocLine *line = line_at(repair, sections->items[i].line);
        if (sections->items[i].line > 0 && sections->items[i].indent == 0) {
            return str_slice(repair->unit->text, line->start, line->text);
        }
    }
    return fix_indent_of(repair->context, repair->target->doc.literal.start);
}

/* A joined row would move with its neighbour. */
static bool has_joined_line(const Docstring *doc) {
    for (uint32_t i = 1; i < doc->line_count; i++) {
        if (doc->lines[i].joined) {
            return true;
        }
    }
    return false;
}

void repair_fix(FixContext *context, DocsUnit *unit, Target *target) {
    if (target->sections.problem_count == 0 || has_joined_line(&target->doc)) {
        return;
    }
    Repair repair = {.context = context, .unit = unit, .target = target};
    Str header = fix_indent_of(context, ast_name_span(unit->ast, target->node).start);
    fix_start(context, SAFETY_SAFE,
              arena_format(context->rule.mem, "Repair the sections of the docstring of '%.*s'",
                           STR_ARG(target->name)));
    repair.layout = layout_new(context, base_of(&repair), header);
    if (!repair_all(&repair)) {
        fix_abandon(context);
    }
}
