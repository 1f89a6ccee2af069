/* Knows how classes without a unit of their own are found in a text; not what they are. */
#include "text/inner_class.h"

#include "text/line.h"
#include "text/literal.h"

/* A class unit's own keyword sets the bit too: what stands under a condition in a class's body is
 * not looked for. */
static bool may_hold(const Unit *unit) {
    return unit->kind != UNIT_CLASS && (unit->triggers & TRIGGER_BIT(CLASS)) != 0;
}

InnerClasses inner_classes(const Outline *outline, UnitId unit) {
    const Unit *found = &outline->units[unit];
    uint32_t at = may_hold(found) ? found->extent.start : found->extent.end;
    return (InnerClasses){.outline = outline, .unit = unit, .at = at};
}

/* Past the hole that holds the line, if one does. */
static bool skip_hole(InnerClasses *classes) {
    const Unit *unit = &classes->outline->units[classes->unit];
    const Hole *holes = &classes->outline->holes[unit->first_hole];
    while (classes->hole < unit->hole_count && holes[classes->hole].extent.end <= classes->at) {
        classes->hole++;
    }
    bool is_inside =
        classes->hole < unit->hole_count && holes[classes->hole].extent.start <= classes->at;
    if (is_inside) {
        classes->at = holes[classes->hole].extent.end;
    }
    return is_inside;
}

bool inner_classes_next(InnerClasses *classes, InnerClass *found) {
    Str text = classes->outline->text;
    uint32_t end = classes->outline->units[classes->unit].extent.end;
    while (classes->at < end) {
        if (skip_hole(classes)) {
            continue;
        }
        uint32_t keyword_end = 0;
        uint32_t start = line_read_indent(text, classes->at).at;
        UnitKind kind = line_definition(text, start, &keyword_end);
        uint32_t line_end = literal_line_end(text, start, text.len);
        classes->at = line_end < text.len ? literal_after_line_end(text, line_end) : text.len;
        if (kind == UNIT_CLASS) {
            Span name = line_read_name(text, keyword_end);
            *found =
                (InnerClass){start, name, outline_bases_behind(str_slice(text, name.end, end))};
            return true;
        }
    }
    return false;
}

uint64_t inner_classes_key(const Outline *outline, UnitId unit) {
    enum { CLASS_SALT = 31 };
    InnerClasses classes = inner_classes(outline, unit);
    InnerClass found;
    uint64_t key = 0;
    while (inner_classes_next(&classes, &found)) {
        key = key * CLASS_SALT + hash_short(str_span(outline->text, found.name));
        key = key * CLASS_SALT + hash_short(found.bases);
    }
    return key;
}
