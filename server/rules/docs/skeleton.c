/* Decides what a new docstring holds and where it goes. */
#include "rules/docs/skeleton.h"

#include "rules/docs/naming.h"

/* ---- content ----------------------------------------------------------------------------------
 */

enum { SECTIONS_MAX = 4 };

typedef struct SkeletonSections {
    SectionDraft items[SECTIONS_MAX];
    uint32_t count;
} SkeletonSections;

static void add_section(SkeletonSections *sections, SectionDraft draft) {
    sections->items[sections->count++] = draft;
}

static bool promises_value(DocsUnit *unit, const Target *target) {
    return needs_returns(unit, target) || needs_returns_in_stub(unit, target);
}

static SkeletonSections choose_sections(DocsUnit *unit, Target *target) {
    SkeletonSections sections = {.count = 0};
    if (target->is_class) {
        if (target->traits & TRAIT_DATACLASS) {
            ClassFields fields = class_fields(unit, target, unit->mem);
            if (fields.count > 0) {
                add_section(&sections, (SectionDraft){.kind = SECTION_ATTRIBUTES,
                                                      .fields = fields.items,
                                                      .count = fields.count});
            }
        }
        return sections;
    }
    SectionDraft parameters = draft_of_parameters(unit, target);
    bool documented = target->name_kind == NAME_CONSTRUCTOR &&
                      class_documents_parameters(unit, target_class(unit, target));
    if (needs_args(target) && parameters.count > 0 && !documented) {
        add_section(&sections, parameters);
    }
    if (promises_value(unit, target)) {
        add_section(&sections, (SectionDraft){.kind = SECTION_RETURNS});
    } else if (needs_yields(unit, target)) {
        add_section(&sections, (SectionDraft){.kind = SECTION_YIELDS});
    }
    if (needs_raises(unit, target)) {
        RaisedNames raised = raises_of(unit, target, RAISES_ESCAPING);
        if (raised.count > 0) {
            add_section(&sections, (SectionDraft){.kind = SECTION_RAISES,
                                                  .exceptions = raised.names,
                                                  .count = raised.count});
        }
    }
    return sections;
}

static NamedThing thing_of(DocsUnit *unit, const Target *target) {
    if (target->is_class) {
        return NAMED_CLASS;
    }
    if (target->traits & TRAIT_PROPERTY) {
        return NAMED_PROPERTY;
    }
    if (target->yields) {
        return NAMED_GENERATOR;
    }
    bool returns = target->returns_value || promises_value(unit, target);
    return returns ? NAMED_FUNCTION : NAMED_PROCEDURE;
}

/* From the opening quotes to the closing ones. */
static Str write_docstring(DocsUnit *unit, Target *target, const Layout *layout, Arena *mem) {
    Buf out;
    buf_init(&out, 0);
    buf_append_c(&out, "\"\"\"");
    buf_append(&out, naming_summary(target->name, thing_of(unit, target), mem));
    SkeletonSections sections = choose_sections(unit, target);
    if (sections.count > 0) {
        buf_append(&out, layout->line_end);
    }
    for (uint32_t i = 0; i < sections.count; i++) {
        buf_append(&out, layout->line_end);
        draft_section(&out, unit, layout, &sections.items[i]);
    }
    if (sections.count > 0) {
        buf_append(&out, layout->base);
    }
    buf_append_c(&out, "\"\"\"");
    return draft_take(&out, mem);
}

/* ---- place ------------------------------------------------------------------------------------
 */

static bool is_line_end(char byte) {
    return byte == '\n' || byte == '\r';
}

static uint32_t skip_blanks(Str text, uint32_t at) {
    while (at < text.len && (text.ptr[at] == ' ' || text.ptr[at] == '\t' || text.ptr[at] == '\f')) {
        at++;
    }
    return at;
}

static uint32_t next_line(Str text, uint32_t at) {
    while (at < text.len && !is_line_end(text.ptr[at])) {
        at++;
    }
    if (at + 1 < text.len && text.ptr[at] == '\r' && text.ptr[at + 1] == '\n') {
        at++;
    }
    return at < text.len ? at + 1 : at;
}

static bool is_blank_line(Str text, uint32_t at) {
    at = skip_blanks(text, at);
    return at >= text.len || is_line_end(text.ptr[at]);
}

static Str header_indent(const FixContext *context, const DocsUnit *unit, const Target *target) {
    return fix_indent_of(context, ast_name_span(unit->ast, target->node).start);
}

static Layout suite_layout(const FixContext *context, Str header) {
    Str step = fix_indent_unit(context);
    if (str_find_byte(header, '\t') < header.len) {
        step = STR("\t");
    }
    Str base = arena_format(context->rule.mem, "%.*s%.*s", STR_ARG(header), STR_ARG(step));
    return layout_new(context, base, header);
}

/* `def f(): return 1`: the docstring and the suite get lines of their own. */
static void split_one_line_suite(FixContext *context, DocsUnit *unit, Target *target, Span gap) {
    Arena *mem = context->rule.mem;
    Layout layout = suite_layout(context, header_indent(context, unit, target));
    Str doc = write_docstring(unit, target, &layout, mem);
    Str extra = target->is_class ? layout.line_end : (Str){"", 0};
    fix_replace(context, gap,
                arena_format(mem, "%.*s%.*s%.*s%.*s%.*s%.*s", STR_ARG(layout.line_end),
                             STR_ARG(layout.base), STR_ARG(doc), STR_ARG(layout.line_end),
                             STR_ARG(extra), STR_ARG(layout.base)));
}

static void insert_before_body(FixContext *context, DocsUnit *unit, Target *target, uint32_t line,
                               uint32_t body) {
    Arena *mem = context->rule.mem;
    Layout layout =
        layout_new(context, fix_indent_of(context, body), header_indent(context, unit, target));
    Str doc = write_docstring(unit, target, &layout, mem);
    bool apart = target->is_class && !is_blank_line(unit->text, line);
    Str extra = apart ? layout.line_end : (Str){"", 0};
    fix_insert(context, line,
               arena_format(mem, "%.*s%.*s%.*s%.*s", STR_ARG(layout.base), STR_ARG(doc),
                            STR_ARG(layout.line_end), STR_ARG(extra)));
}

/* An empty docstring: its literal is what we replace. */
static void replace_blank(FixContext *context, DocsUnit *unit, Target *target) {
    Str header = header_indent(context, unit, target);
    uint32_t colon = target_header_end(unit, target);
    uint32_t start = target->doc.literal.start;
    bool on_header_line = skip_blanks(unit->text, colon) == start;
    Layout layout = on_header_line ? suite_layout(context, header)
                                   : layout_new(context, fix_indent_of(context, start), header);
    fix_replace(context, target->doc.literal,
                write_docstring(unit, target, &layout, context->rule.mem));
}

bool skeleton_fix(FixContext *context, DocsUnit *unit, Target *target) {
    target_read(unit, target);
    if (target->doc.state == DOCSTRING_BLANK) {
        replace_blank(context, unit, target);
        return true;
    }
    NodeId first = ast_child(unit->ast, target->node, FIELD_BODY);
    uint32_t body = ast_node(unit->ast, first)->start;
    if (ast_kind_is_function(ast_kind(unit->ast, first)) ||
        ast_kind(unit->ast, first) == NODE_CLASS_DEF) {
        NodeId decorator = ast_child(unit->ast, first, FIELD_DECORATOR_LIST);
        bool earlier = decorator != NODE_NONE && ast_node(unit->ast, decorator)->start < body;
        body = earlier ? ast_node(unit->ast, decorator)->start : body;
    }
    uint32_t colon = target_header_end(unit, target);
    uint32_t at = skip_blanks(unit->text, colon);
    if (at >= unit->text.len || unit->text.ptr[at] == '\\') {
        return false;
    }
    if (at == body) {
        split_one_line_suite(context, unit, target, (Span){colon, body});
    } else {
        insert_before_body(context, unit, target, next_line(unit->text, at), body);
    }
    return true;
}
