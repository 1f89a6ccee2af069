/* Joins what the scanner read to an Outline, and answers questions about one. Knows how units,
 * holes and offsets hang together; nothing of Python. */
#include "text/outline.h"

#include "text/scanner.h"
#include "text/unit_stack.h"

static const Str HOLE_TEXT = {"pass", HOLE_TEXT_LENGTH};

/* ---- joining ---------------------------------------------------------------------------- */

typedef struct Bytes ARRAY_OF(char) Bytes;

/* Parents and siblings from depths: the units are in pre-order. */
static void link_units(Unit *units, uint32_t count) {
    UnitId last[UNIT_DEPTH_MAX + 1] = {0};
    for (UnitId id = 0; id < count; id++) {
        Unit *unit = &units[id];
        unit->first_child = UNIT_NONE;
        unit->next_sibling = UNIT_NONE;
        unit->parent = UNIT_NONE;
        if (unit->depth) {
            Unit *parent = &units[last[unit->depth - 1]];
            unit->parent = last[unit->depth - 1];
            if (parent->first_child == UNIT_NONE) {
                parent->first_child = id;
            } else {
                units[last[unit->depth]].next_sibling = id;
            }
        }
        last[unit->depth] = id;
    }
}

/* Gives each unit its stretch of the hole table; the holes themselves come later. */
static uint32_t count_holes(Unit *units, const UnitTrace *traces, uint32_t count) {
    for (UnitId id = 0; id < count; id++) {
        units[id].hole_count = 0;
        units[id].triggers = traces[id].tail;
    }
    for (UnitId id = 1; id < count; id++) {
        Unit *parent = &units[units[id].parent];
        parent->hole_count += traces[id].flags & TRACE_STARTS_RUN ? 1 : 0;
        parent->triggers |= traces[id].before;
    }
    uint32_t total = 0;
    for (UnitId id = 0; id < count; id++) {
        units[id].first_hole = total;
        total += units[id].hole_count;
    }
    return total;
}

static uint32_t next_text_offset(const Unit *parent, const Hole *last, uint32_t file_offset) {
    return last ? last->text_offset + HOLE_TEXT_LENGTH + (file_offset - last->extent.end)
                : file_offset - parent->extent.start;
}

/* Children come in file order, so a parent's holes fill from first to last. */
static void fill_holes(Unit *units, const UnitTrace *traces, uint32_t count, Hole *holes) {
    for (UnitId id = 0; id < count; id++) {
        units[id].hole_count = 0;
    }
    for (UnitId id = 1; id < count; id++) {
        Unit *parent = &units[units[id].parent];
        Hole *hole = &holes[parent->first_hole + parent->hole_count];
        if (traces[id].flags & TRACE_STARTS_RUN) {
            const Hole *last = parent->hole_count ? hole - 1 : NULL;
            *hole = (Hole){.text_offset = next_text_offset(parent, last, units[id].extent.start),
                           .extent.start = units[id].extent.start,
                           .first_child = id};
            parent->hole_count++;
        } else {
            hole--;
        }
        hole->extent.end = units[id].extent.end;
        hole->child_count++;
    }
    for (UnitId id = 0; id < count; id++) {
        Unit *unit = &units[id];
        const Hole *last =
            unit->hole_count ? &holes[unit->first_hole + unit->hole_count - 1] : NULL;
        unit->text_length = next_text_offset(unit, last, unit->extent.end);
    }
}

static void append_bytes(char **to, Str text) {
    if (text.len) {
        memcpy(*to, text.ptr, text.len);
        *to += text.len;
    }
}

/* Writes the collapsed text: unit->text_length bytes. */
static void write_unit_text(const Outline *outline, const Unit *unit, char *to) {
    uint32_t at = unit->extent.start;
    for (uint32_t i = 0; i < unit->hole_count; i++) {
        const Hole *hole = &outline->holes[unit->first_hole + i];
        append_bytes(&to, str_slice(outline->text, at, hole->extent.start));
        append_bytes(&to, HOLE_TEXT);
        at = hole->extent.end;
    }
    append_bytes(&to, str_slice(outline->text, at, unit->extent.end));
}

static void hash_units(const Outline *outline, Unit *units, uint32_t count, const bool *dirty) {
    Bytes scratch = {0};
    for (UnitId id = 0; id < count; id++) {
        Unit *unit = &units[id];
        if (dirty && !dirty[id]) {
            continue;
        }
        if (!unit->hole_count) {
            unit->hash = hash_text(str_span(outline->text, unit->extent));
            continue;
        }
        scratch.count = 0;
        ARRAY_RESERVE(&scratch, unit->text_length);
        write_unit_text(outline, unit, scratch.items);
        unit->hash = hash_text((Str){scratch.items, unit->text_length});
    }
    ARRAY_RELEASE(&scratch);
}

void outline_join(Outline *outline, Unit *units, const UnitTrace *traces, uint32_t count,
                  const bool *dirty, Arena *mem) {
    link_units(units, count);
    uint32_t hole_count = count_holes(units, traces, count);
    Hole *holes = ARENA_ARRAY(mem, Hole, hole_count);
    fill_holes(units, traces, count, holes);
    outline->units = units;
    outline->unit_count = count;
    outline->traces = traces;
    outline->holes = holes;
    outline->hole_count = hole_count;
    outline->broken = false;
    for (UnitId id = 0; id < count; id++) {
        outline->broken =
            outline->broken || (traces[id].flags & (TRACE_BROKEN_BEFORE | TRACE_BROKEN_TAIL)) != 0;
    }
    hash_units(outline, units, count, dirty);
}

/* ---- scanning --------------------------------------------------------------------------- */

static void scan_whole(Scanner *scanner, Str text, bool cut_strings) {
    scanner_init(scanner, text);
    scanner->cut_strings = cut_strings;
    unit_stack_open_module(scanner);
    scanner_run(scanner, 0);
    unit_stack_finish(scanner);
}

static void *keep(Arena *mem, const void *items, size_t size) {
    void *kept = arena_allocate(mem, size);
    return size ? memcpy(kept, items, size) : kept;
}

Outline outline_scan(Str text, Arena *mem) {
    Scanner scanner;
    scan_whole(&scanner, text, false);
    if (scanner.ended_in_string) {
        scanner_release(&scanner);
        scan_whole(&scanner, text, true);
    }
    Outline outline = {
        .text = text, .cut_strings = scanner.cut_strings, .first_cut = scanner.first_cut};
    uint32_t count = scanner.units.count;
    Unit *units = keep(mem, scanner.units.items, sizeof *units * count);
    UnitTrace *traces = keep(mem, scanner.traces.items, sizeof *traces * count);
    outline.comments = keep(mem, scanner.comments.items, sizeof(Span) * scanner.comments.count);
    outline.comment_count = scanner.comments.count;
    outline_join(&outline, units, traces, count, NULL, mem);
    scanner_release(&scanner);
    return outline;
}

/* ---- questions -------------------------------------------------------------------------- */

Str outline_unit_text(const Outline *outline, UnitId unit, Arena *mem) {
    const Unit *found = &outline->units[unit];
    if (!found->hole_count) {
        return str_span(outline->text, found->extent);
    }
    char *text = arena_allocate(mem, (size_t)found->text_length + 1);
    write_unit_text(outline, found, text);
    text[found->text_length] = '\0';
    return (Str){text, found->text_length};
}

/* How many of the unit's holes have their `pass` at or before the unit offset. */
static uint32_t holes_up_to(const Outline *outline, const Unit *unit, uint32_t unit_offset) {
    uint32_t low = 0;
    uint32_t high = unit->hole_count;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (outline->holes[unit->first_hole + middle].text_offset <= unit_offset) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low;
}

uint32_t outline_to_file(const Outline *outline, UnitId unit, uint32_t unit_offset) {
    const Unit *found = &outline->units[unit];
    unit_offset = unit_offset > found->text_length ? found->text_length : unit_offset;
    uint32_t count = holes_up_to(outline, found, unit_offset);
    if (!count) {
        return found->extent.start + unit_offset;
    }
    const Hole *hole = &outline->holes[found->first_hole + count - 1];
    uint32_t inside = unit_offset - hole->text_offset;
    return inside < HOLE_TEXT_LENGTH ? hole->extent.start
                                     : hole->extent.end + (inside - HOLE_TEXT_LENGTH);
}

Span outline_span_to_file(const Outline *outline, UnitId unit, Span span) {
    return (Span){outline_to_file(outline, unit, span.start),
                  outline_to_file(outline, unit, span.end)};
}

UnitId outline_unit_at(const Outline *outline, uint32_t file_offset) {
    uint32_t low = 0;
    uint32_t high = outline->unit_count;
    while (high - low > 1) {
        uint32_t middle = low + (high - low) / 2;
        if (outline->units[middle].extent.start <= file_offset) {
            low = middle;
        } else {
            high = middle;
        }
    }
    while (low != UNIT_MODULE_ID && outline->units[low].extent.end <= file_offset) {
        low = outline->units[low].parent;
    }
    return low;
}

uint32_t outline_to_unit(const Outline *outline, UnitId unit, uint32_t file_offset) {
    const Unit *found = &outline->units[unit];
    if (file_offset <= found->extent.start) {
        return 0;
    }
    file_offset = file_offset > found->extent.end ? found->extent.end : file_offset;
    uint32_t low = 0;
    uint32_t high = found->hole_count;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (outline->holes[found->first_hole + middle].extent.start <= file_offset) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    if (!low) {
        return file_offset - found->extent.start;
    }
    const Hole *hole = &outline->holes[found->first_hole + low - 1];
    return file_offset < hole->extent.end
               ? hole->text_offset
               : hole->text_offset + HOLE_TEXT_LENGTH + (file_offset - hole->extent.end);
}

const Hole *outline_hole_at(const Outline *outline, UnitId unit, uint32_t unit_offset) {
    const Unit *found = &outline->units[unit];
    uint32_t count = holes_up_to(outline, found, unit_offset);
    if (!count) {
        return NULL;
    }
    const Hole *hole = &outline->holes[found->first_hole + count - 1];
    return hole->text_offset == unit_offset ? hole : NULL;
}

/* ---- headers -------------------------------------------------------------------------------- */

Str outline_class_bases(const Outline *outline, UnitId id) {
    const Unit *unit = &outline->units[id];
    return outline_bases_behind(str_slice(outline->text, unit->name.end, unit->extent.end));
}

Str outline_bases_behind(Str text) {
    enum { HEADER_BYTES_MAX = 2048 };
    text = str_slice(text, 0, HEADER_BYTES_MAX);
    uint32_t at = 0;
    uint32_t depth = 0;
    while (at < text.len && (text.ptr[at] != '(' || depth)) {
        if (text.ptr[at] == ':' && !depth) {
            return (Str){"", 0};
        }
        depth += text.ptr[at] == '[';
        depth -= text.ptr[at] == ']' && depth > 0;
        at++;
    }
    uint32_t start = at + 1;
    for (depth = 0; at < text.len; at++) {
        depth += text.ptr[at] == '(';
        depth -= text.ptr[at] == ')';
        if (depth == 0) {
            return str_slice(text, start, at);
        }
    }
    return str_slice(text, start < text.len ? start : text.len, text.len);
}
