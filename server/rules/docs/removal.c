/* Knows which bytes of a docstring go with an entry or a section. */
#include "rules/docs/removal.h"

/* Lines [first, end) of the docstring. */
static Span remove_lines(const Target *target, uint32_t first, uint32_t end) {
    const Docstring *doc = &target->doc;
    if (end < doc->line_count) {
        return (Span){doc->lines[first].start, doc->lines[end].start};
    }
    /* The quotes stand on the last line: they move up behind what stays. */
    uint32_t start = first > 0 ? doc->lines[first - 1].end : doc->lines[first].text;
    return (Span){start, doc->lines[end - 1].end};
}

Span removal_of_entry(const DocsUnit *unit, const Target *target, const Entry *entry) {
    (void)unit;
    return remove_lines(target, entry->line, entry->end);
}

Span removal_of_section(const DocsUnit *unit, const Target *target, const Section *section) {
    (void)unit;
    uint32_t first = section->line;
    if (first > target->doc.first && doc_line_is_blank(&target->doc.lines[first - 1])) {
        first--;
    }
    if (section->end >= target->doc.line_count) {
        while (first > 0 && doc_line_is_blank(&target->doc.lines[first - 1])) {
            first--;
        }
    }
    return remove_lines(target, first, section->end);
}
