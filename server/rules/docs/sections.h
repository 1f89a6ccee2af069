/* The section grammar of Google-style docstrings: which lines are headers, which are entries, and
 * what documentation tools could not read. A doubt never becomes a problem.
 *
 * Offsets are unit offsets, lines are indices into Docstring.lines. */
#ifndef BLUETICK_RULES_DOCS_SECTIONS_H
#define BLUETICK_RULES_DOCS_SECTIONS_H

#include "rules/docs/docstring.h"
#include "rules/docs/signature.h"

typedef enum SectionKind {
    SECTION_ARGS,
    SECTION_RETURNS,
    SECTION_YIELDS,
    SECTION_RAISES,
    SECTION_ATTRIBUTES,
    SECTION_OTHER, /* ends a section, is never read */
    SECTION_KIND_COUNT
} SectionKind;

typedef struct SectionName {
    const char *name; /* canonical case */
    SectionKind kind;
    bool keyword; /* holds keyword-only parameters */
} SectionName;

typedef enum Problem {
    PROBLEM_COLON,        /* `Args` without its colon */
    PROBLEM_CASE,         /* `args:` */
    PROBLEM_INDENT,       /* the header stands deeper than its section should */
    PROBLEM_UNINDENTED,   /* the content is not deeper than the header */
    PROBLEM_INLINE,       /* `Returns: x` on one line */
    PROBLEM_EMPTY,        /* a header without content */
    PROBLEM_ENTRY,        /* a line at entry indent that is no entry */
    PROBLEM_RAISES_ENTRY, /* likewise under Raises */
    PROBLEM_COUNT
} Problem;

typedef struct FormatProblem {
    Problem kind;
    Span token;       /* the smallest text that shows it: header word, entry's first word */
    uint32_t section; /* index */
    uint32_t line;
} FormatProblem;

typedef struct Section {
    SectionKind kind;
    const SectionName *spelling;
    Span name; /* the header word */
    uint32_t line;
    uint32_t content; /* first line of content with text; == end when there is none */
    uint32_t end;     /* one past the last line with text; > line */
    uint32_t indent;
    uint32_t entry_indent;
    Span inline_text;  /* after the colon of an inline section, else empty */
    uint32_t problems; /* bit set of 1 << Problem of the header */
    bool has_template; /* holds a line that a program fills in: nothing is known of it */
    bool has_prose;    /* Raises: a line that names no exception */
    uint32_t entry_first;
    uint32_t entry_count;
} Section;

typedef struct Entry {
    uint32_t section;
    Span name;      /* the identifier (Args) or the last dotted part (Raises) */
    Span written;   /* the name with its stars, backticks and dots */
    Span type;      /* between the parentheses; empty when there are none */
    uint32_t head;  /* first byte of the line's text: a bullet, or the name */
    uint32_t colon; /* offset of the `:`, or UINT32_MAX */
    Span dash;      /* the ` - ` that stands where the colon should; empty when none does */
    uint32_t line;
    uint32_t end;   /* one past the last line with text of the entry */
    bool described; /* it has text of its own */
    bool grouped;   /* shares its line with other names */
} Entry;

typedef struct Sections {
    const Section *items;
    uint32_t count;
    const Entry *entries;
    uint32_t entry_count;
    const FormatProblem *problems;
    uint32_t problem_count;
    bool has_template; /* a line of the docstring, in a section or not, is filled in by a program */
} Sections;

/* `signature` may be NULL (a class). O(bytes of the docstring). */
Sections sections_parse(const Docstring *docstring, Str text, const Signature *signature,
                        Arena *mem);

/* The first section of a kind, or NULL. */
const Section *sections_first(const Sections *sections, SectionKind kind);

/* What stands under the header (or beside it), from the first text on; empty when nothing does. */
Str section_text(const Section *section, const Docstring *docstring, Str text);

/* The name's row when `line` is `Name:` alone or `Name: text`; NULL otherwise. `text_after` is what
 * follows the colon. */
const SectionName *section_header(Str line, Str *text_after);

/* By any case; NULL when it is no section's name. */
const SectionName *section_name_find(Str word);

/* For the test that the table is sorted: NULL past the end. */
const SectionName *section_name_row(uint32_t index);

const char *problem_text(Problem problem);

static inline bool section_kind_is_checked(SectionKind kind) {
    return kind != SECTION_OTHER;
}

#endif
