/* The unit scanner: cuts a file into units before anything is parsed (DESIGN section 1).
 *
 * A unit is a function definition or a class at module level or in a class body, decorators
 * included; unit 0 is the module. What is nested in a function and what is defined under `if`,
 * `try`, `with`... belongs to the unit around it. A unit's *text* is its own bytes with every run
 * of adjacent child units (only blank lines and comments between them) collapsed to one `pass`: an
 * edit inside a method changes neither its class's text nor the module's. All that is derived from
 * a unit's text counts in offsets of that text ("unit offsets"); the hole table maps them to the
 * file.
 *
 * The scanner never fails; on broken text it recovers and says `broken`:
 *  - a line that begins with a definition ends what is open: brackets, a continued line, a field of
 *    a format string; decorator lines directly above it in its column are its own;
 *  - a one-line string ends with its line; when the text ends inside a triple-quoted string, such
 *    strings end before a definition or decorator at or left of the last definition's column;
 *  - a dedent to a column where nothing began closes no unit, and neither does one that is followed
 *    by an indent without a block. */
#ifndef BLUETICK_TEXT_OUTLINE_H
#define BLUETICK_TEXT_OUTLINE_H

#include "base/arena.h"
#include "base/hash.h"

typedef uint32_t UnitId;
enum { UNIT_MODULE_ID = 0, UNIT_DEPTH_MAX = 64 };
#define UNIT_NONE UINT32_MAX

typedef enum UnitKind { UNIT_MODULE, UNIT_FUNCTION, UNIT_CLASS } UnitKind;

/* What the scanner saw about a unit without parsing it. */
enum {
    UNIT_ASYNC = 1 << 0,
    UNIT_DECORATED = 1 << 1,
    UNIT_MAY_HAVE_DOCSTRING =
        1 << 2,             /* the first token of the body is a string, or cannot be told */
    UNIT_ONE_LINE = 1 << 3, /* the suite begins on the header's last line */
    UNIT_HAS_DOCSTRING =
        1 << 4, /* the first statement of the body is certainly one plain string with text in it */
};

/* Words whose occurrence in a unit's own bytes (not in its children, not in comments or strings)
 * decides which rules and summaries may ask for it. The table is text/trigger_words.def:
 * at most 64 bits, several words may share one. */
typedef uint64_t TriggerSet;
typedef enum Trigger {
#define TRIGGER(name, word) TRIGGER_##name,
#define SYNONYM(name, word)
#include "text/trigger_words.def"
#undef SYNONYM
#undef TRIGGER
    TRIGGER_COUNT
} Trigger;
#define TRIGGER_BIT(name) ((TriggerSet)1 << TRIGGER_##name)

/* The words that are asked of units in other files: results feel a change of these alone
 * (engine/file_facts.h). A new question adds its words here. */
#define TRIGGERS_ELSEWHERE                                                                         \
    (TRIGGER_BIT(ASYNC) | TRIGGER_BIT(CLIENT) | TRIGGER_BIT(GLOBAL) | TRIGGER_BIT(LISTED) |        \
     TRIGGER_BIT(ORM_RELATION) | TRIGGER_BIT(SESSION_CHANGE) | TRIGGER_BIT(SOCKET_DEFAULT) |       \
     TRIGGER_BIT(TIMEOUT))

typedef struct Unit {
    UnitKind kind;
    uint32_t flags;
    UnitId parent;       /* UNIT_NONE for the module */
    UnitId next_sibling; /* the next unit of the same parent, or UNIT_NONE */
    UnitId first_child;  /* or UNIT_NONE */
    uint32_t depth;      /* 0 for the module */
    Span extent;     /* file bytes: first decorator's `@` (or `async`/`def`/`class`) to the end of
                        the last line that belongs to it, its line end excluded */
    uint32_t header; /* file offset of `async`, `def` or `class` */
    Span name;       /* file bytes of the identifier; empty when missing */
    uint32_t first_hole; /* index into Outline.holes; this unit's holes are adjacent, in order */
    uint32_t hole_count;
    uint32_t text_length; /* bytes of the collapsed text */
    Hash hash;            /* of the collapsed text */
    TriggerSet triggers;
} Unit;

/* A run of adjacent children, one `pass` in the unit's text. */
typedef struct Hole {
    uint32_t text_offset; /* unit offset of the `pass` */
    Span extent;          /* file bytes it stands for: first child's start to last child's end */
    UnitId first_child;
    uint32_t child_count; /* follow next_sibling */
} Hole;

typedef struct Outline {
    Str text;          /* borrowed: the whole file */
    const Unit *units; /* pre-order: a parent before its children, siblings in file order */
    uint32_t unit_count;
    const Hole *holes;
    uint32_t hole_count;
    const Span *comments; /* file bytes of every comment, `#` to the end of its line, in order */
    uint32_t comment_count;
    bool broken; /* an unclosed bracket or string, or a bad indent, was recovered from */
    /* Only for outline_edit: one per unit; whether strings were cut to recover, and an offset at or
     * before the first cut. */
    const struct UnitTrace *traces;
    bool cut_strings;
    uint32_t first_cut;
} Outline;

enum { HOLE_TEXT_LENGTH = 4 }; /* "pass" */

/* One pass over the text, a second one only when the text ends inside a triple-quoted string.
 * Everything lives in `mem`. Never recurses. */
Outline outline_scan(Str text, Arena *mem);

/* The outline of `text`, which came from `before`'s text by replacing `replaced` (bytes of the old
 * text) with `inserted_length` bytes. Equal to outline_scan(text) in every field (I1); scans from
 * the last unit before the edit to the next unit that did not move, the rest is shifted. The whole
 * text is scanned while it ends inside a triple-quoted string, before or after the edit. Nothing
 * in the result points into `before`, whose text may be gone already. */
Outline outline_edit(const Outline *before, Str text, Span replaced, uint32_t inserted_length,
                     Arena *mem);

/* The collapsed text. Borrowed from the file when the unit has no hole, else built in `mem`. */
Str outline_unit_text(const Outline *outline, UnitId unit, Arena *mem);

/* What stands in the brackets behind a class's name: bases and keywords. Cut at a length that no
 * reader would write; empty when there are no brackets. */
Str outline_class_bases(const Outline *outline, UnitId unit);
/* The same for the text that begins behind a class's name. */
Str outline_bases_behind(Str text);

/* unit offset -> file offset. An offset inside a hole's `pass` maps to the start of its extent, the
 * one just past it to the extent's end. O(log holes). */
uint32_t outline_to_file(const Outline *outline, UnitId unit, uint32_t unit_offset);
Span outline_span_to_file(const Outline *outline, UnitId unit, Span span);

/* file offset -> the innermost unit whose extent holds it (the module if none). O(log units). */
UnitId outline_unit_at(const Outline *outline, uint32_t file_offset);

/* file offset -> unit offset; an offset inside a hole gives the hole's text_offset. */
uint32_t outline_to_unit(const Outline *outline, UnitId unit, uint32_t file_offset);

/* The hole whose `pass` stands at this unit offset, or NULL for a `pass` that the user wrote. */
const Hole *outline_hole_at(const Outline *outline, UnitId unit, uint32_t unit_offset);

#endif
