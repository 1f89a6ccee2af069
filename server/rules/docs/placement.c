/* Knows the lines of a docstring and its quotes. Knows nothing of what is added. */
#include "rules/docs/placement.h"

struct Placement {
    FixContext *context;
    const DocsUnit *unit;
    const Target *target;
    Layout layout;
    Str *after; /* by line: what is to stand after it */
    bool failed;
};

static bool is_line_end(char byte) {
    return byte == '\n' || byte == '\r';
}

/* ---- refusals ----------------------------------------------------------------------------------
 */

static bool shares_its_line(const DocsUnit *unit, const Target *target) {
    uint32_t at = target->doc.literal.end;
    while (at < unit->text.len && (unit->text.ptr[at] == ' ' || unit->text.ptr[at] == '\t')) {
        at++;
    }
    return at < unit->text.len && unit->text.ptr[at] == ';';
}

static bool has_shifted_section(const Target *target) {
    uint32_t shifted = 1u << PROBLEM_INDENT | 1u << PROBLEM_UNINDENTED | 1u << PROBLEM_INLINE;
    for (uint32_t i = 0; i < target->sections.count; i++) {
        if (target->sections.items[i].problems & shifted) {
            return true;
        }
    }
    return false;
}

static bool has_joined_line(const Docstring *doc) {
    for (uint32_t i = 0; i < doc->line_count; i++) {
        if (doc->lines[i].joined) {
            return true;
        }
    }
    return false;
}

const char *placement_refusal(const DocsUnit *unit, const Target *target) {
    const Docstring *doc = &target->doc;
    Str content = str_span(unit->text, doc->content);
    if (shares_its_line(unit, target)) {
        return "another statement stands on the docstring's line";
    }
    if (has_shifted_section(target)) {
        return "a section header must be repaired first";
    }
    if (!doc->raw && str_find(content, STR("\\N{")) < content.len) {
        return "the docstring holds a \\N{...} escape";
    }
    if (has_joined_line(doc) && !(doc->first == 0 && doc->lines[0].joined && doc->triple)) {
        return "a backslash joins lines of the docstring";
    }
    bool converted = !doc->triple || (doc->quote == '\'' && doc->line_count == 1);
    if (converted && str_find(content, STR("\"\"\"")) < content.len) {
        return "the docstring holds three double quotes";
    }
    bool ends_with_backslash =
        content.len > 0 && content.ptr[content.len - 1] == '\\'; /* of raw or escaped text */
    return ends_with_backslash ? "the docstring ends with a backslash" : NULL;
}

/* ---- layout ------------------------------------------------------------------------------------
 */

static Str blanks_of(const DocsUnit *unit, const DocLine *line) {
    return str_slice(unit->text, line->start, line->text);
}

static const Section *indented_section(const Target *target) {
    for (uint32_t i = 0; i < target->sections.count; i++) {
        const Section *section = &target->sections.items[i];
        if (section->line > 0 && section->content < section->end &&
            section->entry_indent > section->indent) {
            return section;
        }
    }
    return NULL;
}

static Str suite_indent(FixContext *context, const DocsUnit *unit, const Target *target,
                        Str header) {
    uint32_t line = target->doc.literal.start;
    while (line > 0 && !is_line_end(unit->text.ptr[line - 1])) {
        line--;
    }
    /* A docstring on the header's own line. */
    if (line <= ast_name_span(unit->ast, target->node).start) {
        return arena_format(context->rule.mem, "%.*s%.*s", STR_ARG(header),
                            STR_ARG(fix_indent_unit(context)));
    }
    return fix_indent_of(context, target->doc.literal.start);
}

/* The indentation of the text's margin: of the first line at it below the first. */
static Str margin_of(const DocsUnit *unit, const Target *target, Str suite) {
    const Docstring *doc = &target->doc;
    for (uint32_t i = 1; i < doc->line_count; i++) {
        if (!doc_line_is_blank(&doc->lines[i]) && doc->lines[i].indent == 0) {
            return blanks_of(unit, &doc->lines[i]);
        }
    }
    return suite;
}

Placement *placement_new(FixContext *context, const DocsUnit *unit, const Target *target) {
    Placement *placement = ARENA_NEW(context->rule.mem, Placement);
    *placement = (Placement){.context = context, .unit = unit, .target = target};
    placement->after = ARENA_ARRAY(context->rule.mem, Str, target->doc.line_count);
    Str header = fix_indent_of(context, ast_name_span(unit->ast, target->node).start);
    Str suite = suite_indent(context, unit, target, header);
    Str margin = margin_of(unit, target, suite);
    placement->layout = layout_new(context, margin, header);
    const Section *section = indented_section(target);
    if (section) {
        placement->layout.base = blanks_of(unit, &target->doc.lines[section->line]);
        placement->layout.entry = blanks_of(unit, &target->doc.lines[section->content]);
    }
    return placement;
}

const Layout *placement_layout(const Placement *placement) {
    return &placement->layout;
}

/* ---- collecting --------------------------------------------------------------------------------
 */

void placement_add(Placement *placement, uint32_t line, Str lines) {
    if (line >= placement->target->doc.line_count) {
        placement->failed = true;
        return;
    }
    Str *after = &placement->after[line];
    *after = after->len ? arena_format(placement->context->rule.mem, "%.*s%.*s", STR_ARG(*after),
                                       STR_ARG(lines))
                        : lines;
}

enum { RANK_NONE = 0 };

static uint32_t rank_of(SectionKind kind) {
    switch (kind) {
    case SECTION_ARGS:
        return 1;
    case SECTION_RETURNS:
    case SECTION_YIELDS:
        return 2;
    case SECTION_RAISES:
        return 3;
    default:
        return RANK_NONE;
    }
}

static void add_before(Placement *placement, uint32_t line, Str lines) {
    if (line <= placement->target->doc.first) {
        placement->failed = true;
        return;
    }
    bool apart = doc_line_is_blank(&placement->target->doc.lines[line - 1]);
    Str line_end = placement->layout.line_end;
    Str gap = apart ? STR("") : line_end;
    placement_add(placement, line - 1,
                  arena_format(placement->context->rule.mem, "%.*s%.*s%.*s", STR_ARG(gap),
                               STR_ARG(lines), STR_ARG(line_end)));
}

static void add_after(Placement *placement, uint32_t line, Str lines) {
    const Docstring *doc = &placement->target->doc;
    bool follows = line + 1 < doc->line_count && !doc_line_is_blank(&doc->lines[line + 1]);
    Str line_end = placement->layout.line_end;
    Str gap = follows ? line_end : STR("");
    placement_add(placement, line,
                  arena_format(placement->context->rule.mem, "%.*s%.*s%.*s", STR_ARG(line_end),
                               STR_ARG(lines), STR_ARG(gap)));
}

void placement_add_section(Placement *placement, SectionKind kind, Str lines) {
    const Sections *sections = &placement->target->sections;
    uint32_t rank = rank_of(kind);
    const Section *last_ranked = NULL;
    const Section *first_other = NULL;
    for (uint32_t i = 0; i < sections->count; i++) {
        const Section *section = &sections->items[i];
        uint32_t other = rank_of(section->kind);
        if (other == RANK_NONE) {
            first_other = first_other ? first_other : section;
        } else if (other > rank && rank != RANK_NONE) {
            add_before(placement, section->line, lines);
            return;
        } else {
            last_ranked = section;
        }
    }
    if (last_ranked) {
        add_after(placement, last_ranked->end - 1, lines);
    } else if (first_other && first_other->line > placement->target->doc.first) {
        add_before(placement, first_other->line, lines);
    } else {
        add_after(placement, placement->target->doc.last, lines);
    }
}

/* ---- writing -----------------------------------------------------------------------------------
 */

/* The closing quotes share their line with text: they get one of their own. */
static void add_before_quotes(Placement *placement, Str lines) {
    const Docstring *doc = &placement->target->doc;
    const DocLine *last = &doc->lines[doc->line_count - 1];
    bool one_line = doc->line_count == 1;
    Str quotes = str_slice(placement->unit->text, doc->content.end, doc->literal.end);
    if (one_line) {
        quotes = STR("\"\"\"");
        uint32_t width = doc->triple ? 3 : 1;
        if (!doc->triple || doc->quote != '"') {
            fix_replace(placement->context, (Span){doc->content.start - width, doc->content.start},
                        quotes);
        }
    }
    fix_replace(placement->context, (Span){last->end, doc->literal.end},
                arena_format(placement->context->rule.mem, "%.*s%.*s%.*s%.*s",
                             STR_ARG(placement->layout.line_end), STR_ARG(lines),
                             STR_ARG(placement->layout.base), STR_ARG(quotes)));
}

bool placement_finish(Placement *placement) {
    const Docstring *doc = &placement->target->doc;
    for (uint32_t i = 0; i < doc->line_count && !placement->failed; i++) {
        if (placement->after[i].len == 0) {
            continue;
        }
        if (i + 1 < doc->line_count) {
            fix_insert(placement->context, doc->lines[i + 1].start, placement->after[i]);
        } else {
            add_before_quotes(placement, placement->after[i]);
        }
    }
    return !placement->failed;
}
