/* The units that are open, from the module inwards. Knows columns and extents; not what a line
 * says. */
#include "text/unit_stack.h"

#include <stddef.h>

/* The unit of a level, or NULL for one that stands before the scanned part. */
static Unit *unit_of(Scanner *scanner, const ScanLevel *level) {
    return level->id >= scanner->base ? &scanner->units.items[level->id - scanner->base] : NULL;
}

static void add_flags(Scanner *scanner, const ScanLevel *level, uint32_t flags) {
    Unit *unit = unit_of(scanner, level);
    if (unit) {
        unit->flags |= flags;
    }
}

static void close_top(Scanner *scanner) {
    ScanLevel *level = unit_stack_top(scanner);
    uint32_t end = scanner->top > scanner->frozen_top ? level->end : scanner->content_end;
    if (level->id >= scanner->base) {
        UnitTrace *trace = &scanner->traces.items[level->id - scanner->base];
        unit_of(scanner, level)->extent.end = end;
        trace->tail = scanner->found;
        trace->flags &= ~(uint32_t)TRACE_BROKEN_TAIL; /* it may have been closed before */
        trace->flags |= scanner->broken ? TRACE_BROKEN_TAIL : 0;
    } else {
        scanner->closed[scanner->closed_count++] =
            (ClosedUnit){level->id, end, scanner->found, scanner->broken};
    }
    scanner->found = 0;
    scanner->broken = false;
    scanner->top--;
    if (scanner->frozen_top > scanner->top) {
        scanner->frozen_top = scanner->top;
    }
}

/* What the first statement of a body says about a docstring. */
static uint32_t docstring_flags(Str text, uint32_t at) {
    if (!line_may_be_string(text, at)) {
        return 0;
    }
    return UNIT_MAY_HAVE_DOCSTRING | (line_is_docstring(text, at) ? UNIT_HAS_DOCSTRING : 0);
}

/* The first statement of the innermost unit's body. */
static void open_body(Scanner *scanner, uint32_t at, uint32_t column) {
    ScanLevel *level = unit_stack_top(scanner);
    level->body_known = true;
    level->body = scanner->top == 0 ? 0 : column;
    add_flags(scanner, level, docstring_flags(scanner->text, at));
}

/* True when the statement before ended with the `:` of a block. The comments behind it are known.
 */
static bool opened_block(const Scanner *scanner) {
    Str text = scanner->text;
    uint32_t at = scanner->after_colon;
    while (at > 0 && at < text.len && (line_class(text, at) == BYTE_PLAIN)) {
        if (text.ptr[at] != ' ' && text.ptr[at] != '\t' && text.ptr[at] != '\f') {
            return false;
        }
        at++;
    }
    return at > 0 && (at >= text.len || line_is_end(text, at) || text.ptr[at] == '#');
}

/* A statement right of the one that closed units, without a block to be in. */
static void reopen_units(Scanner *scanner, uint32_t column) {
    Reopening *reopening = &scanner->reopening;
    uint32_t count = reopening->count;
    reopening->count = 0;
    if (!count || column <= reopening->column || opened_block(scanner)) {
        return;
    }
    unit_stack_top(scanner)->has_content = reopening->has_content;
    scanner->top += count;
    scanner->frozen_top = scanner->top;
    scanner->closed_count = reopening->closed_count;
    scanner->found |= reopening->found;
    scanner->broken = true;
}

/* Closes down to `level`, remembering how it was if the statement is no definition. */
static void close_down_to(Scanner *scanner, uint32_t level, uint32_t column, bool definition) {
    while (scanner->top > level && unit_stack_top(scanner)->body == BODY_NONE) {
        close_top(scanner); /* a one-line suite has ended for good */
    }
    if (scanner->top <= level) {
        return;
    }
    scanner->reopening = (Reopening){.count = definition ? 0 : scanner->top - level,
                                     .column = column,
                                     .closed_count = scanner->closed_count,
                                     .found = scanner->found,
                                     .broken = scanner->broken,
                                     .has_content = scanner->levels[level].has_content};
    while (scanner->top > level) {
        /* a header without a body */
        scanner->broken = scanner->broken || !unit_stack_top(scanner)->body_known;
        close_top(scanner);
    }
}

/* A dedent to a column where nothing began. A definition there is taken for a member of the class
 * it stands right of; any other statement is a slip inside the innermost unit. */
static void settle_bad_dedent(Scanner *scanner, uint32_t level, uint32_t column, bool definition) {
    ScanLevel *outer = &scanner->levels[level];
    if (definition && level > 0 && outer->kind == UNIT_CLASS) {
        close_down_to(scanner, level, column, definition);
        outer->body = column;
    }
    scanner->broken = true;
}

/* The outermost unit that a statement at this column is inside of, its header at the left. */
static uint32_t level_of_column(const Scanner *scanner, uint32_t column) {
    uint32_t level = scanner->top;
    while (level > 0 &&
           (column <= scanner->levels[level].column || scanner->levels[level].body == BODY_NONE)) {
        level--;
    }
    return level;
}

/* Ends the units that a statement at this column does not belong to. */
void unit_stack_dedent(Scanner *scanner, Indent indent, bool definition) {
    uint32_t column = indent.column;
    reopen_units(scanner, column);
    uint32_t level = level_of_column(scanner, column);
    ScanLevel *inside = &scanner->levels[level];
    if (!inside->body_known) {
        close_down_to(scanner, level, column, definition);
        open_body(scanner, indent.at, column);
    } else if (column >= inside->body) {
        close_down_to(scanner, level, column, definition);
    } else {
        settle_bad_dedent(scanner, level, column, definition);
    }
    scanner->frozen_top = scanner->top;
}

/* A comment on a line of its own belongs to the units whose body it is not left of, up to the
 * first one that is: as tree-sitter waits with a dedent. */
void unit_stack_comment(Scanner *scanner, uint32_t column) {
    while (scanner->frozen_top > 0) {
        ScanLevel *level = &scanner->levels[scanner->frozen_top];
        if (column >= level->body) {
            break;
        }
        level->end = scanner->content_end;
        scanner->frozen_top--;
    }
}

/* The decorators had no definition: their lines are text of the unit around them. */
void unit_stack_drop_decorators(Scanner *scanner) {
    if (scanner->pending.active) {
        scanner->pending.active = false;
        scanner->found |= scanner->pending.found;
        scanner->broken = scanner->broken || scanner->pending.broken;
        unit_stack_top(scanner)->has_content = true;
    }
}

void unit_stack_hold_decorators(Scanner *scanner, uint32_t at, uint32_t column) {
    scanner->pending = (PendingDecorators){.active = true,
                                           .start = at,
                                           .column = column,
                                           .depth = scanner->depth,
                                           .definition_column = scanner->definition_column,
                                           .content_end = scanner->content_end,
                                           .found = scanner->found,
                                           .broken = scanner->broken};
    scanner->found = 0;
    scanner->broken = false;
}

/* ---- definitions ------------------------------------------------------------------------ */

bool unit_stack_admits(const Scanner *scanner, uint32_t column) {
    const ScanLevel *level = &scanner->levels[scanner->top];
    return level->kind != UNIT_FUNCTION && column == level->body && scanner->top < UNIT_DEPTH_MAX;
}

/* What was found since the last child goes to the text before this one. The decorators' words are
 * the new unit's own. */
static UnitTrace start_trace(Scanner *scanner, const Definition *definition) {
    PendingDecorators *pending = &scanner->pending;
    UnitTrace trace = {.column = definition->column};
    bool broken = pending->active ? pending->broken : scanner->broken;
    trace.before = pending->active ? pending->found : scanner->found;
    trace.decorator_column = pending->active ? pending->definition_column : 0;
    trace.flags |= unit_stack_top(scanner)->has_content ? TRACE_STARTS_RUN : 0;
    trace.flags |= definition->unclean ? TRACE_UNCLEAN : 0;
    trace.flags |= broken ? TRACE_BROKEN_BEFORE : 0;
    if (!pending->active) {
        scanner->found = 0;
        scanner->broken = false;
    }
    return trace;
}

void unit_stack_open(Scanner *scanner, const Definition *definition) {
    Str text = scanner->text;
    PendingDecorators *pending = &scanner->pending;
    ScanLevel *parent = unit_stack_top(scanner);
    UnitTrace trace = start_trace(scanner, definition);
    Unit unit = {
        .kind = definition->kind,
        .parent = parent->id,
        .depth = scanner->top + 1,
        .extent = {pending->active ? pending->start : definition->at, 0},
        .header = definition->at,
        .name = line_read_name(text, definition->keyword_end),
    };
    unit.flags |= text.ptr[definition->at] == 'a' ? UNIT_ASYNC : 0;
    unit.flags |= pending->active ? UNIT_DECORATED : 0;
    pending->active = false;
    parent->has_content = false;
    UnitId id = scanner->base + scanner->units.count;
    ARRAY_PUSH(&scanner->units, unit);
    ARRAY_PUSH(&scanner->traces, trace);
    scanner->top++;
    *unit_stack_top(scanner) = (ScanLevel){.id = id,
                                           .kind = definition->kind,
                                           .column = definition->column,
                                           .body = definition->column + 1,
                                           .has_content = true};
    scanner->frozen_top = scanner->top;
    scanner->in_header = true;
    scanner->lambdas = 0;
}

/* Behind the `:` of the innermost unit's header. */
void unit_stack_end_header(Scanner *scanner, uint32_t at) {
    Str text = scanner->text;
    scanner->in_header = false;
    at = line_skip_blanks(text, at);
    if (at >= text.len || line_is_end(text, at) || text.ptr[at] == '#') {
        return;
    }
    ScanLevel *level = unit_stack_top(scanner);
    level->body_known = true;
    level->body = BODY_NONE;
    add_flags(scanner, level, UNIT_ONE_LINE | docstring_flags(text, at));
}

/* The header ended without its `:`. */
void unit_stack_abandon_header(Scanner *scanner) {
    if (scanner->in_header) {
        scanner->in_header = false;
        scanner->broken = true;
        add_flags(scanner, unit_stack_top(scanner), UNIT_MAY_HAVE_DOCSTRING);
    }
}

/* ---- going on in the outline before ------------------------------------------------------ */

/* True when `unit` of the outline before was found with the levels that are open now. */
static bool is_same_state(const Scanner *scanner, const Outline *before, UnitId unit) {
    if (before->units[unit].depth != scanner->top + 1) {
        return false;
    }
    for (uint32_t i = scanner->top + 1; i-- > 0;) {
        const ScanLevel *level = &scanner->levels[i];
        UnitId parent = before->units[unit].parent;
        if (before->traces[unit].column != level->body ||
            before->units[parent].kind != level->kind) {
            return false;
        }
        unit = parent;
    }
    return true;
}

/* Looks for a unit of the outline before that begins at `start` in the same state. */
bool unit_stack_resume(Scanner *scanner, const Definition *definition) {
    uint32_t start = scanner->pending.active ? scanner->pending.start : definition->at;
    ScanResume *resume = &scanner->resume;
    const Outline *before = resume->before;
    if (!before || start < resume->from || definition->unclean) {
        return false;
    }
    uint32_t old_start = start - resume->shift;
    while (resume->cursor < before->unit_count &&
           before->units[resume->cursor].extent.start < old_start) {
        resume->cursor++;
    }
    if (resume->cursor == before->unit_count) {
        return false;
    }
    UnitId unit = resume->cursor;
    const UnitTrace *trace = &before->traces[unit];
    if (before->units[unit].extent.start != old_start || (trace->flags & TRACE_UNCLEAN) ||
        !is_same_state(scanner, before, unit)) {
        return false;
    }
    uint32_t decorator_column = scanner->pending.active ? scanner->pending.definition_column : 0;
    if (scanner->cut_strings && trace->decorator_column != decorator_column) {
        return false;
    }
    resume->found = unit;
    resume->start = start;
    resume->trace = start_trace(scanner, definition);
    return true;
}

/* ---- the ends of a text ----------------------------------------------------------------- */

void unit_stack_open_module(Scanner *scanner) {
    Unit module = {
        .kind = UNIT_MODULE, .parent = UNIT_NONE, .extent = {0, scanner->text.len}
    };
    ARRAY_PUSH(&scanner->units, module);
    ARRAY_PUSH(&scanner->traces, ((UnitTrace){0}));
    scanner->levels[0] = (ScanLevel){.kind = UNIT_MODULE, .has_content = true};
}

void unit_stack_finish(Scanner *scanner) {
    unit_stack_drop_decorators(scanner);
    while (scanner->top) {
        scanner->broken = scanner->broken || !unit_stack_top(scanner)->body_known;
        close_top(scanner);
    }
    scanner->content_end = scanner->text.len;
    ScanLevel *module = unit_stack_top(scanner);
    if (module->id >= scanner->base) {
        UnitTrace *trace = &scanner->traces.items[0];
        trace->tail = scanner->found;
        trace->flags |= scanner->broken ? TRACE_BROKEN_TAIL : 0;
    } else {
        scanner->closed[scanner->closed_count++] =
            (ClosedUnit){module->id, scanner->text.len, scanner->found, scanner->broken};
    }
}
