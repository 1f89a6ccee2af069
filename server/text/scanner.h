/* The unit scanner's insides: shared by text/scanner.c (reads statements), text/unit_stack.c
 * (opens and closes units), text/outline.c (joins what was read to an Outline) and
 * text/outline_edit.c (reads a part and keeps the rest). Not for other rooms. */
#ifndef BLUETICK_TEXT_SCANNER_H
#define BLUETICK_TEXT_SCANNER_H

#include "base/array.h"
#include "text/literal.h"
#include "text/outline.h"
#include "text/trigger.h"

enum {
    TRACE_STARTS_RUN = 1 << 0,    /* text of the parent stands between the sibling before and it */
    TRACE_UNCLEAN = 1 << 1,       /* found inside an open bracket: no place to begin a scan at */
    TRACE_BROKEN_BEFORE = 1 << 2, /* recovered in the parent's text before this unit */
    TRACE_BROKEN_TAIL = 1 << 3,   /* recovered in the unit's own text behind its last child */
};

/* What a later edit needs to know about a unit beside the Unit. Facts about a unit's own text are
 * kept by segment (before each child, behind the last), so that a scan of a part can replace one.
 */
typedef struct UnitTrace {
    TriggerSet before; /* in the parent's text between the sibling before and this unit */
    TriggerSet tail;   /* in its own text behind its last child */
    uint32_t column;   /* of `def`, `class`, `@` as tree-sitter counts: a tab is 8. It is also the
                          column of the parent's body. */
    uint32_t flags;
    uint32_t decorator_column; /* of the last definition before its decorators, 0 without any:
                                  strings in them are cut by it */
} UnitTrace;

typedef struct UnitList ARRAY_OF(Unit) UnitList;
typedef struct TraceList ARRAY_OF(UnitTrace) TraceList;
typedef struct SpanList ARRAY_OF(Span) SpanList;

/* A unit that is open at the place read. */
typedef struct ScanLevel {
    UnitId id;
    UnitKind kind;
    uint32_t column;
    uint32_t body; /* least column of a line inside it */
    bool body_known;
    bool has_content; /* own text since the last child, or no child yet */
    uint32_t end;     /* where it ends if the comments behind it do not belong to it */
} ScanLevel;

/* Units that a statement's dedent has closed. When the next statement is indented without a block
 * to be in, the dedent was a slip, and they are opened again. */
typedef struct Reopening {
    uint32_t count;  /* levels[top + 1 ... top + count] are as they were; 0 = nothing to open */
    uint32_t column; /* of the statement */
    uint32_t closed_count; /* these four as they were before it */
    TriggerSet found;
    bool broken;
    bool has_content; /* of the level that became the top */
} Reopening;

/* Decorator lines that wait for their definition. */
typedef struct PendingDecorators {
    bool active;
    uint32_t start;
    uint32_t column;
    uint32_t depth;             /* bracket depth of the first line */
    uint32_t definition_column; /* of the last definition before */
    uint32_t content_end;       /* as it was before the first line */
    TriggerSet found;           /* likewise */
    bool broken;                /* likewise */
} PendingDecorators;

/* A unit of before the scanned part that ended inside it. */
typedef struct ClosedUnit {
    UnitId id;
    uint32_t end;
    TriggerSet tail;
    bool broken;
} ClosedUnit;

/* Where a scan of a part may stop: at a unit of the outline before that begins in the same state.
 */
typedef struct ScanResume {
    const Outline *before; /* NULL: scan to the end */
    uint32_t shift;        /* new offset - old offset behind the edit, modulo 2^32 */
    uint32_t from;         /* first offset that the edit did not touch */
    UnitId cursor;         /* units before it are passed */
    UnitId found;          /* UNIT_NONE, or the unit of `before` that goes on */
    UnitTrace trace;       /* of `found`, as this scan sees the text before it */
    uint32_t start;        /* of `found`, in the new text */
} ScanResume;

typedef struct Scanner {
    Str text;
    uint32_t at;
    bool cut_strings; /* triple-quoted strings end before definitions: the second pass */
    Span line;        /* no line end stands in it, one behind it: a line is searched once */

    uint32_t depth; /* open brackets */
    FormatString formats[FORMAT_DEPTH_MAX];
    uint32_t format_count;
    bool in_header; /* the `:` of a unit's header is still to come */
    uint32_t lambdas;
    bool recovered; /* the line to come was found inside a bracket */
    bool ended_in_string;
    uint32_t first_cut;         /* where the first string was cut, UINT32_MAX = none was */
    uint32_t definition_column; /* of the last definition, unit or not */

    ScanLevel levels[UNIT_DEPTH_MAX + 1];
    uint32_t top;
    uint32_t frozen_top; /* levels above it have their `end` */
    uint32_t content_end;
    PendingDecorators pending;
    Reopening reopening;
    uint32_t after_colon; /* behind the statement's last `:` outside strings, 0 = none */

    TriggerSet found; /* in the innermost unit's text since its last child */
    bool broken;      /* likewise */

    UnitId base; /* id of units.items[0] */
    UnitList units;
    TraceList traces;
    SpanList comments;
    ClosedUnit closed[UNIT_DEPTH_MAX + 1];
    uint32_t closed_count;

    ScanResume resume;
    TriggerFilter filter;
} Scanner;

#define BODY_NONE UINT32_MAX /* body column of a one-line suite */

void scanner_init(Scanner *scanner, Str text);
void scanner_release(Scanner *scanner);

/* Reads from `at`, the start of a line or of a unit whose column is given, to the end of the text
 * or the unit that `resume` finds; then the levels that are still open are left as they are. */
void scanner_run(Scanner *scanner, uint32_t column);

/* Units and traces as the scanner leaves them (kind, flags, depth, extent, header, name) become an
 * Outline: links, holes, triggers, lengths and, for units with a flag in `dirty` (NULL: for all),
 * hashes. `units` and `traces` live in `mem` already. O(units) + the texts hashed. */
void outline_join(Outline *outline, Unit *units, const UnitTrace *traces, uint32_t count,
                  const bool *dirty, Arena *mem);

#endif
