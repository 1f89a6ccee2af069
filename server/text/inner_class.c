/* Knows how classes without a unit of their own are found in a text; not what they are. */
#include "text/inner_class.h"

#include "text/line.h"
#include "text/literal.h"

InnerClasses inner_classes(const Outline *outline, UnitId unit) {
    const Unit *found = &outline->units[unit];
    bool may_hold = (found->triggers & TRIGGER_BIT(CLASS)) != 0;
    uint32_t start = found->kind == UNIT_CLASS ? found->name.end : found->extent.start;
    return (InnerClasses){
        .outline = outline, .unit = unit, .at = may_hold ? start : found->extent.end};
}

/* Past the hole that holds a line's first word, if one does. */
static bool skip_hole(InnerClasses *classes, uint32_t first) {
    const Unit *unit = &classes->outline->units[classes->unit];
    const Hole *holes = &classes->outline->holes[unit->first_hole];
    while (classes->hole < unit->hole_count && holes[classes->hole].extent.end <= first) {
        classes->hole++;
    }
    bool is_inside = classes->hole < unit->hole_count && holes[classes->hole].extent.start <= first;
    if (is_inside) {
        classes->at = holes[classes->hole].extent.end;
    }
    return is_inside;
}

bool inner_classes_next(InnerClasses *classes, InnerClass *found) {
    Str text = classes->outline->text;
    uint32_t end = classes->outline->units[classes->unit].extent.end;
    while (classes->at < end) {
        uint32_t keyword_end = 0;
        uint32_t first = line_read_indent(text, classes->at).at;
        if (skip_hole(classes, first)) {
            continue;
        }
        UnitKind kind = line_definition(text, first, &keyword_end);
        uint32_t line_end = literal_line_end(text, first, text.len);
        classes->at = line_end < text.len ? literal_after_line_end(text, line_end) : text.len;
        if (kind == UNIT_CLASS) {
            Span name = line_read_name(text, keyword_end);
            *found =
                (InnerClass){first, name, outline_bases_behind(str_slice(text, name.end, end))};
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
