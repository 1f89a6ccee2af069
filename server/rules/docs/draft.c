/* Writes new docstring lines. Knows their shape and indentation, not where they go. */
#include "rules/docs/draft.h"

enum { DEFAULT_LENGTH_MAX = 40, DOCSTRINGS_LOOKED_AT = 32, UNITS_LOOKED_AT = 256 };

/* ---- layout -----------------------------------------------------------------------------------
 */

typedef struct IndentVotes {
    uint32_t two;
    uint32_t other;
} IndentVotes;

static void vote(const FileModel *file, UnitId id, Arena *mem, IndentVotes *votes) {
    const UnitFacts *facts = file_model_unit(file, id);
    NodeId node = facts->ast.node_count ? ast_definition(&facts->ast) : NODE_NONE;
    if (node == NODE_NONE) {
        return;
    }
    Docstring doc = docstring_find(&facts->ast, node, facts->text);
    docstring_split(&doc, facts->text, mem);
    Sections sections = sections_parse(&doc, facts->text, NULL, mem);
    for (uint32_t i = 0; i < sections.count; i++) {
        const Section *section = &sections.items[i];
        if (section->entry_indent > section->indent) {
            votes->two += section->entry_indent - section->indent == 2;
            votes->other += section->entry_indent - section->indent != 2;
        }
    }
}

/* Four columns for code and two for docstrings is a house style of its own. */
static bool sections_step_by_two(const FixContext *context) {
    const FileModel *file = context->rule.file;
    IndentVotes votes = {0, 0};
    uint32_t read = 0;
    for (UnitId id = 1; id < file->outline->unit_count && id < UNITS_LOOKED_AT; id++) {
        if (file->outline->units[id].flags & UNIT_MAY_HAVE_DOCSTRING) {
            vote(file, id, context->rule.scratch, &votes);
            if (++read == DOCSTRINGS_LOOKED_AT) {
                break;
            }
        }
    }
    return votes.two > votes.other;
}

static Str join(Arena *mem, Str a, Str b) {
    return arena_format(mem, "%.*s%.*s", STR_ARG(a), STR_ARG(b));
}

Layout layout_new(const FixContext *context, Str base, Str header) {
    Str step = fix_indent_unit(context);
    if (base.len > header.len && str_starts_with(base, header)) {
        step = str_slice(base, header.len, base.len);
    }
    bool has_tab = str_find_byte(step, '\t') < step.len;
    if (!has_tab && step.len != 2 && sections_step_by_two(context)) {
        step = STR("  ");
    }
    return (Layout){.base = base,
                    .entry = join(context->rule.mem, base, step),
                    .line_end = fix_line_end(context)};
}

/* ---- lines ------------------------------------------------------------------------------------
 */

void draft_line(Buf *out, const Layout *layout, Str indent, Str text) {
    buf_append(out, indent);
    buf_append(out, text);
    buf_append(out, layout->line_end);
}

static bool is_number(const Ast *ast, NodeId node) {
    uint8_t detail = ast_node(ast, node)->detail;
    return ast_kind(ast, node) == NODE_CONSTANT &&
           (detail == CONSTANT_INT || detail == CONSTANT_FLOAT || detail == CONSTANT_COMPLEX);
}

/* A default that can be read without running anything. */
static bool is_simple_default(const Ast *ast, NodeId node) {
    if (ast_kind(ast, node) == NODE_UNARY_OP) {
        NodeId operand = ast_child(ast, node, FIELD_OPERAND);
        return ast_node(ast, node)->detail == OPERATOR_U_SUB && operand != NODE_NONE &&
               is_number(ast, operand);
    }
    if (ast_kind(ast, node) != NODE_CONSTANT) {
        return false;
    }
    uint8_t detail = ast_node(ast, node)->detail;
    return is_number(ast, node) || detail == CONSTANT_STR || detail == CONSTANT_NONE ||
           detail == CONSTANT_TRUE || detail == CONSTANT_FALSE;
}

static bool is_quotable(Str text) {
    return text.len <= DEFAULT_LENGTH_MAX && str_find_byte(text, '\\') == text.len &&
           str_find_byte(text, '\n') == text.len && str_find_byte(text, '\r') == text.len &&
           str_find(text, STR("\"\"\"")) == text.len;
}

/* Code that an entry quotes: a parameter's or a field's annotation and default. */
typedef struct Quoted {
    const Ast *ast;
    Str text;
    NodeId annotation;
    NodeId fallback;
} Quoted;

static void append_default(Buf *out, const DocsUnit *unit, const Quoted *quoted) {
    if (quoted->fallback == NODE_NONE || !unit->options.skeleton_defaults ||
        !is_simple_default(quoted->ast, quoted->fallback)) {
        return;
    }
    Str text = str_span(quoted->text, ast_span(quoted->ast, quoted->fallback));
    if (is_quotable(text)) {
        buf_append_c(out, " Defaults to ");
        buf_append(out, text);
        buf_append_byte(out, '.');
    }
}

static void append_type(Buf *out, const DocsUnit *unit, EntryStyle style, const Quoted *quoted) {
    if (quoted->annotation == NODE_NONE) {
        buf_append_c(out, unit->options.skeleton_types ? " (TODO)" : "");
        return;
    }
    Str text = str_span(quoted->text, ast_span(quoted->ast, quoted->annotation));
    if (style.typed && is_quotable(text)) {
        buf_append_c(out, " (");
        buf_append(out, text);
        buf_append_byte(out, ')');
    }
}

static void append_text(Buf *out, const DocsUnit *unit, const Layout *layout,
                        const Quoted *quoted) {
    buf_append_c(out, ": ");
    buf_append(out, unit->options.placeholder);
    if (quoted) {
        append_default(out, unit, quoted);
    }
    buf_append(out, layout->line_end);
}

void draft_parameter(Buf *out, const DocsUnit *unit, const Layout *layout, EntryStyle style,
                     const Signature *signature, uint32_t parameter) {
    const Parameter *item = &signature->items[parameter];
    Quoted quoted = {signature->ast, signature->text, item->annotation, item->fallback};
    buf_append(out, style.indent);
    if (item->kind == FIELD_VARARG) {
        buf_append_byte(out, '*');
    } else if (item->kind == FIELD_KWARG) {
        buf_append_c(out, "**");
    }
    buf_append(out, item->name);
    append_type(out, unit, style, &quoted);
    append_text(out, unit, layout, &quoted);
}

void draft_field(Buf *out, const DocsUnit *unit, const Layout *layout, EntryStyle style,
                 const ClassField *field) {
    Quoted quoted = {unit->ast, unit->text, field->annotation, field->fallback};
    buf_append(out, style.indent);
    buf_append(out, field->name);
    append_type(out, unit, style, &quoted);
    append_text(out, unit, layout, &quoted);
}

void draft_exception(Buf *out, const DocsUnit *unit, const Layout *layout, Str indent, Str name) {
    buf_append(out, indent);
    buf_append(out, name);
    append_text(out, unit, layout, NULL);
}

/* ---- sections ---------------------------------------------------------------------------------
 */

static const char *section_title(SectionKind kind) {
    static const char *const titles[SECTION_KIND_COUNT] = {
        [SECTION_ARGS] = "Args:",
        [SECTION_RETURNS] = "Returns:",
        [SECTION_YIELDS] = "Yields:",
        [SECTION_RAISES] = "Raises:",
        [SECTION_ATTRIBUTES] = "Attributes:",
        [SECTION_OTHER] = "",
    };
    return titles[kind];
}

void draft_section(Buf *out, const DocsUnit *unit, const Layout *layout,
                   const SectionDraft *draft) {
    EntryStyle style = {.indent = layout->entry, .typed = false};
    draft_line(out, layout, layout->base, str_from_c(section_title(draft->kind)));
    for (uint32_t i = 0; i < draft->count; i++) {
        switch (draft->kind) {
        case SECTION_ARGS:
            draft_parameter(out, unit, layout, style, draft->signature, draft->parameters[i]);
            break;
        case SECTION_ATTRIBUTES:
            draft_field(out, unit, layout, style, &draft->fields[i]);
            break;
        case SECTION_RAISES:
            draft_exception(out, unit, layout, layout->entry, draft->exceptions[i]);
            break;
        default:
            break;
        }
    }
    if (draft->kind == SECTION_RETURNS || draft->kind == SECTION_YIELDS) {
        draft_line(out, layout, layout->entry, unit->options.placeholder);
    }
}

SectionDraft draft_of_parameters(DocsUnit *unit, const Target *target) {
    const Signature *signature = &target->signature;
    uint32_t *indices = ARENA_ARRAY(unit->mem, uint32_t, signature->count);
    uint32_t count = 0;
    for (uint32_t i = 0; i < signature->count; i++) {
        if (needs_entry(unit, &signature->items[i])) {
            indices[count++] = i;
        }
    }
    return (SectionDraft){
        .kind = SECTION_ARGS, .signature = signature, .parameters = indices, .count = count};
}

Str draft_take(Buf *out, Arena *mem) {
    Str text = arena_copy(mem, buf_str(out));
    buf_release(out);
    return text;
}
