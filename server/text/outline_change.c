/* Knows what is told of units before they are read; knows nothing about who asks. */
#include "text/outline_change.h"

#include "text/inner_class.h"

/* Decorators, and whether type parameters follow the name. */
static bool same_header(const Outline *a, const Outline *b, UnitId unit) {
    const Unit *left = &a->units[unit];
    const Unit *right = &b->units[unit];
    char before = left->name.end < a->text.len ? a->text.ptr[left->name.end] : '\0';
    char after = right->name.end < b->text.len ? b->text.ptr[right->name.end] : '\0';
    return before == after && str_equal(str_slice(a->text, left->extent.start, left->header),
                                        str_slice(b->text, right->extent.start, right->header));
}

/* The class that the unit is, and those that it holds. */
static bool same_classes(const Outline *a, const Outline *b, UnitId unit) {
    return (a->units[unit].kind != UNIT_CLASS ||
            str_equal(outline_class_bases(a, unit), outline_class_bases(b, unit))) &&
           inner_classes_key(a, unit) == inner_classes_key(b, unit);
}

static bool same_unit(const Outline *a, const Outline *b, UnitId unit) {
    const Unit *left = &a->units[unit];
    const Unit *right = &b->units[unit];
    return left->kind == right->kind && left->parent == right->parent &&
           left->flags == right->flags && left->triggers == right->triggers &&
           str_equal(str_span(a->text, left->name), str_span(b->text, right->name)) &&
           (hash_equal(left->hash, right->hash) ||
            (same_header(a, b, unit) && same_classes(a, b, unit)));
}

bool outline_same_shape(const Outline *before, const Outline *after) {
    bool same = before->unit_count == after->unit_count;
    for (UnitId unit = 0; same && unit < before->unit_count; unit++) {
        same = same_unit(before, after, unit);
    }
    return same;
}

static uint32_t skip_blanks(Str text, uint32_t at) {
    while (at < text.len && (text.ptr[at] == ' ' || text.ptr[at] == '\t')) {
        at++;
    }
    return at;
}

uint64_t outline_attributes_key(const Outline *outline, UnitId unit) {
    Str text = str_span(outline->text, outline->units[unit].extent);
    uint64_t key = 0;
    for (uint32_t at = str_find_byte(text, '.'); at < text.len; at++) {
        at += str_find_byte(str_slice(text, at, text.len), '.');
        uint32_t end = at + 1;
        while (end < text.len && str_is_word_byte(text.ptr[end])) {
            end++;
        }
        if (end > at + 1) {
            uint32_t behind = skip_blanks(text, end);
            uint64_t next = behind < text.len ? (unsigned char)text.ptr[behind] : 0;
            key += (hash_short(str_slice(text, at + 1, end)) ^ next) * 0x9E3779B97F4A7C15u;
        }
    }
    return key;
}
