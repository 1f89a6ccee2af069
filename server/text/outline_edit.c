/* The outline after an edit: a part is scanned, the rest kept and shifted. Knows which state of the
 * scanner makes two scans equal from a place on; the scanner itself knows the rest. */
#include "text/unit_stack.h"

/* The last unit that begins before the edit and at which a scan can begin: 0 = at the start. What
 * the scanner does with the units before it depends on its being a definition: it must still be. */
static UnitId restart_unit(const Outline *before, Str text, uint32_t edit_start) {
    uint32_t low = 0;
    uint32_t high = before->unit_count;
    while (high - low > 1) {
        uint32_t middle = low + (high - low) / 2;
        if (before->units[middle].extent.start < edit_start) {
            low = middle;
        } else {
            high = middle;
        }
    }
    while (low && ((before->traces[low].flags & TRACE_UNCLEAN) ||
                   !line_is_definition(text, before->units[low].extent.start))) {
        low--;
    }
    return low;
}

/* The scanner as it was when it came to `unit` in the text before. */
static void restore(Scanner *scanner, const Outline *before, UnitId unit) {
    const UnitTrace *trace = &before->traces[unit];
    scanner->base = unit;
    scanner->at = before->units[unit].extent.start;
    scanner->content_end = scanner->at;
    scanner->definition_column = trace->decorator_column;
    scanner->found = trace->before;
    scanner->broken = (trace->flags & TRACE_BROKEN_BEFORE) != 0;
    scanner->top = before->units[unit].depth - 1;
    scanner->frozen_top = scanner->top;
    UnitId child = unit;
    for (uint32_t i = scanner->top + 1; i-- > 0;) {
        UnitId id = before->units[child].parent;
        scanner->levels[i] = (ScanLevel){.id = id,
                                         .kind = before->units[id].kind,
                                         .column = before->traces[id].column,
                                         .body = before->traces[child].column,
                                         .body_known = true};
        child = id;
    }
    scanner->levels[scanner->top].has_content = (trace->flags & TRACE_STARTS_RUN) != 0;
}

/* The new arrays: kept units, scanned units, shifted units. */
typedef struct Splice {
    Unit *units;
    UnitTrace *traces;
    bool *dirty;
    uint32_t count;
} Splice;

static Splice splice_units(const Outline *before, const Scanner *scanner, Arena *mem) {
    uint32_t base = scanner->base;
    uint32_t scanned = scanner->units.count;
    uint32_t tail = scanner->resume.found;
    tail = tail == UNIT_NONE ? before->unit_count : tail;
    uint32_t tail_count = before->unit_count - tail;
    Splice splice = {.count = base + scanned + tail_count};
    splice.units = arena_allocate(mem, sizeof(Unit) * splice.count);
    splice.traces = arena_allocate(mem, sizeof(UnitTrace) * splice.count);
    splice.dirty = ARENA_ARRAY(mem, bool, splice.count);
    memcpy(splice.units, before->units, sizeof(Unit) * base);
    memcpy(splice.traces, before->traces, sizeof(UnitTrace) * base);
    if (scanned) {
        memcpy(splice.units + base, scanner->units.items, sizeof(Unit) * scanned);
        memcpy(splice.traces + base, scanner->traces.items, sizeof(UnitTrace) * scanned);
        memset(splice.dirty + base, true, scanned);
    }
    memcpy(splice.units + base + scanned, before->units + tail, sizeof(Unit) * tail_count);
    memcpy(splice.traces + base + scanned, before->traces + tail, sizeof(UnitTrace) * tail_count);
    for (uint32_t i = base + scanned; i < splice.count; i++) {
        Unit *unit = &splice.units[i];
        unit->extent.start += scanner->resume.shift;
        unit->extent.end += scanner->resume.shift;
        unit->header += scanner->resume.shift;
        unit->name.start += scanner->resume.shift;
        unit->name.end += scanner->resume.shift;
    }
    return splice;
}

static void set_tail(Splice *splice, UnitId id, TriggerSet tail, bool broken) {
    UnitTrace *trace = &splice->traces[id];
    trace->tail = tail;
    trace->flags &= ~(uint32_t)TRACE_BROKEN_TAIL;
    trace->flags |= broken ? TRACE_BROKEN_TAIL : 0;
    splice->dirty[id] = true;
}

/* Units of before the scanned part that ended inside it. */
static void settle_closed(Splice *splice, const Scanner *scanner) {
    for (uint32_t i = 0; i < scanner->closed_count; i++) {
        const ClosedUnit *closed = &scanner->closed[i];
        splice->units[closed->id].extent.end = closed->end;
        set_tail(splice, closed->id, closed->tail, closed->broken);
    }
}

/* Units that are open where the outline before goes on end as their likes did there. */
static void settle_open(Splice *splice, const Scanner *scanner, const Outline *before) {
    UnitId unit = scanner->resume.found;
    uint32_t position = scanner->base + scanner->units.count;
    UnitTrace *trace = &splice->traces[position];
    trace->before = scanner->resume.trace.before;
    trace->decorator_column = scanner->resume.trace.decorator_column;
    trace->flags = scanner->resume.trace.flags;
    trace->flags |= before->traces[unit].flags & TRACE_BROKEN_TAIL;
    UnitId ancestor = before->units[unit].parent;
    for (uint32_t i = scanner->top + 1; i-- > 0;) {
        UnitId id = scanner->levels[i].id;
        const UnitTrace *old = &before->traces[ancestor];
        splice->units[id].extent.end = before->units[ancestor].extent.end + scanner->resume.shift;
        set_tail(splice, id, old->tail, (old->flags & TRACE_BROKEN_TAIL) != 0);
        ancestor = before->units[ancestor].parent;
    }
}

/* How many comments of `comments` begin before `offset`. */
static uint32_t comments_before(const Span *comments, uint32_t count, uint32_t offset) {
    uint32_t low = 0;
    uint32_t high = count;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (comments[middle].start < offset) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low;
}

static void splice_comments(Outline *outline, const Outline *before, const Scanner *scanner,
                            uint32_t restart, Arena *mem) {
    const ScanResume *resume = &scanner->resume;
    uint32_t kept = comments_before(before->comments, before->comment_count, restart);
    uint32_t scanned = scanner->comments.count;
    uint32_t tail = before->comment_count;
    if (resume->found != UNIT_NONE) {
        scanned = comments_before(scanner->comments.items, scanned, resume->start);
        tail = comments_before(before->comments, before->comment_count,
                               before->units[resume->found].extent.start);
    }
    uint32_t tail_count = before->comment_count - tail;
    Span *comments = arena_allocate(mem, sizeof(Span) * ((size_t)kept + scanned + tail_count));
    memcpy(comments, before->comments, sizeof(Span) * kept);
    if (scanned) {
        memcpy(comments + kept, scanner->comments.items, sizeof(Span) * scanned);
    }
    for (uint32_t i = 0; i < tail_count; i++) {
        Span old = before->comments[tail + i];
        comments[kept + scanned + i] = (Span){old.start + resume->shift, old.end + resume->shift};
    }
    outline->comments = comments;
    outline->comment_count = kept + scanned + tail_count;
}

/* An offset at or before the first cut of the new text. */
static uint32_t first_cut(const Outline *before, const Scanner *scanner, uint32_t restart) {
    if (before->first_cut < restart) {
        return before->first_cut;
    }
    if (scanner->first_cut != UINT32_MAX || scanner->resume.found == UNIT_NONE) {
        return scanner->first_cut;
    }
    return scanner->resume.start; /* what the kept part holds is not looked up */
}

static Outline join_parts(const Outline *before, Scanner *scanner, uint32_t restart, Arena *mem) {
    Outline outline = {.text = scanner->text,
                       .cut_strings = scanner->cut_strings,
                       .first_cut = first_cut(before, scanner, restart)};
    Splice splice = splice_units(before, scanner, mem);
    splice.units[UNIT_MODULE_ID].extent = (Span){0, scanner->text.len};
    settle_closed(&splice, scanner);
    if (scanner->resume.found != UNIT_NONE) {
        settle_open(&splice, scanner, before);
    }
    splice_comments(&outline, before, scanner, restart, mem);
    outline_join(&outline, splice.units, splice.traces, splice.count, splice.dirty, mem);
    return outline;
}

/* Reads on from the last unit before `from`, to where `resume` ends it or the end of the text.
 * Returns the offset it began at. */
static uint32_t read_from(Scanner *scanner, const Outline *before, uint32_t from) {
    UnitId unit = restart_unit(before, scanner->text, from);
    scanner->resume.cursor = unit + 1;
    uint32_t start = 0;
    if (unit == UNIT_MODULE_ID) {
        unit_stack_open_module(scanner);
        scanner_run(scanner, 0);
    } else {
        restore(scanner, before, unit);
        start = scanner->at;
        scanner_run(scanner, before->traces[unit].column);
    }
    if (scanner->resume.found == UNIT_NONE) {
        unit_stack_finish(scanner);
    }
    return start;
}

/* True when the text, which ended inside a triple-quoted string, does not any more: *outline is
 * made. Until the first cut both ways of reading are the same. */
static bool is_mended(const Outline *before, Str text, uint32_t edit_start, Outline *outline,
                      Arena *mem) {
    Scanner scanner;
    scanner_init(&scanner, text);
    uint32_t from = before->first_cut < edit_start ? before->first_cut : edit_start;
    uint32_t restart = read_from(&scanner, before, from);
    bool mended = !scanner.ended_in_string;
    if (mended) {
        *outline = join_parts(before, &scanner, restart, mem);
    }
    scanner_release(&scanner);
    return mended;
}

Outline outline_edit(const Outline *before, Str text, Span replaced, uint32_t inserted_length,
                     Arena *mem) {
    Outline outline = {0};
    if (before->cut_strings && is_mended(before, text, replaced.start, &outline, mem)) {
        return outline;
    }
    Scanner scanner;
    scanner_init(&scanner, text);
    scanner.cut_strings = before->cut_strings;
    scanner.resume = (ScanResume){.before = before,
                                  .shift = inserted_length - span_length(replaced),
                                  .from = replaced.start + inserted_length,
                                  .found = UNIT_NONE};
    uint32_t restart = read_from(&scanner, before, replaced.start);
    bool cut = scanner.ended_in_string && !scanner.cut_strings;
    outline = cut ? outline_scan(text, mem) : join_parts(before, &scanner, restart, mem);
    scanner_release(&scanner);
    return outline;
}
