/* The text of sections and entries that a fix adds. */
#ifndef BLUETICK_RULES_DOCS_DRAFT_H
#define BLUETICK_RULES_DOCS_DRAFT_H

#include "base/buf.h"
#include "rules/docs/needs.h"
#include "rules/fix_builder.h"

typedef struct Layout {
    Str base;  /* indentation of section headers and of the closing quotes */
    Str entry; /* indentation of entries */
    Str line_end;
} Layout;

/* The layout of a docstring that stands at `base` in a suite whose header stands at `header`. */
Layout layout_new(const FixContext *context, Str base, Str header);

/* One whole line, line end included. */
void draft_line(Buf *out, const Layout *layout, Str indent, Str text);

/* What stands before and after the name of a new entry. */
typedef struct EntryStyle {
    Str indent; /* with the bullet, if any */
    bool typed; /* `name (annotation)` where it is annotated */
} EntryStyle;

/* `name: TODO. Defaults to 3.` with its line end. */
void draft_parameter(Buf *out, const DocsUnit *unit, const Layout *layout, EntryStyle style,
                     const Signature *signature, uint32_t parameter);
void draft_field(Buf *out, const DocsUnit *unit, const Layout *layout, EntryStyle style,
                 const ClassField *field);
void draft_exception(Buf *out, const DocsUnit *unit, const Layout *layout, Str indent, Str name);

/* Which sections to write, and of what. */
typedef struct SectionDraft {
    SectionKind kind;
    const Signature *signature; /* ARGS */
    const uint32_t *parameters; /* indices into it */
    const ClassField *fields;   /* ATTRIBUTES */
    const Str *exceptions;      /* RAISES */
    uint32_t count;
} SectionDraft;

/* Header and entries, each line with its line end. */
void draft_section(Buf *out, const DocsUnit *unit, const Layout *layout, const SectionDraft *draft);

/* The indices of the parameters that want an entry. Lives in unit->mem. */
SectionDraft draft_of_parameters(DocsUnit *unit, const Target *target);

/* A copy in `mem`; releases the buffer. */
Str draft_take(Buf *out, Arena *mem);

#endif
