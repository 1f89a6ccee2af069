/* Decides which lines of a docstring are section headers (entries.c reads what stands under them).
 * One pass over the lines; knows the header rules of the specification, nothing of the function but
 * its parameters' names. */
#include "rules/docs/sections.h"

#include "rules/docs/section_parser.h"

#define NO_SECTION UINT32_MAX

typedef struct Walk {
    SectionParser *parser;
    uint32_t open; /* index of the open section, or NO_SECTION */
    /* Lines deeper than this belong to a `::` block of the text outside sections. */
    uint32_t literal_indent;
} Walk;

static bool is_upper(char byte) {
    return byte >= 'A' && byte <= 'Z';
}

static const DocLine *line_at(const SectionParser *parser, uint32_t index) {
    return &parser->doc->lines[index];
}

static Str line_text(const SectionParser *parser, uint32_t index) {
    return doc_line_text(parser->text, line_at(parser, index));
}

static bool is_after_blank(const SectionParser *parser, uint32_t index) {
    return index > parser->doc->first && doc_line_is_blank(line_at(parser, index - 1));
}

/* The next line with text, or UINT32_MAX. Headers only ask, so a run of blanks is read twice. */
static uint32_t next_text_line(const SectionParser *parser, uint32_t index) {
    for (uint32_t i = index + 1; i <= parser->doc->last; i++) {
        if (!doc_line_is_blank(line_at(parser, i))) {
            return i;
        }
    }
    return UINT32_MAX;
}

static bool next_is_deeper(const SectionParser *parser, uint32_t index) {
    uint32_t next = next_text_line(parser, index);
    return next != UINT32_MAX && line_at(parser, next)->indent > line_at(parser, index)->indent;
}

/* `Name:` alone on the line. */
static const SectionName *lone_header(const SectionParser *parser, uint32_t index) {
    Str after;
    const SectionName *name = section_header(line_text(parser, index), &after);
    return name && after.len == 0 ? name : NULL;
}

static void add_problem(Walk *walk, uint32_t section, Problem kind) {
    Section *opened = &walk->parser->sections.items[section];
    opened->problems |= 1u << kind;
    FormatProblem problem = {kind, opened->name, section, opened->line};
    ARRAY_PUSH(&walk->parser->problems, problem);
}

/* Ends the open section at its last line with text. */
static void close_section(Walk *walk) {
    walk->open = NO_SECTION;
}

static uint32_t open_section(Walk *walk, uint32_t index, const SectionName *name) {
    const DocLine *line = line_at(walk->parser, index);
    Section section = {
        .kind = name->kind,
        .spelling = name,
        .name = {line->text, line->text + (uint32_t)strlen(name->name)},
        .line = index,
        .content = index + 1,
        .end = index + 1,
        .indent = line->indent,
        .entry_indent = line->indent,
    };
    ARRAY_PUSH(&walk->parser->sections, section);
    walk->open = walk->parser->sections.count - 1;
    return walk->open;
}

static void add_content(Walk *walk, uint32_t index) {
    Section *section = &walk->parser->sections.items[walk->open];
    if (section->end == section->line + 1 && span_is_empty(section->inline_text)) {
        section->content = index;
        section->entry_indent = line_at(walk->parser, index)->indent;
    }
    section->end = index + 1;
}

/* ---- the header rules --------------------------------------------------------------------- */

/* `Name:` with deeper text below. */
static bool open_regular(Walk *walk, uint32_t index) {
    const SectionParser *parser = walk->parser;
    const SectionName *name = lone_header(parser, index);
    if (!name || !next_is_deeper(parser, index)) {
        return false;
    }
    const DocLine *line = line_at(parser, index);
    bool upper = is_upper(parser->text.ptr[line->text]);
    if (!upper && !is_after_blank(parser, index)) {
        return false;
    }
    uint32_t section = open_section(walk, index, name);
    if (section_kind_is_checked(name->kind)) {
        if (!upper) {
            add_problem(walk, section, PROBLEM_CASE);
        }
        if (line->indent > 0) {
            add_problem(walk, section, PROBLEM_INDENT);
        }
    }
    return true;
}

/* A capital `Name:` after a blank line whose text is not deeper, or is missing. */
static bool open_without_indent(Walk *walk, uint32_t index) {
    const SectionParser *parser = walk->parser;
    const SectionName *name = lone_header(parser, index);
    if (!name || !section_kind_is_checked(name->kind) || !is_after_blank(parser, index) ||
        !is_upper(parser->text.ptr[line_at(parser, index)->text])) {
        return false;
    }
    uint32_t next = next_text_line(parser, index);
    Str after;
    bool empty = next == UINT32_MAX || section_header(line_text(parser, next), &after) != NULL ||
                 line_at(parser, next)->indent < line_at(parser, index)->indent;
    uint32_t section = open_section(walk, index, name);
    add_problem(walk, section, empty ? PROBLEM_EMPTY : PROBLEM_UNINDENTED);
    if (empty) {
        close_section(walk);
    }
    return true;
}

/* `Name` whose colon was forgotten. */
static bool open_without_colon(Walk *walk, uint32_t index) {
    const SectionParser *parser = walk->parser;
    const SectionName *name = section_name_find(line_text(parser, index));
    if (!name || !section_kind_is_checked(name->kind) || !is_after_blank(parser, index) ||
        !is_upper(parser->text.ptr[line_at(parser, index)->text]) || index >= parser->doc->last) {
        return false;
    }
    const DocLine *next = line_at(parser, index + 1);
    if (doc_line_is_blank(next) || next->indent <= line_at(parser, index)->indent) {
        return false;
    }
    add_problem(walk, open_section(walk, index, name), PROBLEM_COLON);
    return true;
}

/* `Returns: text` on one line. */
static bool open_inline(Walk *walk, uint32_t index) {
    const SectionParser *parser = walk->parser;
    const DocLine *line = line_at(parser, index);
    Str after;
    const SectionName *name = section_header(line_text(parser, index), &after);
    if (!name || after.len == 0 || !section_kind_is_checked(name->kind) ||
        name->kind == SECTION_ATTRIBUTES || !is_upper(parser->text.ptr[line->text]) ||
        index == parser->doc->first) {
        return false;
    }
    bool at_section_level = walk->open != NO_SECTION || line->indent == 0;
    if (!at_section_level || (!is_after_blank(parser, index) && walk->open == NO_SECTION)) {
        return false;
    }
    uint32_t section = open_section(walk, index, name);
    uint32_t start = (uint32_t)(after.ptr - parser->text.ptr);
    walk->parser->sections.items[section].inline_text = (Span){start, line->end};
    add_problem(walk, section, PROBLEM_INLINE);
    return true;
}

/* `Name:` at the entry indent of an open section: one step too deep, not an entry. */
static bool open_nested(Walk *walk, uint32_t index) {
    const SectionParser *parser = walk->parser;
    const Section *open = &parser->sections.items[walk->open];
    const DocLine *line = line_at(parser, index);
    bool possible = section_kind_is_checked(open->kind) && open->end > open->line + 1 &&
                    line->indent == open->entry_indent && is_after_blank(parser, index) &&
                    is_upper(parser->text.ptr[line->text]);
    if (!possible) {
        return false;
    }
    const SectionName *name = lone_header(parser, index);
    if (!name || !next_is_deeper(parser, index)) {
        return false;
    }
    Str word = str_slice(line_text(parser, index), 0, (uint32_t)strlen(name->name));
    if (section_parser_parameter(parser, word) != UINT32_MAX) {
        return false;
    }
    add_problem(walk, open_section(walk, index, name), PROBLEM_INDENT);
    return true;
}

/* ---- the walk ----------------------------------------------------------------------------- */

static bool open_any(Walk *walk, uint32_t index) {
    return open_regular(walk, index) || open_without_indent(walk, index) ||
           open_without_colon(walk, index) || open_inline(walk, index);
}

static bool is_unindented(const Section *section) {
    return (section->problems & (1u << PROBLEM_UNINDENTED)) != 0;
}

static void walk_inside(Walk *walk, uint32_t index) {
    const Section *open = &walk->parser->sections.items[walk->open];
    const DocLine *line = line_at(walk->parser, index);
    if (is_unindented(open)) {
        bool header = is_after_blank(walk->parser, index) && line->indent <= open->indent &&
                      open_any(walk, index);
        if (!header) {
            add_content(walk, index);
        }
        return;
    }
    if (line->indent > open->indent) {
        if (!open_nested(walk, index)) {
            add_content(walk, index);
        }
        return;
    }
    if (!open_any(walk, index)) {
        close_section(walk);
    }
}

static void walk_line(Walk *walk, uint32_t index) {
    const DocLine *line = line_at(walk->parser, index);
    if (doc_line_is_blank(line)) {
        return;
    }
    if (walk->open != NO_SECTION) {
        walk_inside(walk, index);
    } else if (line->indent <= walk->literal_indent) {
        walk->literal_indent = UINT32_MAX;
        open_any(walk, index);
    }
    if (walk->open == NO_SECTION && line->indent <= walk->literal_indent) {
        bool literal = str_ends_with(line_text(walk->parser, index), STR("::"));
        walk->literal_indent = literal ? line->indent : UINT32_MAX;
    }
}

uint32_t section_parser_parameter(const SectionParser *parser, Str name) {
    return parser->signature ? signature_find(parser->signature, name) : UINT32_MAX;
}

#define COPY_TO_ARENA(mem, type, array)                                                            \
    ((array).count ? memcpy(ARENA_ARRAY((mem), type, (array).count), (array).items,                \
                            sizeof(type) * (array).count)                                          \
                   : NULL)

Sections sections_parse(const Docstring *docstring, Str text, const Signature *signature,
                        Arena *mem) {
    Sections result = {0};
    if (docstring->state != DOCSTRING_READABLE) {
        return result;
    }
    SectionParser parser = {.text = text, .doc = docstring, .signature = signature};
    Walk walk = {.parser = &parser, .open = NO_SECTION, .literal_indent = UINT32_MAX};
    for (uint32_t i = docstring->first; i <= docstring->last; i++) {
        walk_line(&walk, i);
        result.has_template |= entries_is_template(line_text(&parser, i));
    }
    entries_parse(&parser);
    result.items = COPY_TO_ARENA(mem, Section, parser.sections);
    result.count = parser.sections.count;
    result.entries = COPY_TO_ARENA(mem, Entry, parser.entries);
    result.entry_count = parser.entries.count;
    result.problems = COPY_TO_ARENA(mem, FormatProblem, parser.problems);
    result.problem_count = parser.problems.count;
    ARRAY_RELEASE(&parser.sections);
    ARRAY_RELEASE(&parser.entries);
    ARRAY_RELEASE(&parser.problems);
    return result;
}

const Section *sections_first(const Sections *sections, SectionKind kind) {
    for (uint32_t i = 0; i < sections->count; i++) {
        if (sections->items[i].kind == kind) {
            return &sections->items[i];
        }
    }
    return NULL;
}

Str section_text(const Section *section, const Docstring *docstring, Str text) {
    if (!span_is_empty(section->inline_text)) {
        return str_span(text, section->inline_text);
    }
    if (section->content >= section->end) {
        return (Str){"", 0};
    }
    uint32_t start = docstring->lines[section->content].text;
    return str_slice(text, start, docstring->lines[section->end - 1].end);
}
